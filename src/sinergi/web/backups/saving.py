"""Write a backup: one pass over database and uploads, straight into the encrypted file."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sinergi.web.backups import database, secrets
from sinergi.web.backups.parts import PIECE, Sum, write_part
from sinergi.web.backups.sealed import Sealer, Secret
from sinergi.web.homefolder import HomeFolder

FORMAT = 1


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    size: int
    files: int
    keys: list[str]


def save(home: HomeFolder, source: database.Access, target: Path, secret: Secret, *, now: datetime) -> Saved:
    """Write ``target`` completely or not at all; raises `OSError`, `DatabaseRefused`."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            sealer = Sealer(file, secret, {"made": now.isoformat()})
            manifest = _write_parts(home, source, sealer, now)
            sealer.close()
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)  # fails where a file of that name has come up meanwhile
    finally:
        draft.unlink(missing_ok=True)
    return Saved(target.stat().st_size, manifest["files"], manifest["keys"])


def _write_parts(home: HomeFolder, source: database.Access, sealer: Sealer, now: datetime) -> dict[str, Any]:
    # The database first: files are stored before the rows that name them, so the copy lacks none.
    sums = [write_part(sealer.write, {"part": "database"}, database.dump(source))]
    for path in _files(home.files):
        with suppress(FileNotFoundError):  # removed since the folder was read; nothing of it is written yet
            sums.append(_write_file(sealer, home.files, path))
    manifest = {
        "part": "manifest",
        "format": FORMAT,
        "made": now.isoformat(),
        "sinergi": _version(),
        "postgresql": source.programs.major,
        "keys": secrets.needed(home.keys),
        "fingerprints": secrets.fingerprints(home.keys),
        "files": len(sums) - 1,
        "bytes": sum(one.size for one in sums),
    }
    write_part(sealer.write, manifest, [])
    return manifest


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _write_file(sealer: Sealer, root: Path, path: Path) -> Sum:
    with path.open("rb") as file:
        title = {"part": "file", "path": path.relative_to(root).as_posix()}
        return write_part(sealer.write, title, iter(lambda: file.read(PIECE), b""))


def _version() -> str:
    try:
        return version("sinergi")
    except PackageNotFoundError:
        return ""
