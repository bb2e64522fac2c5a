"""Every act of a year through the operations that the pages call: slow, and true by construction.

Real users act (`User.at` gives the roles of that day), at the moment of the story. It is what `by_rows` is
compared with.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations as casework
from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import DelayReason
from sinergi.kept import Kept, Slot
from sinergi.letters import operations as letters
from sinergi.notices import operations as notices
from sinergi.notices.models import Channel, Delivery, Message
from sinergi.sample import papers
from sinergi.sample.by_rows.ledger import EMAIL_AFTER
from sinergi.sample.founding import Founded
from sinergi.sample.office_life import OfficeLife
from sinergi.sample.stories import forms
from sinergi.sample.stories.cases import Act, Kind, Story, Told
from sinergi.sample.world import Span
from sinergi.surveys import operations as surveys
from sinergi.surveys.models import Comment
from sinergi.surveys.workflow import CommentStatus

DECISIONS = dict(forms.COMMENTS)
_rows = Application.objects.select_related("office__calendar", "version__service", "letter", "unit")
_case = Kept(lambda: _rows.filter(pk=Slot("pk")))


def play(told: Told, founded: Founded, span: Span, life: OfficeLife) -> None:
    """Do everything in order of time, then the nightly jobs of the last moment."""
    player = _Player(told, founded)
    for act in told.acts:
        life.until(act.at)
        player.play(act)
    life.until(span.now)
    surveys.pour(span.now)
    surveys.sweep_invitations(now=span.now)
    casework.sweep_doors(now=span.now)
    while notices.erase_old_texts(now=span.now):
        pass


class _Player:
    def __init__(self, told: Told, founded: Founded) -> None:
        self.founded = founded
        self.stories = {story.number: story for story in told.stories}
        self.ids: dict[int, uuid.UUID] = {}
        self.tokens: dict[int, str] = {}
        self.steps: dict[Kind, Callable[[Act, Story], object]] = {
            Kind.START: self._start, Kind.ENTER: self._enter, Kind.APPLICANT: self._applicant,
            Kind.ANSWERS: self._answers, Kind.ATTACH: self._attach, Kind.SUBMIT: self._submit, Kind.TAKE: self._take,
            Kind.DELAY: self._delay, Kind.SEND_BACK: self._send_back, Kind.MEND: self._mend,
            Kind.PROPOSE: self._propose, Kind.RETURN: self._return, Kind.APPROVE: self._approve,
            Kind.RENDER: self._render, Kind.SCAN: self._scan, Kind.HAND_OVER: self._hand_over,
            Kind.REJECT: self._reject, Kind.WITHDRAW: self._withdraw, Kind.ANSWER: self._answer,
        }  # fmt: skip

    def play(self, act: Act) -> None:
        """One act, and the emails that it caused."""
        if act.kind == Kind.POUR:
            surveys.pour(act.at)
        elif act.kind == Kind.MODERATE:
            self._moderate(act)
        elif act.kind == Kind.TELL:
            self._tell(act)
        elif act.kind == Kind.OVERDUE:
            casework.note_overdue(now=act.at)
        elif act.kind == Kind.SWEEP_DRAFTS:
            casework.sweep_drafts(now=act.at)
        else:
            self.steps[act.kind](act, self.stories[act.case])
            if self.stories[act.case].person.email:
                self._deliver(act)

    def _deliver(self, act: Act) -> None:
        waiting = Message.objects.filter(channel=Channel.EMAIL, delivery=Delivery.WAITING)
        for identity in list(waiting.values_list("pk", flat=True)):
            notices.deliver(identity, now=act.at + EMAIL_AFTER)

    def _by(self, act: Act) -> Any:
        return self.user(act) if act.actor else APPLICANT

    def user(self, act: Act) -> User:
        return self.founded.users[act.actor].at(act.at)

    def _case(self, story: Story) -> Application:
        case = _case.first(pk=self.ids[story.number])
        if case is None:
            raise Application.DoesNotExist
        return case

    # --- the applicant ----------------------------------------------------------------------------------------

    def _start(self, act: Act, story: Story) -> None:
        version = self.founded.versions[story.mix.slug]
        started = casework.start_draft(version=version, key=uuid.uuid4(), by=APPLICANT, now=act.at)
        self.ids[story.number], self.tokens[story.number] = started.application.pk, started.token

    def _person(self, story: Story) -> casework.Applicant:
        person = story.person
        village = self.founded.units[story.village]
        return casework.Applicant(
            person.name, person.nik, village, person.address, person.phone, person.email
        )

    def _enter(self, act: Act, story: Story) -> None:
        case = casework.enter(
            version=self.founded.versions[story.mix.slug], key=uuid.uuid4(), applicant=self._person(story),
            answers=story.answers, by=self.user(act), now=act.at,
        )  # fmt: skip
        self.ids[story.number] = case.pk

    def _applicant(self, act: Act, story: Story) -> None:
        casework.save_applicant(self._case(story), self._person(story), by=APPLICANT, now=act.at)

    def _answers(self, act: Act, story: Story) -> None:
        casework.save_answers(self._case(story), story.answers, by=APPLICANT, now=act.at)

    def _attach(self, act: Act, story: Story) -> None:
        casework.attach(self._case(story), act.key, _upload(act.key), by=self._by(act), now=act.at)

    def _submit(self, act: Act, story: Story) -> None:
        case, token = self._case(story), self.tokens.get(story.number, "")
        casework.submit(case, seen=case.revision, token=token, by=self._by(act), now=act.at)

    def _mend(self, act: Act, story: Story) -> None:
        case = self._case(story)
        defect = case.defects.get(solved_at__isnull=True)
        if defect.field:
            casework.mend_answers(case, defect, story.mended, by=self._by(act), now=act.at)
        else:
            casework.mend_file(case, defect, _upload(act.key), by=self._by(act), now=act.at)

    def _withdraw(self, act: Act, story: Story) -> None:
        casework.withdraw(self._case(story), by=APPLICANT, now=act.at)

    # --- the office -------------------------------------------------------------------------------------------

    def _take(self, act: Act, story: Story) -> None:
        casework.take(self._case(story), by=self.user(act), now=act.at)

    def _delay(self, act: Act, story: Story) -> None:
        if act.until is None:
            raise ValueError("a delay names a new time")
        casework.delay(
            self._case(story), reason=DelayReason(act.key), words=act.words, new_due_at=act.until, by=self.user(act),
            now=act.at,
        )  # fmt: skip

    def _send_back(self, act: Act, story: Story) -> None:
        if act.until is None:
            raise ValueError("a case is sent back until a day")
        is_file = act.key in story.mix.uploads
        finding = casework.Finding(
            act.words, requirement_key=act.key if is_file else "", field="" if is_file else act.key
        )
        casework.send_back(
            self._case(story), [finding], deadline=act.until.date(), by=self.user(act), now=act.at
        )

    def _reject(self, act: Act, story: Story) -> None:
        casework.reject(
            self._case(story), legal_reason=act.key, explanation=act.words, by=self.user(act), now=act.at
        )

    def _propose(self, act: Act, story: Story) -> None:
        casework.propose(self._case(story), by=self.user(act), now=act.at)

    def _approve(self, act: Act, story: Story) -> None:
        casework.approve(self._case(story), by=self.user(act), now=act.at)

    def _return(self, act: Act, story: Story) -> None:
        casework.return_to_examiner(self._case(story), words=act.words, by=self.user(act), now=act.at)

    def _render(self, act: Act, story: Story) -> None:
        letter = self._case(story).letter
        if letter is not None:
            letters.render(letter, now=act.at)

    def _scan(self, act: Act, story: Story) -> None:
        casework.store_scan(self._case(story), _upload(papers.SIGNED_SCAN), by=self.user(act), now=act.at)

    def _hand_over(self, act: Act, story: Story) -> None:
        case = self._case(story)
        shown = [item.key for item in standard_of(case.version).demanded]
        casework.hand_over(case, collected_by=story.collected_by, by=self.user(act), now=act.at, shown=shown)

    def _tell(self, act: Act) -> None:
        """One tap for each message that waits at the counter's own unit."""
        waiting = Message.objects.filter(channel=Channel.WHATSAPP, delivery=Delivery.WAITING)
        cases = Application.objects.filter(unit=self.founded.units[act.key]).in_bulk(
            set(waiting.values_list("subject_id", flat=True)), field_name="reference"
        )
        for message in waiting.filter(subject_id__in=cases):
            casework.mark_message_sent(cases[message.subject_id], message, by=self.user(act), now=act.at)

    # --- the survey -------------------------------------------------------------------------------------------

    def _answer(self, act: Act, story: Story) -> None:
        answer, token = story.answer, self._case(story).survey_token
        if answer is None or token is None:
            raise ValueError("nothing to answer with")
        surveys.redeem(token, answers=answer.scores, comment=answer.comment, about=answer.about, now=act.at)

    def _moderate(self, act: Act) -> None:
        waiting = Comment.objects.filter(office=self.founded.office, status=CommentStatus.WAITING)
        for comment in list(waiting):
            surveys.moderate(comment.pk, to=DECISIONS[comment.text], by=self.user(act), now=act.at)


def _upload(key: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(papers.file_name(key), papers.picture(key), "image/jpeg")
