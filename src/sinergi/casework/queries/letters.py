"""The letter of a case as its signer reads it before approving."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.casework import policies, references
from sinergi.casework.models import Application
from sinergi.casework.operations.signing import letter_facts
from sinergi.letters.preview import preview
from sinergi.ui.components import SummaryRow

NIK: Final = re.compile(r"(?<!\d)\d{16}(?!\d)")


@dataclass(frozen=True)
class LetterDraft:
    """The words that will be printed; or why the letter cannot be printed as it is."""

    refusal: str = ""
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> list[tuple[str, list[SummaryRow]]]:
        """Paragraphs and tables in their order; a NIK in groups, as it is shown to examiners."""
        return [
            (_grouped(part.get("text", "")), [_row(*pair) for pair in part.get("rows", ())])
            for part in self.words["parts"]
        ]


def _row(label: str, value: str) -> SummaryRow:
    return SummaryRow(label, _grouped(value), kept_label=True, kept_value=True)


def _grouped(text: str) -> str:
    return NIK.sub(lambda found: references.grouped_nik(found[0]), text)


def letter_draft(case: Application, *, by: User, now: datetime) -> LetterDraft | None:
    """For the one whose turn it is, and nobody else: the letter shows the whole NIK."""
    if not policies.can_sign(by, case):
        return None
    steps = case.approvals.filter(round=case.signing_round).select_related("unit__office", "decided_by")
    try:
        return LetterDraft(words=preview(**letter_facts(case, list(steps), reader=by), now=now))
    except Refused as refusal:
        return LetterDraft(refusal=str(refusal.words))
