"""Bring a backup back: the whole file is proven first, then database and files are rebuilt beside the present ones."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from sinergi.web.backups import database, secrets
from sinergi.web.backups.parts import Part, PartDamaged, read_parts
from sinergi.web.backups.saving import FORMAT
from sinergi.web.backups.sealed import Damaged, NotABackup, Secret, WrongKey, read_header, unseal
from sinergi.web.homefolder import HomeFolder


class RestoreRefused(Exception):
    """The backup cannot be restored here; the text is one sentence. Nothing has been touched."""


@dataclass(frozen=True)
class Opened:
    """A backup whose every byte has been proven."""

    file: BinaryIO
    secret: Secret
    manifest: dict[str, Any]

    def parts(self) -> Iterator[Part]:
        """Its parts, from the beginning."""
        self.file.seek(0)
        return read_parts(unseal(self.file, lambda _: self.secret))


def open_backup(file: BinaryIO, name: str, keys: Path, passphrase_file: Path | None) -> Opened:
    """Read the file once to its end; raises `RestoreRefused` for a wrong key and for any change or cut."""
    try:
        header, _ = read_header(file)
        secret = secrets.to_open(header, keys, passphrase_file)
        file.seek(0)
        manifest = _manifest(unseal(file, lambda _: secret))
    except NotABackup:
        raise RestoreRefused(f"{name} bukan berkas cadangan Sinergi.") from None
    except WrongKey:
        raise RestoreRefused(f"Kunci atau frasa sandi ini bukan untuk {name}.") from None
    except secrets.SecretRefused as trouble:
        raise RestoreRefused(str(trouble)) from trouble
    except (Damaged, PartDamaged):
        raise RestoreRefused(f"{name} rusak: isinya terpotong atau berubah; pakai salinan lain.") from None
    return Opened(file, secret, manifest)


def _manifest(stream: Iterator[bytes]) -> dict[str, Any]:
    last: dict[str, Any] = {}
    for part in read_parts(stream):
        last = part.title
    if last.get("part") != "manifest":
        raise PartDamaged
    if last.get("format") != FORMAT:
        raise RestoreRefused("Cadangan ini dibuat oleh Sinergi yang lebih baru; perbarui program ini dahulu.")
    return last


def require_keys(manifest: dict[str, Any], keys: Path) -> None:
    """Raises `RestoreRefused` naming every key that the contents need and that is not here."""
    wanted = [str(name) for name in manifest["keys"]]
    if lacking := secrets.missing(keys, wanted):
        raise RestoreRefused(
            f"Kunci ini tidak ada di {keys}: {', '.join(lacking)}; salin berkas kuncinya, lalu ulangi."
        )
    if other := secrets.changed(keys, manifest.get("fingerprints", {})):  # older backups have none
        raise RestoreRefused(
            f"Berkas ini di {keys} berisi kunci lain daripada kunci cadangan itu, meskipun namanya sama: "
            f"{', '.join(other)}; salin berkas kunci yang benar, lalu ulangi."
        )
    if strange := secrets.rivals(keys, wanted):
        raise RestoreRefused(
            f"Di {keys} ada kunci lain yang bersaing: {', '.join(strange)}; pindahkan dahulu."
        )


def restore(opened: Opened, home: HomeFolder, target: database.Access) -> int:
    """Rebuild database and files, then let them take the place of the present ones; the number of files.

    Until that moment nothing of the present data is touched; a failure removes what was rebuilt.
    """
    fresh = home.path / f"files-restored-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    rebuilt, count = "", 0
    try:
        for part in opened.parts():
            if part.title["part"] == "database":
                rebuilt = database.restore_beside(target, part.pieces)
            elif part.title["part"] == "file":
                _write(fresh, str(part.title["path"]), part.pieces)
                count += 1
        _take_place(home, fresh, target, rebuilt)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        if rebuilt:
            database.drop(target, rebuilt)
        raise
    return count


def _write(root: Path, name: str, pieces: Iterator[bytes]) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise PartDamaged
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)


def _take_place(home: HomeFolder, fresh: Path, target: database.Access, rebuilt: str) -> None:
    os.sync()
    old = home.path / f"files-replaced-{os.getpid()}"
    with database.swapped(target, rebuilt):
        home.files.rename(old)
        try:
            fresh.rename(home.files)
        except OSError:
            old.rename(home.files)
            raise
    shutil.rmtree(old)
    for stamp in home.run.glob("done-*"):  # what was done for the replaced database is open again
        stamp.unlink()
