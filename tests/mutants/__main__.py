"""``./sinergi dev python -m tests.mutants [part of a name ...]``: break the code in one place, expect one test red.

Each lane has its own copy of the work tree, home folder and database; the throw-away cluster is shared. First all
named tests run on the unbroken copy and must be green: a test that is red anyway proves nothing. Then each patch
is applied to a copy, the tests it names must fail in their call phase, and the copy is put right again. A patch
that no longer applies, a test that is not found, a test that hangs and one that fails because a module, a name or
the database is missing count as failures too.

CI runs all patches, not those whose files changed: a test loses its power by changes elsewhere too. Three things
make that bearable: a lane's process has imported pytest, Django and the other packages and forks a child for each
patch (`warm`), the database is a plain copy of the migrated one (`outcomes.django_db_setup`), and each patch names
one test, the narrowest that must notice. What is left is mostly importing Sinergi itself, which a patch may change,
and the test.

Patches change Python only: migrations would need another template database for each. A patch must not let code reach
what is not the test's own. (One that took every PostgreSQL process for ours ended all servers of the machine.)
A guarded race needs a test that forces the order with a barrier or an event; chance alone leaves mutants green.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres import pytest_plugin
from tests.mutants.lanes import UNBROKEN, Lane, Outcome
from tests.mutants.patches import Mutant, every


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="parts of names; without any, all patches run")
    parser.add_argument("--lanes", type=int, default=min(4, max(2, os.cpu_count() or 1)))
    parser.add_argument(
        "--green-elsewhere", action="store_true",
        help="the whole suite runs beside this, so do not show first that the named tests pass on unbroken code",
    )  # fmt: skip
    chosen = parser.parse_args()
    mutants = [one for one in every() if not chosen.names or any(part in one.name for part in chosen.names)]
    tests = {test for mutant in mutants for test in mutant.tests}
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sinergi-mutants-") as scratch:
        Path(scratch).chmod(0o711)
        home = HomeFolder(Path(scratch) / "home").create()
        home.path.chmod(0o711)
        os.environ["SINERGI_HOME"] = str(home.path)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.web.settings")
        os.environ.pop("DATABASE_URL", None)
        cluster = pytest_plugin.start_cluster()
        try:
            lanes = [Lane.open(Path(scratch), n, cluster) for n in range(min(chosen.lanes, len(tests)))]
            try:
                outcomes = _run(mutants, lanes, unbroken=not chosen.green_elsewhere)
            finally:
                for lane in lanes:
                    lane.close()
        finally:
            cluster.stop()
    return _report(outcomes, time.monotonic() - began)


def _run(mutants: list[Mutant], lanes: list[Lane], *, unbroken: bool) -> list[Outcome]:
    free: SimpleQueue[Lane] = SimpleQueue()
    for lane in lanes:
        free.put(lane)

    def one(mutant: Mutant) -> Outcome:
        lane = free.get()
        try:
            outcome = lane.try_out(mutant)
        finally:
            free.put(lane)
        _say(outcome)
        return outcome

    tests = sorted({test for mutant in mutants for test in mutant.tests})
    shares = [tests[n :: len(lanes)] for n in range(len(lanes))]
    with ThreadPoolExecutor(len(lanes)) as pool:
        first = list(pool.map(Lane.learn, lanes, shares))
        if unbroken:
            first += pool.map(Lane.must_pass, lanes, shares)
        for outcome in first:
            _say(outcome)
        return first + list(pool.map(one, mutants))


def _say(outcome: Outcome) -> None:
    print(f"{outcome.seconds:5.1f} s  {outcome.mutant:50} {outcome.words}", flush=True)


def _report(outcomes: list[Outcome], seconds: float) -> int:
    bad = [outcome for outcome in outcomes if not outcome.good]
    for outcome in bad:
        print(f"\n{outcome.mutant}: {outcome.words}\n{outcome.output}")
    made = sum(outcome.mutant != UNBROKEN for outcome in outcomes)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = f"{seconds:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of processor time"
    print(f"\nmutants: {made}, not as expected: {len(bad)}, {spent}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
