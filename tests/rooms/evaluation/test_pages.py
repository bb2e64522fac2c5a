"""The evaluation's pages: who sees them, what they show, and that they stay cheap."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.organization.models import Unit
from sinergi.organization.queries import root_unit
from tests.factories import casework, evaluation, people, surveys
from tests.factories import competency as skills
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db


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


def test_the_row_of_the_office_itself_says_what_is_in_it(camat, office, answered, terjun, budi, lurah):
    root = root_unit(office)
    evaluation.answers([root], answered, since=date(2025, 10, 1), count=7)
    section = people.section(office, "Seksi Contoh")
    made = casework.services(office, now=people.NOW)["keterangan-usaha"]
    done = datetime(2026, 2, 10, 9, 0, tzinfo=people.NOW.tzinfo)
    casework.finished(casework.proposed(made, terjun, budi, now=done), [lurah], budi, now=done)
    response = _get(camat, "evaluation:overview", periode="2026-TW1", unit=str(root.pk))
    page, text = response.context["page"], response.content.decode()
    assert page.units[0].row.unit_name == "Kantor kecamatan (tanpa kelurahan)"
    assert "Semua layanan · Kantor kecamatan (tanpa kelurahan)" in " ".join(text.split())
    assert page.users is None  # the one finished case was the kelurahan's
    assert _get(camat, "evaluation:overview", periode="2026-TW1").context["page"].users == 1
    assert section.name not in text  # it serves nobody by itself


def test_overview_says_why_its_units_do_not_add_up(camat, answered, terjun, paya_pasir):
    """Six answers with a gap at each of two units: together they may be shown, alone they may not."""
    whole = _get(camat, "evaluation:overview", periode="2026-TW1").context["page"].row.n
    for unit in (terjun, paya_pasir):
        evaluation.answers([unit], answered, since=date(2026, 2, 1), count=1, per_month=6, gap="waktu")
    response = _get(camat, "evaluation:overview", periode="2026-TW1")
    page = response.context["page"]
    assert page.row.n == whole + 12
    assert [each.row.n for each in page.services] == [whole + 12]
    assert sum(each.row.n for each in page.units) == whole
    assert "hanya masuk jumlah layanan atau kantor" in response.content.decode()


def test_element_of_a_unit_lists_only_what_its_own_team_did(camat, answered, terjun, paya_pasir, office):
    root, section = root_unit(office), people.section(office, "Seksi Contoh")
    titles = {"Latihan Terjun": terjun, "Latihan seksi": section}
    for title, unit in titles.items():
        evaluation.action(camat, [unit], title=title)

    def listed(unit: Unit | None) -> set[str]:
        asked = {"periode": "2026-TW1"} | ({"unit": str(unit.pk)} if unit else {})
        page = _get(camat, "evaluation:cell", "perilaku", **asked).context["page"]
        return {each.action.title for each in page.actions}

    assert listed(None) == set(titles)
    assert listed(terjun) == {"Latihan Terjun"}
    assert listed(paya_pasir) == set()
    assert listed(root) == {"Latihan seksi"}  # the office without its kelurahan


def test_a_seksi_is_told_to_its_own_head_only(office, answered):
    """The kecamatan itself less its seksi would be the camat and the secretary: two people's gaps."""
    section = people.section(office, "Seksi Contoh")
    quality = people.staff("mutu2", "quality", root_unit(office))
    kasi = people.staff("kasi", "kasi", section)
    for name, args in (("evaluation:overview", ()), ("evaluation:cell", ("kompetensi",))):
        address = f"{reverse(name, args=args)}?periode=2026-TW1&unit={section.pk}"
        assert people.signed_in(quality).get(address).status_code == 404, name
        assert people.signed_in(kasi).get(address).status_code == 200, name


def test_english_pages_name_grade_and_element_in_english(camat, answered):
    def said(path: str, **query: str) -> str:
        client = people.signed_in(camat)
        client.cookies["bahasa"] = "en"
        page = client.get(path, query).content.decode()
        check_page(page, url=path)
        return page

    labels = {
        "A · Sangat Baik": "A · Very good", "B · Baik": "B · Good", "C · Kurang Baik": "C · Less than good",
        "D · Tidak Baik": "D · Not good",
    }  # fmt: skip
    kept = _get(None, "evaluation:public").content.decode()
    (grade,) = (label for label in labels if label in kept)
    for path in ("/kinerja/", "/meja/evaluasi/"):
        assert labels[grade] in said(path) and grade not in said(path)
    new = said(reverse("evaluation:action_new"), unsur="waktu")
    assert "Waktu penyelesaian" not in new and "Time to completion" in new


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


def test_a_plan_begins_with_what_the_page_found(camat, frozen, terjun, office):
    """The page names a lever, a competency, a level and a team: nobody should have to type them again."""
    skill = skills.competency()
    skills.team(terjun, [1, 1, 3], skill)
    skills.service(office, {skill: 3})
    cell = _get(camat, "evaluation:cell", "perilaku", periode="2026-TW1", layanan="sku")
    page = cell.context["page"]
    assert page.evidence.gaps and page.plan.replace("&", "&amp;") in cell.content.decode()
    response = people.signed_in(camat).get(reverse("evaluation:action_new") + page.plan)
    check_page(response.content, url="plan")
    form, back = response.context["form"], response.context["back"]
    assert form["kind"].value() == "pelatihan" and form["target_level"].value() == "3"
    assert form.initial["competency"] == skill and form.initial["units"] == [terjun.pk]
    assert people.signed_in(camat).get(back).context["page"].plan == page.plan


def test_a_plan_leaves_out_words_that_mean_nothing(camat, answered):
    asked = {"unsur": "waktu", "jenis": "sulap", "kompetensi": "x\x00y", "level": "9", "untuk": "a,\x00"}
    form = _get(camat, "evaluation:action_new", **asked).context["form"]
    assert form.initial["kind"] == form.initial["target_level"] == "" and form.initial["competency"] is None


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
    assert (
        client.get(reverse("evaluation:action_new"), {"unsur": "perilaku", "layanan": "\x00"}).status_code
        == 404
    )
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


def test_what_was_done_for_all_services_is_told_with_each(camat, answered, terjun, now):
    from sinergi.evaluation import operations

    for title, service in (("Untuk semua", None), ("Untuk satu", answered)):
        action = evaluation.action(camat, [terjun], title=title, service=service)
        operations.start(action, on=now.date(), by=camat, now=now)
        operations.publish(action, said="Antre lama", did=title, by=camat, now=now)
    page = _get(None, "evaluation:told_service", answered.slug)
    assert [row.did for row in page.context["rows"]] == ["Untuk satu", "Untuk semua"]
    address = reverse("evaluation:told_service", args=[answered.slug])
    assert address in _get(None, "evaluation:told").content.decode()
    assert f'href="{reverse("evaluation:told")}"' in page.content.decode()


def test_action_list_needs_the_same_queries_at_any_size(
    camat, terjun, answered, django_assert_max_num_queries, now
):
    client = people.signed_in(camat)
    for _each in range(30):
        evaluation.action(camat, [terjun])
    with django_assert_max_num_queries(10):
        response = client.get(reverse("evaluation:actions"))
    check_page(response.content, url="actions")


def test_what_was_told_can_be_taken_back_with_a_reason(camat, terjun, now):
    from sinergi.audit.models import Event
    from sinergi.evaluation import operations

    action = evaluation.action(camat, [terjun])
    client, address = people.signed_in(camat), f"/meja/evaluasi/tindak-lanjut/{action.pk}/tarik/"
    page = client.get(address)
    check_page(page.content, url=address)
    assert "tidak sedang diumumkan" in page.content.decode()
    assert "tidak sedang diumumkan" in client.post(address, {"reason": "Contoh"}).content.decode()
    operations.start(action, on=now.date(), by=camat, now=now)
    operations.publish(action, said="Antre lama", did="Loket ditambah", by=camat, now=now)
    assert "Tarik pengumuman" in client.get(f"/meja/evaluasi/tindak-lanjut/{action.pk}/").content.decode()
    empty = client.post(address, {"reason": " "})
    assert "error-summary" in empty.content.decode()
    assert "Antre lama" in client.get(reverse("evaluation:told")).content.decode()
    check_page(client.get(address).content, url=address)
    assert client.post(address, {"reason": "Angkanya keliru"}).status_code == 302
    assert "Antre lama" not in client.get(reverse("evaluation:told")).content.decode()
    assert Event.objects.get(code="action.unpublished").reason == "Angkanya keliru"


def test_only_who_runs_an_action_takes_its_words_back(camat, terjun, now):
    from sinergi.evaluation import operations

    action = evaluation.action(camat, [terjun])
    operations.start(action, on=now.date(), by=camat, now=now)
    action = operations.publish(action, said="Antre lama", did="Loket ditambah", by=camat, now=now)
    other = people.staff("lurah2", "lurah", terjun)  # sees it, but leads neither it nor its unit
    action.unit = root_unit(camat.office)
    action.save()
    answer = people.signed_in(other).post(
        f"/meja/evaluasi/tindak-lanjut/{action.pk}/tarik/", {"reason": "Contoh"}
    )
    assert "Hanya penanggung jawab" in answer.content.decode()
    action.refresh_from_db()
    assert action.published_at is not None


def test_the_number_of_users_is_recorded_with_its_source(camat, answered):
    from sinergi.audit.models import Event
    from sinergi.surveys.models import Population

    client, address = people.signed_in(camat), "/meja/evaluasi/pengguna/?periode=2026-TW1"
    overview = client.get("/meja/evaluasi/?periode=2026-TW1")
    check_page(overview.content, url="evaluasi")
    assert "/meja/evaluasi/pengguna/?periode=2026-TW1" in overview.content.decode()
    wrong = client.post(address, {"users": "banyak", "source": "Register pelayanan", "year": "2026"})
    check_page(wrong.content, url=address)
    assert "error-summary" in wrong.content.decode() and "Register pelayanan" in wrong.content.decode()
    assert client.post(address, {"users": "1.200", "source": "", "year": "2026"}).status_code == 200
    saved = client.post(address, {"users": "1.200", "source": "Register pelayanan", "year": "2026"})
    assert saved.status_code == 302 and saved.url.endswith("?periode=2026-TW1")
    [row] = Population.objects.all()
    assert (row.users, row.source, row.until) == (1200, "Register pelayanan (2026)", date(2026, 3, 1))
    page = _get(camat, "evaluation:overview", periode="2026-TW1").context["page"]
    assert (page.users, page.target) == (1200, 291)
    assert Event.objects.filter(code="survey.population_set").count() == 1
    assert "Register pelayanan (2026)" in client.get(address).content.decode()


def test_a_lurah_counts_users_of_the_own_kelurahan_only(lurah, answered, terjun):
    from sinergi.surveys.models import Population

    data = {"users": "90", "source": "Buku tamu", "year": "2026"}
    client = people.signed_in(lurah)
    office_wide = client.post("/meja/evaluasi/pengguna/?periode=2026-TW1", data)
    assert "dicatat oleh pimpinan" in office_wide.content.decode() and not Population.objects.exists()
    own = client.post(f"/meja/evaluasi/pengguna/?periode=2026-TW1&unit={terjun.pk}", data)
    assert own.status_code == 302 and Population.objects.get().unit == terjun


def test_figures_of_elements_are_rounded_once():
    """3.19496 is 3.19; rounded to 3.1950 on the way it would be shown as 3.20."""
    from sinergi.evaluation.queries.overview import element_rows
    from sinergi.surveys.formulas.disclosure import Standing
    from sinergi.surveys.queries import IndexRow
    from sinergi.ui import pieces

    rows = [
        IndexRow(1, "SKU", None, "", Standing.FIRM, {"waktu": (100_000, total, squares)})
        for total, squares in ((319_496, 1_060_000), (300_000, 980_000))
    ]
    [now] = element_rows(*rows)
    assert "<b>3,19</b>" in pieces.score(now.score)
    [before] = element_rows(rows[1], rows[1])
    assert before.score.trend == 0 and now.score.trend == Decimal("0.19496")


def test_every_page_says_that_clarity_is_outside_the_index(camat, answered, now):
    public = _get(None, "evaluation:public").content.decode()
    inner = _get(camat, "evaluation:overview", periode="2026-TW1").content.decode()
    surveys_page = _get(camat, "surveys:overview", periode="2026-TW1").content.decode()
    for page in (public, inner, surveys_page):
        assert "Sembilan unsur dan kejelasan" in page
        assert page.count("di luar indeks") == 1
