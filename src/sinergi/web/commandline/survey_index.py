"""Indeks Kepuasan Masyarakat (PermenPANRB 14/2017) dari berkas CSV, XLSX, atau ODS.

Isi berkas: satu baris per responden dengan kolom U1, U2, … atau nama unsur (jawaban 1 sampai 4, kosong bila
tidak dijawab), atau rekap dengan kolom unsur,n4,n3,n2,n1. Kolom lain tidak dihitung.
"""

import argparse
from fractions import Fraction

from sinergi.surveys.formulas.index import (
    Satisfaction,
    UnusableWeights,
    from_counts,
    from_respondents,
    rounded,
    weights_from,
)
from sinergi.surveys.tables import Counts, Responses, UnusableTable, interpret
from sinergi.web.commandline.output import (
    Unusable,
    print_json,
    print_refused,
    print_table,
    read_table,
    refused_rows,
    say_error,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="berkas hasil survei (- untuk stdin)")
    parser.add_argument(
        "--weights",
        default="equal",
        metavar="BOBOT",
        help="equal (bawaan), 0.111 atau 0.11 (laporan lama, sembilan unsur), atau w1,w2,… berjumlah 1",
    )
    parser.add_argument(
        "--order",
        choices=("legal", "annex"),
        default="legal",
        help="arti U8 bila ada sembilan unsur: legal (bawaan) = pengaduan, annex = sarana",
    )
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(args: argparse.Namespace) -> int:
    table = read_table(args.file)
    try:
        found = interpret(table, args.order)
        weights = weights_from(args.weights, len(found.elements))
    except (UnusableTable, UnusableWeights) as trouble:
        raise Unusable(str(trouble)) from None
    result = _result(found, weights)
    if isinstance(found, Responses) and found.doubtful:
        say_error(
            f"Kolom {', '.join(f'“{name}”' for name in found.doubtful)} bernomor unsur tetapi tidak dihitung, karena "
            "teks di belakang nomornya bukan nama unsur; bila memang unsur, tulis nomornya saja."
        )
    if args.json:
        print_json(_as_json(found, result, args.weights.strip()))
    else:
        _print(found, result, args.weights.strip())
    return 0


def _result(found: Responses | Counts, weights: tuple[Fraction, ...]) -> Satisfaction:
    if isinstance(found, Counts):
        return from_counts(found.counts, weights)
    return from_respondents([person.answers for person in found.respondents], weights)


def _as_json(found: Responses | Counts, result: Satisfaction, weights: str) -> dict[str, object]:
    return {
        "respondents": result.respondents,
        "weights": weights,
        "elements": [
            {
                "key": column.key,
                "label": column.label,
                "n": score.n,
                "total": score.total,
                "mean": str(rounded(score.mean, 4)),
                "score": str(score.score),
                "grade": score.grade.letter,
            }
            for column, score in zip(found.elements, result.elements, strict=True)
        ],
        "index": str(result.index),
        "index_low": None if result.low is None else str(result.low),
        "index_high": None if result.high is None else str(result.high),
        "grade": result.grade.letter,
        "label": result.grade.label,
        "refused": refused_rows(found.refused),
    }


def _print(found: Responses | Counts, result: Satisfaction, weights: str) -> None:
    rows = [
        (
            column.label,
            column.key,
            score.n,
            score.total,
            rounded(score.mean, 4),
            score.score,
            score.grade.letter,
        )
        for column, score in zip(found.elements, result.elements, strict=True)
    ]
    print_table(("Kolom", "Unsur", "n", "Jumlah", "NRR", "Nilai", "Mutu"), rows, left=2)
    interval = ""
    if result.low is not None and result.high is not None:
        interval = f" (selang kepercayaan 95 %: {result.low} sampai {result.high})".replace(".", ",")
    index = str(result.index).replace(".", ",")
    print(f"\nIndeks {index}{interval}, mutu {result.grade.letter} ({result.grade.label})")
    print(f"{result.respondents} responden, bobot {'sama' if weights == 'equal' else weights}")
    if isinstance(found, Responses):
        if found.ignored:
            print(f"Kolom yang tidak dihitung: {', '.join(found.ignored)}")
        if found.unanswered:
            print(f"{found.unanswered} baris tanpa satu jawaban pun dilewati")
    print_refused(found.refused)
