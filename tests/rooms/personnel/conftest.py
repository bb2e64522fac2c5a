"""Who imports staff lists, and where."""

import pytest

from sinergi.access.permissions import Role
from sinergi.organization.queries import root_unit
from tests.factories import people


@pytest.fixture
def office():
    return people.office()


@pytest.fixture
def terjun(office):
    return people.village(office, "Terjun")


@pytest.fixture
def officer(office, terjun):
    return people.staff("ratna", Role.PERSONNEL, root_unit(office))
