"""Cases in memory: their rows, and what every step of `casework.operations.steps` writes beside them."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

import msgspec
from django.apps import apps

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT, Actor
from sinergi.casework import clock, references
from sinergi.casework.models import Application, LinkPurpose
from sinergi.casework.models.application import HASHES, SEALED
from sinergi.casework.operations.steps import LINK_DAYS, address_of
from sinergi.casework.standards import Standard, standard_of
from sinergi.casework.workflow import (
    AUDIT_CODES,
    CLOSED,
    NOTICES,
    OVERTAKEN,
    RUNNING,
    Status,
)
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from sinergi.sample.by_rows.identities import new_identity, new_token
from sinergi.sample.by_rows.ledger import Ledger, sealed
from sinergi.sample.by_rows.letterbook import Letterbook, LetterRow
from sinergi.sample.by_rows.shelf import Paper
from sinergi.sample.stories.cases import Act, Story
from sinergi.ui import formats
from sinergi.vault.sealing import seal
from sinergi.worktime.formulas import Schedule

TABLE = "casework_application"
ROLES = {str(value): str(label) for value, label in Role.choices}
OFFICE_COLUMNS = tuple(str(field.column) for field in Application._meta.concrete_fields)
EVENT_COLUMNS = tuple(name for name in OFFICE_COLUMNS if name not in {*SEALED, *HASHES})
_event = itemgetter(*EVENT_COLUMNS)


@dataclass(slots=True)
class Approval:
    """A step of a round while it is open."""

    id: uuid.UUID
    round: int
    position: int
    role: str
    unit: Unit
    act: str
    outcome: str = ""
    user: User | None = None
    at: datetime | None = None
    words: str | None = None


@dataclass(slots=True)
class Case:
    """One application: ``row`` by column, sealed columns still in plain text."""

    story: Story
    row: dict[str, Any]
    version: ServiceVersion
    standard: Standard
    village: Unit
    unit: Unit
    token: str = ""
    handler: User | None = None
    letter: LetterRow | None = None
    seen: tuple[Any, ...] = ()
    defect: list[Any] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    attached: dict[str, list[Any]] = field(default_factory=dict)
    examined_by: set[int] = field(default_factory=set)

    @property
    def reference(self) -> str:
        return str(self.row["reference"])


class Casebook:
    """The parts that all acts share."""

    def __init__(
        self, ledger: Ledger, letters: Letterbook, papers: dict[str, Paper], schedule: Schedule
    ) -> None:
        self.ledger, self.letters, self.papers, self.schedule = ledger, letters, papers, schedule
        self.founded, self.office = ledger.founded, ledger.office
        self.cases: dict[int, Case] = {}
        self._units: dict[str, str] = {}  # by number of the case: the key of the unit that handles it
        # Read before the first act: while acts are played, the connection belongs to the COPY thread.
        self._standards = {version.pk: standard_of(version) for version in self.founded.versions.values()}
        self._works_at = {
            user.pk: self.founded.units[key.partition("/")[0]].pk for key, user in self.founded.users.items()
        }
        self._references: set[str] = set()
        self._abandoned: Counter[tuple[int, int | None, date, str]] = Counter()
        table = ledger.tables.open
        history: Any = apps.get_model("casework", "ApplicationEvent")
        self._history = table(
            history._meta.db_table, "pgh_label", "pgh_created_at", "pgh_obj_id", *EVENT_COLUMNS
        )
        self._moves = table(
            "casework_move", "id", "application_id", "source", "target", "code", "revision", "by_label", "unit_id",
            "public_note", "internal_note", "at",
        )  # fmt: skip
        self._links = table(
            "casework_accesslink", "digest", "application_id", "purpose", "created_at", "expires_at"
        )
        self._originals = table(
            "casework_shownoriginal", "application_id", "requirement_id", "seen_by_id", "seen_at"
        )
        self._delays = table(
            "casework_delay", "id", "application_id", "reason", "words", "new_due_at", "by_id", "at"
        )

    # --- small parts ------------------------------------------------------------------------------------------

    def actor(self, act: Act) -> Any:
        """A user of the office, or the applicant."""
        return self.founded.users[act.actor] if act.actor else APPLICANT

    def _changed(self, case: Case) -> None:
        """What the history trigger does: one event if a tracked column differs."""
        seen = _event(case.row)
        if seen != case.seen:
            label = "update" if case.seen else "insert"
            self._history.append((label, self.ledger.end, case.row["id"], *seen))
            case.seen = seen

    def _revise(self, case: Case) -> None:
        case.row["revision"] += 1
        self._changed(case)

    def _acting_unit(self, by: Any, case: Case) -> int | None:
        if not isinstance(by, User):
            return None
        return case.unit.pk if self._works_at[by.pk] == case.unit.pk else self.founded.root.pk

    def _step(
        self, case: Case, code: str, source: str, by: Actor, at: datetime, *, public: str = "", internal: str = "",
        unit: int | None = None,
    ) -> None:  # fmt: skip
        """`steps.write_step`."""
        self._revise(case)
        unit = unit or self._acting_unit(by, case)
        self._move(case, code, source, by, at, public=public, internal=internal, unit=unit)
        self.ledger.record(code, by, ("application", case.reference, case.reference), at)

    def _move(
        self, case: Case, code: str, source: str, by: Actor, at: datetime, *, public: str = "", internal: str = "",
        unit: int | None = None,
    ) -> None:  # fmt: skip
        identity, row = new_identity(), case.row
        self._moves.append((
            identity, row["id"], source, row["status"], code, row["revision"], by.audit_name, unit,
            sealed("casework_move", "public_note", identity, public or None),
            sealed("casework_move", "internal_note", identity, internal or None), at,
        ))  # fmt: skip

    def _advance(
        self, case: Case, target: Status, by: Actor, at: datetime, *, code: str = "", public: str = "",
        internal: str = "", unit: int | None = None, tell: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`steps.advance`."""
        row, source = case.row, case.row["status"]
        row["status"] = str(target)
        if source == Status.NEEDS_FIX and target in RUNNING:
            self._clock(case, clock.resume, at)
        elif target == Status.NEEDS_FIX:
            self._clock(case, clock.pause, at)
        elif target not in RUNNING:
            self._clock(case, clock.stop, at)
        if target in CLOSED:
            row["finished_at"] = at
        self._step(
            case, code or AUDIT_CODES[target], source, by, at, public=public, internal=internal, unit=unit
        )
        if source in OVERTAKEN:
            self.ledger.overtaken(case.reference, row["phone"], OVERTAKEN[source])
        if target in NOTICES and tell is not None:
            self._tell(case, NOTICES[target], at, **tell)

    def _clock(self, case: Case, turn: Any, at: datetime, **more: Any) -> None:
        """The room's own clock, on a stand-in with the fields that it reads and writes."""
        stand_in = _Clocked(self.office, {name: case.row[name] for name in clock.FIELDS})
        turn(stand_in, now=at, **more)
        case.row.update((name, getattr(stand_in, name)) for name in clock.FIELDS)

    def _tell(self, case: Case, template: str, at: datetime, *, link: str = "", **context: str) -> None:
        """`steps.post`."""
        row = case.row
        ways = [("email", row["email"]), ("whatsapp", row["phone"])]
        ways = [(channel, address) for channel, address in ways if address]
        if not ways:
            return
        key = f"{template}:{case.reference}:{row['revision']}"
        facts: dict[str, str] = {}
        if self.ledger.keeps_text(at):  # links live shorter than texts, so older ones need neither
            due = formats.long_datetime(row["due_at"]) if row["due_at"] else ""
            facts = {"reference": case.reference, "link": link or self._link(case, at), "due": due, **context}
        self.ledger.tell(
            template, key, case.reference, at, ways=ways, service=case.version.service, context=facts
        )

    def _link(self, case: Case, at: datetime) -> str:
        """`steps.new_link`; those that have expired by the end are swept away, so they are not written."""
        token, expires = new_token(), at + timedelta(days=LINK_DAYS)
        if expires > self.ledger.end:
            self._links.append(
                (references.token_digest(token), case.row["id"], LinkPurpose.STATUS, at, expires)
            )
        return address_of(token)


class _Clocked:
    """What `casework.clock` needs of a case."""

    def __init__(self, office: Any, values: dict[str, Any]) -> None:
        self.office = office
        self.__dict__.update(values)


_ENCODED = {name: name.encode() for name in SEALED}


def sealed_row(row: dict[str, Any]) -> tuple[Any, ...]:
    sealed_values = dict(row)
    for name, column in _ENCODED.items():
        value = row[name]
        if value is not None:
            plain = msgspec.json.encode(value) if name == "answers" else str(value).encode()
            sealed_values[name] = seal(plain, bound_to=[TABLE.encode(), column, row["id"].bytes])
    return tuple(sealed_values[name] for name in OFFICE_COLUMNS)


def approval_row(case: uuid.UUID, step: Approval) -> tuple[Any, ...]:
    user = step.user.pk if step.user else None
    words = sealed("casework_approval", "words", step.id, step.words)
    return (
        step.id, case, step.round, step.position, step.role, step.unit.pk, step.act, step.outcome, user, step.at, words,
    )  # fmt: skip
