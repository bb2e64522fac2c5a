"""Red is a test that looked and found the fault, nothing else: shown on a work tree of three files."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mutants import lanes, outcomes
from tests.mutants.lanes import Lane, Outcome
from tests.mutants.patches import read

CODE = "def total(a, b):\n    return a + b\n"
TESTS = """
import pytest


@pytest.fixture
def three():
    from sinergi.code import total

    return total(1, 2)


def test_fixture(three):
    assert three == 3


def test_call():
    from sinergi.code import total

    assert total(1, 2) == 3


@pytest.mark.parametrize("n", [0, 5])
def test_cases(n):
    from sinergi.code import total

    assert total(n, 0) == n


def test_elsewhere():
    assert True
"""


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    package, tests = tmp_path / "src" / "sinergi", tmp_path / "tests" / "mutants"
    package.mkdir(parents=True)
    tests.mkdir(parents=True)
    for folder in (package, tests, tests.parent):
        (folder / "__init__.py").touch()
    (package / "code.py").write_text(CODE)
    # Written long ago, like a copied tree: within one second a compiled file would pass for the broken source.
    os.utime(package / "code.py", (0, 0))
    (tests.parent / "test_code.py").write_text(TESTS)
    (tests / "outcomes.py").write_text(Path(outcomes.__file__).read_text())
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))
    }
    environ |= {
        "PYTHONPATH": f"{tmp_path / 'src'}{os.pathsep}{tmp_path}",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "MUTANT_OUTCOMES": str(tmp_path / "outcomes.json"),
    }
    made = Lane.start(tmp_path, environ)
    yield made
    made.close()


@pytest.fixture
def broken(lane: Lane, tmp_path: Path) -> Callable[..., Outcome]:
    """Try one line out instead of ``return a + b``."""

    def try_out(line: str, test: str, *, old: str = "    return a + b") -> Outcome:
        patch = tmp_path / "one.patch"
        patch.write_text(
            f"# red: tests/test_code.py::{test}\n--- a/src/sinergi/code.py\n+++ b/src/sinergi/code.py\n"
            f"@@ -1,2 +1,2 @@\n def total(a, b):\n-{old}\n+    {line}\n"
        )
        return lane.try_out(read(patch))

    return try_out


def test_a_wrong_sum_is_red_and_the_tree_is_put_right(
    broken: Callable[..., Outcome], lane: Lane, tmp_path: Path
) -> None:
    assert lane.must_pass(["tests/test_code.py::test_call"]).good
    assert broken("return a - b", "test_call").good
    assert broken("return a - b or a + 1", "test_cases").good, "one case of several is enough"
    assert (tmp_path / "src/sinergi/code.py").read_text() == CODE
    assert lane.must_pass(["tests/test_code.py::test_call", "tests/test_code.py::test_fixture"]).good


@pytest.mark.parametrize(
    ("line", "test", "words"),
    [
        ("return b + a", "test_call", "stays green"),
        ("return a - b", "test_elsewhere", "stays green"),
        ("return a - b", "test_missing", "no outcome"),
        ("raise RuntimeError", "test_fixture", "['setup']"),
        ("return a + c", "test_call", "['NameError']"),
        ("return a +", "test_call", "['SyntaxError']"),
        ("from sinergi import nothing", "test_call", "['ImportError']"),
    ],
)
def test_what_is_not_red(line: str, test: str, words: str, broken: Callable[..., Outcome]) -> None:
    outcome = broken(line, test)
    assert not outcome.good
    assert words in outcome.words


def test_patch_for_other_code_and_a_test_that_hangs_are_not_red(
    broken: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken("return 0", "test_call", old="    return a * b").words == "does not apply"
    monkeypatch.setattr(lanes, "LONGEST", 2)
    assert "hung" in broken("while True: pass", "test_call").words
    assert broken("return 0", "test_call").good, "the lane lives on"


def test_a_red_test_is_not_taken_for_a_proof(lane: Lane, tmp_path: Path) -> None:
    (tmp_path / "src/sinergi/code.py").write_text(CODE.replace("+", "-"))
    assert not lane.must_pass(["tests/test_code.py::test_call"]).good
