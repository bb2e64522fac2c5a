"""Each test that guards a race, an access rule or a secret is killed by a mutant; each mutant names a test."""

import ast
import re
from pathlib import Path

from tests.house.floors import ROOT
from tests.mutants.patches import every

# Words in the names of such tests, and whole files of them. A test that matches needs a patch, or a line below.
GUARDS = re.compile(r"visible|at_once|_twice|without_lock|slip_past|race|own_unit_only|only_its|another_unit|another_case")
FILES = ("tests/rooms/casework/test_races.py", "tests/rooms/surveys/test_secrecy.py", "tests/rooms/accounts/test_roles.py")
