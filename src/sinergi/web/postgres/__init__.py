"""The embedded PostgreSQL: starts, joins and stops a cluster inside ``SINERGI_HOME`` when no ``DATABASE_URL`` is set.

Importing this package starts nothing and imports neither Django nor psycopg.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres.cluster import Cluster
from sinergi.web.postgres.trouble import DatabaseTrouble

PATIENCE = 5  # seconds for a server of one's own to answer

__all__ = ["Cluster", "DatabaseTrouble", "running_database"]


def require_answer(url: str) -> None:
    """Raises `DatabaseTrouble` when the server of ``url`` does not let us in; the sentence never has the password."""
    import psycopg  # noqa: PLC0415 - the calculators load this package too, and need no database
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        psycopg.connect(url, connect_timeout=PATIENCE).close()
    except psycopg.ProgrammingError:
        raise DatabaseTrouble(
            "DATABASE_URL tidak dapat dibaca; tulis postgresql://nama@host:porta/basisdata."
        ) from None
    except psycopg.OperationalError:
        named = conninfo_to_dict(url)
        place = f"{named.get('host', 'localhost')}:{named.get('port', 5432)}/{named.get('dbname', '')}"
        raise DatabaseTrouble(
            f"Basis data {place} tidak dapat dihubungi; periksa DATABASE_URL, peladennya, dan kata sandinya."
        ) from None


@contextmanager
def running_database(environ: Mapping[str, str], home: HomeFolder) -> Iterator[Cluster | None]:
    """Keep the embedded cluster of ``home`` up inside the block; nothing to do (None) with ``DATABASE_URL``."""
    if url := environ.get("DATABASE_URL"):
        require_answer(url)
        yield None
        return
    with Cluster(home.path, environ=environ) as cluster:
        yield cluster
