"""The bulk path: all acts of a year as rows, then COPY. Same rows as `by_operations`, a hundred times faster."""

from collections.abc import Callable

import pgtrigger
from django.db import connection, transaction

from sinergi.documents.models import Purpose
from sinergi.sample import papers
from sinergi.sample.by_rows.casebook import Case
from sinergi.sample.by_rows.desk import Desk
from sinergi.sample.by_rows.ledger import Ledger
from sinergi.sample.by_rows.letterbook import Letterbook
from sinergi.sample.by_rows.shelf import checked
from sinergi.sample.by_rows.specimen import specimen
from sinergi.sample.by_rows.tables import AUDIT, Tables
from sinergi.sample.by_rows.voices import Voices
from sinergi.sample.founding import Founded
from sinergi.sample.office_life import OfficeLife
from sinergi.sample.stories.cases import Act, Kind, Told
from sinergi.sample.world import MIXES, Span
from sinergi.surveys.operations.rolling import rebuild_rollup
from sinergi.worktime.queries import schedule_of

BETWEEN = 4_000  # acts between two looks at what is full


@transaction.atomic
def play(told: Told, founded: Founded, span: Span, life: OfficeLife) -> None:
    """Write everything that the acts leave behind at the end of the span; ``life`` goes on between them."""
    with Tables() as tables:
        player = _Player(told, founded, span, tables)
        for number, act in enumerate(told.acts):
            if life.is_due(act.at):  # its events stand behind those of the acts before
                tables.send_all(AUDIT)
                life.until(act.at)
            player.play(act)
            if number % BETWEEN == 0:
                tables.send_full()
        tables.send_all(AUDIT)
        life.until(span.now)
        player.finish()


class _Player:
    def __init__(self, told: Told, founded: Founded, span: Span, tables: Tables) -> None:
        self.stories = {story.number: story for story in told.stories}
        self.tables = tables
        self.end = span.now
        self.ledger = ledger = Ledger(self.tables, founded, span.now)
        keys = sorted({key for mix in MIXES for key in mix.uploads})
        scan = checked(papers.SIGNED_SCAN, Purpose.SIGNED_SCAN)
        self.letters = Letterbook(ledger, specimen(), scan)
        drawn = {key: checked(key, Purpose.ATTACHMENT) for key in keys}
        office = founded.office
        self.desk = Desk(ledger, self.letters, drawn, schedule_of(office.calendar, office.time_zone))
        self.voices = Voices(ledger)
        desk = self.desk
        self.steps: dict[Kind, Callable[[Act, Case], None]] = {
            Kind.APPLICANT: desk.applicant, Kind.ANSWERS: desk.answers, Kind.ATTACH: desk.attach,
            Kind.SUBMIT: desk.submit, Kind.TAKE: desk.take, Kind.DELAY: desk.delay, Kind.SEND_BACK: desk.send_back,
            Kind.MEND: desk.mend, Kind.PROPOSE: desk.propose, Kind.RETURN: desk.return_, Kind.APPROVE: desk.approve,
            Kind.SCAN: desk.scan, Kind.REJECT: self._reject, Kind.WITHDRAW: self._withdraw, Kind.OVERDUE: desk.overdue,
            Kind.SWEEP_DRAFTS: desk.erase_draft, Kind.RENDER: self._render, Kind.HAND_OVER: self._hand_over,
            Kind.ANSWER: self._answer,
        }  # fmt: skip

    def play(self, act: Act) -> None:
        """One act."""
        if act.kind == Kind.POUR:
            self.voices.pour(act.at)
        elif act.kind == Kind.MODERATE:
            self.voices.moderate(act)
        elif act.kind == Kind.TELL:
            self.desk.tell(act)
        elif act.kind in (Kind.START, Kind.ENTER):
            self.desk.start(act, self.stories[act.case])
            if act.kind == Kind.ENTER:
                case = self.desk.cases[act.case]
                self.desk.applicant(act, case)
                self.desk.answers(act, case)
        else:
            self.steps[act.kind](act, self.desk.cases[act.case])

    def _render(self, act: Act, case: Case) -> None:
        if case.letter is not None:
            self.letters.render(case.letter, act.at)

    def _hand_over(self, act: Act, case: Case) -> None:
        self.desk.hand_over(act, case, self._invite(act, case))

    def _reject(self, act: Act, case: Case) -> None:
        self.desk.reject(act, case, self._invite(act, case))

    def _withdraw(self, act: Act, case: Case) -> None:
        self.desk.withdraw(act, case, self._invite(act, case) if case.examined_by else "")

    def _invite(self, act: Act, case: Case) -> str:
        story, team = case.story, self.desk.team(case)
        return self.voices.invite(story.number, team, case.version.service, online=story.online, at=act.at)

    def _answer(self, act: Act, case: Case) -> None:
        if case.story.answer is not None:
            self.voices.redeem(case.story.number, case.story.answer, act.at)

    def finish(self) -> None:
        """The last jobs, and COPY. The history comes from us, so its trigger is told to leave these rows alone."""
        self.tables.drained()
        self.voices.pour(self.end)
        self.letters.write()
        self.desk.write()
        self.voices.write()
        self.ledger.write()
        self.ledger.shelf.finish()
        with pgtrigger.ignore("casework.Application:insert_insert"), connection.cursor() as cursor:
            cursor.execute("select 1")  # a statement carries the word to the session; COPY alone does not
            self.tables.write()
        rebuild_rollup()
