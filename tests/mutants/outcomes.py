"""pytest plugin for the mutant run: writes each test's outcome down, and refuses to test another work tree."""

import json
import os
from pathlib import Path

import pytest

import sinergi

_failed: dict[str, str] = {}
_passed: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    here = Path(sinergi.__file__).resolve()
    if not here.is_relative_to(config.rootpath.resolve()):
        raise pytest.UsageError(f"tests of {config.rootpath} would run the code of {here.parent}")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.setdefault(report.nodeid, str(report.when))
    elif report.when == "call" and report.passed:
        _passed.append(report.nodeid)


def pytest_sessionfinish() -> None:
    Path(os.environ["MUTANT_OUTCOMES"]).write_text(json.dumps({"failed": _failed, "passed": _passed}))
