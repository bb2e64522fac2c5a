"""Menyimpan basis data, berkas unggahan, dan nama kunci ke satu berkas terenkripsi. Boleh selagi Sinergi berjalan.

Berkas dikunci dengan kunci cadangan di folder keys, atau dengan frasa sandi. Kunci tidak ikut tersimpan: simpan
folder keys secara terpisah, di tempat yang aman.
"""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from sinergi.sheets.reasons import reason_of
from sinergi.web.commandline import installation as shared

HELP = "simpan semua data ke satu berkas terenkripsi"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="BERKAS", help="berkas cadangan yang akan dibuat")
    parser.add_argument(
        "--passphrase-file", metavar="BERKAS", help="berkas yang baris pertamanya frasa sandi"
    )


def run(args: argparse.Namespace) -> int:
    words = Path(args.passphrase_file) if args.passphrase_file else None
    return shared.in_one_sentence(lambda: backup(Path(args.file), words))


def backup(target: Path, passphrase_file: Path | None) -> int:
    """Write the backup file; an existing file is never replaced."""
    from sinergi.web.backups import database, saving, secrets

    if target.exists():
        raise shared.Stopped(f"Berkas {target} sudah ada; pilih nama lain.")
    with shared.installation() as home:
        try:
            secret = secrets.to_seal(home.keys, passphrase_file)
            source = database.access(os.environ, home)
            saved = saving.save(home, source, target, secret, now=datetime.now(UTC))
        except (database.DatabaseRefused, secrets.SecretRefused) as trouble:
            raise shared.Stopped(str(trouble)) from trouble
        except OSError as trouble:
            raise shared.Stopped(
                f"Cadangan {target} tidak dapat ditulis ({reason_of(trouble)})."
            ) from trouble
        print(f"Cadangan tersimpan di {target} ({_megabytes(saved.size)} MB, {saved.files} berkas unggahan).")
        needed = [*saved.keys, _name_of(secret.header())]
        print("Untuk memulihkannya diperlukan: " + ", ".join(needed) + ".")
        print(f"Kunci ada di {home.keys}; simpan salinannya terpisah dari cadangan ini.")
    return 0


def _name_of(header: dict[str, object]) -> str:
    return f"backup-…-{header['key']}" if "key" in header else "frasa sandi"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",")
