"""What an effect says: in the reader's language, and never with a count that follows the day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from sinergi.evaluation import operations
from sinergi.evaluation.queries import effect_words
from sinergi.evaluation.queries.effects import effect_of
from sinergi.organization.queries import root_unit
from tests.factories import evaluation, people, surveys

SAID = [
    "baru ada 1 bulan sebelum tindakan, perlu 3",
    "baru ada 1 bulan sesudah tindakan, perlu 2",
    "baru ada 2 bulan sebelum gelombang pertama (2026-03), perlu 3",
    "baru ada 1 bulan sesudah gelombang terakhir (2026-12), perlu 2",
    "unit yang menerima tindakan, sebelum: baru 27 jawaban, perlu 30",
    "unit yang menerima tindakan, sesudah: baru 27 jawaban, perlu 30",
    "unit pembanding, sebelum: baru 20 jawaban, perlu 30",
    "unit pembanding, sesudah: baru 20 jawaban, perlu 30",
    "Terjun sebelum dilatih: baru 25 jawaban, perlu 30",
    "Terjun sesudah dilatih: baru 25 jawaban, perlu 30",
    "Terjun: saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding",
    "unit atau saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding",
    "2 bulan tidak dibandingkan karena salah satu kelompok tidak memiliki jawaban.",
    "2 bulan tanpa satu jawaban pun dari unit mana pun: 2026-02, 2026-07.",
    "7 bulan tanpa satu jawaban pun dari unit mana pun: 2025-01, 2025-02, 2025-03, 2025-04, 2025-05, 2025-06, ….",
    "Selisih tiap bulan persis sama, jadi rentangnya tampak lebih pasti daripada yang dapat diketahui; "
    "periksa apakah nilainya tidak tersalin.",
    "tidak ada jawaban dari unit yang menerima tindakan",
    "tidak ada unit pembanding",
    "perlu paling sedikit dua gelombang, supaya yang belum dilatih menjadi pembanding",
    "susunan gelombang dan bulan yang terisi tidak cukup untuk memisahkan pengaruhnya",
    "Selisih dengan unit pembanding sudah naik sebelum tindakan dimulai.",
    "Selisih dengan unit pembanding sudah turun sebelum tindakan dimulai.",
]


@pytest.mark.parametrize("reason", SAID)
def test_every_sentence_of_the_formulas_is_known(reason):
    with translation.override("id"):
        same = effect_words.said(reason)
    with translation.override("en"):
        assert effect_words.said(reason) != same
    assert same == reason or "jawaban, perlu" in reason


@pytest.mark.parametrize(
    ("n", "words"), [(0, "kurang dari 10"), (9, "kurang dari 10"), (10, "10+"), (27, "20+")]
)
def test_answers_are_counted_in_tens(n, words):
    with translation.override("id"):
        said = effect_words.said(f"unit pembanding, sesudah: baru {n} jawaban, perlu 30")
    assert said == f"unit pembanding, sesudah: baru {words} jawaban, perlu 30"


@pytest.mark.django_db
def test_a_month_whose_survey_is_open_is_no_month_to_compare(office):
    villages = [people.village(office, name) for name in ("Rengas Pulau", "Terjun", "Paya Pasir")]
    evaluation.answers(villages, surveys.service(office), since=date(2025, 6, 1), count=12, per_month=40)
    camat = people.staff("camat", "camat", root_unit(office))
    day = datetime(2025, 11, 30, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
    action = evaluation.action(camat, villages[:1], now=day)
    operations.start(action, on=day.date(), by=camat, now=day)
    action = operations.complete(action, on=day.date(), by=camat, now=day)
    assert effect_of(action, today=date(2026, 5, 31)).months == (5, 4)
    assert effect_of(action, today=date(2026, 6, 1)).months == (5, 5)
