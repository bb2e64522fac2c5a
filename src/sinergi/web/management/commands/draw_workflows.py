"""Write ``docs/workflows/*.md`` anew; ``--check`` only says whether they are stale."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.web.drawings import drawings, folder


class Command(BaseCommand):
    help = "Draw the tables of moves into docs/workflows"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        wanted = drawings()
        present = {path.name: path.read_text() for path in folder().glob("*.md")}
        if check:
            if wanted != present:
                raise CommandError("docs/workflows is stale: run ./sinergi manage draw_workflows")
            return
        for name in present.keys() - wanted.keys():
            (folder() / name).unlink()
        for name, text in wanted.items():
            (folder() / name).write_text(text)
