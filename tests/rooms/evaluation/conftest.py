"""Who looks at the evaluation, and on which day."""

import pytest

from sinergi.organization.queries import root_unit
from tests.factories import people


@pytest.fixture
def frozen(time_machine, now):
    time_machine.move_to(now)


@pytest.fixture
def camat(office):
    return people.staff("camat", "camat", root_unit(office))
