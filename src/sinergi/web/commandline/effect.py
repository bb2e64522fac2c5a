"""Pengaruh sebuah tindakan pada nilai survei, dibandingkan dengan unit yang tidak menerimanya.

Isi berkas: satu baris per jawaban dengan kolom unit, period (YYYY-MM), treated (1 = unit menerima tindakan,
tetap untuk semua periode; 0 = pembanding), dan score (1 sampai 4). Kolom lain tidak dihitung. Bulan sebelum =
bulan utuh yang berakhir sebelum --start; bulan sesudah = bulan utuh yang mulai setelah --completed.
"""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sinergi.evaluation.formulas.effect import Effect, as_numbers, estimate_effect
from sinergi.evaluation.formulas.panel import Cell, month_text
from sinergi.sheets.reading import Row, Table
from sinergi.surveys.tables import Refused, whole_number
from sinergi.web.commandline.arguments import day
from sinergi.web.commandline.output import (
    Unusable,
    print_json,
    print_refused,
    print_table,
    read_table,
    refused_rows,
)

_COLUMNS = {
    "unit": ("unit",),
    "period": ("period", "periode", "bulan"),
    "treated": ("treated", "perlakuan"),
    "score": ("score", "skor", "nilai"),
}
# A spreadsheet turns "2026-03" into the first of the month.
_PERIOD = re.compile(r"([0-9]{4})-([0-9]{2})(?:-01)?")
_SCORE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{0,12})?")
LOWEST, HIGHEST = 1, 4


@dataclass(frozen=True)
class Answer:
    """One usable row. ``unit`` is without case and extra spaces: "Terjun" and "TERJUN" are one place."""

    line: int
    unit: str
    month: int
    treated: bool
    score: Fraction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="berkas jawaban survei (- untuk stdin)")
    parser.add_argument("--start", required=True, metavar="TANGGAL", help="tindakan mulai, YYYY-MM-DD")
    parser.add_argument("--completed", required=True, metavar="TANGGAL", help="tindakan selesai, YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(args: argparse.Namespace) -> int:
    started = day("Tanggal --start", args.start)
    completed = day("Tanggal --completed", args.completed)
    if completed < started:
        raise Unusable(f"Tindakan tidak dapat selesai ({completed}) sebelum mulai ({started}).")
    answers, refused = read_answers(read_table(args.file))
    treated = _treated_units(answers)
    effect = estimate_effect(cells_of(answers), treated, started, completed)
    if args.json:
        print_json(_as_json(effect, refused))
    else:
        _print(effect, refused)
    return 0


def read_answers(table: Table) -> tuple[list[Answer], list[Refused]]:
    """Usable rows and refused ones. Raises Unusable where a column is missing or no row can be used."""
    places = {name: _place(table, name, spellings) for name, spellings in _COLUMNS.items()}
    answers: list[Answer] = []
    refused: list[Refused] = []
    for number, row in enumerate(table.rows, start=1):
        found = _answer(row, places, len(table.header))
        if isinstance(found, Answer):
            answers.append(found)
        else:
            column, value, reason = found
            refused.append(
                Refused(number, row.line, table.header[places[column]] if column else "", value, reason)
            )
    if not table.rows:
        raise Unusable("Berkas ini hanya berisi judul kolom, tanpa satu baris pun.")
    if not answers:
        first = refused[0]
        raise Unusable(
            f"Semua baris ditolak ({len(refused)}); yang pertama di baris {first.line}, "
            f"kolom {first.column or '-'}, isi “{first.value}”: {first.reason}"
        )
    return answers, refused


def cells_of(answers: Sequence[Answer]) -> list[Cell]:
    """The sums per unit and month, as the roll-up keeps them."""
    sums: dict[tuple[str, int], tuple[int, Fraction, Fraction]] = {}
    for answer in answers:
        n, total, squares = sums.get((answer.unit, answer.month), (0, Fraction(0), Fraction(0)))
        sums[(answer.unit, answer.month)] = (n + 1, total + answer.score, squares + answer.score**2)
    return [Cell(unit, month, *values) for (unit, month), values in sums.items()]


def _place(table: Table, name: str, spellings: Sequence[str]) -> int:
    titles = [title.casefold() for title in table.header]
    spelling = next((spelling for spelling in spellings if spelling in titles), None)
    if spelling is None:
        raise Unusable(f"Kolom {name} tidak ada; berkas memerlukan kolom unit, period, treated, dan score.")
    if titles.count(spelling) > 1:
        raise Unusable(f"Kolom {spelling} muncul lebih dari sekali.")
    return titles.index(spelling)


def _answer(row: Row, places: dict[str, int], width: int) -> Answer | tuple[str, str, str]:
    """The row's answer, or column, value and reason of its first fault."""
    if len(row.cells) > width:
        return "", row.cells[width], f"Baris ini lebih panjang dari judul ({width} kolom)."
    texts = {name: row.cell(place) for name, place in places.items()}
    month, treated, score = _month(texts["period"]), whole_number(texts["treated"]), _score(texts["score"])
    if not texts["unit"]:
        return "unit", "", "Nama unit kosong."
    if month is None:
        return "period", texts["period"], "Periode harus YYYY-MM, misalnya 2026-03."
    if treated not in (0, 1):
        return "treated", texts["treated"], "Isi treated harus 0 atau 1."
    if score is None:
        return "score", texts["score"], f"Nilai harus angka {LOWEST} sampai {HIGHEST}."
    return Answer(row.line, " ".join(texts["unit"].split()).casefold(), month, treated == 1, score)


def _month(text: str) -> int | None:
    found = _PERIOD.fullmatch(text)
    if not found or not 1 <= int(found.group(2)) <= 12 or int(found.group(1)) == 0:
        return None
    return int(found.group(1)) * 12 + int(found.group(2)) - 1


def _score(text: str) -> Fraction | None:
    if not _SCORE.fullmatch(text):
        return None
    value = Fraction(text.replace(",", ".").rstrip("."))
    return value if LOWEST <= value <= HIGHEST else None


def _treated_units(answers: Sequence[Answer]) -> frozenset[str]:
    """The treated units. A unit that is both has no side to stand on, and no row says which is wrong."""
    seen: dict[str, Answer] = {}
    for answer in answers:
        first = seen.setdefault(answer.unit, answer)
        if first.treated != answer.treated:
            raise Unusable(
                f"Unit {answer.unit} tertulis treated {int(first.treated)} di baris {first.line} dan "
                f"{int(answer.treated)} di baris {answer.line}; isinya harus tetap untuk semua periode."
            )
    return frozenset(unit for unit, answer in seen.items() if answer.treated)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 6) + 0.0


def _as_json(effect: Effect, refused: Sequence[Refused]) -> dict[str, object]:
    return {
        "estimate": _number(effect.estimate),
        "low": _number(effect.low),
        "high": _number(effect.high),
        "months": list(effect.months),
        "n": dict(as_numbers(effect.n)),
        "detectable": _number(effect.detectable),
        "warnings": list(effect.warnings),
        "verdict": effect.verdict,
        "refused": refused_rows(refused),
    }


def _print(effect: Effect, refused: Sequence[Refused]) -> None:
    if effect.differences:
        rows = [
            (month_text(month), "sesudah" if after else "sebelum", d)
            for month, d, after in effect.differences
        ]
        print_table(("Bulan", "Masa", "Selisih"), rows, left=2)
        print()
    print_table(
        ("Kelompok", "Sebelum", "Sesudah"),
        [
            ("Bulan", *effect.months),
            ("Jawaban, unit yang menerima tindakan", effect.n.treated_before, effect.n.treated_after),
            ("Jawaban, unit pembanding", effect.n.comparison_before, effect.n.comparison_after),
        ],
    )
    print(f"\n{effect.verdict}")
    figures = [
        ("Pengaruh", effect.estimate),
        ("Selang 95 %, bawah", effect.low),
        ("Selang 95 %, atas", effect.high),
        ("Terkecil yang dapat terdeteksi", effect.detectable),
    ]
    known = [(name, value) for name, value in figures if value is not None]
    if known:
        print()
        print_table(("Angka", "Poin skala 1–4"), known)
    for warning in effect.warnings:
        print(f"Perhatian: {warning}")
    print_refused(refused)
