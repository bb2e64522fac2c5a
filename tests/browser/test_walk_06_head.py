"""Walks 6 and 7: the head finds the weak element, trains in waves drawn by lot, sees the effect, tells the public."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sinergi.accounts.models import User
from sinergi.competency.models import TrainingEvent
from sinergi.evaluation.jobs import follow
from sinergi.evaluation.models import Action
from sinergi.organization.models import Competency, Unit
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor
from tests.conftest import JAKARTA
from tests.factories import competency, evaluation, people

pytestmark = pytest.mark.browser
VILLAGES = ("Labuhan Deli", "Rengas Pulau", "Terjun", "Tanah Enam Ratus", "Paya Pasir")


@pytest.fixture
def villages(office: Any) -> list[Unit]:
    return [people.village(office, name) for name in VILLAGES]


@pytest.fixture
def skill(sku: Any, villages: list[Unit]) -> Competency:
    """Communication; in each village two of three are below what the service needs."""
    one = Competency.objects.get(key="komunikasi")
    for village in villages:
        competency.team(village, [1, 1, 3], one)
    return one


@pytest.fixture
def answered(sku: Any, villages: list[Unit]) -> None:
    """Eight months in which the behavior of the staff is the weakest element."""
    evaluation.answers(villages, sku.service, since=date(2025, 10, 1), count=8)


def test_head_finds_nothing_yet(arrive: Arrive, services: Any, camat: User) -> None:
    head = arrive("camat")
    head.go("/meja/evaluasi/").sees("Belum ada angka").look("empty")
    head.go("/meja/evaluasi/tindak-lanjut/").sees("Belum ada tindakan").look("empty")
    head.go("/meja/").look()
    public = arrive()
    public.go("/kinerja/").sees("Belum ada angka").look("empty")
    public.go("/anda-bilang/").sees("Belum ada yang dapat diceritakan").look("empty")


def test_weak_element_to_measured_effect(
    arrive: Arrive, sku: Any, villages: list[Unit], skill: Competency, answered: None, camat: User, root: Unit,
    clock: Any, work: Callable[..., None],
) -> None:  # fmt: skip
    people.staff("pegawai", "personnel", root)
    head = arrive("camat")
    head.go("/meja/evaluasi/?periode=2026-TW1").sees(
        "Indeks kepuasan (IKM)", "Rentang 95%", "Jawaban", "300"
    ).look()
    first = head.page.locator("main tbody th a").first
    assert first.inner_text() == "Perilaku pelaksana"
    export(head)
    head.go("/meja/evaluasi/?periode=2026-TW1").click("Perilaku pelaksana")
    head.sees(
        "Yang tercatat di kantor", "Yang mungkin membantu", "yang dinilai adalah tim, tidak pernah orang"
    ).look("cell")
    action = plan(head, villages, skill)
    draw(head, action)
    for event in TrainingEvent.objects.order_by("starts_on"):
        hold(arrive, clock, event)
        work(follow)  # the job that sees which trainings were held
    later(villages, sku, action)
    clock.move_to(datetime(2027, 3, 10, 9, 0, tzinfo=JAKARTA))
    head.sign_in("camat").go(f"/meja/evaluasi/tindak-lanjut/{action.pk}/")
    head.sees("Naik", "Perkiraan perubahan", "Rentang 95%", "bukan bukti sebab").look("effect")
    tell(head, arrive(), action)


def export(head: Visitor) -> None:
    head.go("/meja/survei/").look().click("Jawaban per bulan").sees("dibulatkan ke bawah").look()
    head.go("/meja/survei/")
    link = head.page.get_by_role("link", name="Unduh tabel SKM (XLSX)").get_attribute("href")
    status, kind, body = head.fetch(f"/meja/survei/{link}" if str(link).startswith("?") else str(link))
    assert status == 200
    assert "spreadsheetml" in kind
    assert CalamineWorkbook.from_filelike(io.BytesIO(body)).sheet_names


def plan(head: Visitor, villages: list[Unit], skill: Competency) -> Action:
    head.click("Susun tindak lanjut").look().click("Simpan tindakan").look("empty")
    # The page of the element has filled in what it found: kind, competency and level.
    assert head.page.locator('[name="competency"]').input_value() == str(skill.pk)
    head.fill(title="Pelatihan komunikasi petugas loket", **steps.boxes("due_on", "2026-12-01"))
    head.fill(competency="", target_level="")
    head.click("Simpan tindakan").sees("Pilih kompetensi yang dilatih").look("error")
    for village in villages:
        head.fill(units=village.pk)
    head.fill(competency=skill.pk, target_level=3).click("Simpan tindakan")
    head.sees("Tindakan ditambahkan", "Apakah ada perubahan?").look("planned")
    return Action.objects.get()


def draw(head: Visitor, action: Action) -> None:
    head.click("Undi gelombang dan buka pelatihan").look()
    head.fill(waves=3, seed="", **steps.boxes("first_on", "2026-07-06")).click(
        "Undi dan buka pelatihan"
    ).look("error")
    head.fill(seed="rapat 9 Juni 2026").click("Undi dan buka pelatihan").sees("Undian selesai").look("drawn")
    sizes = [action.treated_units.filter(wave=wave).count() for wave in (1, 2, 3)]
    assert sizes == [2, 2, 1]
    event = TrainingEvent.objects.order_by("starts_on").first()
    assert event is not None
    head.go(f"/meja/pelatihan/{event.pk}/").sees("Peserta", "terdaftar").look("planned")
    assert event.participants.count() == 4  # two of three in each of two villages


def hold(arrive: Arrive, clock: Any, event: TrainingEvent) -> None:
    """The personnel officer records who came, and months later what they can do now."""
    after = datetime.combine(event.ends_on, datetime.min.time(), tzinfo=JAKARTA).replace(day=28, hour=9)
    clock.move_to(after)
    officer = arrive("pegawai")
    officer.go(f"/meja/pelatihan/{event.pk}/").click("Catat kehadiran").look().click("Nyatakan terlaksana")
    officer.sees("Kehadiran dicatat").click("Nilai sesudah pelatihan").look()
    for box in officer.page.locator("main td select").all():
        box.select_option("3")
    officer.click("Simpan level").sees("level sesudah pelatihan dicatat").look("held")


def later(villages: list[Unit], sku: Any, action: Action) -> None:
    """The months after: better in a village from the month after its training on."""
    months = {
        row.unit: row.event.ends_on.replace(day=1)
        for row in action.treated_units.select_related("unit", "event")
        if row.event
    }
    evaluation.answers(
        villages, sku.service, since=date(2026, 6, 1), count=9, lifted=months, lift=0.8, seed=2
    )


def tell(head: Visitor, citizen: Visitor, action: Action) -> None:
    """Walk 7: the words for everybody."""
    head.click("Umumkan kepada warga").look().click("Umumkan", exact=True).look("error")
    head.fill(said="Petugas kurang ramah.", did="Semua petugas loket dilatih komunikasi.").click(
        "Umumkan", exact=True
    )
    head.sees("Sudah diumumkan").look("published")
    citizen.go("/kinerja/").sees("Seberapa baik kami melayani?").look("full").click(
        "Anda bilang, kami lakukan"
    )
    citizen.sees(
        "Petugas kurang ramah.", "dilatih komunikasi", "Apakah berubah?", "Naik", "bukan bukti sebab"
    ).look()
    citizen.go("/").sees("Kata warga tentang kami").look("with figure")
