"""Journeys told as stories: who did what at which moment, in one list that both players follow."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sinergi.sample import world
from sinergi.sample.stories import forms, names
from sinergi.sample.stories.journeys import NEVER, Journey, Year
from sinergi.sample.stories.opinions import Opinions
from sinergi.sample.stories.staff import key_of
from sinergi.sample.world import DISTRICT, ELEMENTS, MIXES, VILLAGES, Mix
from sinergi.worktime.formulas import due_at, working_minutes

FACTS = 31
OVERDUE_EVERY = timedelta(minutes=10)  # the job that notes late cases runs this often
DEADLINE = timedelta(days=14)
DRAFT_DAYS = timedelta(days=14)
POUR_AT, SWEEP_AT, MODERATE_AT, TELL_AT = time(17, 10), time(1, 30), time(15), time(14)


class Kind(StrEnum):
    """What can happen. The first ones come first where moments are equal."""

    OVERDUE = "overdue"
    START = "start"
    ENTER = "enter"
    APPLICANT = "applicant"
    ANSWERS = "answers"
    ATTACH = "attach"
    SUBMIT = "submit"
    TAKE = "take"
    DELAY = "delay"
    SEND_BACK = "send_back"
    MEND = "mend"
    PROPOSE = "propose"
    RETURN = "return"
    APPROVE = "approve"
    RENDER = "render"
    SCAN = "scan"
    HAND_OVER = "hand_over"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    SWEEP_DRAFTS = "sweep_drafts"
    POUR = "pour"
    MODERATE = "moderate"
    TELL = "tell"


_RANK = {kind: place for place, kind in enumerate(Kind)}
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Act:
    """``actor`` is a key of the staff, "" the applicant or the system; ``key`` and ``words`` as the kind needs."""

    at: datetime
    case: int
    kind: Kind
    actor: str = ""
    key: str = ""
    words: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A survey answer: element -> score, a comment, and what the person says of themselves."""

    scores: dict[str, int]
    comment: str
    about: dict[str, str]


@dataclass(slots=True)
class Story:
    """What is constant of a case. ``mix`` None for a draft that is never sent."""

    number: int
    mix: Mix
    village: str
    online: bool
    person: forms.Person
    answers: dict[str, Any]
    collected_by: str
    mended: dict[str, Any] = field(default_factory=dict)
    answer: Answer | None = None

    @property
    def unit(self) -> str:
        """Where it is handled."""
        return DISTRICT if self.mix.at_district else self.village


@dataclass(frozen=True)
class Told:
    stories: list[Story]
    acts: list[Act]


def told(seed: int, year: Year, opinions: Opinions) -> Told:
    """All stories and their acts until the end of the span, in order of time."""
    chance = random.Random(f"{seed}:{FACTS}")  # noqa: S311 - repeatable on purpose
    teller = _Teller(chance, year, opinions)
    for number, journey in enumerate(year.journeys):
        teller.case(number, journey)
    teller.abandoned(round(len(year.journeys) * world.ABANDONED))
    teller.ticks()
    acts = [act for act in teller.acts if act.at <= year.span.now]
    acts.sort(key=lambda act: (act.at, _RANK[act.kind], act.case))
    return Told(teller.stories, acts)


class _Teller:
    def __init__(self, chance: random.Random, year: Year, opinions: Opinions) -> None:
        self.chance, self.year, self.axis = chance, year, year.axis
        self.stories: list[Story] = []
        self.acts: list[Act] = []
        self.voices = {int(case): place for place, case in enumerate(opinions.cases)}
        self.opinions = opinions

    def case(self, number: int, journey: Journey) -> None:
        """One submitted case."""
        submitted = self.axis.moment(journey.submitted)
        mix, village = MIXES[journey.mix], VILLAGES[journey.village].name
        story = self._story(number, mix, village, journey.online, submitted.date())
        self._fill_in(story, submitted)
        self._work(story, journey)
        self._clock(story, journey, submitted)
        if number in self.voices:
            self._voice(story, journey, self.voices[number])

    def _story(self, number: int, mix: Mix, village: str, online: bool, today: date) -> Story:
        person, facts = forms.applicant(self.chance, online=online, today=today)
        answers = facts | forms.answers(mix.slug, self.chance, today, person)
        collected = person.name if self.chance.random() < 0.9 else names.name(self.chance)
        story = Story(number, mix, village, online, person, answers, collected)
        self.stories.append(story)
        return story

    def _act(self, story: Story, at: datetime, kind: Kind, actor: str = "", **more: Any) -> None:
        self.acts.append(Act(at, story.number, kind, actor, **more))

    def _fill_in(self, story: Story, submitted: datetime) -> None:
        uploads = story.mix.uploads
        step = timedelta(seconds=self.chance.randrange(40, 130))
        actor = "" if story.online else key_of(story.unit, "counter")
        at = submitted - step * (len(uploads) + (3 if story.online else 1))
        if story.online:
            self._act(story, at, Kind.START)
            self._act(story, at + step, Kind.APPLICANT)
            self._act(story, at + 2 * step, Kind.ANSWERS)
            at += 2 * step
        else:
            self._act(story, at, Kind.ENTER, actor)
        for place, key in enumerate(uploads, start=1):
            self._act(story, at + place * step, Kind.ATTACH, actor, key=key)
        self._act(story, submitted, Kind.SUBMIT, actor)

    def _work(self, story: Story, journey: Journey) -> None:
        moment = self.axis.moment
        examiner = key_of(story.unit, f"examiner:{journey.examiner}")
        self._act(story, moment(journey.taken), Kind.TAKE, examiner)
        if journey.told_late < NEVER:
            reason, words = self.chance.choice(forms.DELAYS)
            until = moment(self._end_of_examination(journey) + 90).replace(minute=0, second=0)
            self._act(
                story, moment(journey.told_late), Kind.DELAY, examiner, key=reason, words=words, until=until
            )
        if journey.handed_to >= 0:
            examiner = key_of(story.unit, f"examiner:{journey.handed_to}")
            self._act(story, moment(journey.taken_over), Kind.TAKE, examiner)
        if journey.rejected < NEVER:
            law, words = self.chance.choice(forms.LEGAL_REASONS)
            self._act(story, moment(journey.rejected), Kind.REJECT, examiner, key=law, words=words)
        if journey.withdrawn < NEVER:
            self._act(story, moment(journey.withdrawn), Kind.WITHDRAW)
        if journey.sent_back < NEVER:
            self._send_back(story, journey, examiner)
        if journey.proposed:
            self._letter(story, journey, examiner)

    @staticmethod
    def _end_of_examination(journey: Journey) -> float:
        first = min(journey.rejected, journey.withdrawn, journey.sent_back)
        return min(first, journey.proposed[0]) if journey.proposed else first

    def _send_back(self, story: Story, journey: Journey, examiner: str) -> None:
        key = "occupation" if self.chance.random() < 0.2 else self.chance.choice(story.mix.uploads)
        at = self.axis.moment(journey.sent_back)
        self._act(
            story, at, Kind.SEND_BACK, examiner, key=key, words=forms.FINDINGS[key], until=at + DEADLINE
        )
        if key == "occupation":
            story.mended = {"occupation": self.chance.choice(names.JOBS)}
        actor = "" if story.online else key_of(story.unit, "counter")
        self._act(story, self.axis.moment(journey.mended), Kind.MEND, actor, key=key)

    def _letter(self, story: Story, journey: Journey, examiner: str) -> None:
        moment, chain = self.axis.moment, story.mix.chain
        signers = [key_of(story.village if level != DISTRICT else DISTRICT, role) for role, level in chain]
        self._act(story, moment(journey.proposed[0]), Kind.PROPOSE, examiner)
        if journey.returned < NEVER:
            words = self.chance.choice(forms.RETURN_WORDS)
            self._act(story, moment(journey.returned), Kind.RETURN, signers[0], words=words)
            self._act(story, moment(journey.proposed[1]), Kind.PROPOSE, examiner)
        for signer, minute in zip(signers, journey.approved, strict=True):
            self._act(story, moment(minute), Kind.APPROVE, signer)
        self._act(story, moment(journey.approved[-1]) + timedelta(minutes=1), Kind.RENDER)
        counter = key_of(story.unit, "counter")
        self._act(story, moment(journey.scanned), Kind.SCAN, counter)
        self._act(story, moment(journey.finished), Kind.HAND_OVER, counter)

    def _clock(self, story: Story, journey: Journey, submitted: datetime) -> None:
        """When the case became late while the office had it, if it did: by the very arithmetic of the clock."""
        schedule, moment = self.axis.schedule, self.axis.moment
        stop = moment(min(journey.rejected, journey.withdrawn, journey.scanned))
        due = due_at(submitted, *story.mix.promise, schedule)
        first_end = stop if journey.sent_back == NEVER else moment(journey.sent_back)
        noted = _tick(due)
        if noted <= first_end:
            self._act(story, noted, Kind.OVERDUE)
            return
        if journey.sent_back == NEVER:
            return
        rest = working_minutes(submitted, due, schedule) - working_minutes(submitted, first_end, schedule)
        resumed = moment(journey.mended)
        again = _tick(due_at(resumed, rest, "minutes", schedule) if rest > 0 else resumed)
        if again <= stop:
            self._act(story, again, Kind.OVERDUE)

    def _voice(self, story: Story, journey: Journey, place: int) -> None:
        found = self.opinions
        scores = {key: int(score) for key, score in zip(ELEMENTS, found.scores[place], strict=True) if score}
        word = int(found.words[place])
        comment = forms.COMMENTS[word % len(forms.COMMENTS)][0] if word >= 0 else ""
        about = {
            name: values[int(draw) % len(values)]
            for (name, values), draw in zip(forms.ABOUT, found.about[place], strict=True)
        }
        story.answer = Answer(scores, comment, {name: value for name, value in about.items() if value})
        self._act(story, self.axis.moment(journey.finished + float(found.delays[place])), Kind.ANSWER)

    def abandoned(self, count: int) -> None:
        """Drafts that somebody began on the phone and never sent; a sweep erases them after 14 days."""
        last = self.axis.minute(self.year.span.now)
        first = self.axis.start_of_month(self.year.span.first)
        for _each in range(count):
            at = self.axis.moment(self.chance.uniform(first, last - 1))
            mix = self.chance.choice(MIXES)
            story = self._story(len(self.stories), mix, self.chance.choice(VILLAGES).name, True, at.date())
            self._act(story, at, Kind.START)
            if self.chance.random() < 0.6:
                self._act(story, at + timedelta(minutes=2), Kind.APPLICANT)
            until = at + DRAFT_DAYS
            sweep = datetime.combine(until.date(), SWEEP_AT, tzinfo=until.tzinfo)
            sweep += timedelta(days=1) if sweep < until else timedelta(0)
            self._act(story, sweep, Kind.SWEEP_DRAFTS)

    def ticks(self) -> None:
        """What comes with the clock: answers are poured every evening, comments read every Friday, and every day each
        counter sends the WhatsApp messages that wait."""
        zone = self.year.span.now.tzinfo
        for day in self.axis.days:
            if self.year.span.first <= day <= self.year.span.now.date():
                self.acts.append(Act(datetime.combine(day, POUR_AT, tzinfo=zone), NOBODY, Kind.POUR))
                at = datetime.combine(day, TELL_AT, tzinfo=zone)
                for unit in (*(one.name for one in VILLAGES), DISTRICT):
                    self.acts.append(Act(at, NOBODY, Kind.TELL, key_of(unit, "counter"), key=unit))
                if day.weekday() == 4:
                    at = datetime.combine(day, MODERATE_AT, tzinfo=zone)
                    self.acts.append(Act(at, NOBODY, Kind.MODERATE, key_of(DISTRICT, "quality")))


def _tick(due: datetime) -> datetime:
    """The first run of the overdue job strictly after ``due``."""
    floor = due.replace(minute=due.minute // 10 * 10, second=0, microsecond=0)
    return floor + OVERDUE_EVERY
