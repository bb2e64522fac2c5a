"""Mengukur kecepatan dan memori Sinergi, setiap angka di samping batasnya pada mesin dan menit yang sama.

Memakai basis data sendiri di 127.0.0.1:5544 dan folder sementara; data kantor tidak disentuh. Bagian: a daftar dan
halaman layanan, b kirim permohonan, c halaman status, d surat PDF, e rekap survei, f kunjungan pertama, g mulai
dingin, h memori, i simulasi pengaruh. Cara membaca hasilnya: docs/performance.md.
"""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sinergi.web.commandline import installation as shared
from sinergi.web.commandline.output import Unusable, print_json, print_table

if TYPE_CHECKING:
    from sinergi.web.bench.figures import Figure
    from sinergi.web.bench.ground import Ground

HELP = "ukur kecepatan dan bandingkan dengan batasnya"
PARTS = "abcdefghi"
HEADER = ("", "Yang diukur", "Sasaran", "Median", "Rentang", "Satuan", "Hasil", "Catatan")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="banyaknya putaran (bawaan 7)")
    parser.add_argument(
        "--seconds", type=int, default=5, metavar="D", help="lama satu ukuran, detik (bawaan 5)"
    )
    parser.add_argument("--only", default=PARTS, metavar="A,B", help="bagian tertentu saja, misalnya a,b,c")
    parser.add_argument("--small", action="store_true", help="data kecil dan putaran pendek, untuk mencoba")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(args: argparse.Namespace) -> int:
    parts = chosen_parts(args.only)
    if args.rounds < 1 or args.seconds < 1:
        raise Unusable("--rounds dan --seconds harus 1 atau lebih.")

    def work() -> int:
        _report(args, *measure(parts, rounds=args.rounds, seconds=args.seconds, small=args.small))
        return 0

    return shared.in_one_sentence(work)


def chosen_parts(text: str) -> set[str]:
    """The letters of ``--only a,b`` (or ``ab``); raises `Unusable`."""
    parts = set(text.replace(",", "").replace(" ", "").lower())
    if not parts or not parts <= set(PARTS):
        raise Unusable(f"--only “{text}” tidak dikenal; pilih dari {', '.join(PARTS)}.")
    return parts


def measure(
    parts: set[str], *, rounds: int, seconds: int, small: bool
) -> "tuple[list[Figure], dict[str, Any]]":
    """All figures of ``parts`` in the order of the alphabet, and the samples of each round."""
    from sinergi.web.bench import ground, simulated

    figures: list[Figure] = []
    samples: dict[str, Any] = {}
    if parts - {"i"}:
        with ground.prepared() as place:
            samples = _on_ground(place, parts, figures, rounds=rounds, seconds=seconds, small=small)
    if "i" in parts:
        figures += simulated.measure(small=small)
    return sorted(figures, key=lambda figure: figure.part), samples


def _on_ground(
    place: "Ground", parts: set[str], figures: "list[Figure]", *, rounds: int, seconds: int, small: bool
) -> dict[str, Any]:
    from sinergi.web.bench import letter, memory, rollup, side, start, visit
    from sinergi.web.bench.data import World

    world = World(now=datetime.now(UTC))
    samples: dict[str, Any] = {}
    if parts & {"a", "b", "c"}:
        sides = side.SideBySide(place, world, side.Plan(rounds=rounds, seconds=seconds), parts)
        figures += sides.run()
        samples = sides.rounds.as_json()
    if "d" in parts:
        figures += letter.measure(world, rounds=rounds)
    if "f" in parts:
        figures += visit.measure(place, world)
    if "g" in parts:
        figures += start.measure(place, rounds=rounds)
    if "h" in parts:
        figures += memory.measure(place, world, requests=2_000 if small else memory.ALL)
    if "e" in parts:
        figures += rollup.measure(place, world, rounds=rounds, rows=rollup.SMALL if small else rollup.LARGE)
    return samples


def _report(args: argparse.Namespace, figures: "list[Figure]", samples: dict[str, Any]) -> None:
    from sinergi.web.bench.figures import Verdict, table
    from sinergi.web.bench.processes import machine

    facts = {
        "machine": machine(),
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "rounds": args.rounds,
        "seconds": args.seconds,
        "small": args.small,
    }
    if args.json:
        print_json({**facts, "figures": [figure.as_json() for figure in figures], "samples": samples})
        return
    print(f"{facts['machine']}; {facts['date']}; {args.rounds} putaran × {args.seconds} detik, 8 sambungan\n")
    print_table(HEADER, table(figures), left=2)
    missed = sum(figure.verdict is Verdict.MISSED for figure in figures)
    print(f"\n{missed} sasaran belum tercapai." if missed else "\nSemua sasaran tercapai.")
