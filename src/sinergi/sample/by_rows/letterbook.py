"""Letters as rows: numbers from counters in memory, signing blocks, entries of the registers."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec

from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM, Actor
from sinergi.casework.standards import standard_of
from sinergi.catalogue.forms import answer_rows
from sinergi.catalogue.models import Act as SigningAct
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents.models import Purpose
from sinergi.letters import formulas, queries, texts
from sinergi.letters.models import DEFAULT_PATTERN, Book, Register, Template
from sinergi.letters.operations.numbers import local_date, unit_code
from sinergi.letters.workflow import EntryStatus, Status
from sinergi.organization.models import Unit
from sinergi.personnel.formulas import rank_in_letters
from sinergi.sample.by_rows.identities import new_identity, new_token
from sinergi.sample.by_rows.ledger import Ledger, sealed
from sinergi.sample.by_rows.shelf import Paper
from sinergi.vault.sealing import seal

TABLE = "letters_letter"


@dataclass(slots=True)
class LetterRow:
    """A letter while its case goes on."""

    id: uuid.UUID
    unit: Unit
    version: ServiceVersion
    template: Template
    number: str
    holder: str
    values: dict[str, str]
    issued_at: datetime
    valid_until: date | None
    status: str = Status.DRAFT
    pdf: uuid.UUID | None = None
    signed_scan: uuid.UUID | None = None
    signed_at: datetime | None = None
    code: str = field(default_factory=new_token)


@dataclass(frozen=True)
class Step:
    """An approved step of the chain."""

    role: str
    role_label: str
    unit: Unit
    act: str
    user: User


class Letterbook:
    """All registers of the office in memory."""

    def __init__(self, ledger: Ledger, specimen: Paper, scan: Paper) -> None:
        self.ledger, self.specimen, self.scan = ledger, specimen, scan
        self.letters: list[LetterRow] = []
        self._last: dict[tuple[int, int, str], int] = {}
        self._entries: list[tuple[tuple[int, int, str], int, uuid.UUID, datetime]] = []
        self._signers = ledger.tables.open(
            "letters_signer", "letter_id", "position", "role", "unit_id", "act", "title", "name", "rank", "nip",
            "number",
        )  # fmt: skip
        self._villages = {
            unit.pk: unit.name for unit in ledger.founded.units.values() if unit.kind == "kelurahan"
        }
        self._employees = {row.user_id: row for row in ledger.founded.employees.values() if row.user_id}
        # Looked up before the first act: while acts are played, the connection belongs to the COPY thread.
        self._templates = {one.pk: queries.template_for(one) for one in ledger.founded.versions.values()}
        self._patterns = {unit.pk: _pattern(unit) for unit in ledger.founded.units.values()}
        self._codes = {unit.pk: unit_code(unit) for unit in ledger.founded.units.values()}
        self._until: dict[tuple[int, date], date | None] = {}

    def issue(
        self, steps: list[Step], version: ServiceVersion, *, holder: str, facts: dict[str, str],
        answers: dict[str, Any], by: Actor, at: datetime,
    ) -> LetterRow:  # fmt: skip
        """As `letters.operations.issue`."""
        signs = next((step for step in steps if step.act == SigningAct.SIGN), steps[-1])
        day = local_date(self.ledger.office, at)
        template = self._templates[version.pk]
        place, number = self._take(signs.unit, Book.OUTGOING, day)
        letter = LetterRow(
            new_identity(), signs.unit, version, template, self._text(signs.unit, template, number, day),
            _printable(holder), self._values(version, answers, facts), at, self._valid_until(template, version, day),
        )  # fmt: skip
        self.letters.append(letter)
        self._entries.append((place, number, letter.id, at))
        self._sign(letter, steps, day, at)
        self.ledger.record("letter.issued", by, ("letter", letter.id, letter.number), at)
        return letter

    def _values(
        self, version: ServiceVersion, answers: dict[str, Any], facts: dict[str, str]
    ) -> dict[str, str]:
        rows = answer_rows(standard_of(version).definition, answers, villages=self._villages)
        values = {row.key: row.text for row in rows} | facts
        return {key: _printable(value) for key, value in values.items()}

    def _sign(self, letter: LetterRow, steps: list[Step], day: date, at: datetime) -> None:
        numbers: dict[int, str] = {}
        acknowledging = {step.unit.pk: step.unit for step in steps if step.act == SigningAct.ACKNOWLEDGE}
        for pk, unit in sorted(acknowledging.items()):
            place, number = self._take(unit, Book.ACKNOWLEDGED, day)
            numbers[pk] = f"Reg. {self._text(unit, letter.template, number, day)}"
            self._entries.append((place, number, letter.id, at))
        for position, step in enumerate(steps, start=1):
            employee = self._employees.get(step.user.pk)
            self._signers.append((
                letter.id, position, step.role, step.unit.pk, step.act, f"{step.role_label} {step.unit.name}",
                employee.name if employee else str(step.user), rank_in_letters(employee.rank) if employee else "",
                (employee.nip or "") if employee else "",
                numbers.get(step.unit.pk, "") if step.act == SigningAct.ACKNOWLEDGE else "",
            ))  # fmt: skip

    def _take(self, unit: Unit, book: str, day: date) -> tuple[tuple[int, int, str], int]:
        place = (unit.pk, day.year, str(book))
        self._last[place] = number = self._last.get(place, 0) + 1
        return place, number

    def _text(self, unit: Unit, template: Template, number: int, day: date) -> str:
        return formulas.letter_number(
            self._patterns[unit.pk],
            classification=template.classification,
            number=number,
            unit=self._codes[unit.pk],
            day=day,
        )

    def _valid_until(self, template: Template, version: ServiceVersion, day: date) -> date | None:
        place = (template.pk, day)
        if place not in self._until:
            self._until[place] = queries.valid_until(template, version, day)
        return self._until[place]

    def render(self, letter: LetterRow, at: datetime) -> None:
        """The PDF's row; what is in the file, `loading` decides (see there)."""
        name = f"{letter.template.title} {letter.number.replace('/', '-')}.pdf"
        letter.pdf = self.ledger.store(self.specimen, Purpose.LETTER, SYSTEM, at, name=name)
        letter.status = Status.RENDERED
        self.ledger.record("letter.rendered", SYSTEM, ("letter", letter.id, letter.number), at)

    def store_scan(self, letter: LetterRow, by: Actor, at: datetime) -> None:
        """As `letters.operations.store_signed_scan`."""
        letter.signed_scan = self.ledger.store(self.scan, Purpose.SIGNED_SCAN, by, at)
        letter.status, letter.signed_at = Status.VALID, at
        self.ledger.record("letter.signed", by, ("letter", letter.id, letter.number), at)

    def write(self) -> None:
        """Registers first, because entries need their ids; then letters and entries."""
        office = self.ledger.office
        registers = Register.objects.bulk_create(
            Register(office=office, unit_id=unit, year=year, code=book, last_number=last)
            for (unit, year, book), last in self._last.items()
        )
        ids = {(row.unit_id, row.year, str(row.code)): row.pk for row in registers}
        entries = self.ledger.tables.open(
            "letters_registerentry", "register_id", "number", "status", "letter_id", "given_at", "late_reason",
            "void_reason", "voided_by",
        )  # fmt: skip
        entries += [
            (ids[place], number, EntryStatus.USED, letter, at, "", "", "")
            for place, number, letter, at in self._entries
        ]
        rows = self.ledger.tables.open(
            TABLE, "id", "office_id", "unit_id", "version_id", "template_id", "status", "code", "number", "title",
            "holder", "values", "issued_at", "valid_until", "pdf_id", "signed_scan_id", "signed_at", "withdrawn_by",
            "withdrawn_reason",
        )  # fmt: skip
        rows += [
            (
                one.id, office.pk, one.unit.pk, one.version.pk, one.template.pk, one.status, one.code, one.number,
                one.template.title, sealed(TABLE, "holder", one.id, one.holder), _sealed_values(one), one.issued_at,
                one.valid_until, one.pdf, one.signed_scan, one.signed_at, "", "",
            )
            for one in self.letters
        ]  # fmt: skip


def _sealed_values(letter: LetterRow) -> bytes:
    plain = msgspec.json.encode(letter.values)
    return seal(plain, bound_to=[TABLE.encode(), b"values", letter.id.bytes])


def _pattern(unit: Unit) -> str:
    head = queries.letterhead_of(unit)
    return head.pattern if head else DEFAULT_PATTERN


def _printable(text: str) -> str:
    """`texts.printable`, with a short way for plain text."""
    return " ".join(text.split()) if text.isascii() and text.isprintable() else texts.printable(text)
