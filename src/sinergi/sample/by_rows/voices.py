"""Surveys as rows: invitations, answers that have been poured and those that wait, comments, counts of attributes."""

import secrets
from collections import Counter
from datetime import date, datetime
from typing import Any

import msgspec

from sinergi.catalogue.models import Service
from sinergi.letters.operations.numbers import local_date
from sinergi.organization.models import Unit
from sinergi.sample.by_rows.identities import new_identity, new_token
from sinergi.sample.by_rows.ledger import Ledger, sealed
from sinergi.sample.stories import forms
from sinergi.sample.stories.cases import Act, Answer
from sinergi.surveys import invitations
from sinergi.surveys.models import Questionnaire
from sinergi.surveys.models.answers import SCORES
from sinergi.surveys.operations.invitations import BLOCK, LEEWAY_MONTHS, MAX_COMMENT
from sinergi.surveys.operations.pooling import SMALLEST_BATCH
from sinergi.surveys.workflow import CommentStatus
from sinergi.vault.sealing import seal

DECISIONS = dict(forms.COMMENTS)
KEYS = (*SCORES, "kejelasan")


class Voices:
    """Plays hand-overs, answers, pours and moderation."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.office = ledger, ledger.office
        self.questionnaire = Questionnaire.objects.filter(office=self.office).order_by("-version")[0]
        self._invitations: dict[int, list[Any]] = {}
        self._pool: list[dict[str, Any]] = []
        self._comments: list[list[Any]] = []
        self._margins: Counter[tuple[int, date, str, str]] = Counter()
        self._responses = ledger.tables.open(
            "surveys_response", "id", "office_id", "unit_id", "service_id", "questionnaire_id", "month", "channel",
            *KEYS,
        )  # fmt: skip

    def invite(self, case: int, unit: Unit, service: Service, *, online: bool, at: datetime) -> str:
        """`surveys.operations.invite`; returns the token."""
        month, token = invitations.month_of(self.office, at), new_token()
        self._invitations[case] = [
            new_identity(), invitations.hash_of(token), self.office.pk, unit.pk, service.pk,
            "online" if online else "counter", month, invitations.last_day(month, later=LEEWAY_MONTHS), False,
        ]  # fmt: skip
        return token

    def redeem(self, case: int, answer: Answer, at: datetime) -> None:
        """`surveys.operations.redeem`."""
        row = self._invitations[case]
        payload = {
            "office": self.office.pk, "unit": row[3], "service": row[4], "channel": row[5],
            "questionnaire": self.questionnaire.pk, "month": str(row[6]), "answered": f"{at:%Y-%m}",
            "answers": dict(answer.scores), "comment": invitations.masked(answer.comment.strip())[:MAX_COMMENT],
            "about": dict(answer.about),
        }  # fmt: skip
        used = sum(len(str(value).encode()) for value in payload.values())
        self._pool.append({**payload, "pad": " " * (-used % BLOCK)})
        row[3:7] = None, None, "", None
        row[8] = True

    def pour(self, at: datetime) -> None:
        """`surveys.operations.pour`: at least 20, or everything when a month has ended."""
        month = f"{invitations.month_of(self.office, at):%Y-%m}"
        if len(self._pool) < SMALLEST_BATCH and not any(one["answered"] < month for one in self._pool):
            return
        for payload in self._pool:
            self._respond(payload)
        self._pool = []

    def _respond(self, payload: dict[str, Any]) -> None:
        month = date.fromisoformat(payload["month"])
        self._responses.append((
            new_identity(), self.office.pk, payload["unit"], payload["service"], payload["questionnaire"], month,
            payload["channel"], *(payload["answers"].get(key) for key in KEYS),
        ))  # fmt: skip
        if payload["comment"]:
            row = [
                new_identity(),
                self.office.pk,
                payload["service"],
                month,
                payload["comment"],
                CommentStatus.WAITING,
            ]
            self._comments.append(row)
        for attribute, value in payload["about"].items():
            self._margins[payload["service"], month, attribute, value] += 1

    def moderate(self, act: Act) -> None:
        """`surveys.operations.moderate` for every comment that waits."""
        by = self.ledger.founded.users[act.actor]
        for row in self._comments:
            if row[5] == CommentStatus.WAITING:
                row[5] = DECISIONS[row[4]]
                self.ledger.record("survey.comment_moderated", by, ("survey_comment", row[0], row[5]), act.at)

    def write(self) -> None:
        """In random order, so that nothing tells which answer came first."""
        table, shuffle = self.ledger.tables.open, secrets.SystemRandom().shuffle
        shuffle(self._responses)
        rows = table(
            "surveys_invitation", "id", "token_hash", "office_id", "unit_id", "service_id", "channel", "month",
            "expires_on", "used",
        )  # fmt: skip
        today = local_date(self.office, self.ledger.end)
        # `sweep_invitations`: used links and those whose time is over are not there any more.
        rows += [tuple(row) for row in self._invitations.values() if not row[8] and row[7] >= today]
        shuffle(rows)
        comments = table("surveys_comment", "id", "office_id", "service_id", "month", "text", "status")
        comments += [
            (*row[:4], sealed("surveys_comment", "text", row[0], row[4]), row[5]) for row in self._comments
        ]
        shuffle(comments)
        margins = table(
            "surveys_respondentmargin", "office_id", "service_id", "month", "attribute", "value", "n"
        )
        margins += [(self.office.pk, *place, n) for place, n in sorted(self._margins.items(), key=str)]
        pool = table("surveys_pooledanswer", "id", "payload")
        pool += [_pooled(payload) for payload in self._pool]


def _pooled(payload: dict[str, Any]) -> tuple[Any, ...]:
    identity = new_identity()
    bound = [b"surveys_pooledanswer", b"payload", identity.bytes]
    return identity, seal(msgspec.json.encode(payload), bound_to=bound)
