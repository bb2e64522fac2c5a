"""A letter as data for `typeset/letter.typ`."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from sinergi.access.permissions import Role
from sinergi.catalogue.models import Act
from sinergi.letters import queries, rendering, texts
from sinergi.letters.models import Letter, Letterhead, Signer
from sinergi.organization.models import Unit
from sinergi.ui import formats

ROLES = {str(value): str(label) for value, label in Role.choices}
DRAWINGS = frozenset({"qr", "arms"})
CHECK_WORDS = "Periksa keaslian surat ini:"
SAMPLE = "DATA CONTOH – bukan surat resmi"
CHECK_NOTE = "Surat ini sah setelah ditandatangani dan dibubuhi cap. Biaya Rp0."


def check_address(letter: Letter) -> str:
    """The public address behind the QR code."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("letters:verify", args=[letter.code])


def letterhead_data(unit: Unit, head: Letterhead | None) -> dict[str, str | list[str]]:
    """The head of a unit's letters: the office's own data where the unit keeps no letterhead of its own."""
    office = unit.office
    text = queries.head_text(unit, head)
    arms = ""
    if drawn := queries.arms_for(unit):
        with drawn.file.open("rb") as file:
            arms = rendering.picture(file.read(), drawn.media_type)
    return {
        "author": office.name if unit.parent_id is None else f"{unit.title}, {office.name}",
        "upper": list(text.upper),
        "name": text.name,
        "address": text.address,
        "contact": text.contact,
        "arms": arms,
        "arms_alt": f"Lambang {office.city}",
    }


def place_of(unit: Unit, head: Letterhead | None) -> str:
    """Where letters of the unit are signed: ``Medan``."""
    city = unit.office.city
    return (head.place if head else "") or city.removeprefix("Kota ").removeprefix("Kabupaten ")


def data_of(letter: Letter) -> dict[str, Any]:
    """All that the typesetter gets, in Indonesian whatever the reader's language is, with the days of the office."""
    with translation.override("id"), timezone.override(ZoneInfo(letter.office.time_zone)):
        data: dict[str, Any] = shown(_data(letter))
        return data


def words_of(letter: Letter, signers: list[Signer]) -> dict[str, Any]:
    """What the letter says, in the same words as `data_of`, without arms and code: for reading before it is issued."""
    with translation.override("id"), timezone.override(ZoneInfo(letter.office.time_zone)):
        head = queries.letterhead_of(letter.unit)
        lines = [line for line in queries.head_text(letter.unit, head) if line]
        data: dict[str, Any] = shown({"head": lines, **_words(letter, signers, head)})
        return data


def shown(value: Any, key: str = "") -> Any:
    """Every text with only signs that the typeface has, so that typesetting never fails; drawings stay as they are."""
    if isinstance(value, str):
        return value if key in DRAWINGS else texts.visible(value)
    if isinstance(value, list | tuple):
        return [shown(item) for item in value]
    return {name: shown(item, name) for name, item in value.items()} if isinstance(value, dict) else value


def _data(letter: Letter) -> dict[str, Any]:
    address = check_address(letter)
    signers = list(letter.signers.all())
    head = queries.letterhead_of(letter.unit)
    return {
        "paper": letter.template.paper,
        "sample": SAMPLE if letter.office.is_sample else "",
        "title": f"{letter.title} {letter.number}",
        "letterhead": letterhead_data(letter.unit, head),
        **_words(letter, signers, head),
        "qr": rendering.qr_svg(address),
        "qr_alt": f"Kode QR ke halaman pemeriksaan surat {letter.number}: {address}",
        "check_words": CHECK_WORDS,
        "check_address": address,
        "check_note": CHECK_NOTE,
    }


def _words(letter: Letter, signers: list[Signer], head: Letterhead | None) -> dict[str, Any]:
    place = f"{place_of(letter.unit, head)}, {formats.date(letter.issued_at)}"
    return {
        "heading": letter.title,
        "number": letter.number,
        "parts": [
            part.as_data() for part in texts.compose(letter.template.body, merge_values(letter, signers))
        ],
        "signed": [_block(one, [place]) for one in signers if one.act == Act.SIGN],
        "acknowledged": [_acknowledged(one) for one in signers if one.act == Act.ACKNOWLEDGE],
        "initials": [ROLES.get(one.role, one.title) for one in signers if one.act == Act.INITIAL],
    }


def merge_values(letter: Letter, signers: list[Signer]) -> dict[str, str]:
    """The answers and what the system knows, by field name."""
    main = next(one for one in signers if one.act == Act.SIGN)
    return {
        **letter.values,
        "holder": letter.holder,
        "name": letter.holder,
        "number": letter.number,
        "date": formats.date(letter.issued_at),
        "valid_until": formats.date(letter.valid_until) if letter.valid_until else "",
        "city": letter.office.city,
        "district": letter.office.name,
        "unit": letter.unit.title,
        "signer_title": _spoken(main.title),
        "signer_name": main.name,
    }


def _spoken(title: str) -> str:
    """``Camat Kecamatan Medan Marelan`` is called Camat Medan Marelan."""
    return title.replace("Camat Kecamatan ", "Camat ").replace("Lurah Kelurahan ", "Lurah ")


def _acknowledged(signer: Signer) -> dict[str, Any]:
    return _block(signer, ["Mengetahui,", f"No. {signer.number}"])


def _block(signer: Signer, above: list[str]) -> dict[str, Any]:
    return {
        "above": above,
        "office": _spoken(signer.title),
        "name": signer.name,
        "rank": signer.rank,
        "nip": signer.nip,
    }
