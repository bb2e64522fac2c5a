"""Results on paper: published examples, refused rows, all or nothing, exact withdrawal."""

import random
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.models import Event
from sinergi.organization.models import Office, Unit
from sinergi.surveys.models import ImportBatch, RefusedRow, Response, Rollup, StagedAnswer
from sinergi.surveys.operations import (
    cancel_import,
    commit_import,
    map_columns,
    pour,
    read_import,
    reading,
    rebuild_rollup,
    start_import,
    withdraw,
)
from sinergi.surveys.operations.reading import month_in
from sinergi.surveys.queries import index_table, preview
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.people import NOW
from tests.rooms.surveys.test_answers import cells

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def office(settings: object, tmp_path: object) -> Office:
    found = people.office()
    make.questionnaire(found)
    return found


@pytest.fixture
def terjun(office: Office) -> Unit:
    return people.village(office)


@pytest.fixture
def quality(office: Office, terjun: Unit) -> User:
    return people.staff("mutu", Role.QUALITY, terjun)


def upload(text: str, name: str = "survei.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def start(unit: Unit, by: User, text: str, **more: object) -> ImportBatch:
    options = {"month": MARCH, **more}
    return start_import(
        upload(text),
        office=unit.office,
        unit=unit,
        service=make.service(unit.office),
        by=by,
        now=NOW,
        **options,
    )  # type: ignore[arg-type]


def sheet(rows: int, *, seed: int = 1) -> str:
    chance = random.Random(seed)
    lines = ["No;U1;U2;U3;U4;U5;U6;U7;U8;U9"]
    for number in range(rows):
        answers = ["" if chance.random() < 0.05 else str(chance.randint(1, 4)) for _ in range(9)]
        lines.append(";".join([str(number), "4", *answers[1:]]))
    return "\n".join(lines)


def test_published_counts_give_the_published_index(terjun: Unit, quality: User) -> None:
    batch = start(terjun, quality, make.GASPUL, order="annex")
    shown = preview(batch)
    assert shown is not None
    assert (str(shown.result.index), shown.result.grade.letter, str(shown.old_index)) == (
        "91.48",
        "A",
        "90.56",
    )
    assert shown.result.low is None
    assert dict(zip(batch.columns, batch.elements, strict=True))["U8"] == "sarana"
    commit_import(batch.pk, by=quality, now=NOW)
    row = index_table(terjun.office, since=MARCH, until=MARCH).cells[0]
    assert (str(row.index), row.n, row.provisional) == ("91.48", 29, True)
    assert {element.key: element.score.total for element in row.elements}["pengaduan"] == 115
    assert not Rollup.objects.filter(element="index").exists()  # nobody's own total is known


def test_numbers_of_persons_in_refused_cells_are_not_repeated(terjun: Unit, quality: User) -> None:
    nik, phone = "1271015505900001", "0812-3456-7890"
    batch = start(terjun, quality, f"U1;U2\n4;3\n{nik};{phone}\n4;3;{nik}\n")
    kept = str(list(RefusedRow.objects.filter(batch=batch).values_list("value", "reason")))
    assert nik not in kept and phone not in kept and "Juga salah: U2" in kept
    unusable = start(terjun, quality, f"U1;U2\n{nik};3\n")
    assert unusable.trouble and nik not in unusable.trouble


def test_published_matrix_leaves_the_wrong_row_out_and_says_so(terjun: Unit, quality: User) -> None:
    batch = start(terjun, quality, make.LAB20)
    shown = preview(batch)
    assert shown is not None
    assert (shown.result.respondents, str(shown.result.index), shown.result.grade.letter) == (
        19,
        "87.28",
        "B",
    )
    assert (batch.accepted, batch.refused) == (19, 1)
    wrong = RefusedRow.objects.get()
    assert (wrong.row, wrong.line, wrong.column, wrong.value) == (17, 18, "U2", "5")
    assert batch.elements == ["", "", ""]
    assert not shown.complete


def test_three_columns_are_kept_only_when_somebody_says_what_they_are(terjun: Unit, quality: User) -> None:
    batch = start(terjun, quality, make.LAB20)
    with pytest.raises(Refused, match="unsur yang dimuat setiap kolom"):
        commit_import(batch.pk, by=quality, now=NOW)
    with pytest.raises(Refused, match="unsur yang sama"):
        map_columns(batch.pk, elements=["waktu", "waktu", ""], by=quality, now=NOW)
    with pytest.raises(Refused, match="tidak cocok"):
        map_columns(batch.pk, elements=["waktu", "gaji", ""], by=quality, now=NOW)
    map_columns(batch.pk, elements=["produk", "", "perilaku"], by=quality, now=NOW)
    commit_import(batch.pk, by=quality, now=NOW)
    assert set(Rollup.objects.values_list("element", "n")) == {("produk", 19), ("perilaku", 19)}
    row = index_table(terjun.office, since=MARCH, until=MARCH).cells[0]
    assert row.index is None
    assert [element.key for element in row.elements] == ["produk", "perilaku"]


def test_all_good_rows_or_nothing(terjun: Unit, quality: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = start(terjun, quality, sheet(40))
    assert not Response.objects.exists()
    from sinergi.surveys.operations import imports

    def broken(_batch: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(imports, "add_batch", broken)
        commit_import(batch.pk, by=quality, now=NOW)
    batch.refresh_from_db()
    assert (batch.status, Response.objects.count(), StagedAnswer.objects.count()) == ("pratinjau", 0, 40)
    commit_import(batch.pk, by=quality, now=NOW)
    assert (Response.objects.count(), StagedAnswer.objects.count()) == (40, 0)
    assert set(Response.objects.values_list("channel", "month").distinct()) == {("paper", MARCH)}


def test_identical_file_is_refused_until_withdrawn(terjun: Unit, quality: User) -> None:
    text = sheet(25)
    batch = start(terjun, quality, text)
    assert start(terjun, quality, text).pk == batch.pk  # a double click, or a second look
    commit_import(batch.pk, by=quality, now=NOW)
    with pytest.raises(Refused, match="sudah disimpan oleh Contoh Mutu"):
        start(terjun, quality, text)
    withdraw(batch.pk, reason="Salah bulan", by=quality, now=NOW)
    again = start(terjun, quality, text, month=date(2026, 4, 1))
    commit_import(again.pk, by=quality, now=NOW)
    assert Response.objects.count() == 25


def test_the_same_file_asked_for_otherwise_replaces_the_draft(terjun: Unit, quality: User) -> None:
    first = start(terjun, quality, sheet(25))
    second = start(terjun, quality, sheet(25), order="annex")
    first.refresh_from_db()
    assert (first.status, second.status) == ("dibatalkan", "pratinjau")
    assert StagedAnswer.objects.count() == 25


def test_withdrawal_needs_a_reason_and_happens_once(terjun: Unit, quality: User) -> None:
    batch = start(terjun, quality, sheet(25))
    with pytest.raises(Refused, match="Menunggu keputusan"):
        withdraw(batch.pk, reason="x", by=quality, now=NOW)
    commit_import(batch.pk, by=quality, now=NOW)
    with pytest.raises(Refused, match="alasan"):
        withdraw(batch.pk, reason=" ", by=quality, now=NOW)
    withdraw(batch.pk, reason="Salah unit", by=quality, now=NOW)
    assert not Response.objects.exists() and not Rollup.objects.exists()
    with pytest.raises(Refused):
        withdraw(batch.pk, reason="lagi", by=quality, now=NOW)
    assert Event.objects.get(code="survey.import_withdrawn").reason == "Salah unit"


@pytest.mark.parametrize("role", [Role.LURAH, Role.COUNTER, Role.ADMIN])
def test_only_quality_officers_import(terjun: Unit, role: str) -> None:
    user = people.staff("lain", role, terjun)
    with pytest.raises(Refused, match="tidak berwenang"):
        start(terjun, user, sheet(25))


def test_an_officer_of_another_unit_neither_imports_nor_sees(terjun: Unit, quality: User) -> None:
    dewi = people.staff("dewi", Role.QUALITY, people.village(terjun.office, "Besar"))
    batch = start(terjun, quality, sheet(25))
    with pytest.raises(Refused, match="tidak berwenang"):
        commit_import(batch.pk, by=dewi, now=NOW)
    assert not ImportBatch.objects.visible_to(dewi).exists()
    assert ImportBatch.objects.visible_to(quality).get() == batch


def test_months_from_a_date_column(terjun: Unit, quality: User) -> None:
    rows = ["Tanggal,U1,U2,U3,U4,U5,U6,U7,U8,U9"]
    days = ["14/03/2026", "2026-02-28", "1.3.2026", "31/02/2026", "", "01/01/2027"]
    rows += [f"{day},4,4,4,4,4,4,4,4,4" for day in days]
    batch = start(terjun, quality, "\n".join(rows), month_column="tanggal")
    assert (batch.accepted, batch.refused) == (3, 3)
    assert list(RefusedRow.objects.order_by("row").values_list("line", "column", "value")) == [
        (5, "Tanggal", "31/02/2026"), (6, "Tanggal", ""), (7, "Tanggal", "01/01/2027"),
    ]  # fmt: skip
    commit_import(batch.pk, by=quality, now=NOW)
    assert sorted(Response.objects.values_list("month", flat=True)) == [date(2026, 2, 1), MARCH, MARCH]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-05-14", date(2026, 5, 1)), ("2026-05", date(2026, 5, 1)), ("14/5/2026", date(2026, 5, 1)),
        ("2026-05-14 10:30:00", date(2026, 5, 1)), ("5/14/2026", None), ("14 Mei", None), ("45000", None), ("", None),
    ],
)  # fmt: skip
def test_month_in(text: str, month: date | None) -> None:
    assert month_in(text) == month


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "Tidak ada kolom unsur"),
        ("U1,U2,U3\n", "hanya berisi judul"),
        ("U1,U2,U3\n5,5,5\n", "Semua baris ditolak"),
        ("Tanggal,U1,U2\n2026-03-01,4,4\n", "tidak ada di berkas ini"),
    ],
)
def test_unusable_files_say_why_and_leave_nothing(terjun: Unit, quality: User, text: str, words: str) -> None:
    batch = start(terjun, quality, text, month_column="Waktu isi" if "Tanggal" in text else "")
    assert batch.status == "tidak_terpakai"
    assert words in batch.trouble
    assert not StagedAnswer.objects.exists()
    with pytest.raises(Refused):
        commit_import(batch.pk, by=quality, now=NOW)


def test_a_future_month_is_refused(terjun: Unit, quality: User) -> None:
    with pytest.raises(Refused, match="belum tiba"):
        start(terjun, quality, sheet(25), month=date(2026, 6, 1))


def test_a_long_file_is_read_by_a_job_that_can_stop_and_go_on(
    terjun: Unit, quality: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PIECE", 3_000)
    batch = start(terjun, quality, sheet(12_000))
    assert batch.status == "dibaca"
    found = reading._understood(batch, NOW)
    assert reading._piece(batch.pk, found, NOW)  # the worker dies after one piece
    batch.refresh_from_db()
    assert (batch.rows_done, batch.rows, StagedAnswer.objects.count()) == (3_000, 12_000, 3_000)
    read_import(batch.pk, now=NOW)
    read_import(batch.pk, now=NOW)  # and the job runs once more
    batch.refresh_from_db()
    assert (batch.status, batch.rows_done, StagedAnswer.objects.count()) == ("pratinjau", 12_000, 12_000)
    commit_import(batch.pk, by=quality, now=NOW)
    assert Response.objects.count() == 12_000


def test_a_reading_can_be_cancelled(terjun: Unit, quality: User) -> None:
    batch = start(terjun, quality, sheet(12_000))
    found = reading._understood(batch, NOW)
    reading._piece(batch.pk, found, NOW)
    cancel_import(batch.pk, by=quality, now=NOW)
    assert not reading._piece(batch.pk, found, NOW)
    read_import(batch.pk, now=NOW)
    assert not StagedAnswer.objects.exists()
    batch.refresh_from_db()
    assert batch.status == "dibatalkan"


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_rollup_equals_recomputation_after_any_sequence(terjun: Unit, quality: User, seed: int) -> None:
    chance = random.Random(seed)
    units = [terjun, people.village(terjun.office, "Besar")]
    boss = people.staff("kepala", Role.QUALITY, terjun.__class__.objects.get(parent=None))
    active: list[ImportBatch] = []
    for step in range(8):
        act = chance.choice(["pour", "import", "import", "counts", "withdraw"])
        unit = chance.choice(units)
        if act == "pour":
            for _ in range(chance.randint(20, 30)):
                make.answer(unit, make.service(unit.office), make.some_answers(chance))
            pour(NOW)
        elif act == "withdraw" and active:
            withdraw(active.pop(chance.randrange(len(active))).pk, reason="uji", by=boss, now=NOW)
        else:
            size = chance.randint(5, 60)
            text = make.GASPUL + "\n" * step if act == "counts" else sheet(size, seed=seed * 100 + step)
            batch = start(unit, boss, text, month=chance.choice([MARCH, date(2026, 5, 1)]))
            active.append(commit_import(batch.pk, by=boss, now=NOW))
    before = cells()
    rebuild_rollup()
    assert cells() == before
    assert before


def test_the_file_itself_goes_with_a_cancelled_draft_and_is_never_kept_long(
    terjun: Unit, quality: User
) -> None:
    """Columns that are ignored may hold names and NIK."""
    batch = start(terjun, quality, "nama," + sheet(3))
    assert batch.document.delete_after == date(2026, 6, 13)
    cancel_import(batch.pk, by=quality, now=NOW)
    batch.document.refresh_from_db()
    assert batch.document.erased_at == NOW
