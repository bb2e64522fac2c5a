"""Jumlah responden survei menurut Krejcie dan Morgan (1970), dibulatkan ke bilangan terdekat."""

import argparse
import re

from sinergi.surveys.formulas.sampling import sample_size
from sinergi.web.commandline.output import Unusable, print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("population", metavar="N", help="jumlah pengguna layanan dalam periode survei")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(args: argparse.Namespace) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", args.population, re.ASCII) or int(args.population) < 1:
        raise Unusable(
            f"Jumlah pengguna “{args.population}” harus bilangan bulat tanpa titik atau koma, "
            "paling sedikit 1 dan paling panjang 18 angka."
        )
    population = int(args.population)
    sample = sample_size(population)
    if args.json:
        print_json({"population": population, "sample": sample})
    else:
        print_table(("Pengguna", "Responden"), [(population, sample)], left=0)
    return 0
