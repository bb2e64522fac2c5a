"""Letters for tests: the five founding services with their templates, and letters in every state."""

import io
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sinergi.audit.actors import SYSTEM
from sinergi.catalogue import founding_set
from sinergi.catalogue.models import Act, ServiceVersion, VersionStatus
from sinergi.letters import founding_templates, operations
from sinergi.letters.models import Letter
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories.people import NOW

HOLDER = "Contoh Siti Aminah"
NIK = "1271126105900003"
VALUES = {
    "name": HOLDER, "nik": NIK, "village": "Terjun", "address": "Jalan Contoh Kapten Rahmad Buddin 12, Lingkungan 7",
    "birth_place": "Medan", "birth_date": "21 Mei 1990", "sex": "Perempuan", "occupation": "Pedagang",
    "business_name": "Warung Contoh Rasa", "business_type": "Warung makan",
    "business_address": "Jalan Contoh Marelan Raya 5, Lingkungan 7", "business_since": "Maret 2019",
    "purpose": "Pinjaman bank, koperasi, atau KUR", "addressed_to": "Bank Contoh Cabang Marelan", "note": "",
    "income": "Rp900.000", "dependents": "3", "house": "Sewa atau kontrak", "assistance": "",
    "beneficiary": "Contoh Budi Kecil", "relation": "Anak", "police_office": "Polsek", "religion": "Islam",
    "witness1_name": "Contoh Saksi Satu", "witness1_relation": "Tetangga",
    "witness2_name": "Contoh Saksi Dua", "witness2_relation": "Paman",
    "applicant_is": "Calon istri", "partner_name": "Contoh Ahmad", "partner_nik": "1271121105880002",
    "partner_birth_place": "Medan", "partner_birth_date": "11 Mei 1988", "partner_address": "Jalan Contoh Melati 3",
    "wedding_date": "20 Mei 2026", "wedding_place": "Rumah mempelai wanita", "kua": "KUA Kecamatan Contoh Marelan",
    "registered_on": "13 Mei 2026", "reason": "Orang tua mempelai wanita sakit keras.",
}  # fmt: skip


def services(office: Office, *, now: datetime = NOW) -> dict[str, ServiceVersion]:
    """The founding services of ``office`` with their letters, by slug."""
    founding_set.load(office, by=SYSTEM, now=now)
    founding_templates.load(office, by=SYSTEM, now=now)
    rows = ServiceVersion.objects.select_related("service").filter(
        service__office=office, status=VersionStatus.PUBLISHED
    )
    return {version.service.slug: version for version in rows}


def signatories(unit: Unit, version: ServiceVersion) -> list[operations.Signatory]:
    """The signing chain of the version, resolved to ``unit`` or the office."""
    found = []
    for step in version.chain.all():
        at = unit if step.level == "kelurahan" else root_unit(unit.office)
        found.append(
            operations.Signatory(
                role=step.role, unit=at, act=step.act, name=f"Contoh {step.get_role_display()}, S.Sos",
                title=f"{step.get_role_display()} {at.name}", rank="Penata Tingkat I (III/d)", nip="198001012005011001",
            )
        )  # fmt: skip
    return found


def issued(
    unit: Unit,
    version: ServiceVersion,
    *,
    holder: str = HOLDER,
    now: datetime = NOW,
    by: Any = SYSTEM,
    **values: str,
) -> Letter:
    """A letter with its number."""
    chain = signatories(unit, version)
    at = next(one.unit for one in chain if one.act == Act.SIGN)
    return operations.issue(
        office=unit.office, unit=at, version=version, holder=holder, values={**VALUES, **values}, signatories=chain,
        by=by, now=now,
    )  # fmt: skip


def rendered(unit: Unit, version: ServiceVersion, **more: Any) -> Letter:
    """A letter that can be printed."""
    letter = issued(unit, version, **more)
    return operations.render(letter, now=letter.issued_at)


def scan(name: str = "pindaian.png") -> SimpleUploadedFile:
    """A picture that can be uploaded as the scan of a letter."""
    drawn = io.BytesIO()
    Image.new("RGB", (900, 1300), (250, 250, 246)).save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/png")


def valid(unit: Unit, version: ServiceVersion, *, by: Any = SYSTEM, **more: Any) -> Letter:
    """A letter whose signed scan is stored."""
    letter = rendered(unit, version, by=by, **more)
    return operations.store_signed_scan(letter, scan(), by=by, now=letter.issued_at)
