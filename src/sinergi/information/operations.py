"""Writing programmes, keeping them true, and hearing that they are not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM, VISITOR, Actor
from sinergi.audit.operations import record
from sinergi.catalogue.models import Service
from sinergi.catalogue.queries import keepers
from sinergi.information import policies
from sinergi.information.models import AccuracyReport, Programme
from sinergi.notices.operations import Recipient, post
from sinergi.organization.models import Office, Unit

MOST_AN_HOUR = 20  # reports about one page: a limit by page, never by address, because phones share addresses
LONGEST_VALIDITY = timedelta(days=366)
KEEP_REPORTS = timedelta(days=365)


@dataclass(frozen=True)
class ProgrammeText:
    """What a programme says and who answers for it."""

    title: str
    summary: str
    body: str
    owner: User
    valid_until: date


def _today(office: Office, now: datetime) -> date:
    return now.astimezone(ZoneInfo(office.time_zone)).date()


def _record(code: str, programme: Programme, *, by: Actor, now: datetime) -> None:
    subject = ("programme", programme.pk, programme.title)
    record(code, by=by, subject=subject, office_id=programme.office_id, now=now)


def _check_until(until: date, *, office: Office, now: datetime) -> date:
    today = _today(office, now)
    if until < today:
        raise Refused(_("Tanggal berlaku sudah lewat."), field="valid_until")
    if until - today > LONGEST_VALIDITY:
        raise Refused(_("Paling lama satu tahun; sesudah itu periksa lagi."), field="valid_until")
    return today


@transaction.atomic
def write_programme(unit: Unit, text: ProgrammeText, *, by: Actor, now: datetime) -> Programme:
    """Add a programme, not yet shown. Its address is made from the title once and stays."""
    policies.can_edit(by, unit=unit).enforce()
    policies.can_own(text.owner.at(now), unit=unit).enforce()
    today = _check_until(text.valid_until, office=unit.office, now=now)
    Office.objects.select_for_update().get(
        pk=unit.office_id
    )  # two programmes of one title at once get two addresses
    programme = Programme.objects.create(
        office=unit.office, unit=unit, slug=_free_slug(unit.office, text.title), title=text.title, summary=text.summary,
        body=text.body, owner=text.owner, checked_on=today, valid_until=text.valid_until, created_at=now,
    )  # fmt: skip
    _record("programme.written", programme, by=by, now=now)
    return programme


def _free_slug(office: Office, title: str) -> str:
    base = slugify(title)[:70].strip("-") or "program"
    taken = set(Programme.objects.filter(office=office, slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _locked(programme: Programme) -> Programme:
    rows = Programme.objects.select_for_update(of=("self",)).select_related("unit", "office", "owner")
    return rows.get(pk=programme.pk)


@transaction.atomic
def edit_programme(programme: Programme, text: ProgrammeText, *, by: Actor, now: datetime) -> Programme:
    """Change what a programme says; writing it anew counts as having checked it today."""
    programme = _locked(programme)
    policies.can_edit(by, unit=programme.unit).enforce()
    policies.can_own(text.owner.at(now), unit=programme.unit).enforce()
    programme.checked_on = _check_until(text.valid_until, office=programme.office, now=now)
    for name in text.__dataclass_fields__:
        setattr(programme, name, getattr(text, name))
    programme.warned_at = None
    programme.save()
    _record("programme.edited", programme, by=by, now=now)
    return programme


@transaction.atomic
def check_again(programme: Programme, *, valid_until: date, by: Actor, now: datetime) -> Programme:
    """ "Masih benar, saya periksa hari ini", and until when it may be relied on."""
    programme = _locked(programme)
    policies.can_edit(by, unit=programme.unit).enforce()
    programme.checked_on = _check_until(valid_until, office=programme.office, now=now)
    programme.valid_until = valid_until
    programme.warned_at = None
    programme.save(update_fields=["checked_on", "valid_until", "warned_at"])
    _record("programme.checked", programme, by=by, now=now)
    return programme


@transaction.atomic
def set_published(programme: Programme, *, published: bool, by: Actor, now: datetime) -> Programme:
    """Show a programme to the public or take it away. A stale one must be checked before it is shown."""
    programme = _locked(programme)
    policies.can_edit(by, unit=programme.unit).enforce()
    if published and programme.is_stale(_today(programme.office, now)):
        raise Refused(_("Masa berlakunya sudah lewat. Periksa isinya dahulu, lalu tampilkan."))
    programme.is_published = published
    programme.save(update_fields=["is_published"])
    _record("programme.shown" if published else "programme.hidden", programme, by=by, now=now)
    return programme


@transaction.atomic
def report_inaccuracy(
    page: Programme | Service, *, text: str, contact: Recipient, now: datetime
) -> AccuracyReport:
    """Keep a visitor's report that ``page`` is wrong and tell everybody who answers for it.

    Refuses more than `MOST_AN_HOUR` about one page; the row of the page is locked, so a burst cannot slip past.
    """
    about = {"programme": page} if isinstance(page, Programme) else {"service": page}
    type(page).objects.select_for_update().get(pk=page.pk)
    recent = AccuracyReport.objects.filter(**about, created_at__gt=now - timedelta(hours=1)).count()
    if recent >= MOST_AN_HOUR:
        raise Refused(
            _(
                "Halaman ini baru saja banyak dilaporkan, dan kami sedang memeriksanya. Coba lagi satu jam lagi."
            )
        )
    report = AccuracyReport.objects.create(
        office=page.office, **about, text=text, contact=contact.email or contact.phone, created_at=now
    )
    title = page.title if isinstance(page, Programme) else page.name
    record(
        "report.received", by=VISITOR, subject=("report", report.pk, title), office_id=page.office_id, now=now
    )
    for person in responsible(page, now=now):
        post(
            "information/report", office=page.office, key=f"report:{report.pk}:{person.pk}", subject_id=str(report.pk),
            to=Recipient(user=person, email=person.email or None), context={"title": title, "report": report}, now=now,
        )  # fmt: skip
    return report


def responsible(page: Programme | Service, *, now: datetime) -> list[User]:
    """Who is told about a report: the owner of a programme, the keepers of a service."""
    if isinstance(page, Programme):
        return [page.owner]
    return keepers(page, today=_today(page.office, now))


@transaction.atomic
def answer_report(report: AccuracyReport, *, answer: str, by: User, now: datetime) -> AccuracyReport:
    """Answer a report once; the reporter is told over the contact, where one was left."""
    rows = AccuracyReport.objects.select_for_update(of=("self",))
    report = rows.select_related("programme__unit", "service__owner_unit", "office").get(pk=report.pk)
    policies.can_answer(by, report).enforce()
    report.answer = answer
    report.answered_at = now
    report.answered_by = by
    report.save(update_fields=["answer", "answered_at", "answered_by"])
    subject = ("report", report.pk, report.page_title)
    record("report.answered", by=by, subject=subject, office_id=report.office_id, now=now)
    if report.contact:
        to = Recipient(email=report.contact) if "@" in report.contact else Recipient(phone=report.contact)
        post(
            "information/answered", office=report.office, key=f"report:{report.pk}:answer", subject_id=str(report.pk),
            to=to, context={"title": report.page_title, "answer": answer}, now=now,
        )  # fmt: skip
    return report


def warn_stale(*, now: datetime) -> int:
    """Tell each owner once that a programme is no longer known to be true. Returns how many were told."""
    warned = 0
    for programme in Programme.objects.filter(is_published=True, warned_at__isnull=True).select_related(
        "office"
    ):
        if programme.is_stale(_today(programme.office, now)):
            warned += _warn(programme, now=now)
    return warned


@transaction.atomic
def _warn(programme: Programme, *, now: datetime) -> int:
    programme = _locked(programme)
    if programme.warned_at is not None or not programme.is_stale(_today(programme.office, now)):
        return 0
    programme.warned_at = now
    programme.save(update_fields=["warned_at"])
    post(
        "information/stale", office=programme.office, key=f"stale:{programme.pk}:{programme.valid_until}",
        subject_id=f"programme:{programme.pk}", to=Recipient(user=programme.owner, email=programme.owner.email or None),
        context={"title": programme.title}, now=now,
    )  # fmt: skip
    _record("programme.owner_warned", programme, by=SYSTEM, now=now)
    return 1


def erase_old_reports(*, now: datetime) -> int:
    """Remove text and contact of reports older than a year; that there was one stays. Returns how many."""
    old = AccuracyReport.objects.filter(created_at__lt=now - KEEP_REPORTS, text__isnull=False)
    return old.update(text=None, contact=None)
