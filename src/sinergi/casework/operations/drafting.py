"""A draft: begun after the applicant agreed, saved page by page, kept for 14 days."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.casework import policies, references
from sinergi.casework.completeness import APPLICANT, CHECK, FILE, PAGE, missing_parts
from sinergi.casework.models import AbandonedDraft, Application, Attachment, CheckKind
from sinergi.casework.operations.steps import Gone, address_of, kept_words, note
from sinergi.casework.operations.tracking import may_write_to
from sinergi.casework.operations.unfinished import forget_unfinished
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Channel
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents import operations as documents
from sinergi.documents.models import Purpose
from sinergi.kept import Kept, Slot
from sinergi.letters.operations.numbers import local_date
from sinergi.notices import operations as notices
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.ui import formats

DRAFT_DAYS = 14
PRIVACY_VERSION = "2026-11.2"  # grows with the text on the privacy page
TRIES = 5
AGAIN = timedelta(minutes=2)  # a double click, or a second try on a slow network


@dataclass(frozen=True)
class Started:
    """A new draft and the token of its link; the token itself is not stored."""

    application: Application
    token: str


@dataclass(frozen=True)
class Applicant:
    """Who applies. Without phone and email a PIN takes the place of the contact."""

    name: str
    nik: str
    village: Unit
    address: str
    phone: str = ""
    email: str = ""


@transaction.atomic
def start_draft(
    *, version: ServiceVersion, key: uuid.UUID, by: Actor, now: datetime, channel: Channel = Channel.ONLINE
) -> Started:
    """Begin an application after the applicant agreed to the privacy text.

    ``key`` makes one draft: a double click gets the same one again, a page that was left open is refused.
    """
    if channel == Channel.COUNTER and isinstance(by, User):
        policies.can_receive_anywhere(by).enforce()
    token = references.draft_token(key)
    draft = _inserted(version, key, token, by=by, now=now, channel=channel)
    if draft is None:
        return _again(key, token, now)
    note("application.drafted", draft, by=by, now=now)
    return Started(draft, token)


def _again(key: uuid.UUID, token: str, now: datetime) -> Started:
    same = Application.objects.filter(key=key, link_digest=references.token_digest(token))
    draft = same.filter(submitted_at=None, created_at__gt=now - AGAIN).first()
    if draft is None:
        raise Refused(
            _("Halaman ini sudah dipakai untuk mulai. Buka lagi halaman layanan untuk mulai yang baru.")
        )
    return Started(draft, token)


def _inserted(
    version: ServiceVersion, key: uuid.UUID, token: str, *, by: Actor, now: datetime, channel: Channel
) -> Application | None:
    """The new draft; None when ``key`` has made one already."""
    office: Office = version.service.office
    for attempt in range(TRIES):
        draft = Application(
            office=office, version=version, key=key, channel=channel, created_at=now, agreed_at=now,
            reference=references.new_reference(office.reference_prefix, local_date(office, now).year),
            link_digest=references.token_digest(token), privacy_version=PRIVACY_VERSION,
            draft_until=now + timedelta(days=DRAFT_DAYS), entered_by=by if isinstance(by, User) else None,
        )  # fmt: skip
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError:
            if Application.objects.filter(key=key).exists():
                return None
            if attempt == TRIES - 1:
                raise
        else:
            return draft
    raise AssertionError("unreachable")


_locked_draft = Kept(
    lambda: (
        Application.objects.select_related("office", "version__service")
        .select_for_update(of=("self",))
        .filter(pk=Slot("pk"))
    )
)


def _locked(draft: Application, now: datetime) -> Application:
    found = _locked_draft.first(pk=draft.pk)
    if found is None:
        raise Gone
    policies.can_edit_draft(found, now=now).enforce()
    return found


def _saved(draft: Application, *fields: str, parts: Iterable[str]) -> Application:
    """Save ``fields`` under a new revision; ``parts`` are answered well now."""
    draft.revision += 1
    forget_unfinished(draft, parts)
    draft.save(update_fields=["revision", "unfinished", *fields])
    return draft


@transaction.atomic
def save_applicant(draft: Application, applicant: Applicant, *, by: Actor, now: datetime) -> Application:
    """Save who applies; decides which unit handles the case and what opens its status page."""
    draft = _locked(draft, now)
    set_applicant(draft, applicant)
    return _saved(draft, *APPLICANT_FIELDS, parts=[APPLICANT])


APPLICANT_FIELDS = (
    "name", "nik", "address", "phone", "email", "pin", "village", "unit", "nik_index", "contact_index",
    "contact_check", "check_kind",
)  # fmt: skip


def set_applicant(case: Application, applicant: Applicant) -> None:
    """Put the applicant's facts into the fields of ``case`` (not saved)."""
    case.name, case.nik, case.address = applicant.name, applicant.nik, applicant.address
    case.phone, case.email = applicant.phone or None, applicant.email or None
    case.village = applicant.village
    handled_here = standard_of(case.version).starts_at_village
    case.unit = applicant.village if handled_here else root_unit(case.office)
    case.nik_index = references.nik_digest(applicant.nik)
    contact = applicant.phone or applicant.email
    case.contact_index = references.contact_digest(applicant.phone, applicant.email) if contact else None
    case.check_kind = _check_kind(applicant)
    case.pin = case.pin or references.new_pin() if case.check_kind == CheckKind.PIN else None
    check = references.check_of(phone=applicant.phone, email=applicant.email, pin=case.pin or "")
    case.contact_check = references.check_digest(case.reference, check)


def _check_kind(applicant: Applicant) -> CheckKind:
    """An email address with fewer than four letters or digits before the @ opens nothing: a PIN takes its place."""
    if applicant.phone:
        return CheckKind.PHONE
    return CheckKind.EMAIL if references.has_check(applicant.email) else CheckKind.PIN


@transaction.atomic
def save_answers(draft: Application, answers: Mapping[str, Any], *, by: Actor, now: datetime) -> Application:
    """Save the answers of one page beside those of the other pages."""
    draft = _locked(draft, now)
    draft.answers = {**draft.text_answers, **answers}
    pages = standard_of(draft.version).definition.pages
    answered = [page.key for page in pages if any(field.key in answers for field in page.fields)]
    return _saved(draft, "answers", parts=[f"{PAGE}{key}" for key in answered])


@transaction.atomic
def attach(draft: Application, requirement_key: str, upload: Any, *, by: Actor, now: datetime) -> Attachment:
    """Store a file for a requirement; an earlier one of the draft is erased.

    Raises `documents.checking.UnacceptableFile` with words for the citizen.
    """
    draft = _locked(draft, now)
    requirement = standard_of(draft.version).requirement(requirement_key)
    document = documents.store(upload, office=draft.office, purpose=Purpose.ATTACHMENT, by=by, now=now)
    _drop(draft, requirement.id, by=by, now=now)
    attachment = Attachment.objects.create(
        application=draft, requirement_id=requirement.id, document=document, added_at=now
    )
    _saved(draft, parts=[f"{FILE}{requirement_key}"])
    return attachment


@transaction.atomic
def detach(draft: Application, requirement_key: str, *, by: Actor, now: datetime) -> None:
    """Remove the file of a requirement from a draft; nothing happens when there is none."""
    draft = _locked(draft, now)
    _drop(draft, standard_of(draft.version).requirement(requirement_key).id, by=by, now=now)
    _saved(draft, parts=[f"{FILE}{requirement_key}"])


def _drop(draft: Application, requirement_id: int, *, by: Actor, now: datetime) -> None:
    for old in draft.attachments.filter(requirement_id=requirement_id).select_related("document"):
        document = old.document
        old.delete()
        if document is not None:
            documents.erase(document, by=by, now=now)


@transaction.atomic
def send_draft_link(draft: Application, *, token: str, now: datetime) -> bool:
    """Send the link that continues a draft to its email address, once a day and a few times an hour whatever the
    draft; False when there is none, or too many were asked for.

    A phone gets nothing here: its messages are sent by an officer, who does not see drafts.
    """
    draft = _locked(draft, now)
    if not draft.email or not may_write_to(references.contact_digest("", draft.email), "draft", now=now):
        return False
    with kept_words(draft.office):
        until = formats.long_date(draft.draft_until)
    posted = notices.post(
        "casework/draft",
        office=draft.office,
        key=f"casework/draft:{draft.reference}:{local_date(draft.office, now):%Y-%m-%d}",
        subject_id=draft.reference,
        to=notices.Recipient(email=draft.email),
        context={
            "service": draft.version.service.name,
            "link": address_of(token),
            "until": until,
        },
        now=now,
    )
    return bool(posted)


@transaction.atomic
def erase_draft(draft: Application, *, by: Actor, now: datetime) -> None:
    """Delete a draft with its files, because the applicant wants it or its 14 days are over.

    Nothing happens when somebody else was first."""
    found = Application.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        return
    draft = found
    if draft.submitted_at is not None:
        raise Refused(_("Permohonan ini sudah dikirim. Anda dapat mencabutnya dari halaman status."))
    _count_abandoned(draft)
    for attachment in draft.attachments.select_related("document"):
        document = attachment.document
        attachment.delete()
        if document is not None:
            documents.erase(document, by=by, now=now)
    note("application.draft_erased", draft, by=by, now=now)
    draft.delete()


def _count_abandoned(draft: Application) -> None:
    """Add one to the count of the part where the draft stopped; nothing else of the draft is kept."""
    attached = draft.attachments.filter(replaced_at__isnull=True).values_list("requirement_id", flat=True)
    missing = missing_parts(draft, standard_of(draft.version), list(attached))
    row, _made = AbandonedDraft.objects.get_or_create(
        office=draft.office,
        version=draft.version,
        unit=draft.unit,
        month=local_date(draft.office, draft.created_at).replace(day=1),
        part=missing[0] if missing else CHECK,
    )
    AbandonedDraft.objects.filter(pk=row.pk).update(n=F("n") + 1)
