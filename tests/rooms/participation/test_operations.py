"""Stages of a meeting, what each refuses, the minutes as files, and what never becomes public."""

import io
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event
from sinergi.documents.models import Document
from sinergi.organization.models import Office, Unit
from sinergi.participation import jobs, operations, queries
from sinergi.participation.models import Meeting, Unsur
from sinergi.participation.workflow import MOVES, Status
from tests.factories import participation, people

NOW = people.NOW
DO: dict[str, Any] = {"by": SYSTEM, "now": NOW}


@pytest.fixture
def lurah(terjun: Unit) -> User:
    return people.staff("lurah", "lurah", terjun)


def text_of(document: Document | None, tmp_path: Path) -> str:
    assert document is not None
    with document.file.open("rb") as file:
        (tmp_path / "x.pdf").write_bytes(file.read())
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def test_the_whole_way_from_plan_to_published_minutes(terjun: Unit, lurah: User) -> None:
    meeting = participation.published(terjun)
    assert meeting.status == Status.PUBLISHED
    page = queries.public_meeting(terjun.office, meeting.slug, now=NOW)
    assert page is not None
    assert (page.people, page.women, page.pekppp_unsur) == (17, 8, 2)
    assert [row.is_agreed for row in page.agreements] == [True, False]
    assert page.agreed[0].owner == "Kelurahan Terjun"
    assert page.has_photo and page.has_minutes
    for act in (operations.hold, operations.render_minutes):
        before = Meeting.objects.values().get(pk=meeting.pk)
        if act is operations.hold:
            with pytest.raises(Refused):
                act(meeting, **DO)
        else:
            act(meeting, now=NOW)
        assert Meeting.objects.values().get(pk=meeting.pk) == before


@pytest.mark.parametrize(
    ("status", "words"), [(Status.PUBLISHED, "tidak dapat diubah lagi"), (Status.CANCELLED, "dibatalkan")]
)
def test_nothing_is_recorded_after_the_end(terjun: Unit, status: str, words: str) -> None:
    if status == Status.PUBLISHED:
        meeting = participation.published(terjun)
    else:
        meeting = operations.cancel(participation.planned(terjun), reason="Banjir di aula.", **DO)
    attempts = [
        lambda: operations.attend(meeting, unsur=Unsur.USERS, **DO),
        lambda: operations.invite(meeting, unsur=Unsur.USERS, addressee="x", **DO),
        lambda: operations.add_agenda(meeting, text="x", **DO),
        lambda: operations.add_problem(meeting, text="x", **DO),
        lambda: operations.add_agreement(meeting, text="x", owner_unit=terjun, due_on=date(2026, 6, 1), **DO),
        lambda: operations.set_photo(meeting, participation.photo(), text="x", **DO),
        lambda: operations.prepare_minutes(meeting, chair_title="x", **DO),
    ]
    if status == Status.PUBLISHED:
        attempts.append(lambda: operations.remove(meeting.agreements.first(), **DO))
    for attempt in attempts:
        with pytest.raises(Refused, match=words):
            attempt()


def test_a_meeting_is_not_held_before_its_time(terjun: Unit) -> None:
    meeting = participation.planned(terjun, held_at=NOW + timedelta(hours=1))
    with pytest.raises(Refused, match="belum waktunya"):
        operations.hold(meeting, **DO)


def test_minutes_need_people_agenda_results_and_a_witness(terjun: Unit) -> None:
    meeting = participation.planned(terjun)
    with pytest.raises(Refused, match="setelah musyawarah terlaksana"):
        operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
    operations.hold(meeting, **DO)
    expected = ["Daftar hadir", "wakil peserta", "Agenda", "Belum ada kesepakatan"]
    steps = [
        lambda: operations.attend(meeting, unsur=Unsur.USERS, count=3, **DO),
        lambda: operations.attend(meeting, unsur=Unsur.USERS, name="Contoh A", signs=True, **DO),
        lambda: operations.add_agenda(meeting, text="Pembukaan", **DO),
        lambda: operations.add_agreement(meeting, text="x", is_agreed=False, reason="y", **DO),
    ]
    for words, step in zip(expected, steps, strict=True):
        with pytest.raises(Refused, match=words):
            operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
        step()
    operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
    with pytest.raises(Refused, match="Susun berita acaranya"):
        operations.publish(meeting, participation.scan(), **DO)


def test_bad_lines_are_refused_at_their_field(terjun: Unit) -> None:
    meeting = participation.planned(terjun)
    other = people.office("Kecamatan Contoh Lain", code="12.71.99", prefix="LAI")
    cases: list[tuple[str, Any]] = [
        ("women", lambda: operations.attend(meeting, unsur=Unsur.USERS, count=2, women=3, **DO)),
        ("name", lambda: operations.attend(meeting, unsur=Unsur.USERS, signs=True, **DO)),
        ("count", lambda: operations.attend(meeting, unsur=Unsur.USERS, name="Contoh", count=2, **DO)),
        ("owner_unit", lambda: operations.add_agreement(meeting, text="x", due_on=date(2026, 6, 1), **DO)),
        ("due_on", lambda: operations.add_agreement(meeting, text="x", owner_unit=terjun, **DO)),
        ("reason", lambda: operations.add_agreement(meeting, text="x", is_agreed=False, **DO)),
        (
            "owner_unit",
            lambda: operations.add_agreement(
                meeting, text="x", owner_unit=people.village(other, "Contoh"), due_on=date(2026, 6, 1), **DO
            ),
        ),
        ("reason", lambda: operations.cancel(meeting, reason="  ", **DO)),
    ]
    for field, act in cases:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.field == field


def test_only_who_manages_meetings_of_the_unit(
    terjun: Unit, paya_pasir: Unit, lurah: User, budi: User
) -> None:
    other = people.staff("lurahpaya", "lurah", paya_pasir)
    meeting = participation.planned(terjun)
    for stranger in (other, budi):
        assert not Meeting.objects.visible_to(stranger).exists()
        with pytest.raises(Refused, match="Hanya pengelola"):
            operations.hold(meeting, by=stranger, now=NOW)
        with pytest.raises(Refused, match="Hanya pengelola"):
            participation.planned(terjun, by=stranger)
    operations.hold(meeting, by=lurah, now=NOW)
    assert Meeting.objects.visible_to(lurah).get() == meeting


def test_minutes_say_where_women_were_not_counted(terjun: Unit, tmp_path: Path) -> None:
    meeting = participation.held(terjun)
    operations.attend(meeting, unsur=Unsur.MEDIA, count=2, by=SYSTEM, now=NOW)
    operations.prepare_minutes(meeting, chair_title="Lurah", by=SYSTEM, now=NOW)
    text = " ".join(text_of(operations.render_minutes(meeting, now=NOW).public_minutes, tmp_path).split())
    assert "Media massa 2 tidak dicatat" in text and "Jumlah 19 tidak dicatat" in text


def test_minutes_are_archive_pdf_and_only_the_office_copy_has_names(terjun: Unit, tmp_path: Path) -> None:
    meeting = participation.minuted(terjun)
    own, public = text_of(meeting.minutes, tmp_path), text_of(meeting.public_minutes, tmp_path)
    for text in (own, public):
        for words in (
            "FORUM KONSULTASI PUBLIK", "005/12/TRJ/2026", "Kamis, 14 Mei 2026 pukul 07.00 WIB", "Aula Kelurahan Terjun",
            "Mengapa surat lama selesai", "tiga hari", "1 Juli 2026", "Belum ada dasar hukum lembur",
            "Contoh Lurah, S.Sos",
        ):  # fmt: skip
            assert words.lower() in " ".join(text.split()).lower(), words
    assert participation.WITNESS in own
    assert "Contoh Parlindungan" in own
    for name in ("Halimah", "Parlindungan"):
        assert name not in public
    assert "C*** H*** W***" in public
    assert "tidak dicatat" not in public
    for document in (meeting.minutes, meeting.public_minutes):
        assert document is not None
        with document.file.open("rb") as file, pikepdf.open(file) as pdf, pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")


def test_hostile_text_stays_text_in_the_minutes(terjun: Unit, tmp_path: Path) -> None:
    meeting = participation.held(terjun, title="#panic() $x$ @a")
    operations.add_problem(meeting, text=']#read("/etc/passwd") \u4e2d <script> \\u{41} *b*', **DO)
    operations.prepare_minutes(meeting, chair_title="Lurah #1", **DO)
    text = " ".join(text_of(operations.render_minutes(meeting, now=NOW).minutes, tmp_path).split())
    assert "#panic() $x$ @a" in text
    assert ']#read("/etc/passwd") \u25a1 <script> \\u{41} *b*' in text


def test_photo_loses_place_and_camera(terjun: Unit) -> None:
    meeting = operations.set_photo(participation.planned(terjun), participation.photo(), text="Aula", **DO)
    assert meeting.photo is not None
    with meeting.photo.file.open("rb") as file:
        content = file.read()
    assert b"KameraContoh" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_photo_that_was_replaced_is_erased(terjun: Unit) -> None:
    meeting = operations.set_photo(participation.planned(terjun), participation.photo(), text="Aula", **DO)
    first = meeting.photo
    assert first is not None
    operations.set_photo(meeting, participation.photo(), text="Aula", **DO)
    first.refresh_from_db()
    assert first.erased_at == NOW


def test_unpublished_results_are_not_public(terjun: Unit) -> None:
    meeting = participation.minuted(terjun)
    page = queries.public_meeting(terjun.office, meeting.slug, now=NOW)
    assert page is not None
    assert (page.agreements, page.problems, page.attendance) == ((), (), ())
    assert not page.has_photo and not page.has_minutes
    assert queries.published_meeting(terjun.office, meeting.slug) is None
    assert not queries.open_agreements(terjun.office).exists()


def test_same_title_gets_its_own_address_and_keeps_it(terjun: Unit) -> None:
    first, second = participation.planned(terjun), participation.planned(terjun, held_at=NOW)
    assert participation.planned(terjun) == first  # a double click is one meeting
    assert (first.slug, second.slug) == (
        "waktu-penyelesaian-surat-keterangan-usaha-2026-05", "waktu-penyelesaian-surat-keterangan-usaha-2026-05-2",
    )  # fmt: skip
    plan = {"kind": first.kind, "invitation": "x", "held_at": first.held_at, "place": "y", **DO}
    assert operations.change(first, title="Judul lain", **plan).slug == first.slug


def test_names_are_sealed_and_the_database_keeps_its_promises(terjun: Unit, office: Office) -> None:
    meeting = participation.held(terjun)
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(row_to_json(a)::text, '') from participation_attendance a")
        rows = cursor.fetchone()[0]
        cursor.execute("select string_agg(row_to_json(a)::text, '') from participation_invitation a")
        rows += cursor.fetchone()[0]
    assert "Halimah" not in rows
    assert "LPM" not in rows
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.agreements.create(text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.attendance.create(unsur=Unsur.USERS, count=1, women=2, added_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(status=Status.PUBLISHED)


def test_women_are_unknown_as_soon_as_one_row_does_not_say(terjun: Unit) -> None:
    meeting = participation.held(terjun)
    operations.attend(meeting, unsur=Unsur.USERS, count=2, **DO)
    (users, *_rest) = queries.unsur_counts(meeting)
    assert (users.people, users.women) == (14, None)


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(Status.values)


def test_job_typesets_and_may_run_twice(terjun: Unit) -> None:
    meeting = participation.held(terjun)
    operations.prepare_minutes(meeting, chair_title="Lurah Terjun", **DO)
    queued = ProcrastinateJob.objects.filter(task_name=jobs.render_minutes.name).get()
    jobs.render_minutes(**queued.args)
    meeting.refresh_from_db()
    first = meeting.minutes_id
    jobs.render_minutes(**queued.args)
    meeting.refresh_from_db()
    assert meeting.minutes_id == first is not None


def test_minutes_are_typeset_anew_after_any_correction(terjun: Unit) -> None:
    """The public copy and the signed scan say the same."""
    meeting = participation.minuted(terjun)
    removed = meeting.agreements.first()
    assert removed is not None
    corrections = [
        lambda: operations.invite(meeting, unsur=Unsur.USERS, addressee="Contoh", **DO),
        lambda: operations.attend(meeting, unsur=Unsur.MEDIA, **DO),
        lambda: operations.add_agenda(meeting, text="Lain-lain", **DO),
        lambda: operations.add_problem(meeting, text="Antrean", **DO),
        lambda: operations.add_agreement(meeting, text="x", owner_unit=terjun, due_on=date(2026, 6, 1), **DO),
        lambda: operations.remove(removed, **DO),
    ]
    for correct in corrections:
        operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
        typeset = operations.render_minutes(meeting, now=NOW)
        old = [typeset.minutes_id, typeset.public_minutes_id]
        correct()
        meeting.refresh_from_db()
        assert meeting.minutes_id is None and meeting.public_minutes_id is None
        assert Document.objects.filter(pk__in=old, erased_at__isnull=False).count() == 2
        with pytest.raises(Refused, match="Susun berita acaranya dahulu"):
            operations.publish(meeting, participation.scan("ba.png"), **DO)


def test_every_line_that_comes_or_goes_is_recorded_without_names(terjun: Unit) -> None:
    meeting = participation.held(terjun)
    before = Event.objects.filter(code="meeting.recorded").count()
    lines = [
        operations.invite(meeting, unsur=Unsur.USERS, addressee="Contoh Rahasia", **DO),
        operations.attend(meeting, unsur=Unsur.USERS, name="Contoh Rahasia", **DO),
        operations.add_agenda(meeting, text="Contoh Rahasia", **DO),
        operations.add_problem(meeting, text="Contoh Rahasia", **DO),
        operations.add_agreement(meeting, text="Rahasia", owner_unit=terjun, due_on=date(2026, 6, 1), **DO),
    ]
    kinds = ["undangan", "kehadiran", "mata acara", "masalah yang disampaikan", "kesepakatan"]
    added = list(
        Event.objects.filter(code="meeting.recorded").order_by("id").values_list("reason", flat=True)
    )
    assert added[before:] == kinds
    for line in lines:
        operations.remove(line, **DO)
    gone = Event.objects.filter(code="meeting.line_removed").order_by("id").values_list("reason", flat=True)
    assert list(gone) == kinds
    assert not Event.objects.filter(reason__contains="Rahasia").exists()


def test_address_of_a_meeting_names_the_month_at_the_office(terjun: Unit) -> None:
    """Half past midnight on 1 June in Medan is still May in UTC."""
    held_at = datetime(2026, 5, 31, 17, 30, tzinfo=UTC)
    assert participation.planned(terjun, held_at=held_at).slug.endswith("-2026-06")


def test_a_change_while_a_job_waits_is_in_the_stored_copy(terjun: Unit, tmp_path: Path) -> None:
    meeting = participation.held(terjun)
    operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
    operations.add_agenda(meeting, text="Acara tambahan sesudah antre", **DO)
    operations.prepare_minutes(meeting, chair_title="Pelaksana tugas lurah", **DO)
    operations.add_agenda(meeting, text="Acara paling akhir", **DO)
    for queued in ProcrastinateJob.objects.filter(task_name=jobs.render_minutes.name).order_by("id"):
        jobs.render_minutes(**queued.args)
    meeting.refresh_from_db()
    text = " ".join(text_of(meeting.minutes, tmp_path).split())
    assert "Acara tambahan sesudah antre" in text and "Acara paling akhir" in text
    assert "Pelaksana tugas lurah" in text
    assert Document.objects.filter(purpose="minutes", erased_at=None).count() == 2


def test_minutes_that_became_incomplete_while_waiting_are_not_typeset(terjun: Unit) -> None:
    meeting = participation.held(terjun)
    operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
    operations.remove(meeting.attendance.get(signs=True), **DO)
    assert operations.render_minutes(meeting, now=NOW).minutes_id is None


@pytest.mark.django_db(transaction=True)
def test_a_change_during_typesetting_waits_and_erases_the_copy(
    terjun: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ThreadPoolExecutor, wait
    from concurrent.futures import TimeoutError as TooLong

    from django.db import connections

    from sinergi.participation import layout

    meeting = participation.held(terjun)
    operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
    pool = ThreadPoolExecutor(1)
    typeset = layout.pdf
    waiting: list[Any] = []

    def change() -> None:
        try:
            operations.add_agenda(meeting, text="Datang di tengah", **DO)
        finally:
            connections.close_all()

    def slow(*args: Any, **more: Any) -> bytes:
        if not waiting:
            waiting.append(pool.submit(change))
            with pytest.raises(TooLong):
                waiting[0].result(timeout=0.5)  # held back by the lock of the job
        return typeset(*args, **more)

    monkeypatch.setattr(layout, "pdf", slow)
    operations.render_minutes(meeting, now=NOW)
    wait(waiting, timeout=20)
    meeting.refresh_from_db()
    assert meeting.minutes_id is None and meeting.agenda.filter(text="Datang di tengah").exists()


def test_what_is_stored_is_indonesian_whoever_reads_english(terjun: Unit) -> None:
    from django.utils import translation

    meeting = participation.held(terjun)
    with translation.override("en"):
        operations.add_agenda(meeting, text="Penutup", **DO)
        operations.prepare_minutes(meeting, chair_title="Lurah", **DO)
        operations.render_minutes(meeting, now=NOW)
    assert Event.objects.filter(code="meeting.recorded").latest("id").reason == "mata acara"
    meeting.refresh_from_db()
    assert meeting.minutes is not None and meeting.minutes.name.startswith("Berita acara")
