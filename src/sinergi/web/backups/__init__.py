"""One encrypted file of an installation: database, uploads and the names (never the material) of its keys."""
