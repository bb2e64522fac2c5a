"""Addresses that are keys are cut before they reach a log."""

import logging
import re
from typing import Any

# Of a survey, of a case, of a letter: whoever has the address may open what it leads to.
KEYED = re.compile(r"(/(?:survei|status/tautan|s)/)[^/\s?#\"'<>]+")
CUT = r"\1…"


def is_keyed(path: str) -> bool:
    """Whether this path must not be repeated anywhere."""
    return KEYED.match(path) is not None


def _cut(value: Any) -> Any:
    return KEYED.sub(CUT, value) if isinstance(value, str) else value


class CutKeys(logging.Filter):
    """Cuts the key out of message and arguments, for instance of Django's own words about a refused request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _cut(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_cut(value) for value in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _cut(value) for name, value in record.args.items()}
        return True
