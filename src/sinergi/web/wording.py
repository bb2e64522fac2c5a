"""Finds every word of the house that is marked for translation, without GNU gettext.

Python is read as a syntax tree, templates through Django's own `templatize`, so that what is found here is what
Django looks up when a page is shown.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
TEMPLATES = ("*.html", "*.txt")
LEFT_OUT = {"migrations", "static", "__pycache__", "node_modules"}

MARKERS = {
    f"{name}{ending}": places
    for name, places in {
        "gettext": (None, 0, None),
        "ngettext": (None, 0, 1),
        "pgettext": (0, 1, None),
        "npgettext": (0, 1, 2),
    }.items()
    for ending in ("", "_lazy", "_noop")
}
"""Marking function -> which of its arguments are context, text and plural."""

IN_TEMPLATE = re.compile(
    r"""(?<!\w)(?:n?p?gettext|_)\(u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""(?:,\s*u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))*(?:,\s*count)?\)"""
)

Key = tuple[str | None, str]
"""(context, text): what gettext looks a word up by."""


@dataclass
class Word:
    """One text to translate: its plurals (None where it is said without one) and the files that say it."""

    plurals: set[str | None] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    @property
    def plural(self) -> str | None:
        """The plural to translate, if any place counts with this text."""
        return max((plural for plural in self.plurals if plural), default=None)


def words(source: Path = SOURCE) -> dict[Key, Word]:
    """(context, text) -> what is known of it, for every marked text under ``source``."""
    found: dict[Key, Word] = {}
    for path in _files(source, "*.py"):
        _collect(found, path, source, _in_python(path.read_text()))
    for pattern in TEMPLATES:
        for path in _files(source, pattern):
            _collect(found, path, source, _in_template(path.read_text()))
    return found


def _files(source: Path, pattern: str) -> list[Path]:
    return [
        path for path in sorted(source.rglob(pattern)) if not LEFT_OUT & set(path.relative_to(source).parts)
    ]


def _collect(
    found: dict[Key, Word], path: Path, source: Path, texts: Iterator[tuple[Key, str | None]]
) -> None:
    for key, plural in texts:
        if not key[1]:
            continue
        word = found.setdefault(key, Word())
        word.plurals.add(plural)
        word.files.add(path.relative_to(source).as_posix())


def _in_python(text: str) -> Iterator[tuple[Key, str | None]]:
    tree = ast.parse(text)
    names = _local_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (marker := _marker(node.func, names)):
            yield from _texts(marker, node)


def unreadable(text: str) -> list[int]:
    """Lines of Python that mark something other than plain text, which nobody could find and translate."""
    tree = ast.parse(text)
    names = _local_names(tree)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (marker := _marker(node.func, names))
        and any(_constant(node, place) is None for place in MARKERS[marker] if place is not None)
    ]


def _local_names(tree: ast.AST) -> dict[str, str]:
    """Name in this file -> marking function of Django."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in MARKERS
    }


def _marker(function: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(function, ast.Name):
        return names.get(function.id)
    if isinstance(function, ast.Attribute) and function.attr in MARKERS:
        return function.attr
    return None


def _texts(marker: str, call: ast.Call) -> Iterator[tuple[Key, str | None]]:
    context_at, text_at, plural_at = MARKERS[marker]
    text = _constant(call, text_at)
    if text is not None:
        yield (_constant(call, context_at), text), _constant(call, plural_at)


def _constant(call: ast.Call, place: int | None) -> str | None:
    if place is None or place >= len(call.args):
        return None
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def _in_template(text: str) -> Iterator[tuple[Key, str | None]]:
    for match in IN_TEMPLATE.finditer(templatize(text)):
        call = ast.parse(match[0], mode="eval").body
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            yield from _texts({"_": "gettext"}.get(call.func.id, call.func.id), call)
