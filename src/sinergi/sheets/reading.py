"""Tables that come in from outside: CSV, XLSX and ODS to a header and rows of text with their file lines.

Nothing here guesses at meaning: a cell is text, and whoever asked for the table decides what it may hold.
Whatever cannot be read safely is refused with one sentence for the person who chose the file.
"""

from pathlib import Path

from sinergi.sheets import archives, confined, separated
from sinergi.sheets.reasons import reason_of
from sinergi.sheets.table import MAX_FILE_BYTES, Row, Table, UnreadableSheet, table_from

__all__ = ["Row", "Table", "UnreadableSheet", "read_bytes", "read_path"]


def read_path(path: Path) -> Table:
    """Read a file of this machine. Raises UnreadableSheet."""
    try:
        if path.is_dir():
            raise UnreadableSheet(f"{path} adalah folder, bukan berkas.")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableSheet(_too_large(MAX_FILE_BYTES))
        with path.open("rb") as source:
            # A device or a pipe has no size to ask for.
            data = source.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableSheet(f"Berkas {path} tidak ditemukan.") from None
    except (OSError, ValueError) as trouble:
        if isinstance(trouble, UnreadableSheet):
            raise
        reason = reason_of(trouble) if isinstance(trouble, OSError) else "nama berkas tidak sah"
        raise UnreadableSheet(f"Berkas {path} tidak dapat dibuka ({reason}).") from None
    return read_bytes(data, path.name)


def read_bytes(data: bytes, filename: str = "") -> Table:
    """Read an uploaded file; its content decides what it is, the name only words the errors. Raises
    UnreadableSheet.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableSheet(_too_large(MAX_FILE_BYTES))
    if not data.strip():
        raise UnreadableSheet("Berkas ini kosong.")
    if data.startswith(archives.OLE_MAGIC):
        raise UnreadableSheet(archives.ole_trouble(data))
    if data.startswith(archives.ZIP_MAGIC):
        return confined.read(data)
    return table_from(separated.read(data, filename))


def _too_large(limit: int) -> str:
    return f"Berkas ini terlalu besar; paling besar {limit // (1024 * 1024)} MB."
