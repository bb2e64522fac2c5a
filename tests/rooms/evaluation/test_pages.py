"""The evaluation's pages: who sees them, what they show, and that they stay cheap."""

from datetime import date

import pytest
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.organization.queries import root_unit
from tests.factories import evaluation, people, surveys
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(time_machine, now):
    time_machine.move_to(now)


@pytest.fixture
def camat(office):
    return people.staff("camat", "camat", root_unit(office))


@pytest.fixture
def lurah(terjun):
    return people.staff("lurah", "lurah", terjun)


@pytest.fixture
def answered(office, terjun, paya_pasir, frozen):
    service = surveys.service(office)
    evaluation.answers([terjun, paya_pasir], service, since=date(2025, 10, 1), count=7)
    return service


def _get(user: User | None, name: str, *args: object, **query: str) -> object:
    from django.test import Client

    client = people.signed_in(user) if user else Client()
    response = client.get(reverse(name, args=args), query)
    if response.status_code == 200:
        check_page(response.content, url=name)
    return response


def test_overview_shows_index_with_interval_and_the_weakest_first(camat, answered):
    response = _get(camat, "evaluation:overview", periode="2026-TW1")
    page = response.context["page"]
    assert page.elements[0].key == "perilaku" and page.elements[0].score.low_rank
    assert page.row.n == 120 and page.row.low < page.row.index < page.row.high
    assert "Perilaku pelaksana" in response.content.decode()


def test_lurah_sees_the_own_village_only(lurah, answered, paya_pasir):
    page = _get(lurah, "evaluation:overview", periode="2026-TW1").context["page"]
    assert page.row.n == 60
    assert _get(lurah, "evaluation:overview", unit=str(paya_pasir.pk)).status_code == 404


@pytest.mark.parametrize(
    "query", [{"periode": "2026"}, {"layanan": "tidak-ada"}, {"unit": "999999"}, {"unit": "9" * 5000}]
)
def test_address_that_names_nothing_is_404(camat, answered, query):
    assert _get(camat, "evaluation:overview", **query).status_code == 404


@pytest.mark.parametrize("role", ["examiner", "counter", "personnel", "admin"])
def test_others_find_nothing_here(office, terjun, answered, role):
    user = people.staff(role, role, terjun)
    assert _get(user, "evaluation:overview").status_code == 404


@pytest.mark.parametrize(
    "element", ["waktu", "perilaku", "persyaratan", "prosedur", "kompetensi", "biaya", "kejelasan"]
)
def test_cell_page_of_every_element(camat, answered, element):
    response = _get(camat, "evaluation:cell", element, periode="2026-TW1", layanan=answered.slug)
    assert response.status_code == 200 and response.context["page"].score is not None


def test_unknown_element_is_404(camat, answered):
    assert _get(camat, "evaluation:cell", "ongkos").status_code == 404


def test_empty_office_says_so(camat, frozen):
    assert "kurang dari 10 jawaban" in _get(camat, "evaluation:overview").content.decode()


def test_plan_draw_and_tell_through_the_pages(camat, answered, terjun, now):
    from sinergi.organization.models import Competency

    Competency.objects.create(key="komunikasi", name="Komunikasi", cluster="manajerial")
    client = people.signed_in(camat)
    address = reverse("evaluation:action_new") + f"?unsur=perilaku&layanan={answered.slug}&unit={terjun.pk}"
    check_page(client.get(address).content, url=address)
    data = {
        "kind": "petugas", "title": "Tambah petugas pagi", "units": [terjun.pk], "owner": camat.pk,
        "due_on_day": "1", "due_on_month": "9", "due_on_year": "2026", "reason": "",
    }  # fmt: skip
    wrong = client.post(address, data | {"title": ""})
    assert "error-summary" in wrong.content.decode()
    check_page(wrong.content, url=address)
    made = client.post(address, data)
    assert made.status_code == 302
    check_page(client.get(made.url).content, url=made.url)
    begin = client.post(made.url + "mulai/", {"on_day": "14", "on_month": "5", "on_year": "2026"})
    assert begin.status_code == 302
    assert (
        client.post(made.url + "umumkan/", {"said": "Antre lama", "did": "Petugas ditambah"}).status_code
        == 302
    )
    told = client.get(reverse("evaluation:told"))
    check_page(told.content, url="told")
    assert "Antre lama" in told.content.decode() and "Data belum cukup" in told.content.decode()


def test_action_of_another_village_is_unknown(lurah, camat, paya_pasir, answered):
    action = evaluation.action(camat, [paya_pasir])
    assert _get(lurah, "evaluation:action", action.pk).status_code == 404


def test_public_pages_show_published_figures(answered):
    response = _get(None, "evaluation:public")
    assert response.context["page"].row.n == 120
    assert _get(None, "evaluation:told").status_code == 200
    assert _get(None, "evaluation:told_service", "tidak-ada").status_code == 404


def test_action_list_needs_the_same_queries_at_any_size(
    camat, terjun, answered, django_assert_max_num_queries, now
):
    client = people.signed_in(camat)
    for _each in range(30):
        evaluation.action(camat, [terjun])
    with django_assert_max_num_queries(10):
        response = client.get(reverse("evaluation:actions"))
    check_page(response.content, url="actions")
