"""The simulator on the command line."""

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_simulate_effect(answer: Run) -> None:
    arguments = ("simulate-effect", "--design", "1v4-3+3", "--runs", "300", "--effect", "2x", "--seed", "7")
    (design,) = answer(*arguments)["designs"]
    assert list(design) == [
        "name", "admitted", "refused", "detectable", "coverage", "claimed_when_none", "power", "median_width",
        "bootstrap_coverage",
    ]  # fmt: skip
    assert (design["name"], design["admitted"], design["refused"]) == ("1v4-3+3", 300, {})
    assert design["power"] > 0.9
    assert answer(*arguments)["designs"] == [design]


def test_simulate_runs_every_design_by_default(answer: Run) -> None:
    designs = answer("simulate-effect", "--runs", "20", "--effect", "0.2", "--seed", "1")["designs"]
    names = {design["name"] for design in designs}
    assert names >= {"1v4-3+3", "1v4-6+2", "1v4-6+6", "1v4-12+6", "2v3-6+3", "waves-5"}


@pytest.mark.parametrize(
    "options",
    [
        ("--design", "9v9"),
        ("--runs", "0"),
        ("--runs", "banyak"),
        ("--seed", "-1"),
        ("--effect", "besar"),
        ("--effect", "x"),
        ("--effect", "3", "--runs", "5"),
    ],
)
def test_unusable_simulations(refusal: Run, options: tuple[str, ...]) -> None:
    refusal("simulate-effect", *options)
