"""The year as it is shipped: its action page finds the training, its queue holds every status."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.casework.workflow import Status
from sinergi.evaluation.models import Action
from sinergi.sample.loading import load
from tests.factories.page import check_page
from tests.factories.people import signed_in

NOW = datetime(2026, 5, 14, 11, 20, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.slow
@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_the_action_page_of_the_whole_year_finds_the_training() -> None:
    loaded = load(now=NOW)
    training = Action.objects.get(kind="pelatihan")
    url = reverse("evaluation:action", args=[training.pk])
    response = signed_in(User.objects.get(username="camat")).get(url)
    check_page(response.content, url=url)
    assert "Naik, sejalan dengan tindakan ini" in response.content.decode()
    counts = dict.fromkeys(Status.values, 0)
    for status in Application.objects.values_list("status", flat=True):
        counts[status] += 1
    assert all(counts.values()), counts
    assert loaded.truth.effect > 0
