"""Uji kejujuran selang kepercayaan: ribuan survei tiruan dengan pengaruh yang diketahui.

Setiap rancangan selalu dijalankan juga tanpa pengaruh. Selang 95 % seharusnya memuat pengaruh yang benar pada
93 sampai 97 % survei, dan paling banyak 6,5 % menyebut ada perubahan padahal tidak ada.
"""

import argparse
import math
import re
from typing import TYPE_CHECKING

from sinergi.evaluation.formulas.designs import CALM, DESIGNS, Design
from sinergi.web.commandline.arguments import whole
from sinergi.web.commandline.output import Unusable, print_json, print_table

if TYPE_CHECKING:
    from sinergi.evaluation.formulas.simulate import Figures

MAX_RUNS = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--design",
        metavar="NAMA",
        help=f"satu rancangan saja: {', '.join(_open_names())}; akhiran {CALM} tanpa guncangan",
    )
    parser.add_argument("--runs", default="10000", metavar="R", help="banyaknya survei tiruan (bawaan 10000)")
    parser.add_argument(
        "--effect",
        default="2x",
        metavar="E",
        help="pengaruh pada skala 1–4, atau 2x = dua kali yang terdeteksi (bawaan)",
    )
    parser.add_argument("--seed", default="1", metavar="S", help="benih angka acak (bawaan 1)")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(args: argparse.Namespace) -> int:
    designs = _designs(args.design)
    runs, seed = whole("Nilai --runs", args.runs, 1, MAX_RUNS), whole("Nilai --seed", args.seed, 0, 2**63 - 1)
    effect, times = _effect(args.effect)
    from sinergi.evaluation.formulas.draws import UnreachableEffect
    from sinergi.evaluation.formulas.simulate import simulate

    figures = []
    for design in designs:
        try:
            figures.append(simulate(design, runs=runs, effect=effect, times=times, seed=seed))
        except UnreachableEffect as trouble:
            raise Unusable(
                f"Pengaruh {trouble} tidak mungkin pada skala 1–4 (rancangan {design.name})."
            ) from None
    if args.json:
        print_json({"designs": [_as_json(one) for one in figures]})
    else:
        _print(figures)
    return 0


def _open_names() -> list[str]:
    return [name for name in DESIGNS if not name.endswith(CALM)]


def _designs(name: str | None) -> list[Design]:
    if name is None:
        return list(DESIGNS.values())
    if name not in DESIGNS:
        raise Unusable(f"Rancangan “{name}” tidak dikenal; yang ada: {', '.join(DESIGNS)}.")
    return [DESIGNS[name]]


def _effect(text: str) -> tuple[float | None, float | None]:
    """The effect on the score scale, or how many times the detectable one."""
    found = re.fullmatch(r"([+-]?[0-9]+(?:[.,][0-9]+)?)(x?)", text.strip(), re.ASCII)
    if not found:
        raise Unusable(f"Pengaruh “{text}” tidak sah; tulis angka seperti 0.2, atau 2x.")
    value = float(found.group(1).replace(",", "."))
    if not math.isfinite(value):
        raise Unusable(f"Pengaruh “{text}” tidak sah; tulis angka seperti 0.2, atau 2x.")
    return (None, value) if found.group(2) else (value, None)


def _as_json(one: "Figures") -> dict[str, object]:
    return {
        "name": one.name,
        "admitted": one.admitted,
        "refused": one.refused,
        "detectable": round(one.detectable, 6),
        "coverage": round(one.coverage, 6),
        "claimed_when_none": round(one.claimed_when_none, 6),
        "power": round(one.power, 6),
        "median_width": round(one.median_width, 6),
        "bootstrap_coverage": round(one.bootstrap_coverage, 6),
    }


def _print(figures: "list[Figures]") -> None:
    header = ("Rancangan", "Dihitung", "Ditolak", "Pengaruh", "Terdeteksi", "Memuat", "Salah sebut")
    rows = [
        (
            one.name,
            one.admitted,
            sum(one.refused.values()),
            one.effect,
            one.detectable,
            one.coverage,
            one.claimed_when_none,
            one.power,
            one.median_width,
            one.bootstrap_coverage,
        )
        for one in figures
    ]
    print_table((*header, "Ditemukan", "Lebar", "Bootstrap"), rows)
    for one in figures:
        for reason, count in one.refused.items():
            print(f"{one.name}: {count} survei ditolak, {reason}")
    print(
        "\nMemuat: bagian selang 95 % yang memuat pengaruh sebenarnya."
        "\nSalah sebut: bagian yang menyebut perubahan padahal tidak ada."
        "\nDitemukan: bagian yang menemukan pengaruhnya."
        "\nBootstrap: bagian yang memuat menurut bootstrap kelompok, sebagai pembanding."
    )
