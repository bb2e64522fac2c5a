"""Making services and their versions. A published version is frozen; a change is a new version."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue import policies
from sinergi.catalogue.definition import parse, to_data
from sinergi.catalogue.models import (
    ChainStep,
    CompetencyRequirement,
    Requirement,
    Service,
    ServiceVersion,
    StandardComponent,
    VersionStatus,
)
from sinergi.organization.models import Competency, Office, Unit


@dataclass(frozen=True)
class RequirementSpec:
    """A document that is asked for; ``kind`` is a `models.RequirementKind`."""

    key: str
    label: str
    kind: str
    help: str = ""
    is_required: bool = True
    legal_basis: str = ""


@dataclass(frozen=True)
class StepSpec:
    """One step of the signing chain: role at a level, and what it does (`models.Act`)."""

    role: str
    level: str
    act: str


@dataclass(frozen=True)
class VersionSpec:
    """Everything that a version says. ``competencies`` maps keys of the dictionary to levels 1-5."""

    promise_amount: int
    promise_unit: str
    product: str
    fee: int = 0
    intro: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    validity_months: int | None = None
    retention_days: int = 730
    legal_basis: str = ""
    components: Mapping[str, str] = field(default_factory=dict)
    requirements: tuple[RequirementSpec, ...] = ()
    chain: tuple[StepSpec, ...] = ()
    competencies: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def create_service(
    office: Office,
    *,
    slug: str,
    name: str,
    short_name: str,
    summary: str,
    owner_unit: Unit,
    by: Actor,
    now: datetime,
    keywords: str = "",
    position: int = 100,
) -> Service:
    """Add a service; refuses an address that is taken. ``keywords`` are everyday words that people search by."""
    policies.can_edit(by, unit=owner_unit).enforce()
    try:
        with transaction.atomic():
            service = Service.objects.create(
                office=office, slug=slug, name=name, short_name=short_name, summary=summary, keywords=keywords,
                owner_unit=owner_unit, position=position,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("Alamat halaman ini sudah dipakai layanan lain."), field="slug") from error
    record("service.created", by=by, subject=("service", service.pk, name), office_id=office.pk, now=now)
    return service


@transaction.atomic
def draft_version(
    service: Service, *, by: Actor, now: datetime, spec: VersionSpec | None = None
) -> ServiceVersion:
    """Start a new draft: of ``spec``, or a copy of the newest version. There is one draft at a time."""
    service = Service.objects.select_for_update().select_related("owner_unit").get(pk=service.pk)
    policies.can_edit(by, unit=service.owner_unit).enforce()
    newest = service.versions.order_by("-number").first()
    if newest and newest.status == VersionStatus.DRAFT:
        raise Refused(_("Masih ada rancangan versi %d. Lanjutkan rancangan itu.") % newest.number)
    if spec is None:
        if newest is None:
            raise Refused(_("Layanan ini belum punya versi yang dapat disalin."))
        spec = spec_of(newest)
    version = ServiceVersion(service=service, number=newest.number + 1 if newest else 1)
    _fill(version, spec)
    record(
        "service.version_drafted", by=by, subject=("service", service.pk, f"{service.name} v{version.number}"),
        office_id=service.office_id, now=now,
    )  # fmt: skip
    return version


@transaction.atomic
def edit_draft(
    version: ServiceVersion, *, spec: VersionSpec, by: Actor, now: datetime, seen: str | None = None
) -> ServiceVersion:
    """Replace everything a draft says. Raises `definition.BadDefinition` for a form that cannot be used.

    ``seen`` is the `fingerprint` of the draft that the editor started from: a draft that somebody else has changed
    since is not overwritten.
    """
    version = _locked(version)
    policies.can_edit(by, unit=version.service.owner_unit).enforce()
    policies.can_change(version).enforce()
    if seen and seen != fingerprint(spec_of(version)):
        raise Refused(
            _(
                "Orang lain sudah mengubah rancangan ini. Buka rancangan di tab baru, lalu gabungkan perubahan Anda."
            )
        )
    _fill(version, spec)
    _record("service.version_edited", version, by=by, now=now)
    return version


@transaction.atomic
def publish_version(
    version: ServiceVersion, *, by: Actor, now: datetime, effective_from: date | None = None
) -> ServiceVersion:
    """Make a draft valid from today (or ``effective_from``) and retire the version before it, in one act."""
    service = Service.objects.select_for_update().get(pk=version.service_id)
    version = _locked(version)
    policies.can_edit(by, unit=version.service.owner_unit).enforce()
    policies.can_publish(
        version,
        components=set(version.components.exclude(text="").values_list("key", flat=True)),
        acts=set(version.chain.values_list("act", flat=True)),
        requirements=list(version.requirements.values_list("label", "legal_basis")),
    ).enforce()
    parse(version.form)
    starts = effective_from or now.astimezone(ZoneInfo(service.office.time_zone)).date()
    for previous in service.versions.select_for_update().filter(status=VersionStatus.PUBLISHED):
        previous.status = VersionStatus.RETIRED
        previous.effective_until = starts
        previous.save(update_fields=["status", "effective_until"])
        _record("service.version_retired", previous, by=by, now=now)
    version.status = VersionStatus.PUBLISHED
    version.effective_from = starts
    version.save(update_fields=["status", "effective_from"])
    _record("service.version_published", version, by=by, now=now)
    return version


@transaction.atomic
def set_active(service: Service, *, active: bool, by: Actor, now: datetime) -> None:
    """Take a service off the public list or put it back. Running cases are not touched."""
    service = Service.objects.select_for_update().select_related("owner_unit").get(pk=service.pk)
    policies.can_edit(by, unit=service.owner_unit).enforce()
    service.is_active = active
    service.save(update_fields=["is_active"])
    code = "service.activated" if active else "service.deactivated"
    record(code, by=by, subject=("service", service.pk, service.name), office_id=service.office_id, now=now)


def spec_of(version: ServiceVersion) -> VersionSpec:
    """Everything that ``version`` says, for copying and editing."""
    return VersionSpec(
        promise_amount=version.promise_amount,
        promise_unit=str(version.promise_unit),
        product=version.product,
        fee=version.fee,
        intro=version.intro,
        form=version.form,
        validity_months=version.validity_months,
        retention_days=version.retention_days,
        legal_basis=version.legal_basis,
        components=dict(version.components.order_by("id").values_list("key", "text")),
        requirements=tuple(
            RequirementSpec(row.key, row.label, row.kind, row.help, row.is_required, row.legal_basis)
            for row in version.requirements.all()
        ),
        chain=tuple(StepSpec(row.role, row.level, row.act) for row in version.chain.all()),
        competencies=dict(version.competencies.order_by("id").values_list("competency__key", "level")),
    )


def fingerprint(spec: VersionSpec) -> str:
    """Changes whenever anything in a spec changes."""
    canonical = msgspec.json.encode(
        asdict(spec), order="deterministic"
    )  # the database keeps no order of JSON keys
    return hashlib.sha256(canonical).hexdigest()[:32]


def _locked(version: ServiceVersion) -> ServiceVersion:
    rows = ServiceVersion.objects.select_for_update(of=("self",)).select_related(
        "service__owner_unit", "service__office"
    )
    return rows.get(pk=version.pk)


def _record(code: str, version: ServiceVersion, *, by: Actor, now: datetime) -> None:
    service = version.service
    subject = ("service", service.pk, f"{service.name} v{version.number}")
    record(code, by=by, subject=subject, office_id=service.office_id, now=now)


_PLAIN = (
    "promise_amount", "promise_unit", "product", "fee", "intro", "validity_months", "retention_days", "legal_basis",
)  # fmt: skip


def _fill(version: ServiceVersion, spec: VersionSpec) -> None:
    """Write a draft and its parts anew."""
    for name in _PLAIN:
        setattr(version, name, getattr(spec, name))
    version.form = to_data(parse(spec.form))
    version.save()
    for parts in (version.components, version.requirements, version.chain, version.competencies):
        parts.all().delete()
    StandardComponent.objects.bulk_create(
        StandardComponent(version=version, key=key, text=text) for key, text in spec.components.items()
    )
    Requirement.objects.bulk_create(
        Requirement(
            version=version, position=position, key=row.key, label=row.label, help=row.help, kind=row.kind,
            is_required=row.is_required, legal_basis=row.legal_basis,
        )
        for position, row in enumerate(spec.requirements, start=1)
    )  # fmt: skip
    ChainStep.objects.bulk_create(
        ChainStep(version=version, position=position, role=step.role, level=step.level, act=step.act)
        for position, step in enumerate(spec.chain, start=1)
    )
    _fill_competencies(version, spec.competencies)


def _fill_competencies(version: ServiceVersion, levels: Mapping[str, int]) -> None:
    known = dict(Competency.objects.filter(key__in=levels).values_list("key", "pk"))
    unknown = sorted(set(levels) - set(known))
    if unknown:
        raise Refused(_("Kompetensi tidak ada di kamus: %s.") % ", ".join(unknown), field="competencies")
    CompetencyRequirement.objects.bulk_create(
        CompetencyRequirement(version=version, competency_id=known[key], level=level)
        for key, level in levels.items()
    )
