"""Menjalankan pekerja latar belakang: mengirim pesan, membuat surat, dan tugas berkala.

Perintah “serve” dan “demo” sudah menjalankan satu pekerja. Beberapa pekerja boleh berjalan bersamaan.
"""

import argparse
from typing import cast

from sinergi.web.commandline import installation as shared

HELP = "jalankan pekerja latar belakang"
GRACE = 5  # seconds for running jobs when the worker is asked to stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--concurrency", type=shared.at_least_one, default=2, metavar="N", help="tugas sekaligus (bawaan 2)"
    )
    parser.add_argument("--once", action="store_true", help="berhenti sesudah semua tugas selesai")


def run(args: argparse.Namespace) -> int:
    return shared.in_one_sentence(lambda: work(args.concurrency, once=args.once))


def work(concurrency: int, *, once: bool) -> int:
    """Work until a signal comes, or until nothing is left to do."""
    with shared.installation():
        shared.set_up_django()
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        connector = cast(DjangoConnector, app.connector).get_worker_connector()
        with app.replace_connector(connector):  # as procrastinate's own command does
            app.run_worker(
                concurrency=concurrency,
                wait=not once,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
            )
    return 0
