"""Services for tests: the founding set, and small ones of our own."""

from typing import Any

from sinergi.audit.actors import SYSTEM
from sinergi.catalogue import founding_set, operations
from sinergi.catalogue.models import (
    Act,
    ChainLevel,
    Component,
    PromiseUnit,
    RequirementKind,
    Service,
    ServiceVersion,
)
from sinergi.catalogue.operations import RequirementSpec, StepSpec, VersionSpec
from sinergi.organization.models import Office
from sinergi.organization.queries import root_unit
from tests.factories.people import NOW

ALL_COMPONENTS = {component.value: f"Uraian {component.label}" for component in Component}


def founding(office: Office) -> dict[str, Service]:
    """The five services of a new office, by slug."""
    return {service.slug: service for service in founding_set.load(office, by=SYSTEM, now=NOW)}


def spec(**changes: Any) -> VersionSpec:
    """A complete standard with one requirement and a chain that ends at the lurah."""
    values: dict[str, Any] = {
        "promise_amount": 1,
        "promise_unit": PromiseUnit.DAYS,
        "product": "Surat Contoh",
        "form": {
            "pages": [
                {
                    "key": "about",
                    "title": "Tentang",
                    "fields": [{"key": "purpose", "label": "Keperluan", "type": "text"}],
                }
            ]
        },
        "components": ALL_COMPONENTS,
        "requirements": (RequirementSpec("ktp", "KTP-el", RequirementKind.PHOTO, "Foto KTP asli."),),
        "chain": (StepSpec("lurah", ChainLevel.VILLAGE, Act.SIGN),),
    }
    return VersionSpec(**{**values, **changes})


def service(office: Office, slug: str = "surat-contoh", **details: Any) -> Service:
    """A service without any version."""
    values = {
        "name": "Surat Contoh",
        "short_name": "Contoh",
        "summary": "Surat untuk contoh.",
        "keywords": "",
    }
    return operations.create_service(
        office, slug=slug, owner_unit=details.pop("owner_unit", root_unit(office)), by=SYSTEM, now=NOW,
        **{**values, **details},
    )  # fmt: skip


def draft(office: Office, slug: str = "surat-contoh", **changes: Any) -> ServiceVersion:
    """A draft of a new service."""
    return operations.draft_version(service(office, slug), spec=spec(**changes), by=SYSTEM, now=NOW)


def published(office: Office, slug: str = "surat-contoh", **changes: Any) -> ServiceVersion:
    """A published version of a new service."""
    return operations.publish_version(draft(office, slug, **changes), by=SYSTEM, now=NOW)
