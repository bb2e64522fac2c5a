"""The layout of ``SINERGI_HOME``: everything one installation keeps outside the database server's reach.

| folder     | holds                                              | mode                             |
|------------|----------------------------------------------------|----------------------------------|
| `database` | the embedded PostgreSQL cluster, when it is used   | 0700, of the server's account    |
| `files`    | uploads and letters                                | 0700                             |
| `keys`     | key files, never part of a backup                  | 0700                             |
| `run`      | locks and stamps                                   | 0700                             |
| `static`   | static files as collected for the web server       | as the collector makes it        |
| `log`      | the database server's log                          | 0700                             |
"""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sinergi.sheets.reasons import reason_of

PARTS = ("database", "files", "keys", "run", "log")


class HomeUnusable(Exception):
    """The home folder cannot be made or written; the text is one sentence for the operator."""


@dataclass(frozen=True)
class HomeFolder:
    """Paths below one ``SINERGI_HOME``."""

    path: Path

    @property
    def database(self) -> Path:
        """Folder of the embedded PostgreSQL; a link where the home is out of the server's reach."""
        return self.path / "database"

    @property
    def files(self) -> Path:
        """Uploads and letters."""
        return self.path / "files"

    @property
    def keys(self) -> Path:
        """Key files (see `sinergi.vault.keyring`)."""
        return self.path / "keys"

    @property
    def run(self) -> Path:
        """Locks and stamps of running processes."""
        return self.path / "run"

    @property
    def log(self) -> Path:
        """Log files."""
        return self.path / "log"

    @property
    def static(self) -> Path:
        """Static files as collected for the web server."""
        return self.path / "static"

    def create(self) -> "HomeFolder":
        """Make what is missing; raises `HomeUnusable` with one sentence."""
        try:
            if not self.path.exists():
                self.path.mkdir(parents=True)
                # Root's database server runs under another account, which must be able to walk through.
                self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for part in PARTS:
                _private_folder(self.path / part)
            _write_something(self.run)
        except OSError as trouble:
            raise HomeUnusable(_sentence(self.path, trouble)) from trouble
        return self


def checkout(start: Path | None = None) -> Path | None:
    """The source checkout this package runs from, or None when it is installed elsewhere."""
    root = (start or Path(__file__)).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() and (root / "src" / "sinergi").is_dir() else None


def home_folder(environ: Mapping[str, str]) -> Path:
    """``SINERGI_HOME``, else ``.sinergi`` in the checkout, else ``~/.local/share/sinergi``. Makes nothing."""
    given = environ.get("SINERGI_HOME", "")
    if given:
        return Path(os.path.abspath(os.path.expanduser(given)))
    root = checkout()
    return root / ".sinergi" if root else Path.home() / ".local" / "share" / "sinergi"


def _private_folder(path: Path) -> None:
    try:
        path.mkdir()
    except FileExistsError:
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "bukan folder", str(path)) from None
    else:
        path.chmod(0o700)


def _write_something(folder: Path) -> None:
    """A full or read-only disk shows only when bytes arrive."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        probe.write_bytes(b"x" * 4096)
    finally:
        probe.unlink(missing_ok=True)


def _sentence(path: Path, trouble: OSError) -> str:
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Ruang penyimpanan {path} penuh; kosongkan sebagian atau atur SINERGI_HOME ke folder lain."
    reason = reason_of(trouble)
    return f"Folder {path} tidak dapat dipakai ({reason}); beri izin tulis atau atur SINERGI_HOME ke folder lain."
