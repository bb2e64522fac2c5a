"""The patches: what each one breaks, and which test must notice."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


@dataclass(frozen=True)
class Mutant:
    """One patch. ``tests``: node ids, all of which must fail in their call phase; a node id without brackets
    stands for a parametrised test of which at least one case must fail."""

    name: str
    path: Path
    tests: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """Files of the work tree that the patch changes."""
        return tuple(re.findall(r"^\+\+\+ b/(.+)$", self.path.read_text(), re.MULTILINE))


def read(path: Path) -> Mutant:
    """A patch file begins with one or more lines ``# red: <node id>``."""
    tests = re.findall(r"^# red: (\S+)$", path.read_text(), re.MULTILINE)
    return Mutant(path.stem, path, tuple(tests))


def every() -> list[Mutant]:
    """All patches, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.patch"))]
