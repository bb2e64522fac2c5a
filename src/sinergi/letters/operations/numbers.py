"""Giving numbers without gap or duplicate, and what becomes of a number that no letter carries."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue.models import Act, ServiceVersion
from sinergi.documents import operations as documents
from sinergi.documents.models import Purpose
from sinergi.letters import followers, formulas, policies, queries, texts
from sinergi.letters.models import DEFAULT_PATTERN, Letter, Register, RegisterEntry, Signer
from sinergi.letters.workflow import EntryStatus, Status
from sinergi.notices.operations import NIK_LIKE
from sinergi.organization.models import Office, Unit

LARGEST_BLOCK = 50
SHORTEST_REASON = 8


@dataclass(frozen=True)
class Given:
    """Numbers ``first``..``last`` of a register."""

    register_id: int
    first: int
    last: int


def local_date(office: Office, now: datetime) -> date:
    """The day at the office: a number belongs to the year in which its counter stood open."""
    return now.astimezone(ZoneInfo(office.time_zone)).date()


def take_numbers(unit: Unit, book: str, *, year: int, count: int = 1) -> Given:
    """The next ``count`` numbers. The counter's row stays locked until the transaction ends, so a rollback leaves
    no gap and two writers never get the same number.
    """
    table = Register._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} (office_id, unit_id, year, code, last_number) values (%s, %s, %s, %s, %s) "  # noqa: S608
            f"on conflict (unit_id, year, code) do update set last_number = {table}.last_number + excluded.last_number "
            "returning id, last_number",
            [unit.office_id, unit.pk, year, book, count],
        )
        register_id, last = cursor.fetchone()
    return Given(register_id, last - count + 1, last)


def number_text(unit: Unit, *, classification: str, number: int, day: date) -> str:
    """The number as it is printed, by the pattern of the unit's letterhead (else the usual one)."""
    head = queries.letterhead_of(unit)
    return formulas.letter_number(
        head.pattern if head else DEFAULT_PATTERN, classification=classification, number=number,
        unit=unit_code(unit), day=day,
    )  # fmt: skip


def unit_code(unit: Unit) -> str:
    """What stands for the unit in a number. A kelurahan without a code of its own goes by its name, so that two
    kelurahan never print the same number.
    """
    if unit.letter_code:
        return unit.letter_code
    if unit.parent_id is None:
        return unit.office.letter_code or unit.office.reference_prefix
    return unit.name.upper().replace(" ", "")[:12]


def checked_reason(reason: str, *, field: str = "reason") -> str:
    """A reason that says something, and not a person's number: it is kept as it is, and everybody who checks a
    withdrawn letter reads it. Raises `Refused` at the field."""
    text = " ".join(reason.split())
    if len(text) < SHORTEST_REASON:
        raise Refused(_("Tuliskan alasannya dengan jelas, sedikitnya delapan huruf."), field=field)
    if NIK_LIKE.search(text):
        raise Refused(_("Alasan memuat 16 angka seperti NIK. Hapus angka itu."), field=field)
    return text[:300]


@transaction.atomic
def reserve_block(*, unit: Unit, book: str, count: int, by: Actor, now: datetime) -> uuid.UUID:
    """Set ``count`` numbers aside for handwriting while the power is out. Returns the id of the block."""
    policies.can_keep_register(by, unit=unit).enforce()
    if not 1 <= count <= LARGEST_BLOCK:
        raise Refused(
            _("Sediakan 1 sampai %(most)d nomor sekaligus.") % {"most": LARGEST_BLOCK}, field="count"
        )
    given = take_numbers(unit, book, year=local_date(unit.office, now).year, count=count)
    block = uuid.uuid4()
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            register_id=given.register_id,
            number=number,
            status=EntryStatus.RESERVED,
            block=block,
            given_at=now,
        )
        for number in range(given.first, given.last + 1)
    )
    record(
        "register.block_reserved", by=by, office_id=unit.office_id, now=now,
        subject=("register", given.register_id, f"{unit.title}: {given.first}–{given.last}"),
    )  # fmt: skip
    return block


def _locked(entry: RegisterEntry) -> RegisterEntry:
    rows = RegisterEntry.objects.select_related("register__unit__office", "letter")
    return rows.select_for_update(of=("self",)).get(pk=entry.pk)


def _locked_letter(entry: RegisterEntry) -> Letter | None:
    """The letter of a number, locked too: its scan may be arriving at this very moment."""
    return Letter.objects.select_for_update().get(pk=entry.letter_id) if entry.letter_id else None


@transaction.atomic
def void_number(entry: RegisterEntry, *, reason: str, by: Actor, now: datetime) -> RegisterEntry:
    """Void a number visibly; it is never given again. An unsigned letter that carries it is withdrawn with it."""
    entry = _locked(entry)
    letter = entry.letter = _locked_letter(entry)
    policies.can_void(by, entry).enforce()
    text = checked_reason(reason)
    entry.status, entry.void_reason = EntryStatus.VOIDED, text
    entry.voided_at, entry.voided_by = now, by.audit_name
    entry.save(update_fields=["status", "void_reason", "voided_at", "voided_by"])
    if letter is not None:
        letter.status, letter.withdrawn_reason = Status.WITHDRAWN, text
        letter.withdrawn_at, letter.withdrawn_by = now, by.audit_name
        letter.save(update_fields=["status", "withdrawn_reason", "withdrawn_at", "withdrawn_by"])
        followers.tell(letter)
    record(
        "register.number_voided", by=by, office_id=entry.register.office_id, now=now, reason=text,
        subject=("register", entry.register_id, f"{entry.register.unit.title}: {entry.number}"),
    )  # fmt: skip
    return entry


@transaction.atomic
def enter_late(
    entry: RegisterEntry, *, version: ServiceVersion, holder: str, dated_on: date, signer_title: str, reason: str,
    upload: Any, by: Actor, now: datetime, signer_name: str = "",
) -> Letter:  # fmt: skip
    """Enter a letter that was written by hand on a reserved number: true date, reason, scan. It is valid at once.

    Raises `Refused` with the field; the scan's own defects come from `documents.operations.store`.
    """
    entry = _locked(entry)
    policies.can_enter_late(by, entry).enforce()
    unit, office = entry.register.unit, entry.register.office
    template = queries.template_for(version)
    _check_true_date(dated_on, entry, today=local_date(office, now))
    text = checked_reason(reason)
    scan = documents.store(upload, office=office, purpose=Purpose.SIGNED_SCAN, by=by, now=now)
    letter = Letter.objects.create(
        office=office, unit=unit, version=version, template=template, status=Status.VALID, title=template.title,
        number=number_text(unit, classification=template.classification, number=entry.number, day=dated_on),
        holder=texts.printable(holder), values={},
        issued_at=datetime.combine(dated_on, time(12), tzinfo=ZoneInfo(office.time_zone)),
        valid_until=queries.valid_until(template, version, dated_on), signed_scan=scan, signed_at=now,
    )  # fmt: skip
    Signer.objects.create(
        letter=letter, position=1, role="", unit=unit, act=Act.SIGN, title=signer_title, name=signer_name
    )
    entry.status, entry.letter, entry.late_reason, entry.entered_at = EntryStatus.USED, letter, text, now
    entry.save(update_fields=["status", "letter", "late_reason", "entered_at"])
    record(
        "letter.entered_late", by=by, office_id=office.pk, now=now, reason=text,
        subject=("letter", letter.pk, letter.number),
    )  # fmt: skip
    return letter


def _check_true_date(day: date, entry: RegisterEntry, *, today: date) -> None:
    if day > today:
        raise Refused(_("Tanggal surat tidak boleh sesudah hari ini."), field="dated_on")
    reserved = local_date(entry.register.office, entry.given_at)
    if day < reserved:
        raise Refused(_("Nomor ini baru disediakan sesudah tanggal itu."), field="dated_on")
    if day.year != entry.register.year:
        raise Refused(_("Nomor ini milik register tahun lain."), field="dated_on")
