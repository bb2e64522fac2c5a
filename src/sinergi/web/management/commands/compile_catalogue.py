"""Bring the English catalogue up to date with the code and compile it; needs no GNU gettext.

New words enter ``django.po`` without a translation, words that nobody says any more leave it, and ``django.mo`` is
written from it. ``--check`` only says whether the catalogue is stale or incomplete.
"""

import importlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.web.wording import CATALOGUE, Key, Word, words

METADATA = {
    "Project-Id-Version": "Sinergi",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Command(BaseCommand):
    help = "Update and compile the English catalogue (src/sinergi/locale/en)"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if stale or incomplete"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        polib = _polib()
        found = words()
        old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
        if check:
            if {(entry.msgctxt, entry.msgid) for entry in old} != found.keys():
                raise CommandError("The catalogue is stale: run ./sinergi manage compile_catalogue")
        else:
            old = merged(polib, old, found)
            write(old, CATALOGUE)
        if missing := [entry.msgid for entry in old if not entry.translated()]:
            listed = "\n".join(f"  {text}" for text in missing)
            raise CommandError(f"{len(missing)} words without a translation in {CATALOGUE.name}:\n{listed}")
        self.stdout.write(f"{len(old)} words, all translated.")


def _polib() -> Any:
    try:
        return importlib.import_module("polib")
    except ImportError as error:
        raise CommandError("polib is missing: ./sinergi setup installs what development needs") from error


def merged(polib: Any, old: Any, found: dict[Key, Word]) -> Any:
    """The words of the code in the order of the alphabet, with the translations that ``old`` has for them."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=0)
    new.metadata = dict(METADATA)
    for key in sorted(found, key=lambda key: (key[1], key[0] or "")):
        new.append(_entry(polib, key, found[key], known.get(key)))
    return new


def _entry(polib: Any, key: Key, word: Word, before: Any) -> Any:
    entry = polib.POEntry(
        msgctxt=key[0],
        msgid=key[1],
        occurrences=[(file, "") for file in sorted(word.files)],
        flags=["python-format"] if "%" in key[1] else [],
    )
    if word.plural:
        entry.msgid_plural = word.plural
        entry.msgstr_plural = (before and before.msgstr_plural) or {0: "", 1: ""}
    else:
        entry.msgstr = before.msgstr if before else ""
    if before and before.fuzzy:
        entry.flags.append("fuzzy")
    return entry


def write(catalogue: Any, path: Path) -> None:
    """The catalogue as text, and compiled beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
