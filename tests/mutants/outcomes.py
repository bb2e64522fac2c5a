"""pytest plugin for the mutant run: writes each test's outcome down, and refuses to test another work tree.

A test that cannot even reach what it looks at, because a module, a name or the database is missing, is not red:
such failures are written down with the exception's name instead of the phase.
"""

import json
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

import sinergi

CALL = "call"
# Python's own complaints about code that makes no sense, and the database's about not being there.
NOT_TESTED = ("ImportError", "SyntaxError", "NameError", "OperationalError", "InterfaceError")

_failed: dict[str, str] = {}
_passed: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    here = Path(sinergi.__file__).resolve()
    if not here.is_relative_to(config.rootpath.resolve()):
        raise pytest.UsageError(f"tests of {config.rootpath} would run the code of {here.parent}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how a test passed or why it failed; its first failure counts."""
    report = yield
    if report.failed and call.excinfo is not None:
        _failed.setdefault(item.nodeid, _reason(call.when, call.excinfo.type))
    elif report.passed and call.when == CALL:
        _passed.append(item.nodeid)
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the migrated database as it is. Django would go through all its models and migrate it once more,
    which takes longer than most tests."""
    from django.conf import settings
    from django.db import connection

    database: Any = connection
    before = database.settings_dict["NAME"]
    with django_db_blocker.unblock():
        name = database.creation._create_test_db(verbosity=0, autoclobber=True)
        database.close_pool()
        settings.DATABASES["default"]["NAME"] = database.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        database.creation.destroy_test_db(before, verbosity=0)


def _reason(phase: str, kind: type[BaseException]) -> str:
    names = [parent.__name__ for parent in kind.__mro__]
    return next((name for name in NOT_TESTED if name in names), phase)


def pytest_sessionfinish() -> None:
    written = {"failed": _failed, "passed": _passed, "modules": list(sys.modules)}
    Path(os.environ["MUTANT_OUTCOMES"]).write_text(json.dumps(written))
