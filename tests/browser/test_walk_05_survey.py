"""Walk 5: the citizen answers the survey by a one-time link; nothing links the answer to the person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sinergi.accounts.models import User
from sinergi.organization.models import Unit
from sinergi.surveys.jobs import pour_answers
from sinergi.surveys.models import Response
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.factories import casework, surveys

pytestmark = pytest.mark.browser


def test_citizen_answers_once(
    arrive: Arrive, sku: Any, office: Any, terjun: Unit, budi: User, lurah: User, now: Any, clock: Any,
    work: Callable[..., None],
) -> None:  # fmt: skip
    surveys.questionnaire(office)
    case = casework.finished(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    sari = arrive()
    steps.follow(sari, case.reference).click("Isi survei").sees("Bagaimana pelayanan kami?").look()
    link = sari.path
    assert len(link.rstrip("/").rsplit("/", 1)[-1]) >= 22
    assert case.reference not in sari.text()
    sari.click("Kirim jawaban").look("empty")
    assert sari.page.locator(".govuk-error-summary").count() == 1
    questions = (
        "persyaratan",
        "prosedur",
        "waktu",
        "biaya",
        "produk",
        "kompetensi",
        "perilaku",
        "pengaduan",
        "sarana",
    )
    sari.fill(dict.fromkeys((*questions, "kejelasan"), 4)).fill(
        perilaku=3, comment="Petugas ramah, antre cepat."
    )
    sari.fill(jenis_kelamin="perempuan").click("Kirim jawaban").sees("Terima kasih").look()
    sari.go(link).sees("sudah kami terima").look("used")
    for _each in range(20):  # an answer waits for the company of others
        surveys.answer(terjun, sku.service, now=now)
    clock.shift(timedelta(hours=80))
    work(pour_answers)
    assert Response.objects.filter(unit=terjun, service=sku.service, perilaku=3).count() <= 1
    assert Response.objects.exists()


def test_old_link_says_what_to_do(arrive: Arrive, sku: Any, terjun: Unit, now: Any) -> None:
    """Expired, used and unknown links answer alike: nobody learns which of them a guess has hit."""
    token = surveys.link(terjun, sku.service, now=now - timedelta(days=200))
    for address in (token, "AAAAAAAAAAAAAAAAAAAAAA"):
        visitor = (
            arrive().go(f"/survei/{address}/").sees("tidak dapat dibuka lagi", "Yang dapat Anda lakukan")
        )
        visitor.look("closed")
