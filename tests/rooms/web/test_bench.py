"""The bench's arithmetic and reading; never its timings."""

import hashlib
from pathlib import Path

import pytest

from sinergi.web.bench.figures import Figure, Rounds, Sample, Verdict, at_least, at_most, shown, table
from sinergi.web.bench.load import Request, read_result
from sinergi.web.bench.processes import cpu_seconds, pss, tree
from sinergi.web.bench.visit import assets_of
from sinergi.web.commandline.bench import chosen_parts
from sinergi.web.commandline.output import Unusable
from sinergi.web.homefolder import checkout

LIMITS = Path(str(checkout())) / "bench" / "limits"


def test_limit_programs_are_unchanged() -> None:
    """A limit that somebody slows down proves nothing."""
    listed = dict(
        reversed(line.split("  ")) for line in (LIMITS.parent / "SHA256SUMS").read_text().splitlines()
    )
    present = {path.name for path in LIMITS.iterdir() if path.is_file()}
    assert present == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((LIMITS / name).read_bytes()).hexdigest() == digest, name


def _sample(rate: float, cpu: float) -> Sample:
    return Sample(requests=100, rate=rate, p50=1, p99=2, cpu_app=cpu, cpu_database=0.0)


def test_ratio_is_taken_inside_each_round() -> None:
    rounds = Rounds()
    for ours, limit in ((50, 100), (900, 1000), (10, 40)):
        rounds.add("ours", _sample(ours, 4))
        rounds.add("limit", _sample(limit, 1))
    assert rounds.ratios("ours", "limit") == (0.5, 0.9, 0.25)
    assert rounds.cpu_ratios("ours", "limit") == (0.25, 0.25, 0.25)


@pytest.mark.parametrize(
    ("goal", "values", "verdict"),
    [
        (at_least(0.5), (0.1, 0.5, 0.9), Verdict.MET),
        (at_least(0.5), (0.1, 0.49, 0.9), Verdict.MISSED),
        (at_most(15), (14, 15, 99), Verdict.MET),
        (at_most(15), (15.1,), Verdict.MISSED),
        (None, (1.0,), Verdict.NONE),
    ],
)
def test_median_decides(goal: object, values: tuple[float, ...], verdict: Verdict) -> None:
    figure = Figure("a", "x", values, goal=goal)  # type: ignore[arg-type]
    assert figure.verdict is verdict
    assert figure.as_json()["verdict"] == (None if goal is None else str(verdict))


def test_table_says_goal_median_and_range() -> None:
    (row,) = table([Figure("e", "rekap", (1.0, 1.25, 1.5), "×", at_most(1.3))])
    assert row == ("e", "rekap", "≤ 1,30", "1,25", "1,00–1,50", "×", "met", "")


def test_numbers_in_indonesian_form() -> None:
    assert [shown(value) for value in (0.5123, 9.876, 14.25, 1234.5)] == ["0,512", "9,88", "14,2", "1.234"]


def test_result_of_wrk_is_read() -> None:
    burst = read_result("Running 5s test\n  1 threads\nRESULT 5210 5.001 1.250 9.875 3\n")
    assert (burst.requests, burst.seconds, burst.p50, burst.p99, burst.errors) == (
        5210,
        5.001,
        1.25,
        9.875,
        3,
    )
    with pytest.raises(ValueError, match="no result"):
        read_result("unable to connect to 127.0.0.1:1 Connection refused")


def test_request_with_a_body_is_a_post() -> None:
    assert Request("/a/", "x=1", "b=2").line() == "POST\t/a/\tx=1\tb=2"
    assert Request("/a/").line() == "GET\t/a/\t\t"


def test_assets_are_what_a_browser_fetches_by_itself() -> None:
    html = """<link rel="stylesheet" href="/s.css"><link rel="alternate" href="/no"><script src="/s.js"></script>
    <link rel="icon" href="data:,"><img src="/i.png"><a href="/other/">x</a><script src="/s.js"></script>"""
    assert assets_of(html) == ["/s.css", "/s.js", "/i.png"]


def test_this_process_is_measured() -> None:
    import os

    mine = tree(os.getpid())
    assert mine[0] == os.getpid()
    before = cpu_seconds(mine)
    sum(number * number for number in range(3_000_000))
    assert cpu_seconds(mine) > before
    assert pss(os.getpid()) > 10 * 1024**2


def test_parts_are_letters() -> None:
    assert chosen_parts("a,c") == chosen_parts("CA") == {"a", "c"}
    for wrong in ("", "z", "a,x"):
        with pytest.raises(Unusable):
            chosen_parts(wrong)
