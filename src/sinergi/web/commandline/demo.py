"""Menjalankan Sinergi dengan data contoh setahun: basis data, data contoh, dan peladen, sampai Ctrl-C.

Alamat diatur dengan HOST (bawaan 127.0.0.1) dan PORT (bawaan 8000); letak data dengan SINERGI_HOME.
"""

import argparse
import os
import sys

from sinergi.web.commandline import installation as shared
from sinergi.web.commandline.serve import migrate_if_needed, serve
from sinergi.web.homefolder import HomeFolder

HELP = "jalankan Sinergi dengan data contoh setahun"
SIGN_INS = "sample-sign-ins.txt"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-worker", action="store_true", help="tanpa pekerja latar belakang")


def run(args: argparse.Namespace) -> int:
    return shared.in_one_sentence(lambda: demo(worker=not args.no_worker))


def demo(*, worker: bool) -> int:
    """Prepare what is not there yet, then serve; a second start skips all of it."""
    homes: list[HomeFolder] = []

    def prepare(home: HomeFolder) -> None:
        homes.append(home)
        _say("menyiapkan basis data ...")
        migrate_if_needed(home, allowed=True)
        load_sample_if_absent(home)
        _say("menyalakan peladen ...")

    return serve(prepare, worker=worker, ready=lambda url: _announce(url, homes[0]))


def load_sample_if_absent(home: HomeFolder) -> None:
    """Load the simulated year once per database. The command itself refuses a database that has a real office."""
    stamp = shared.Stamp(home, "sample", shared.database_identity(home))
    if stamp.done():
        return
    _say("memuat data contoh setahun ...")
    shared.run_command("manage", "load_sample", "--sign-ins", str(home.run / SIGN_INS))
    stamp.set()


def _announce(url: str, home: HomeFolder) -> None:
    print(f"\nSinergi (DATA CONTOH) berjalan di {url}\n")
    sign_ins = home.run / SIGN_INS
    if sign_ins.is_file():
        print(sign_ins.read_text(encoding="utf-8").rstrip() + "\n")
    print(
        f"Data ada di {os.path.relpath(home.path)}. Ctrl-C menghentikan semuanya, termasuk basis data.",
        flush=True,
    )


def _say(text: str) -> None:
    print(f"sinergi: {text}", file=sys.stderr, flush=True)
