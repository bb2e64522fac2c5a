"""Templates and letterheads."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue import definition
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents.models import Document
from sinergi.letters import formulas, policies, texts
from sinergi.letters.models import DEFAULT_PATTERN, Letterhead, Paper, Template
from sinergi.organization.models import Unit


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
    pattern: str = DEFAULT_PATTERN, arms: Document | None = None,
) -> Letterhead:  # fmt: skip
    """Set what stands at the head of a unit's letters, and how its numbers are written."""
    policies.can_keep_register(by, unit=unit).enforce()
    wrong = formulas.pattern_error(pattern)
    if wrong:
        raise Refused(
            _("Pola nomor surat tidak dapat dipakai: periksa “%(part)s”.") % {"part": wrong}, field="pattern"
        )
    head, _created = Letterhead.objects.update_or_create(
        unit=unit,
        defaults={"address": address, "contact": contact, "place": place, "pattern": pattern, "arms": arms},
    )
    record("letterhead.set", by=by, office_id=unit.office_id, now=now, subject=("unit", unit.pk, unit.title))
    return head
