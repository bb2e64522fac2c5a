"""How many users a service had: the base of the sample size."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue.models import Service
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.surveys import policies
from sinergi.surveys.models import Population


@transaction.atomic
def set_population(
    *, office: Office, service: Service | None, unit: Unit | None, since: date, until: date, users: int,
    source: str, by: Actor, now: datetime,
) -> Population:  # fmt: skip
    """Record the users of a period (months ``since`` to ``until``); replaces an earlier figure of the same period."""
    policies.can_set_population(by, unit=unit or root_unit(office)).enforce()
    if users < 1:
        raise Refused(_("Jumlah pengguna harus 1 atau lebih."), field="users")
    if not source.strip():
        raise Refused(_("Tulis dari mana angka ini, dan tahunnya."), field="source")
    if until < since:
        raise Refused(_("Bulan akhir harus sesudah bulan awal."), field="until")
    population, _created = Population.objects.update_or_create(
        office=office, service=service, unit=unit, since=since.replace(day=1), until=until.replace(day=1),
        defaults={"users": users, "source": source},
    )  # fmt: skip
    record(
        "survey.population_set", by=by, office_id=office.pk, now=now,
        subject=("survey_population", population.pk, f"{since:%Y-%m}/{until:%Y-%m}: {users}"),
    )  # fmt: skip
    return population
