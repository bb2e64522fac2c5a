"""What an office does beside its cases: trainings in waves, other actions, meetings, programmes. By the operations.

These are few, so both paths share them. Every step is done by somebody who may, at the moment of the story. Each
strand is a generator that yields the moment of its next step, so that strands and cases are told in order of time.
"""

import heapq
from collections.abc import Generator
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.accounts.models import User
from sinergi.competency import operations as training
from sinergi.competency.models import Method, TrainingEvent
from sinergi.evaluation import operations as evaluation
from sinergi.evaluation.models import Action, ActionKind
from sinergi.information import operations as information
from sinergi.information.models import Programme
from sinergi.notices.operations import Recipient
from sinergi.organization.models import Competency
from sinergi.participation import operations as participation
from sinergi.participation.models import Agreement, Kind, Meeting, Unsur
from sinergi.sample import papers, world
from sinergi.sample.founding import Founded
from sinergi.sample.stories.staff import TARGET_LEVEL, TRAINED, key_of
from sinergi.sample.stories.waves import Waves
from sinergi.sample.world import DISTRICT, VILLAGES, Span

CAMAT, PERSONNEL, QUALITY, EDITOR = (
    key_of(DISTRICT, post) for post in ("camat", "personnel", "quality", "editor")
)


Strand = Generator[datetime, None, None]


class OfficeLife:
    """Everything, step by step: `until` does what is due by a moment."""

    def __init__(self, founded: Founded, span: Span, waves: Waves) -> None:
        life = _Life(founded, span)
        strands = (
            life.forum(), life.placebo(), life.training(waves), life.village_meeting(), life.programmes(),
        )  # fmt: skip
        self._waiting = [(next(strand), place, strand) for place, strand in enumerate(strands)]
        heapq.heapify(self._waiting)

    def is_due(self, at: datetime) -> bool:
        """Whether something happens by ``at`` that has not happened yet."""
        return bool(self._waiting) and self._waiting[0][0] <= at

    def until(self, at: datetime) -> None:
        """Do all that happens by ``at``, in order of time."""
        while self.is_due(at):
            _moment, place, strand = heapq.heappop(self._waiting)
            following = next(strand, None)
            if following is not None:
                heapq.heappush(self._waiting, (following, place, strand))


class _Life:
    def __init__(self, founded: Founded, span: Span) -> None:
        self.founded, self.span = founded, span
        self.services = {slug: version.service for slug, version in founded.versions.items()}

    def at(self, day: date, hour: int = 10) -> datetime:
        """A moment of the story, never after its end."""
        moment = datetime.combine(day, time(hour), tzinfo=self.span.now.tzinfo)
        return min(moment, self.span.now)

    def day(self, month: int, day: int) -> date:
        return self.span.month(month).replace(day=day)

    def who(self, key: str, at: datetime) -> User:
        return self.founded.users[key].at(at)

    # --- the training in waves --------------------------------------------------------------------------------

    def training(self, waves: Waves) -> Strand:
        """Planned after a weak year's start, drawn by lot, held in three waves, measured, and told to the public."""
        at = self.at(self.day(world.PLAN_MONTH, 20))
        yield at
        camat = self.who(CAMAT, at)
        action = evaluation.add_action(
            unit=self.founded.root, units=[self.founded.units[one.name] for one in VILLAGES], service=None,
            element="perilaku", kind=ActionKind.TRAINING, title="Pelatihan komunikasi petugas pelayanan", owner=camat,
            due_on=self.day(world.WAVE_MONTHS[-1] + 1, 28), by=camat, now=at,
            reason="Nilai perilaku pelaksana terendah dari sembilan unsur, dan warga menulis tentang sikap petugas.",
            competency=Competency.objects.get(key=TRAINED), target_level=TARGET_LEVEL,
        )  # fmt: skip
        action = evaluation.draw_lot(
            action, sizes=list(world.WAVE_SIZES), seed=waves.lot, dates=list(waves.days), by=camat, now=at
        )
        for event in (
            TrainingEvent.objects.filter(treated_units__action=action).distinct().order_by("starts_on")
        ):
            yield from self._hold(event, action)
        at = self.at(self.day(11, 18))
        yield at
        evaluation.publish(
            action, by=self.who(CAMAT, at), now=at,
            said="Petugas kurang ramah dan penjelasannya sulit dipahami.",
            did="Semua petugas kelurahan berlatih komunikasi selama tiga hari, bergelombang menurut undian terbuka. "
            "Nilai perilaku pelaksana sebelum dan sesudahnya dapat dilihat di sini.",
        )  # fmt: skip

    def _hold(self, event: TrainingEvent, action: Action) -> Strand:
        at = self.at(event.ends_on, 16)
        yield at
        personnel = self.who(PERSONNEL, at)
        enrolled = sorted(event.participants.values_list("employee_id", flat=True))
        present = enrolled[:-1] if len(enrolled) > 6 else enrolled  # somebody is always on leave
        training.hold(event, attended=present, by=personnel, now=at)
        evaluation.follow_events(action, by=self.who(CAMAT, at), now=at)
        later = self.at(event.ends_on + timedelta(days=12))
        yield later
        readings = [
            training.Reading(pk, event.competency_id, TARGET_LEVEL if place % 4 else TARGET_LEVEL - 1)
            for place, pk in enumerate(present)
        ]
        training.assess_many(
            readings, method=Method.TEST, assessed_on=later.date(), by=self.who(PERSONNEL, later), now=later,
            event=event,
        )  # fmt: skip

    def placebo(self) -> Strand:
        """Chairs for the waiting rooms of two kelurahan: done as planned, and nobody's answer moves because of it."""
        at = self.at(self.day(world.PLACEBO_MONTH - 1, 12))
        yield at
        quality = self.who(QUALITY, at)
        action = evaluation.add_action(
            unit=self.founded.root, units=[self.founded.units[name] for name in world.PLACEBO_VILLAGES], service=None,
            element=world.PLACEBO_ELEMENT, kind=ActionKind.FACILITY, title="Kursi baru di ruang tunggu", owner=quality,
            due_on=self.day(world.PLACEBO_MONTH, 25), by=quality, now=at, reason="Ruang tunggu sering penuh.",
        )  # fmt: skip
        start, end = self.day(world.PLACEBO_MONTH, 3), self.day(world.PLACEBO_MONTH, 21)
        yield self.at(start)
        evaluation.start(action, on=start, by=self.who(QUALITY, self.at(start)), now=self.at(start))
        yield self.at(end)
        evaluation.complete(action, on=end, by=self.who(QUALITY, self.at(end)), now=self.at(end))

    # --- meetings ---------------------------------------------------------------------------------------------

    def forum(self) -> Strand:
        """The forum of the kecamatan; one of its agreements becomes an action that still runs."""
        held = self.at(self.day(3, 17), 9)
        title = "Forum Konsultasi Publik pelayanan surat"
        meeting = yield from self._announced(DISTRICT, Kind.FORUM, title, held, "Aula kecamatan")
        people = (
            (Unsur.USERS, 14, 8), (Unsur.NEIGHBORHOOD, 9, 2), (Unsur.CIVIL_SOCIETY, 4, 2), (Unsur.EXPERTS, 1, 1),
        )  # fmt: skip
        yield from self._happened(meeting, people, "Contoh Halimah Senja")
        by, now = self.who(QUALITY, held), held + timedelta(hours=3)
        yield now
        participation.add_problem(
            meeting, text="Surat keterangan usaha menunggu tanda tangan sampai dua hari.", element="waktu",
            service=self.services["keterangan-usaha"], by=by, now=now,
        )  # fmt: skip
        participation.add_problem(
            meeting, text="Petugas menjawab sambil bekerja yang lain.", element="perilaku", by=by, now=now
        )
        agreed = participation.add_agreement(
            meeting, text="Lurah menandatangani surat dua kali sehari, pukul 10.00 dan 14.00.", element="waktu",
            service=self.services["keterangan-usaha"], owner_unit=self.founded.units["Rengas Pulau"],
            due_on=self.day(5, 28), by=by, now=now,
        )  # fmt: skip
        participation.add_agreement(
            meeting, text="Loket buka pada hari Sabtu.", is_agreed=False, reason="Belum ada dasar hukum lembur.", by=by,
            now=now,
        )  # fmt: skip
        yield from self._published(meeting, "Camat Medan Marelan", "001/FKP/MRL")
        yield from self._from_agreement(agreed)

    def _from_agreement(self, agreed: Agreement) -> Strand:
        at = self.at(self.day(11, 4))
        yield at
        key = key_of("Rengas Pulau", "lurah")
        lurah = self.who(key, at)
        action = evaluation.add_action(
            unit=self.founded.units["Rengas Pulau"], units=[self.founded.units["Rengas Pulau"]],
            service=self.services["keterangan-usaha"], element="waktu", kind=ActionKind.PROCEDURE,
            title="Penandatanganan dua kali sehari", owner=lurah, due_on=self.span.now.date() + timedelta(days=60),
            by=lurah, now=at, reason=agreed.text, agreement=agreed,
        )  # fmt: skip
        start = self.day(12, 2)
        yield self.at(start)
        evaluation.start(action, on=start, by=self.who(key, self.at(start)), now=self.at(start))

    def village_meeting(self) -> Strand:
        """A musyawarah at a kelurahan, and the next one that is announced."""
        held = self.at(self.day(9, 9), 14)
        meeting = yield from self._announced(
            "Terjun", Kind.ASSEMBLY, "Musyawarah warga Kelurahan Terjun", held, "Balai kelurahan"
        )
        people = ((Unsur.USERS, 21, 12), (Unsur.NEIGHBORHOOD, 6, 1), (Unsur.WOMEN, 5, 5), (Unsur.YOUTH, 4, 1))
        yield from self._happened(meeting, people, "Contoh Parlin Ombak")
        by, now = self.who(QUALITY, held), held + timedelta(hours=2)
        yield now
        participation.add_problem(
            meeting, text="Syarat SKTM tidak sama antara laman dan loket.", element="persyaratan",
            service=self.services["keterangan-tidak-mampu"], by=by, now=now,
        )  # fmt: skip
        participation.add_agreement(
            meeting, text="Daftar syarat yang sama ditempel di loket dan di setiap lingkungan.", element="persyaratan",
            service=self.services["keterangan-tidak-mampu"], owner_unit=self.founded.units["Terjun"],
            due_on=self.day(11, 20), by=by, now=now,
        )  # fmt: skip
        yield from self._published(meeting, "Lurah Terjun", "004/TJ")
        soon = datetime.combine(
            self.span.now.date() + timedelta(days=16), time(9), tzinfo=self.span.now.tzinfo
        )
        yield from self._announced(
            DISTRICT, Kind.FORUM, "Forum Konsultasi Publik berikutnya", soon, "Aula kecamatan"
        )

    def _announced(
        self, unit: str, kind: str, title: str, held: datetime, place: str
    ) -> Generator[datetime, None, Meeting]:
        now = min(held - timedelta(days=14), self.span.now)
        yield now
        return participation.plan(
            unit=self.founded.units[unit], kind=kind, title=title, held_at=held, place=place, now=now,
            by=self.who(QUALITY, now),
            invitation="Mari membahas pelayanan surat: apa yang sulit, dan apa yang dapat diperbaiki bersama.",
        )  # fmt: skip

    def _happened(self, meeting: Meeting, people: tuple[tuple[str, int, int], ...], witness: str) -> Strand:
        now = meeting.held_at + timedelta(hours=1)
        yield now
        by = self.who(QUALITY, now)
        participation.hold(meeting, by=by, now=now)
        for unsur, count, women in people:
            participation.invite(
                meeting, unsur=unsur, addressee=f"Wakil {Unsur(unsur).label.lower()}", by=by, now=now
            )
            participation.attend(meeting, unsur=unsur, count=count, women=women, by=by, now=now)
        participation.attend(meeting, unsur=Unsur.USERS, name=witness, signs=True, by=by, now=now)
        for text in ("Pembukaan", "Hasil survei kepuasan", "Masalah dari warga", "Kesepakatan"):
            participation.add_agenda(meeting, text=text, by=by, now=now)

    def _published(self, meeting: Meeting, chair: str, number: str) -> Strand:
        now = min(meeting.held_at + timedelta(days=3), self.span.now)
        yield now
        by = self.who(QUALITY, now)
        participation.set_photo(
            meeting, _upload(papers.MEETING_PHOTO), text="Warga dan petugas duduk melingkar.", by=by, now=now
        )
        participation.prepare_minutes(
            meeting, chair_title=chair, chair_name="Contoh Pimpinan Sidang", number=number, by=by, now=now
        )
        participation.render_minutes(meeting, now=now)
        participation.publish(meeting, _upload(papers.SIGNED_SCAN), by=by, now=now)

    # --- programmes -------------------------------------------------------------------------------------------

    def programmes(self) -> Strand:
        """Four programmes, one of them no longer known to be true, and two reports about them."""
        until = self.span.now.date()
        shown = []
        for month, unit, *text, days in _PROGRAMMES:
            yield self.at(self.day(month, 6))
            shown.append(self._programme(month, unit, text, until + timedelta(days=days)))
        at = self.at(self.day(12, 9))
        yield at
        report = information.report_inaccuracy(
            shown[1], text="Hari bukanya sudah berubah menjadi Rabu.", contact=Recipient(), now=at
        )
        at = self.at(self.day(12, 12))
        yield at
        information.answer_report(
            report, answer="Terima kasih. Sudah kami perbaiki.", by=self.who(EDITOR, at), now=at
        )
        late = self.span.now - timedelta(days=2)
        yield late
        information.report_inaccuracy(
            shown[0],
            text="Pendaftarannya sudah ditutup.",
            contact=Recipient(),
            now=late,
        )
        yield self.span.now
        information.warn_stale(now=self.span.now)

    def _programme(self, month: int, unit: str, words: list[str], until: date) -> Programme:
        at = self.at(self.day(month, 6))
        editor = self.who(EDITOR, at)
        text = information.ProgrammeText(words[0], words[1], words[2], editor, until)
        programme = information.write_programme(self.founded.units[unit], text, by=editor, now=at)
        return information.set_published(programme, published=True, by=editor, now=at)


_PROGRAMMES = (  # in order of time
    (
        7, DISTRICT, "Bantuan perbaikan rumah", "Pendaftaran bantuan perbaikan rumah tidak layak huni.",
        "Daftar di kelurahan dengan KTP, KK, dan foto rumah.", -25,
    ),
    (
        10, DISTRICT, "Pojok NIB usaha kecil", "Dibantu mendaftar NIB setiap Selasa, gratis.",
        "Bawa KTP dan HP yang dapat menerima pesan. Petugas membantu mengisi sampai NIB terbit.", 120,
    ),
    (
        11, DISTRICT, "Rekam KTP-el keliling", "Jadwal rekam KTP-el di lima kelurahan bulan ini.",
        "Datang dengan KK. Pemula berumur 17 tahun diutamakan pada jam pertama.", 40,
    ),
    (
        12, "Terjun", "Posyandu remaja", "Pemeriksaan kesehatan remaja setiap Sabtu pertama.",
        "Tempat: balai kelurahan, pukul 09.00. Tidak dipungut biaya.", 90,
    ),
)  # fmt: skip


def _upload(key: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(papers.file_name(key), papers.picture(key), "image/jpeg")
