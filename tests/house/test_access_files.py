"""Citizens' documents: the narrowest row of the access table, alone, so that one broken line is seen quickly."""

import pytest
from django.urls import reverse

from sinergi.access.permissions import Role
from tests.factories import casework, people
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


def test_counter_does_not_open_files(time_machine):
    """Who hands out letters sees the case, not the applicant's documents; the examiner sees both."""
    time_machine.move_to(NOW)
    office = people.office(host="testserver")
    terjun = people.village(office, "Terjun")
    version = casework.services(office, now=NOW)["keterangan-usaha"]
    case = casework.submitted(version, terjun, now=NOW)
    attachment = case.attachments.first()
    address = reverse("casework:file", args=[case.reference, attachment.pk])
    counter = people.signed_in(people.staff("loket", Role.COUNTER, terjun))
    assert counter.get(reverse("casework:case", args=[case.reference])).status_code == 200
    assert counter.get(address).status_code == 404
    assert people.signed_in(people.staff("budi", Role.EXAMINER, terjun)).get(address).status_code == 200
