"""Menjalankan pekerja latar belakang: mengirim pesan, membuat surat, dan tugas berkala.

Perintah “serve” dan “demo” sudah menjalankan satu pekerja. Beberapa pekerja boleh berjalan bersamaan.
"""

import argparse

from sinergi.web.commandline import installation as shared

HELP = "jalankan pekerja latar belakang"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="tugas sekaligus (bawaan 2)")
    parser.add_argument("--once", action="store_true", help="berhenti sesudah semua tugas selesai")


def run(args: argparse.Namespace) -> int:
    return shared.in_one_sentence(lambda: work(args.concurrency, once=args.once))


def work(concurrency: int, *, once: bool) -> int:
    """Work until a signal comes, or until nothing is left to do."""
    with shared.installation():
        shared.set_up_django()
        from django.core.management import call_command

        call_command(
            "procrastinate",
            "worker",
            f"--concurrency={concurrency}",
            "--shutdown-graceful-timeout=5",
            "--verbosity=0",
            "--delete-jobs=successful",
            *(["--one-shot"] if once else []),
        )
    return 0
