"""The embedded PostgreSQL: starts, joins and stops a cluster inside ``SINERGI_HOME`` when no ``DATABASE_URL`` is set.

Importing this package starts nothing and imports neither Django nor psycopg.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres.cluster import Cluster
from sinergi.web.postgres.trouble import DatabaseTrouble

__all__ = ["Cluster", "DatabaseTrouble", "running_database"]


@contextmanager
def running_database(environ: Mapping[str, str], home: HomeFolder) -> Iterator[Cluster | None]:
    """Keep the embedded cluster of ``home`` up inside the block; nothing to do (None) with ``DATABASE_URL``."""
    if environ.get("DATABASE_URL"):
        yield None
        return
    with Cluster(home.path, environ=environ) as cluster:
        yield cluster
