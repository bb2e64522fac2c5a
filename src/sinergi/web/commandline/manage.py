"""Meneruskan perintah ke pengelolaan Django, dengan basis data berjalan. Contoh: sinergi manage showmigrations"""

import argparse

from sinergi.web.commandline import installation as shared

HELP = "perintah pengelolaan Django"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="PERINTAH", help="perintah Django dan pilihannya"
    )


def run(args: argparse.Namespace) -> int:
    return shared.in_one_sentence(lambda: manage(args.words))


def manage(words: list[str]) -> int:
    """Run one Django management command; its own exit code is the answer."""
    with shared.installation():
        shared.set_up_django()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["sinergi manage", *(words or ["help"])])
    return 0
