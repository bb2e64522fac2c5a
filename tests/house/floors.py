"""The floors of the house, read from the import contract: one place says them."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sinergi"


def floors() -> dict[str, int]:
    """Room -> floor, 0 at the bottom."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    layers = list(reversed(contract["layers"]))
    return {room.strip(): floor for floor, layer in enumerate(layers) for room in layer.split("|")}


FLOORS = floors()


def room_of(path: Path) -> str:
    """The room that a file under ``src/sinergi`` belongs to."""
    return path.relative_to(SOURCE).parts[0]


def may_see(room: str, other: str) -> bool:
    """A room sees itself and the floors below."""
    return room == other or FLOORS[other] < FLOORS[room]


def files(pattern: str) -> list[Path]:
    """Source files of all rooms, migrations and built assets left out."""
    return [
        path
        for path in sorted(SOURCE.rglob(pattern))
        if not re.search(r"/(migrations|static|__pycache__|fonts)/", path.as_posix())
        and path.parent != SOURCE
    ]
