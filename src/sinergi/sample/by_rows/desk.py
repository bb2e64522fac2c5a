"""Cases as rows: what the operations of `casework` would have written, step by step, in memory.

Each method mirrors one operation and names it; a test plays a twentieth of a year by both paths and compares
every table.
"""

from datetime import datetime, timedelta

from sinergi.access.permissions import Permission, Role, roles_with
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT, SYSTEM
from sinergi.casework import clock, kept_notes, references
from sinergi.casework.completeness import missing_parts
from sinergi.casework.models import Application, CheckKind
from sinergi.casework.operations.drafting import DRAFT_DAYS, PRIVACY_VERSION
from sinergi.casework.operations.steps import address_of
from sinergi.casework.workflow import (
    AUDIT_CODES,
    NOTICES,
    Channel,
    DelayReason,
    Outcome,
    Status,
)
from sinergi.documents.models import Purpose
from sinergi.letters.operations.numbers import local_date
from sinergi.organization.models import Unit
from sinergi.sample.by_rows.casebook import (
    OFFICE_COLUMNS,
    ROLES,
    TABLE,
    Approval,
    Case,
    Casebook,
    approval_row,
    sealed_row,
)
from sinergi.sample.by_rows.identities import new_identity, new_token
from sinergi.sample.by_rows.ledger import sealed
from sinergi.sample.by_rows.letterbook import LetterRow, Step
from sinergi.sample.stories.cases import Act, Story
from sinergi.sample.world import DISTRICT
from sinergi.ui import formats


class Desk(Casebook):
    """Plays the acts of cases."""

    # --- the draft --------------------------------------------------------------------------------------------

    def start(self, act: Act, story: Story) -> None:
        """`drafting.start_draft`."""
        by, version = self.actor(act), self.founded.versions[story.mix.slug]
        village = self.founded.units[story.village]
        standard = self._standards[version.pk]
        case = Case(
            story, dict.fromkeys(OFFICE_COLUMNS), version, standard, village,
            village if standard.starts_at_village else self.founded.root, new_token(),
        )  # fmt: skip
        case.row.update(
            id=new_identity(), office_id=self.office.pk, version_id=version.pk, reference=self._reference(act.at.year),
            status=str(Status.DRAFT), channel=str(Channel.ONLINE if story.online else Channel.COUNTER), check_kind="",
            entered_by_id=by.pk if isinstance(by, User) else None, created_at=act.at, agreed_at=act.at,
            privacy_version=PRIVACY_VERSION, draft_until=act.at + timedelta(days=DRAFT_DAYS), used_minutes=0,
            sent_back=0, signing_round=0, turn_role="", key=new_identity(), revision=1,
            link_digest=references.token_digest(case.token),
        )  # fmt: skip
        self.cases[story.number] = case
        self._units[case.reference] = story.unit
        self._changed(case)
        self.ledger.record("application.drafted", by, ("application", case.reference, case.reference), act.at)

    def tell(self, act: Act) -> None:
        """`mark_message_sent` for the messages that wait at the counter's own unit."""
        own = {number for number in self.ledger.waiting() if self._units[number] == act.key}
        self.ledger.sent_by_officer(own, self.actor(act), act.at)

    def _reference(self, year: int) -> str:
        while (found := references.new_reference(self.office.reference_prefix, year)) in self._references:
            pass
        self._references.add(found)
        return found

    def applicant(self, act: Act, case: Case) -> None:
        """`drafting.save_applicant`."""
        person, row = case.story.person, case.row
        contact = person.phone or person.email
        has_check = person.phone or references.has_check(person.email)
        row.update(
            name=person.name, nik=person.nik, address=person.address, phone=person.phone or None,
            email=person.email or None, village_id=case.village.pk, unit_id=case.unit.pk,
            nik_index=references.nik_digest(person.nik),
            contact_index=references.contact_digest(person.phone, person.email) if contact else None,
            pin=None if has_check else references.new_pin(),
            check_kind=str(CheckKind.PHONE if person.phone else CheckKind.EMAIL if has_check else CheckKind.PIN),
        )  # fmt: skip
        check = references.check_of(phone=person.phone, email=person.email, pin=row["pin"] or "")
        row["contact_check"] = references.check_digest(case.reference, check)
        self._revise(case)

    def answers(self, act: Act, case: Case) -> None:
        """`drafting.save_answers`."""
        case.row["answers"] = dict(case.story.answers)
        self._revise(case)

    def attach(self, act: Act, case: Case) -> None:
        """`drafting.attach`."""
        self._attach(act, case)
        self._revise(case)

    def _attach(self, act: Act, case: Case) -> None:
        document = self.ledger.store(self.papers[act.key], Purpose.ATTACHMENT, self.actor(act), act.at)
        requirement = case.standard.requirement(act.key).id
        row = [new_identity(), case.row["id"], requirement, document, act.at, None]
        if act.key in case.attached:
            case.attached[act.key][-1][5] = act.at
        case.attached.setdefault(act.key, []).append(row)

    def submit(self, act: Act, case: Case) -> None:
        """`intake.submit`."""
        by, row, at = self.actor(act), case.row, act.at
        self._clock(case, clock.start, at, standard=case.standard)
        row.update(
            status=str(Status.RECEIVED), submitted_at=at, declared_at=at,
            erase_after=local_date(self.office, at) + timedelta(days=case.standard.retention_days),
        )  # fmt: skip
        self._revise(case)
        code = AUDIT_CODES[Status.RECEIVED]
        self._move(case, code, Status.DRAFT, by, at)
        self.ledger.record(code, by, ("application", case.reference, case.reference), at)
        link = address_of(case.token) if case.story.online and self.ledger.keeps_text(at) else ""
        self._tell(case, NOTICES[Status.RECEIVED], at, link=link)

    # --- the examiner -----------------------------------------------------------------------------------------

    def take(self, act: Act, case: Case) -> None:
        """`examining.take`."""
        by, before = self.actor(act), case.handler
        case.handler, case.row["handler_id"] = by, by.pk
        case.examined_by.add(self._acting_unit(by, case) or 0)
        if case.row["status"] == Status.RECEIVED:
            self._advance(case, Status.EXAMINED, by, act.at)
        else:
            words = kept_notes.TAKEN_OVER % {"name": before}
            self._step(case, "application.taken_over", case.row["status"], by, act.at, internal=words)

    def send_back(self, act: Act, case: Case) -> None:
        """`examining.send_back` with one finding."""
        if act.until is None:
            raise ValueError("a case is sent back until a day")
        by, deadline, identity = self.actor(act), act.until.date(), new_identity()
        is_field = act.key not in case.attached
        case.defect = [
            identity, case.row["id"], None if is_field else case.standard.requirement(act.key).id,
            act.key if is_field else "", sealed("casework_defect", "words", identity, act.words), deadline, by.pk,
            act.at, None, None,
        ]  # fmt: skip
        case.row["sent_back"] += 1
        case.row["mended_at"] = None
        tell = {"deadline": formats.long_date(deadline), "count": "1"}
        self._advance(case, Status.NEEDS_FIX, by, act.at, tell=tell, public=act.words)

    def mend(self, act: Act, case: Case) -> None:
        """`mending.mend_file` or `mend_answers`."""
        if act.key in case.attached:
            self._attach(act, case)
        else:
            case.row["answers"] = {**case.row["answers"], **case.story.mended}
        case.defect[8] = case.row["mended_at"] = act.at
        self._advance(case, Status.EXAMINED, self.actor(act), act.at, code="application.mended")

    def delay(self, act: Act, case: Case) -> None:
        """`examining.delay`."""
        if act.until is None:
            raise ValueError("a delay names a new time")
        by, identity = self.actor(act), new_identity()
        words = sealed("casework_delay", "words", identity, act.words or None)
        self._delays.append((identity, case.row["id"], act.key, words, act.until, by.pk, act.at))
        case.row["new_due_at"] = act.until
        label, due = str(DelayReason(act.key).label), formats.long_datetime(act.until)
        sentence = kept_notes.DELAYED_EXPLAINED if act.words else kept_notes.DELAYED
        public = " ".join((sentence % {"cause": label, "words": act.words, "due": due}).split())
        self._step(case, "application.delayed", case.row["status"], by, act.at, public=public)
        self._tell(case, "casework/delayed", act.at, reason=label, new_due=due)

    def reject(self, act: Act, case: Case, survey_token: str) -> None:
        """`examining.reject`."""
        case.row.update(team_id=self.team(case).pk, survey_token=survey_token)
        public = f"{kept_notes.LAW % {'law': act.key}}\n{act.words}"
        self._advance(case, Status.REJECTED, self.actor(act), act.at, tell={"reason": act.key}, public=public)

    def withdraw(self, act: Act, case: Case, survey_token: str) -> None:
        """`mending.withdraw`; ``survey_token`` is empty where nobody had examined the case."""
        case.row.update(turn_role="", turn_unit_id=None)
        if survey_token:
            case.row.update(team_id=self.team(case).pk, survey_token=survey_token)
        tell = {"survey": "1"} if survey_token else {}
        self._advance(case, Status.WITHDRAWN, APPLICANT, act.at, tell=tell)

    # --- the chain --------------------------------------------------------------------------------------------

    def propose(self, act: Act, case: Case) -> None:
        """`examining.propose`."""
        row = case.row
        row["signing_round"] += 1
        steps = [
            Approval(
                new_identity(), row["signing_round"], step.position, step.role,
                case.village if step.at_village else self.founded.root, step.act,
            )
            for step in case.standard.chain
        ]  # fmt: skip
        case.approvals += steps
        row.update(mended_at=None, turn_role=steps[0].role, turn_unit_id=steps[0].unit.pk)
        self._advance(case, Status.AWAITING_SIGNATURE, self.actor(act), act.at)

    def approve(self, act: Act, case: Case) -> None:
        """`signing.approve`."""
        by, row = self.actor(act), case.row
        steps = [step for step in case.approvals if step.round == row["signing_round"]]
        current = next(step for step in steps if not step.outcome)
        current.outcome, current.user, current.at = Outcome.APPROVED, by, act.at
        following = next((step for step in steps if not step.outcome), None)
        if following is None:
            row.update(turn_role="", turn_unit_id=None)
            case.letter = self._issue(case, steps, by, act.at)
            row["letter_id"] = case.letter.id
        else:
            row.update(turn_role=following.role, turn_unit_id=following.unit.pk)
        self._step(case, "application.approved", row["status"], by, act.at, unit=current.unit.pk)

    def _issue(self, case: Case, steps: list[Approval], by: User, at: datetime) -> LetterRow:
        row = case.row
        facts = {
            "name": row["name"],
            "nik": row["nik"],
            "village": case.village.name,
            "address": row["address"],
        }
        done = [
            Step(step.role, ROLES[step.role], step.unit, step.act, step.user)
            for step in steps
            if step.user is not None
        ]
        return self.letters.issue(
            done, case.version, holder=row["name"], facts=facts, answers=row["answers"], by=by, at=at
        )

    def return_(self, act: Act, case: Case) -> None:
        """`signing.return_to_examiner`."""
        by, row = self.actor(act), case.row
        current = next(
            step for step in case.approvals if step.round == row["signing_round"] and not step.outcome
        )
        current.outcome, current.user, current.at, current.words = Outcome.RETURNED, by, act.at, act.words
        row.update(turn_role="", turn_unit_id=None)
        self._advance(
            case,
            Status.EXAMINED,
            by,
            act.at,
            code="application.returned",
            internal=act.words,
            unit=current.unit.pk,
        )
        service, role = case.version.service.name, Role(current.role).label
        facts = {"reference": case.reference, "service": service, "role": str(role)}
        for user in self._responsible(case):
            key = f"casework/returned:{case.reference}:{row['revision']}:{user.pk}"
            self.ledger.inbox(
                "casework/returned", key, case.reference, act.at, user_id=user.pk, context=facts
            )

    def scan(self, act: Act, case: Case) -> None:
        """`signing.store_scan`."""
        by = self.actor(act)
        if case.letter is None:
            raise ValueError("no letter to scan")
        self.letters.store_scan(case.letter, by, act.at)
        case.row["ready_at"] = act.at
        self._advance(case, Status.READY, by, act.at, tell={})

    def hand_over(self, act: Act, case: Case, survey_token: str) -> None:
        """`handover.hand_over`; the invitation is made by the survey's player."""
        case.row.update(
            team_id=self.team(case).pk, survey_token=survey_token, collected_by=case.story.collected_by
        )
        by = self.actor(act)
        self._originals += [(case.row["id"], item.id, by.pk, act.at) for item in case.standard.demanded]
        self._advance(case, Status.FINISHED, by, act.at, tell={}, public=kept_notes.COLLECTED)

    def team(self, case: Case) -> Unit:
        """`handover.lowest_examining_unit`."""
        return case.unit if case.unit.pk in case.examined_by else self.founded.root

    # --- jobs -------------------------------------------------------------------------------------------------

    def overdue(self, act: Act, case: Case) -> None:
        """`upkeep.note_overdue` for one case."""
        row = case.row
        row["overdue_noted_at"] = act.at
        self._changed(case)
        due = formats.long_datetime(row["due_at"])
        facts = {"reference": case.reference, "service": case.version.service.name, "link": "", "due": due}
        for user in self._responsible(case):
            key = f"casework/overdue:{case.reference}:{user.pk}"
            self.ledger.inbox("casework/overdue", key, case.reference, act.at, user_id=user.pk, context=facts)
        self.ledger.record(
            "application.overdue_noted", SYSTEM, ("application", case.reference, case.reference), act.at
        )

    def _responsible(self, case: Case) -> list[User]:
        if case.row["turn_role"]:
            place = DISTRICT if case.row["turn_unit_id"] == self.founded.root.pk else case.story.village
            return [self.founded.users[f"{place}/{case.row['turn_role']}"]]
        if case.handler is not None:
            return [case.handler]
        examining = roles_with(Permission.CASE_EXAMINE)
        return [
            user
            for key, user in self.founded.users.items()
            if key.startswith(f"{case.story.unit}/") and key.partition("/")[2].partition(":")[0] in examining
        ]

    def erase_draft(self, act: Act, case: Case) -> None:
        """`drafting.erase_draft` from the sweep."""
        row = case.row
        draft = Application(
            unit_id=row["unit_id"], contact_check=row["contact_check"], answers=row["answers"]
        )
        missing = missing_parts(
            draft, case.standard, {case.standard.requirement(key).id for key in case.attached}
        )
        month = local_date(self.office, row["created_at"]).replace(day=1)
        self._abandoned[case.version.pk, row["unit_id"], month, missing[0] if missing else "check"] += 1
        self.ledger.record(
            "application.draft_erased", SYSTEM, ("application", case.reference, case.reference), act.at
        )
        del self.cases[case.story.number]

    # --- the end ----------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Open the lists of what is final only now."""
        table = self.ledger.tables.open
        abandoned = table(
            "casework_abandoneddraft", "office_id", "version_id", "unit_id", "month", "part", "n"
        )
        abandoned += [(self.office.pk, *place, n) for place, n in self._abandoned.items()]
        rows = table(TABLE, *OFFICE_COLUMNS)
        attachments = table(
            "casework_attachment",
            "id",
            "application_id",
            "requirement_id",
            "document_id",
            "added_at",
            "replaced_at",
        )
        defects = table(
            "casework_defect", "id", "application_id", "requirement_id", "field", "words", "deadline", "found_by_id",
            "found_at", "solved_at", "reminded_at",
        )  # fmt: skip
        approvals = table(
            "casework_approval", "id", "application_id", "round", "position", "role", "unit_id", "act", "outcome",
            "decided_by_id", "decided_at", "words",
        )  # fmt: skip
        for case in self.cases.values():
            rows.append(sealed_row(case.row))
            attachments += [tuple(row) for found in case.attached.values() for row in found]
            if case.defect:
                defects.append(tuple(case.defect))
            approvals += [approval_row(case.row["id"], step) for step in case.approvals]
