"""``DATABASES["default"]`` of Django: from ``DATABASE_URL``, else the embedded cluster's socket. Starts nothing."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from sinergi.web.postgres.folder import DATABASE, PORT, ROLE, ClusterFolder
from sinergi.web.variables import whole

POOL = {"min_size": 1, "max_size": 16, "timeout": 10}  # connections per process; seconds to wait for one


def database_settings(environ: Mapping[str, str], home: Path) -> dict[str, object]:
    """Django's settings of the one database; raises `ValueError` for a URL that is not PostgreSQL's."""
    url = environ.get("DATABASE_URL", "")
    place, options = _from_url(url) if url else (_embedded(ClusterFolder(home)), {})
    return {
        "ENGINE": "sinergi.web.postgres.backend",
        "OPTIONS": {
            "pool": dict(POOL),
            "prepare_threshold": _prepare(environ),
            "server_side_binding": True,
            **options,
        },
        **place,
    }


def _prepare(environ: Mapping[str, str]) -> int | None:
    """After how many uses the server keeps a query's plan; ``SINERGI_PREPARE=0`` turns it off (old PgBouncers)."""
    return whole(environ, "SINERGI_PREPARE", 2) or None


def _embedded(folder: ClusterFolder) -> dict[str, str]:
    return {"NAME": DATABASE, "USER": ROLE, "PASSWORD": "", "HOST": str(folder.socket), "PORT": str(PORT)}


def _from_url(url: str) -> tuple[dict[str, str], dict[str, str]]:
    """``postgresql://user:password@host:port/name?sslmode=require``; ``host=`` may name a socket folder."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL harus diawali postgresql:// (Sinergi memerlukan PostgreSQL).")
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError(
            "DATABASE_URL tidak menyebut nama basis data: postgresql://pengguna:sandi@alamat:5432/nama"
        )
    place = {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
    }
    return place, options
