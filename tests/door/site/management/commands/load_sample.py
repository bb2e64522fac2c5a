"""Stands for the simulated year, with the same options as the real command."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign-ins", type=Path)

    def handle(self, *args: object, **options: Path) -> None:
        options["sign_ins"].write_text("camat  contoh-kata-sandi\n")
        with (settings.HOME / "loaded").open("a") as log:
            log.write("x")
