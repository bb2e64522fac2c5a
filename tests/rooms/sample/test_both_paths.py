"""A twentieth of the year by both paths: every table of every room is the same."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from sinergi.audit.models import Event
from sinergi.documents import checking
from sinergi.sample.loading import load
from tests.rooms.sample.comparing import Picture

NOW = datetime(2026, 5, 14, 11, 20, tzinfo=ZoneInfo("Asia/Jakarta"))

SIZE = 600


class _Undo(Exception):
    pass


def _tables(*, fast: bool) -> dict[str, Counter[Any]]:
    """Load, look, and leave an empty database behind."""
    found: dict[str, Counter[Any]] = {}
    try:
        with transaction.atomic():
            load(now=NOW, size=SIZE, fast=fast)
            told = list(Event.objects.order_by("pk").values_list("at", "code"))
            assert [earlier for earlier, later in pairwise(told) if later[0] < earlier[0]] == []
            found = Picture().tables()
            raise _Undo
    except _Undo:
        return found


@pytest.fixture
def remembered_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same picture is opened by the real checks once, not two thousand times (each takes a process)."""
    known: dict[tuple[str, str], tuple[bytes, checking.Checked]] = {}
    real: Callable[..., checking.Checked] = checking.check

    def check(source: Any, *, name: str, size: int, purpose: str) -> checking.Checked:
        place = (hashlib.sha256(source.read()).hexdigest(), purpose + name)
        source.seek(0)
        if place not in known:
            found = real(source, name=name, size=size, purpose=purpose)
            known[place] = (found.content.read(), found)
        content, found = known[place]
        return checking.Checked(BytesIO(content), found.size, found.media_type, found.name, found.side)

    monkeypatch.setattr(checking, "check", check)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("remembered_checks")
def test_both_paths_leave_the_same_rows() -> None:
    rows, acts = _tables(fast=True), _tables(fast=False)
    differing = {
        label: (len(rows[label] - acts[label]), len(acts[label] - rows[label]), sum(acts[label].values()))
        for label in acts
        if rows[label] != acts[label]
    }
    shown = "".join(
        f"\n{label}\n  only rows: {next(iter(rows[label] - acts[label]), None)}"
        f"\n  only operations: {next(iter(acts[label] - rows[label]), None)}"
        for label in differing
    )
    assert not differing, f"{differing}{shown}"
    assert sum(acts["casework.application"].values()) > 550
