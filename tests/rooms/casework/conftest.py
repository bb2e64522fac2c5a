"""A working office: five services, examiners, the people of the signing chain."""

from datetime import datetime

import pytest

from sinergi.accounts.models import User
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.conftest import JAKARTA
from tests.factories import casework, people


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning inside office hours, no holiday near."""
    return datetime(2026, 6, 9, 9, 0, tzinfo=JAKARTA)


@pytest.fixture
def services(office: Office, now: datetime) -> dict[str, ServiceVersion]:
    return casework.services(office, now=now)


@pytest.fixture
def sku(services: dict[str, ServiceVersion]) -> ServiceVersion:
    """Ends at the lurah."""
    return next(version for slug, version in services.items() if "usaha" in slug)


@pytest.fixture
def sktm(services: dict[str, ServiceVersion]) -> ServiceVersion:
    """Goes on to the camat."""
    return next(version for slug, version in services.items() if "mampu" in slug or "sktm" in slug)


@pytest.fixture
def wedding(services: dict[str, ServiceVersion]) -> ServiceVersion:
    """Kasi, sekcam, camat; handled at the kecamatan."""
    return next(version for slug, version in services.items() if "nikah" in slug and "dispensasi" in slug)


@pytest.fixture
def lurah(terjun: Unit) -> User:
    return people.staff("lurah", "lurah", terjun)


@pytest.fixture
def camat(office: Office) -> User:
    return people.staff("camat", "camat", root_unit(office))


@pytest.fixture
def root(office: Office) -> Unit:
    return root_unit(office)
