"""Memulihkan basis data dan berkas unggahan dari berkas cadangan, juga di komputer lain.

Salin dahulu folder keys dari komputer asal. Berkas diperiksa seluruhnya sebelum ada yang diubah.
"""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sinergi.sheets.reasons import reason_of
from sinergi.web.commandline import installation as shared
from sinergi.web.postgres import running_database

if TYPE_CHECKING:
    from sinergi.web.backups.database import Access
    from sinergi.web.homefolder import HomeFolder

HELP = "kembalikan data dari berkas cadangan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="BERKAS", help="berkas cadangan")
    parser.add_argument("--replace", action="store_true", help="ganti data yang sudah ada di sini")
    parser.add_argument(
        "--passphrase-file", metavar="BERKAS", help="berkas yang baris pertamanya frasa sandi"
    )


def run(args: argparse.Namespace) -> int:
    words = Path(args.passphrase_file) if args.passphrase_file else None
    return shared.in_one_sentence(lambda: bring_back(Path(args.file), words, replace=args.replace))


def bring_back(source: Path, passphrase_file: Path | None, *, replace: bool) -> int:
    """Prove the whole file, then restore it."""
    from sinergi.web.backups import database, restoring

    home = shared.prepared_home()
    try:
        with source.open("rb") as file:
            opened = restoring.open_backup(file, str(source), home.keys, passphrase_file)
            restoring.require_keys(opened.manifest, home.keys)
            with running_database(os.environ, home):
                target = database.access(os.environ, home)
                _require_place(home, target, replace=replace)
                count = restoring.restore(opened, home, target)
    except (restoring.RestoreRefused, database.DatabaseRefused) as trouble:
        raise shared.Stopped(str(trouble)) from trouble
    except (FileNotFoundError, IsADirectoryError, PermissionError) as trouble:
        raise shared.Stopped(
            f"Berkas {trouble.filename} tidak dapat dibaca ({reason_of(trouble)})."
        ) from trouble
    print(f"Data dari {opened.manifest['made']} sudah dipulihkan: basis data dan {count} berkas unggahan.")
    print("Sesuaikan susunan basis data dengan: ./sinergi migrate")
    return 0


def _require_place(home: "HomeFolder", target: "Access", *, replace: bool) -> None:
    from sinergi.web.backups import database

    full = not database.is_empty(target) or any(path.is_file() for path in home.files.rglob("*"))
    if full and not replace:
        raise shared.Stopped("Di sini sudah ada data; tambahkan --replace untuk menggantinya seluruhnya.")
    if others := database.users_of(target):
        raise shared.Stopped(f"Basis data sedang dipakai ({others} sambungan); hentikan Sinergi dahulu.")
