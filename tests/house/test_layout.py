"""Names, sizes and directions of the house that the import contract cannot see."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.floors import FLOORS, SOURCE, files, may_see, room_of

FORBIDDEN_NAMES = {"utils", "helpers", "managers", "signals", "services", "core"}
URL_TAG = re.compile(r"{%\s*url\s+['\"]([a-z_]+):")
INCLUDE_TAG = re.compile(r"{%\s*(?:include|extends)\s+['\"]([a-z_]+)/")
LONGEST = 400


def _names(paths):
    return [str(path.relative_to(SOURCE)) for path in paths]


def test_every_room_has_a_floor():
    rooms = {
        path.name for path in SOURCE.iterdir() if path.is_dir() and path.name not in {"__pycache__", "locale"}
    }
    assert rooms == set(FLOORS)


def test_no_junk_drawers():
    assert not [
        path for path in files("*.py") if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES
    ]


@pytest.mark.parametrize("pattern", ["*.py", "*.html"])
def test_files_stay_small_enough_to_hold_in_the_head(pattern):
    long = {
        str(p.relative_to(SOURCE)): n
        for p in files(pattern)
        if (n := len(p.read_text().splitlines())) > LONGEST
    }
    assert not long


def test_tests_stay_small_enough_too():
    tests = Path(__file__).resolve().parents[1]
    found = {str(path.relative_to(tests)): len(path.read_text().splitlines()) for path in tests.rglob("*.py")}
    assert {name: lines for name, lines in found.items() if lines > LONGEST} == {}


def test_templates_link_and_include_downward():
    wrong = []
    for path in files("*.html"):
        text = path.read_text()
        for other in [*URL_TAG.findall(text), *INCLUDE_TAG.findall(text)]:
            if other in FLOORS and not may_see(room_of(path), other):
                wrong.append(f"{path.relative_to(SOURCE)} -> {other}")
    assert not wrong


def test_string_foreign_keys_and_reverse_look_downward():
    wrong = []
    for path in files("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            found = re.fullmatch(r"([a-z]+)(?::[a-z_]+|\.[A-Z][A-Za-z]+)", node.value)
            if found and found[1] in FLOORS and not may_see(room_of(path), found[1]):
                wrong.append(f"{path.relative_to(SOURCE)}: {node.value}")
    assert not wrong
