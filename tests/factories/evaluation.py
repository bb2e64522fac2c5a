"""Survey answers by the month, and follow-up actions, for tests of the evaluation."""

import random
from datetime import date, datetime
from typing import Any

from sinergi.accounts.models import User
from sinergi.catalogue.models import Service
from sinergi.evaluation import operations
from sinergi.evaluation.models import Action
from sinergi.organization.models import Unit
from sinergi.surveys.models import Response
from sinergi.surveys.models.answers import SCORES
from sinergi.surveys.operations.publication import publish_figures
from sinergi.surveys.operations.rolling import rebuild_rollup
from tests.factories import surveys
from tests.factories.people import NOW


def months(first: date, count: int) -> list[date]:
    """The first days of ``count`` months in a row."""
    start = first.year * 12 + first.month - 1
    return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(count)]


def answers(
    units: list[Unit],
    service: Service,
    *,
    since: date,
    count: int,
    per_month: int = 20,
    weak: str = "perilaku",
    lifted: dict[Unit, date] | None = None,
    lift: float = 0.0,
    seed: int = 1,
    gap: str = "",
) -> None:
    """Answers of every unit and month; ``weak`` is low, and higher by ``lift`` after the unit's month in ``lifted``;
    ``gap`` is left unanswered by everybody."""
    chance, rows = random.Random(seed), []
    questionnaire = surveys.questionnaire(service.office)
    for month in months(since, count):
        for unit in units:
            raised = lift if lifted and unit in lifted and month > lifted[unit] else 0.0
            rows += [
                Response(
                    office=service.office, unit=unit, service=service, questionnaire=questionnaire, month=month,
                    channel="online", kejelasan=3,
                    **{
                        key: None if key == gap else _score(chance, 2.5 + raised if key == weak else 3.4)
                        for key in SCORES
                    },
                )
                for _each in range(per_month)
            ]  # fmt: skip
    Response.objects.bulk_create(rows)
    rebuild_rollup()
    publish_figures(now=NOW)


def _score(chance: random.Random, mean: float) -> int:
    return min(4, max(1, round(chance.gauss(mean, 0.6))))


def action(owner: User, units: list[Unit], *, now: datetime = NOW, **details: Any) -> Action:
    """A planned action; staffing unless told otherwise."""
    values: dict[str, Any] = {
        "service": None, "element": "perilaku", "kind": "petugas", "title": "Contoh tindakan",
        "due_on": date(now.year, 12, 1), "unit": units[0], "by": owner, "owner": owner,
    } | details  # fmt: skip
    return operations.add_action(units=units, now=now, **values)
