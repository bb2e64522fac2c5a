"""The first five services of an office, and the competency dictionary that they refer to.

Facts: PermenPANRB 15/2014 (components), 38/2017 (competencies), Permendagri 4/2010 and PP 17/2018 (services of a
kecamatan), published standards of other kecamatan at sippn.menpan.go.id and kec-rangkui.pangkalpinangkota.go.id.
Times and requirements that no regulation fixes say that they may change and where to ask: the office confirms them by
its own decree.
"""

from datetime import datetime

from django.db import transaction

from sinergi.audit.actors import Actor
from sinergi.catalogue.founding_set import business, police, poverty, unmarried, wedding
from sinergi.catalogue.founding_set.common import Founding
from sinergi.catalogue.founding_set.dictionary import DICTIONARY
from sinergi.catalogue.models import Service
from sinergi.catalogue.operations import create_service, draft_version, publish_version
from sinergi.organization.models import Office
from sinergi.organization.operations import define_competency
from sinergi.organization.queries import root_unit

SERVICES: tuple[Founding, ...] = (
    business.FOUNDING,
    poverty.FOUNDING,
    wedding.FOUNDING,
    police.FOUNDING,
    unmarried.FOUNDING,
)


@transaction.atomic
def load(office: Office, *, by: Actor, now: datetime) -> list[Service]:
    """Publish the five services for ``office``; one that is there already stays as it is. Returns all five."""
    for entry in DICTIONARY:
        define_competency(
            key=entry.key, name=entry.name, cluster=entry.cluster, definition=entry.definition, levels=entry.levels,
            legal_basis=entry.legal_basis, by=by, now=now,
        )  # fmt: skip
    unit = root_unit(office)
    services = []
    for position, founding in enumerate(SERVICES, start=1):
        service = Service.objects.filter(office=office, slug=founding.slug).first()
        if service is None:
            service = create_service(
                office, slug=founding.slug, name=founding.name, short_name=founding.short_name,
                summary=founding.summary, keywords=founding.keywords, owner_unit=unit, position=position * 10,
                by=by, now=now,
            )  # fmt: skip
            publish_version(draft_version(service, spec=founding.spec, by=by, now=now), by=by, now=now)
        services.append(service)
    return services
