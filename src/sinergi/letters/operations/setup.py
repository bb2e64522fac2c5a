"""Templates and letterheads."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue import definition
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents import operations as documents
from sinergi.documents.models import Document, Purpose
from sinergi.letters import formulas, policies, texts
from sinergi.letters.models import DEFAULT_PATTERN, Letterhead, Paper, Template
from sinergi.organization.models import Unit

CLASSIFICATION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}", re.ASCII)


@transaction.atomic
def write_template(
    *, version: ServiceVersion, classification: str, title: str, body: str, by: Actor, now: datetime,
    legal_basis: str = "", paper: str = Paper.F4, validity_months: int | None = None,
) -> Template:  # fmt: skip
    """Write or replace the letter of a service version. Refuses a body that names a field the form does not ask."""
    policies.can_keep_register(by, unit=version.service.owner_unit).enforce()
    texts.check_body(body, {field.key for field in definition.parse(version.form).fields()})
    template, _created = Template.objects.update_or_create(
        version=version,
        defaults={
            "classification": classification, "title": title, "body": body, "legal_basis": legal_basis,
            "paper": paper, "validity_months": validity_months,
        },
    )  # fmt: skip
    record(
        "letter.template_written", by=by, office_id=version.service.office_id, now=now,
        subject=("template", template.pk, title),
    )  # fmt: skip
    return template


@transaction.atomic
def set_letterhead(
    *, unit: Unit, by: Actor, now: datetime, address: str = "", contact: str = "", place: str = "",
    pattern: str = DEFAULT_PATTERN, arms: Document | None = None, upload: Any = None,
) -> Letterhead:  # fmt: skip
    """Set what stands at the head of a unit's letters, and how its numbers are written.

    ``upload``: a new picture of the arms, stored clean (`documents`); without one ``arms`` stands, None removes them.
    """
    policies.can_set_letterhead(by, unit=unit).enforce()
    wrong = formulas.pattern_error(pattern)
    if wrong:
        raise Refused(
            _("Pola nomor surat tidak dapat dipakai: periksa “%(part)s”.") % {"part": wrong}, field="pattern"
        )
    before = (
        Letterhead.objects.select_for_update(of=("self",)).filter(unit=unit).select_related("arms").first()
    )
    if upload is not None:
        arms = documents.store(upload, office=unit.office, purpose=Purpose.ARMS, by=by, now=now)
    head, _created = Letterhead.objects.update_or_create(
        unit=unit,
        defaults={"address": address, "contact": contact, "place": place, "pattern": pattern, "arms": arms},
    )
    if before and before.arms and before.arms != arms:
        documents.erase(before.arms, by=by, now=now)
    record("letterhead.set", by=by, office_id=unit.office_id, now=now, subject=("unit", unit.pk, unit.title))
    return head


@transaction.atomic
def classify(template: Template, *, classification: str, by: Actor, now: datetime) -> Template:
    """Change the code that numbers of this letter begin with (Permendagri 83/2022). Numbers given before stay."""
    rows = Template.objects.select_for_update(of=("self",)).select_related("version__service__owner_unit")
    template = rows.get(pk=template.pk)
    service = template.version.service
    policies.can_set_letterhead(by, unit=service.owner_unit).enforce()
    code = classification.strip()
    if not CLASSIFICATION.fullmatch(code):
        raise Refused(
            _("Kode klasifikasi terdiri dari angka dan titik, misalnya 400.9."), field=f"code_{template.pk}"
        )
    if template.classification != code:
        template.classification = code
        template.save(update_fields=["classification"])
        record(
            "letter.template_written", by=by, office_id=service.office_id, now=now,
            subject=("template", template.pk, f"{template.title}: {code}"),
        )  # fmt: skip
    return template


@transaction.atomic
def classify_all(codes: Mapping[Template, str], *, by: Actor, now: datetime) -> None:
    """All or none of several codes."""
    for template, code in codes.items():
        classify(template, classification=code, by=by, now=now)
