"""A kelurahan that is asked about, and who looks after its survey."""

import pytest

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories import people
from tests.factories import surveys as make


@pytest.fixture
def terjun(office: Office) -> Unit:
    make.questionnaire(office)
    return people.village(office, "Terjun")


@pytest.fixture
def mutu(office: Office, terjun: Unit) -> User:
    return people.staff("mutu", Role.QUALITY, root_unit(office))
