"""Services, drafts and cases for tests. Names begin with "Contoh"; every NIK is made up."""

import uuid
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT, SYSTEM
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Applicant
from sinergi.casework.standards import standard_of
from sinergi.catalogue import founding_set
from sinergi.catalogue.definition import FieldType
from sinergi.catalogue.models import ServiceVersion, VersionStatus
from sinergi.letters.founding_templates import load as load_templates
from sinergi.letters.jobs import render_letter
from sinergi.organization.models import Office, Unit

NIK = "1271124505850001"
PHONE = "+6281260000042"
EMAIL = "contoh.sari@contoh.id"

SAMPLES: dict[str, Any] = {
    FieldType.NAME: "Contoh Orang",
    FieldType.TEXT: "Contoh isi",
    FieldType.TEXTAREA: "Contoh penjelasan",
    FieldType.ADDRESS: "Jalan Contoh 7",
    FieldType.NIK: "1271120505850002",
    FieldType.PHONE: "+6281260000077",
    FieldType.EMAIL: "contoh@contoh.id",
    FieldType.DATE: "1985-05-05",
    FieldType.NUMBER: 3,
    FieldType.RUPIAH: 1_500_000,
}


def services(office: Office, *, now: datetime) -> dict[str, ServiceVersion]:
    """The five founding services with their letters, by address."""
    founding_set.load(office, by=SYSTEM, now=now)
    load_templates(office, by=SYSTEM, now=now)
    rows = ServiceVersion.objects.filter(service__office=office, status=VersionStatus.PUBLISHED)
    return {row.service.slug: row for row in rows.select_related("service__office")}


def photo(
    name: str = "ktp.jpg", *, color: str = "teal", size: tuple[int, int] = (960, 600)
) -> SimpleUploadedFile:
    """A real JPEG, large enough to be read."""
    content = BytesIO()
    Image.new("RGB", size, color).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def answers(version: ServiceVersion, village: Unit) -> dict[str, Any]:
    """A plausible answer to every field; dates that are bound to another one follow it tomorrow."""
    given: dict[str, Any] = {}
    today = timezone.localdate()
    begins = {
        field.soon_after.field for field in standard_of(version).definition.fields() if field.soon_after
    }
    for field in standard_of(version).definition.fields():
        if field.type is FieldType.CHOICE:
            given[field.key] = "P" if field.nik_of else field.choices[0].key  # as the NIK says
        elif field.type is FieldType.VILLAGE:
            given[field.key] = village.pk
        elif field.key in begins:
            given[field.key] = today.isoformat()
        elif field.soon_after:
            given[field.key] = (today + timedelta(days=1)).isoformat()
        elif field.when == "future":
            given[field.key] = "2027-01-15"
        else:
            given[field.key] = SAMPLES[field.type]
    return given


def applicant(village: Unit, **changes: Any) -> Applicant:
    """Sari, who lives in ``village`` and has a phone."""
    facts = {
        "name": "Contoh Sari Pemohon", "nik": NIK, "village": village, "address": "Jalan Contoh 5, Lingkungan 3",
        "phone": PHONE, "email": "",
    }  # fmt: skip
    return Applicant(**{**facts, **changes})


def draft(
    version: ServiceVersion, village: Unit, *, now: datetime, files: bool = True, **changes: Any
) -> operations.Started:
    """A draft in which everything is filled in."""
    started = operations.start_draft(version=version, key=uuid.uuid4(), by=APPLICANT, now=now)
    case = operations.save_applicant(
        started.application, applicant(village, **changes), by=APPLICANT, now=now
    )
    case = operations.save_answers(case, answers(version, village), by=APPLICANT, now=now)
    if files:
        attach_all(case, now=now)
    return operations.Started(Application.objects.get(pk=case.pk), started.token)


def attach_all(case: Application, *, now: datetime) -> None:
    """A photo for every upload."""
    for item in standard_of(case.version).uploads:
        operations.attach(case, item.key, photo(f"{item.key}.jpg"), by=APPLICANT, now=now)


def submitted(
    version: ServiceVersion, village: Unit, *, now: datetime, files: bool = True, **changes: Any
) -> Application:
    """A case that was just sent."""
    started = draft(version, village, now=now, files=files, **changes)
    case = started.application
    return operations.submit(case, seen=case.revision, token=started.token, by=APPLICANT, now=now)


def taken(version: ServiceVersion, village: Unit, by: User, *, now: datetime, **changes: Any) -> Application:
    """A case that ``by`` examines."""
    case = submitted(version, village, now=now, **changes)
    return operations.take(case, by=by.at(now), now=now)


def proposed(
    version: ServiceVersion, village: Unit, by: User, *, now: datetime, **changes: Any
) -> Application:
    """A case that waits for its first signature."""
    return operations.propose(taken(version, village, by, now=now, **changes), by=by, now=now)


def signed(case: Application, signers: list[User], *, now: datetime) -> Application:
    """Approved by everybody in turn, letter typeset."""
    for signer in signers:
        case = operations.approve(case, by=signer.at(now), now=now)
    assert case.letter is not None
    render_letter(letter_id=str(case.letter.pk))
    return Application.objects.get(pk=case.pk)


def ready(case: Application, signers: list[User], by: User, *, now: datetime) -> Application:
    """Signed by hand and scanned back in."""
    return operations.store_scan(signed(case, signers, now=now), photo("surat.jpg"), by=by.at(now), now=now)


def finished(
    case: Application, signers: list[User], by: User, *, now: datetime, after: timedelta = timedelta(0)
) -> Application:
    """Handed over."""
    case = ready(case, signers, by, now=now)
    return operations.hand_over(
        case, collected_by="Contoh Sari", by=by.at(now), now=now + after, shown=originals(case)
    )


def originals(case: Application) -> list[str]:
    """Keys of everything that has to be shown when the letter is collected."""
    return [item.key for item in standard_of(case.version).to_show]
