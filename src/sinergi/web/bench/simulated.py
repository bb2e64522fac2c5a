"""(i) How honest the measured effects are: the figures of `sinergi simulate-effect`."""

import json

from sinergi.web.bench.figures import Figure, at_least, at_most
from sinergi.web.bench.ground import run_module

RUNS, SMALL = 10_000, 500


def measure(*, small: bool) -> list[Figure]:
    """Coverage of the 95 % interval, claims where there is nothing, power at twice the detectable effect."""
    words = (
        "simulate-effect",
        "--runs",
        str(SMALL if small else RUNS),
        "--effect",
        "2x",
        "--seed",
        "1",
        "--json",
    )
    figures: list[Figure] = []
    for one in json.loads(run_module("sinergi", *words))["designs"]:
        name = one["name"]
        figures += [
            Figure("i", f"{name}: selang memuat yang benar", (one["coverage"],), "", at_least(0.93)),
            Figure(
                "i", f"{name}: salah sebut tanpa pengaruh", (one["claimed_when_none"],), "", at_most(0.065)
            ),
            Figure("i", f"{name}: pengaruh 2× ditemukan", (one["power"],), "", at_least(0.95)),
        ]
    return figures
