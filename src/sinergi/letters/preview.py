"""A letter to read before it is issued: the very words that will be printed. Takes no number and stores nothing."""

from typing import Any

from sinergi.catalogue.models import Act
from sinergi.letters import layout
from sinergi.letters.operations import GAP, composed, signer_rows


def preview(**facts: Any) -> dict[str, Any]:
    """The words of `layout.words_of` for the facts of `operations.composed`; the numbers are gaps.

    Web workers may call it: nothing is typeset. Raises `Refused` where `issue` would."""
    letter = composed(**facts)
    letter.number = GAP
    signatories = facts["signatories"]
    gaps = {one.unit.pk: f"Reg. {GAP}" for one in signatories if one.act == Act.ACKNOWLEDGE}
    return layout.words_of(letter, signer_rows(letter, signatories, gaps))
