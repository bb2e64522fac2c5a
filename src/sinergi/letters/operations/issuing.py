"""A letter gets its number and becomes a PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM, Actor
from sinergi.audit.operations import record
from sinergi.catalogue.models import Act, ServiceVersion
from sinergi.documents import operations as documents
from sinergi.documents.models import Purpose
from sinergi.letters import policies, queries, texts
from sinergi.letters.models import Book, Letter, RegisterEntry, Signer
from sinergi.letters.operations.numbers import local_date, number_text, take_numbers
from sinergi.letters.workflow import Status
from sinergi.organization.models import Office, Unit

RENDER_TASK = "sinergi.letters.jobs.render_letter"
QUEUE = "letters"
GAP = "……"  # in a preview: what is known only when the letter is issued


@dataclass(frozen=True)
class Signatory:
    """One step of the signing chain, resolved: ``act`` is a `catalogue.models.Act`. Empty name: dots to write on."""

    role: str
    unit: Unit
    act: str
    name: str = ""
    title: str = ""
    rank: str = ""
    nip: str = ""


@transaction.atomic
def issue(
    *, office: Office, unit: Unit, version: ServiceVersion, holder: str, values: Mapping[str, str],
    signatories: Sequence[Signatory], by: Actor, now: datetime,
) -> Letter:  # fmt: skip
    """Number a letter of ``unit`` and have it typeset.

    ``values`` are the answers as a person reads them, by form key, with `texts.APPLICANT` (name, nik, village,
    address). The number is taken in this transaction, last of all, so a failure leaves no gap; each unit
    that only acknowledges gives a number of its own register. Raises `Refused` (no right, no template, no
    signer, a sign that cannot be printed).
    """
    policies.can_issue(by, unit=unit).enforce()
    letter = composed(
        office=office,
        unit=unit,
        version=version,
        holder=holder,
        values=values,
        signatories=signatories,
        now=now,
    )
    day = local_date(office, now)
    given = take_numbers(unit, Book.OUTGOING, year=day.year)
    letter.number = number_text(
        unit, classification=letter.template.classification, number=given.last, day=day
    )
    letter.save(force_insert=True)
    entries = [RegisterEntry(register_id=given.register_id, number=given.last, letter=letter, given_at=now)]
    Signer.objects.bulk_create(_signers(letter, signatories, entries, now))
    RegisterEntry.objects.bulk_create(entries)
    record("letter.issued", by=by, subject=("letter", letter.pk, letter.number), office_id=office.pk, now=now)
    app.configure_task(RENDER_TASK, queue=QUEUE).defer(letter_id=str(letter.pk))
    return letter


def composed(
    *, office: Office, unit: Unit, version: ServiceVersion, holder: str, values: Mapping[str, str],
    signatories: Sequence[Signatory], now: datetime,
) -> Letter:  # fmt: skip
    """The letter that `issue` would number now: not saved, without a number. Raises `Refused` as `issue` does."""
    if not any(signatory.act == Act.SIGN for signatory in signatories):
        raise Refused(_("Surat ini belum mempunyai penanda tangan."))
    template = queries.template_for(version)
    return Letter(
        office=office, unit=unit, version=version, template=template, title=template.title,
        holder=texts.printable(holder), issued_at=now,
        valid_until=queries.valid_until(template, version, local_date(office, now)),
        values={key: texts.printable(value) for key, value in values.items()},
    )  # fmt: skip


def _signers(
    letter: Letter, signatories: Sequence[Signatory], entries: list[RegisterEntry], now: datetime
) -> list[Signer]:
    """Rows for the signing block; adds the register entries of the acknowledging units to ``entries``."""
    day = local_date(letter.office, now)
    numbers: dict[int, str] = {}
    # Always in order of unit, after the letter's own register: two letters can never wait for each other.
    acknowledging = {one.unit.pk: one.unit for one in signatories if one.act == Act.ACKNOWLEDGE}
    for pk, unit in sorted(acknowledging.items()):
        given = take_numbers(unit, Book.ACKNOWLEDGED, year=day.year)
        text = number_text(unit, classification=letter.template.classification, number=given.last, day=day)
        numbers[pk] = f"Reg. {text}"
        entries.append(
            RegisterEntry(register_id=given.register_id, number=given.last, letter=letter, given_at=now)
        )
    return signer_rows(letter, signatories, numbers)


def signer_rows(letter: Letter, signatories: Sequence[Signatory], numbers: Mapping[int, str]) -> list[Signer]:
    """The signing block, not saved; ``numbers``: of the registers of the units that acknowledge, by unit."""
    with translation.override("id"):  # printed on the letter, whatever language the page was read in
        nobody = _("Pejabat berwenang")
    return [
        Signer(
            letter=letter, position=position, role=one.role, unit=one.unit, act=one.act, name=one.name,
            title=one.title or nobody, rank=one.rank, nip=one.nip,
            number=numbers.get(one.unit.pk, "") if one.act == Act.ACKNOWLEDGE else "",
        )
        for position, one in enumerate(signatories, start=1)
    ]  # fmt: skip


@transaction.atomic
def render(letter: Letter, *, now: datetime, by: Actor = SYSTEM) -> Letter:
    """Typeset the letter once. A second run finds the file and does nothing."""
    from sinergi.letters import layout, rendering  # noqa: PLC0415 - typesetting is only for the job worker

    letter = queries.for_layout().select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.pdf_id is not None or letter.status != Status.DRAFT:
        return letter
    content = rendering.pdf(layout.data_of(letter), at=letter.issued_at)
    letter.pdf = documents.store_bytes(
        content, name=f"{letter.title} {letter.number.replace('/', '-')}.pdf", media_type="application/pdf",
        office=letter.office, purpose=Purpose.LETTER, by=by, now=now,
    )  # fmt: skip
    letter.status = Status.RENDERED
    letter.save(update_fields=["pdf", "status"])
    record(
        "letter.rendered",
        by=by,
        subject=("letter", letter.pk, letter.number),
        office_id=letter.office_id,
        now=now,
    )
    return letter
