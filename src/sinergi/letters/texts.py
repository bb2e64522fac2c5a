"""The body of a letter template: plain text with ``{field}`` places, never markup.

A blank line ends a paragraph. A line ``Label : {field}`` is an identity row; rows that follow each other form one
table. A row or paragraph whose fields are all empty is left out. What people typed is put in after the
structure has been read, so it cannot add structure.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused

_FIELD = re.compile(r"\{([a-z0-9_]+)\}")
_ROW = re.compile(r"([^:{}]{1,40}?)\s*:\s*(\S.*)")

# Filled by the system in every letter, whatever the form asks.
BUILT_IN = frozenset(
    {"holder", "number", "date", "valid_until", "city", "district", "unit", "signer_title", "signer_name"}
)
# Asked of every applicant by the application itself, before the service's own form.
APPLICANT = frozenset({"name", "nik", "village", "address"})


@dataclass(frozen=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True)
class Part:
    """A paragraph (``text``) or a table of identity rows (``rows``)."""

    text: str = ""
    rows: tuple[Row, ...] = ()

    def as_data(self) -> dict[str, Any]:
        if self.rows:
            return {"kind": "rows", "rows": [[row.label, row.value] for row in self.rows]}
        return {"kind": "para", "text": self.text}


def fields_of(body: str) -> set[str]:
    """Names of all places in the text."""
    return set(_FIELD.findall(body))


def check_body(body: str, allowed: Iterable[str]) -> None:
    """Refuse a template that names a field outside the closed list, or has a stray brace."""
    unknown = sorted(fields_of(body) - set(allowed) - BUILT_IN - APPLICANT)
    if unknown:
        raise Refused(
            _("Isian “%(name)s” tidak ada pada formulir layanan ini.") % {"name": unknown[0]}, field="body"
        )
    if re.search(r"[{}]", _FIELD.sub("", body)):
        raise Refused(_("Tanda { atau } hanya untuk isian, misalnya {holder}."), field="body")


def compose(body: str, values: Mapping[str, str]) -> list[Part]:
    """Merge ``values`` into the parts of ``body``."""
    parts: list[Part] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        parts.extend(_chunk(chunk, values))
    return parts


def _chunk(chunk: str, values: Mapping[str, str]) -> list[Part]:
    parts: list[Part] = []
    rows: list[Row] = []
    prose: list[str] = []
    for line in chunk.splitlines():
        match = _ROW.fullmatch(line.strip()) if _FIELD.search(line) else None
        if match is None:
            prose.append(line.strip())
        elif _has_value(match.group(2), values):
            rows.append(Row(match.group(1), _merge(match.group(2), values)))
    text = " ".join(prose)
    if text and _has_value(text, values):
        parts.append(Part(text=_merge(text, values)))
    if rows:
        parts.append(Part(rows=tuple(rows)))
    return parts


def _has_value(text: str, values: Mapping[str, str]) -> bool:
    names = _FIELD.findall(text)
    return not names or any(values.get(name) for name in names)


def _merge(text: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda match: values.get(match.group(1)) or "-", text)


def printable(text: str) -> str:
    """``text`` as a letter can show it: composed accents, single spaces, no emoji or invisible signs.

    Raises `Refused` for letters outside the Latin script: civil documents are written in Latin letters
    (Permendagri 73/2022), and a letter with a hole in a name must never be printed.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_sign(character) for character in composed)
    return re.sub(r"\s+", " ", kept).strip()


def _sign(character: str) -> str:
    if character.isspace():
        return " "
    if (
        character <= "~"
        or "\u00a0" <= character <= "\u017f"
        or character in "–—‘’“”…•€™′″\u0218\u0219\u021a\u021b"
    ):
        return "" if unicodedata.category(character).startswith("C") else character
    if unicodedata.category(character)[0] in "LN":
        raise Refused(
            _("Surat hanya dapat memuat huruf Latin; tanda “%(sign)s” tidak dapat dicetak.")
            % {"sign": character}
        )
    return ""


def visible(text: str) -> str:
    """Like `printable` for longer texts that are not about identity: a sign without a picture becomes a box."""
    return "\n".join(
        "".join(_shown(sign) for sign in unicodedata.normalize("NFC", line)) for line in text.splitlines()
    )


def _shown(character: str) -> str:
    try:
        return _sign(character)
    except Refused:
        return "\u25a1"
