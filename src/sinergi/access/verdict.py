"""A policy's answer, with words for the person who asked (house rule 4)."""

from dataclasses import dataclass
from typing import Any


class Refused(Exception):
    """An act is not allowed now. ``words`` are shown to the person as they are."""

    def __init__(self, words: Any, *, field: str | None = None) -> None:
        super().__init__(str(words))
        self.words = words
        self.field = field


@dataclass(frozen=True)
class Verdict:
    """May this person do this now? ``words`` say why not."""

    allowed: bool
    words: Any = ""

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raise `Refused` with the words unless allowed."""
        if not self.allowed:
            raise Refused(self.words)


ALLOWED = Verdict(True)


def allowed() -> Verdict:
    """Yes."""
    return ALLOWED


def refused(words: Any) -> Verdict:
    """No, because of ``words`` (a translated sentence)."""
    return Verdict(False, words)
