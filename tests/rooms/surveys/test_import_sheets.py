"""A workbook with more than one filled sheet: the page says which was read, before anything is kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sinergi.access.permissions import Role
from sinergi.organization.models import Office
from sinergi.organization.queries import root_unit
from sinergi.sheets.table import unread_words
from sinergi.sheets.writing import Sheet, workbook
from sinergi.surveys.models import ImportBatch
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.page import check_page
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
NINE = [f"U{number}" for number in range(1, 10)]


@pytest.mark.parametrize("header", [NINE, ["catatan"]])
def test_the_sheets_that_were_left_are_named(office: Office, time_machine: Any, header: list[str]) -> None:
    time_machine.move_to(NOW, tick=False)
    make.questionnaire(office)
    village = people.village(office, "Terjun")
    client = people.signed_in(people.staff("mutu", Role.QUALITY, root_unit(office)))
    content = workbook([Sheet("TW 1", header, [[4] * 9] * 12), Sheet("TW 2", NINE, [[3] * 9])], created=NOW)
    data = {
        "file": SimpleUploadedFile("skm.xlsx", content), "service": make.service(office).pk, "unit": village.pk,
        "month": "2026-03-01", "order": "legal",
    }  # fmt: skip
    answer = client.post(reverse("surveys:import_new"), data, follow=True)
    check_page(answer.content, url="impor")
    words = unread_words("TW 1", ["TW 2"])
    batch = ImportBatch.objects.get()
    assert answer.content.decode().count(words) == 1
    if header == NINE:
        assert (batch.status, batch.sheet, batch.unread) == ("pratinjau", "TW 1", ["TW 2"])
        client.post(reverse("surveys:import_keep", args=[batch.pk]))
        assert words in client.get(reverse("surveys:import", args=[batch.pk])).content.decode()
    else:
        assert batch.status == "tidak_terpakai"
