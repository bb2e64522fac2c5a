"""Stacked tables lose their heads on a phone: a row's head that is a bare number must say what it counts."""

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).resolve().parents[2] / "src" / "sinergi"
STACKED = [path for path in sorted(ROOMS.rglob("*.html")) if "s-table--stack" in path.read_text()]
BARE_NUMBER = re.compile(
    r'<th scope="row"[^>]*>\{\{ (?:\w+\.)*(?:number|line|row|counter)(?:\|number)? \}\}(?=<)'
)


@pytest.mark.parametrize("path", STACKED, ids=lambda path: path.stem)
def test_a_number_has_its_word(path: Path) -> None:
    bare = [
        head for head in BARE_NUMBER.findall(path.read_text()) if not head.startswith('<th scope="row" data-')
    ]
    assert not bare, 'write <th scope="row" data-label="…">'
