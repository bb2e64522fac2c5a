"""Says a text that was composed and kept in Indonesian once more, in the language of the page.

Messages and notes are kept as they were sent. Their sentences are known (a text to translate with its places, as
gettext has it), so the kind of a kept line and its values are read from the line itself. What somebody wrote stays
as it was written and says that it is Indonesian; so does a line that fits no sentence, of an older version perhaps.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from . import formats, language

_PLACE: Final = re.compile(r"%\((\w+)\)s")
Labels = Mapping[str, Sequence[str]]
NO_LABELS: Final[Labels] = {}


def retold(text: str, sentences: Sequence[str], labels: Labels = NO_LABELS) -> str:
    """``text`` as it is for an Indonesian page; for any other, markup in which each line that is one of the
    ``sentences`` is said in the page's language. ``labels``: what may stand at a place that is itself a text to
    translate."""
    if not language.attribute():
        return text
    return SafeString(
        "\n".join(_line(line, sentences, labels) or language.marked(line) for line in text.splitlines())
    )


def _line(line: str, sentences: Sequence[str], labels: Labels) -> str:
    for sentence in sentences:
        known = tuple((name, tuple(labels[name])) for name in _PLACE.findall(sentence) if name in labels)
        if found := _pattern(sentence, known).fullmatch(line.strip()):
            values = {name: _value(value, name in labels) for name, value in found.groupdict().items()}
            return escape(gettext(sentence)) % values if values else escape(gettext(sentence))
    return ""


@lru_cache(maxsize=256)
def _pattern(sentence: str, labels: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    known = dict(labels)
    parts = []
    for place, part in enumerate(_PLACE.split(sentence)):  # words and names of places take turns
        if place % 2 == 0:
            parts.append(re.escape(part))
        elif part in known:
            parts.append(f"(?P<{part}>{'|'.join(map(re.escape, known[part]))})")
        else:
            parts.append(f"(?P<{part}>.+?)")
    return re.compile("".join(parts))


def _value(value: str, is_label: bool) -> str:
    if is_label:
        return escape(gettext(value))
    moment = formats.in_english(value)
    return escape(moment) if moment else language.marked(value)
