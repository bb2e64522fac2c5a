"""Jumlah responden survei menurut Krejcie dan Morgan (1970), dibulatkan ke bilangan terdekat."""

import argparse

from sinergi.surveys.formulas.sampling import sample_size
from sinergi.web.commandline.arguments import whole
from sinergi.web.commandline.output import print_json, print_table

MOST = 10**18 - 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("population", metavar="N", help="jumlah pengguna layanan dalam periode survei")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(args: argparse.Namespace) -> int:
    population = whole("Jumlah pengguna", args.population, 1, MOST)
    sample = sample_size(population)
    if args.json:
        print_json({"population": population, "sample": sample})
    else:
        print_table(("Pengguna", "Responden"), [(population, sample)], left=0)
    return 0
