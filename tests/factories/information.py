"""Programmes for tests."""

from datetime import date, timedelta
from typing import Any

from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM
from sinergi.information import operations
from sinergi.information.models import Programme
from sinergi.information.operations import ProgrammeText
from sinergi.organization.models import Unit
from tests.factories.people import NOW


def text(owner: User, **changes: Any) -> ProgrammeText:
    values: dict[str, Any] = {
        "title": "Bantuan Contoh", "summary": "Untuk keluarga contoh.", "body": "Alinea satu.\n\nAlinea dua.",
        "owner": owner, "valid_until": date(2026, 8, 1),
    }  # fmt: skip
    return ProgrammeText(**{**values, **changes})


def programme(unit: Unit, owner: User, *, published: bool = True, **changes: Any) -> Programme:
    """A programme that is true until 1 August 2026."""
    made = operations.write_programme(unit, text(owner, **changes), by=SYSTEM, now=NOW)
    return operations.set_published(made, published=True, by=SYSTEM, now=NOW) if published else made


def stale(unit: Unit, owner: User, **changes: Any) -> Programme:
    """A programme whose date was over the day before `NOW`; written half a year earlier."""
    early = NOW - timedelta(days=180)
    made = operations.write_programme(
        unit, text(owner, valid_until=NOW.date() - timedelta(days=1), **changes), by=SYSTEM, now=early
    )
    return operations.set_published(made, published=True, by=SYSTEM, now=early)
