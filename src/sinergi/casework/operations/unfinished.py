"""What was typed on a page and is not right yet: kept sealed beside the answers, until the page is answered well.

So a page with an error can be asked for by GET, and "back" in a browser never meets the answer to a POST.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sinergi.casework import policies
from sinergi.casework.completeness import CHECK
from sinergi.casework.models import Application
from sinergi.casework.operations.steps import Gone
from sinergi.casework.workflow import Status

LONGEST = 8000  # letters of one field; the longest answer that a form takes has 4000
MOST = 50  # values of one field, which share its letters: nobody without an account fills the database


@transaction.atomic
def keep_unfinished(
    case: Application, part: str, typed: Mapping[str, Sequence[str]], *, now: datetime,
    said: Mapping[str, Sequence[str]] | None = None,
) -> None:  # fmt: skip
    """Keep what was typed on the page ``part`` of a draft, or of a case that is mended. The answers stay as they are.

    ``said``: messages by field (``""`` for the whole page) that checking again would not give. Raises `Refused`,
    `Gone`.
    """
    found = _locked(case, now)
    entry: dict[str, Any] = {
        "typed": {name: _no_more(values[:MOST]) for name, values in typed.items()},
        "said": {name: list(words) for name, words in (said or {}).items()},
    }
    found.unfinished = {**(found.unfinished or {}), part: entry}
    found.save(update_fields=["unfinished"])


def _no_more(values: Sequence[str]) -> list[str]:
    return [value[: LONGEST // len(values)] for value in values]


@transaction.atomic
def drop_unfinished(case: Application, part: str, *, now: datetime) -> None:
    """Let go of what was typed on ``part``, which is right as it was saved before. Raises `Refused`, `Gone`."""
    found = _locked(case, now)
    forget_unfinished(found, [part])
    found.save(update_fields=["unfinished"])


def _locked(case: Application, now: datetime) -> Application:
    found = Application.objects.select_for_update().filter(pk=case.pk).first()
    if found is None:
        raise Gone
    if found.status != Status.NEEDS_FIX:
        policies.can_edit_draft(found, now=now).enforce()
    return found


def forget_unfinished(case: Application, parts: Iterable[str]) -> None:
    """Let go of what was typed on ``parts`` (not saved): they are answered well now. What the check page said is over
    with every change."""
    gone = {*parts, CHECK}
    case.unfinished = {
        part: kept for part, kept in (case.unfinished or {}).items() if part not in gone
    } or None
