"""Every patch names a test that exists and changes Python code that exists; rooms with secrets have patches."""

import ast
from pathlib import Path

import pytest

from tests.house.floors import FLOORS, ROOT
from tests.mutants.patches import Mutant, every

# Nothing here hides, locks or refuses: arithmetic, drawings, kept queries, the sample and lists of days.
WITHOUT = {"access", "kept", "sheets", "worktime", "ui", "organization", "sample"}
# Each of these files is about races, access or secrets as a whole: all tests of theirs need a patch, but these.
GUARDS = ("tests/rooms/casework/test_races.py", "tests/rooms/surveys/test_secrecy.py")
PROOFS = {
    "test_counter_double_click_gives_one_case",  # the unique key holds it: a migration, which no patch changes
    "test_the_race_is_there_without_the_revision",  # shows itself that the test beside it has power
    "test_the_attack_works_on_rows_in_the_order_of_their_arrival",  # the same
}


def _tests(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("mutant", every(), ids=lambda mutant: mutant.name)
def test_patch_names_a_test_and_changes_code(mutant: Mutant) -> None:
    assert mutant.tests
    for node in mutant.tests:
        path, _sep, name = node.partition("::")
        assert name.partition("[")[0] in _tests(ROOT / path), node
    assert mutant.changed
    for changed in mutant.changed:
        assert (
            changed.startswith("src/sinergi/") and changed.endswith(".py") and "/migrations/" not in changed
        )
        assert (ROOT / changed).is_file()


def test_every_room_with_something_to_guard_has_a_patch() -> None:
    rooms = {Path(changed).parts[2] for mutant in every() for changed in mutant.changed}
    assert rooms == set(FLOORS) - WITHOUT


def test_every_race_and_secrecy_test_is_killed() -> None:
    named = {node.partition("[")[0] for mutant in every() for node in mutant.tests}
    wanted = {f"{path}::{name}" for path in GUARDS for name in _tests(ROOT / path) - PROOFS}
    assert wanted <= named, sorted(wanted - named)
