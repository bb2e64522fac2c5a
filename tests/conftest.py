"""Fixtures that every room's tests share: one office with two kelurahan, and people with names."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from sinergi.accounts.models import User
from sinergi.organization.models import Office, Unit
from tests.factories import people

# No timings in tests: a busy machine must not turn a property red.
settings.register_profile("sinergi", deadline=None)
settings.load_profile("sinergi")

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def now() -> datetime:
    """A Thursday morning inside office hours."""
    return datetime(2026, 5, 14, 9, 0, tzinfo=JAKARTA)


@pytest.fixture
def office(db: None) -> Office:
    return people.office()


@pytest.fixture
def terjun(office: Office) -> Unit:
    return people.village(office, "Terjun")


@pytest.fixture
def paya_pasir(office: Office) -> Unit:
    return people.village(office, "Paya Pasir")


@pytest.fixture
def budi(office: Office, terjun: Unit, now: datetime) -> User:
    """The examiner at Terjun."""
    return people.staff("budi", "examiner", terjun, now=now)


@pytest.fixture
def dewi(office: Office, paya_pasir: Unit, now: datetime) -> User:
    """The examiner of another kelurahan, who must be refused."""
    return people.staff("dewi", "examiner", paya_pasir, now=now)
