"""The citizen's pages: check page, receipt, status page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.access.verdict import Verdict
from sinergi.casework import kept_notes, policies, references
from sinergi.casework.completeness import APPLICANT, CHECK, DEFECT, FILE, PAGE, missing_parts
from sinergi.casework.models import Application, Attachment, Defect, Move
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.operations.withdrawn_letters import KNOWN_TO_APPLICANT
from sinergi.casework.standards import RequirementFact, Standard, standard_of
from sinergi.casework.words import HIDDEN_FROM_CITIZEN, STATUS_TONES, next_entry, public_entry
from sinergi.casework.workflow import CLOSED, Status
from sinergi.catalogue.definition import FieldType
from sinergi.catalogue.fields import readable_phone
from sinergi.catalogue.forms import answer_rows
from sinergi.catalogue.nik_facts import contradicted
from sinergi.documents.limits import READABLE_SIDE
from sinergi.kept import Kept, Slot
from sinergi.letters.models import Letter
from sinergi.organization.models import Unit
from sinergi.surveys import queries as surveys
from sinergi.ui import formats
from sinergi.ui.components import SummaryRow, TimelineEntry, Tone
from sinergi.worktime.formulas import due_date
from sinergi.worktime.queries import schedule_of

Address = Callable[[str], str]
OBJECTION_DAYS = 21  # working days, UU 30/2014 article 77
WRITTEN = frozenset(
    {FieldType.TEXT, FieldType.TEXTAREA, FieldType.ADDRESS, FieldType.CHOICE}
)  # words, not figures


@dataclass(frozen=True)
class FileRow:
    """One requirement of a draft and whether its file is there."""

    requirement: RequirementFact
    attachment: Attachment | None

    @property
    def words(self) -> str:
        if self.attachment is not None and self.attachment.document is not None:
            document = self.attachment.document
            return _("%(size)s, diunggah %(at)s") % {
                "size": formats.file_size(document.size),
                "at": formats.short_datetime(self.attachment.added_at),
            }
        return _("Belum diunggah") if self.requirement.is_required else _("Tidak diunggah")

    @property
    def is_small(self) -> bool:
        """Whether the picture has so few pixels that it is hardly readable (`documents.limits.READABLE_SIDE`)."""
        document = self.attachment.document if self.attachment is not None else None
        return document is not None and document.side is not None and document.side < READABLE_SIDE


@dataclass(frozen=True)
class CheckPage:
    """All answers of a draft, each with the page where it is changed; ``missing`` as in `completeness`."""

    applicant: list[SummaryRow]
    pages: list[tuple[str, list[SummaryRow]]]
    files: list[SummaryRow]
    missing: list[str]
    small: list[RequirementFact]
    differs: list[str]


def file_rows(case: Application) -> list[FileRow]:
    """The uploads of a case in the order of its standard."""
    current = case.attachments.filter(replaced_at__isnull=True).select_related("document")
    by_requirement = {row.requirement_id: row for row in current}
    return [FileRow(item, by_requirement.get(item.id)) for item in standard_of(case.version).uploads]


def is_small(case: Application, requirement_id: int | None) -> bool:
    """Whether the newest file of this requirement is hardly readable."""
    return any(row.is_small for row in file_rows(case) if row.requirement.id == requirement_id)


def applicant_rows(case: Application, *, url: str = "", whole_nik: bool = False) -> list[SummaryRow]:
    """The applicant in words; the NIK masked unless ``whole_nik``."""
    nik = case.nik or ""
    village = case.village.name if case.village else ""
    rows = [
        (_("Nama"), case.name or ""),
        (_("NIK"), references.grouped_nik(nik) if whole_nik else references.masked_nik(nik)),
        (_("Kelurahan"), village),
        (_("Alamat"), case.address or ""),
        (_("Nomor HP"), readable_phone(case.phone or "")),
        (_("Surel"), case.email or ""),
    ]
    if case.phone or case.email:  # the other way that was left empty says nothing
        rows = [(label, value) for label, value in rows if value or label not in {_("Nomor HP"), _("Surel")}]
    return [SummaryRow(label, value, url) for label, value in rows if value or url]


def page_rows(
    case: Application, standard: Standard, address: Address | None = None, *, whole_nik: bool = False
) -> list[tuple[str, list[SummaryRow]]]:
    """The answers of each page as (title, rows); every NIK among them masked unless ``whole_nik``."""
    kinds = {field.type for field in standard.definition.fields()}
    names = (
        {unit.pk: unit.name for unit in Unit.objects.filter(office_id=case.office_id).villages()}
        if FieldType.VILLAGE in kinds
        else {}
    )
    rows = answer_rows(standard.definition, case.text_answers, villages=names)
    secret = {field.key for field in standard.definition.fields() if field.type is FieldType.NIK}
    written = {field.key for field in standard.definition.fields() if field.type in WRITTEN}
    return [
        (
            page.title,
            [
                SummaryRow(
                    row.label,
                    references.masked_nik(row.text) if row.key in secret and not whole_nik else row.text,
                    address(page.key) if address else "",
                    kept_label=True,
                    kept_value=row.key in written,
                )
                for row in rows
                if row.page == page.key
            ],
        )
        for page in standard.definition.pages
    ]


def check_page(case: Application, *, applicant_url: str, page_url: Address, file_url: Address) -> CheckPage:
    """Everything that will be sent, and what is still missing."""
    standard = standard_of(case.version)
    files = file_rows(case)
    attached = {row.requirement.id for row in files if row.attachment is not None}
    return CheckPage(
        applicant=applicant_rows(case, url=applicant_url),
        pages=page_rows(case, standard, page_url),
        files=[
            SummaryRow(row.requirement.label, row.words, file_url(row.requirement.key), kept_label=True)
            for row in files
        ],
        missing=missing_parts(case, standard, attached),
        small=[row.requirement for row in files if row.is_small],
        differs=differing_from_nik(case, standard),
    )


def differing_from_nik(case: Application, standard: Standard) -> list[str]:
    """Labels of answers that the NIK contradicts."""
    fields = contradicted(standard.definition, case.text_answers, applicant=case.nik or "")
    return [field.label for field in fields]


@dataclass(frozen=True)
class DataCopy:
    """Everything that is kept of what the applicant gave, to read: the NIK masked, files by name and size."""

    applicant: list[SummaryRow]
    pages: list[tuple[str, list[SummaryRow]]]
    files: list[SummaryRow]
    unfinished: "list[ToMend]"  # where something is kept that was typed and is not right yet


def data_copy(case: Application) -> DataCopy | None:
    """A copy of the data of a sent case (UU 27/2022 article 7); None once they are erased."""
    if case.erased_at is not None:
        return None
    return DataCopy(
        applicant=applicant_rows(case),
        pages=page_rows(case, standard_of(case.version)),
        files=[SummaryRow(row.requirement.label, row.words, kept_label=True) for row in file_rows(case)],
        unfinished=[row for row in to_mend(case) if f"{DEFECT}{row.defect.pk}" in (case.unfinished or {})],
    )


@dataclass(frozen=True)
class Step:
    """One step of the journey: ``part`` is a key of `completeness` (all files are one step: ``files``)."""

    part: str
    label: str


FILES = "files"


def journey(standard: Standard) -> list[Step]:
    """The steps of an application: applicant, the version's pages, documents, check."""
    pages = [Step(f"{PAGE}{page.key}", page.title) for page in standard.definition.pages]
    files = [Step(FILES, _("Berkas"))] if standard.uploads else []
    return [Step(APPLICANT, _("Data pemohon")), *pages, *files, Step(CHECK, _("Periksa dan kirim"))]


def next_part(standard: Standard, part: str, missing: Sequence[str]) -> str:
    """Where to go after ``part`` is saved: the next step; from the check page straight back to it when complete."""
    order = [step.part for step in journey(standard)]
    here = order.index(FILES if part.startswith(FILE) else part)
    if part.startswith(FILE):
        waiting = [key for key in missing if key.startswith(FILE)]
        return waiting[0] if waiting else order[here + 1]
    return order[here + 1]


@dataclass(frozen=True)
class ToMend:
    """One thing that was sent back."""

    defect: Defect
    label: str

    @property
    def words(self) -> str:
        return self.defect.words or ""

    @property
    def deadline(self) -> date:
        return self.defect.deadline


@dataclass(frozen=True)
class StatusPage:
    """The page of one case for its applicant."""

    case: Application
    tone: str
    words: str
    withdrawn: Letter | None
    refusal: str  # why it was refused, in the officer's words
    timeline: list[TimelineEntry]
    to_mend: list[ToMend]
    withdrawal: Verdict
    download: Verdict
    survey_token: str
    is_late: bool
    new_due: datetime | None
    to_show: tuple[RequirementFact, ...]  # to the counter; empty where nothing must be brought there
    objection_until: date | None  # of a refused case
    can_apply_again: bool


_status_case = Kept(
    lambda: (
        Application.objects.submitted()
        .select_related("version__service", "unit", "turn_unit", "letter")
        .defer("version__form")
        .filter(pk=Slot("case"))
    )
)
_moves = Kept(
    lambda: Move.objects.filter(application=Slot("case")).select_related("unit").order_by("at", "revision")
)


def status_case(case_id: str) -> Application | None:
    """The case of a status page with everything its words need, in one query."""
    return _status_case.first(case=UUID(case_id))


def status_page(case: Application, *, now: datetime) -> StatusPage:
    """Timeline, who acts next, until when, what to mend. Two queries beside the case, three once it is closed."""
    moves = [move for move in _moves.rows(case=case.pk) if move.code not in HIDDEN_FROM_CITIZEN]
    coming = next_entry(case)
    standard = standard_of(case.version)
    withdrawn = case.withdrawn_letter if case.status in KNOWN_TO_APPLICANT else None
    return StatusPage(
        case=case,
        tone=Tone.BAD if withdrawn else STATUS_TONES[Status(case.status)],
        words=_("Surat ditarik") if withdrawn else case.get_status_display(),
        withdrawn=withdrawn,
        refusal=kept_notes.shown(
            next((m.public_note or "" for m in reversed(moves) if m.target == Status.REJECTED), "")
        ),
        timeline=[*map(public_entry, moves), *([coming] if coming else [])],
        to_mend=to_mend(case) if case.status == Status.NEEDS_FIX else [],
        withdrawal=policies.can_withdraw(case),
        download=policies.can_download(case),
        survey_token=_survey_token(case, now),
        is_late=bool(case.due_at and now > case.due_at),
        new_due=case.told_due if case.told_due and case.told_due > now else None,
        to_show=standard.to_show if standard.demanded else (),
        objection_until=_objection_until(case),
        can_apply_again=case.status in {Status.REJECTED, Status.WITHDRAWN} and case.version.service.is_active,
    )


def _objection_until(case: Application) -> date | None:
    """The last day for an objection to a refusal; counting starts the day after it was told."""
    if case.status != Status.REJECTED or case.finished_at is None:
        return None
    schedule = schedule_of(case.office.calendar, case.office.time_zone)
    return due_date(case.finished_at.astimezone(schedule.zone).date(), OBJECTION_DAYS, schedule.holidays)


def _survey_token(case: Application, now: datetime) -> str:
    """The token of a survey that may still be answered. Whether it was is asked of the invitation each time and
    stored nowhere beside the case."""
    token = case.survey_token if case.status in CLOSED else None
    return token if token and surveys.is_open(token, now=now) else ""


def to_mend(case: Application) -> list[ToMend]:
    """What is still to be mended, in the order of the form."""
    return [
        ToMend(defect, defect_label(case, defect))
        for defect in case.defects.filter(solved_at__isnull=True).order_by("found_at", "pk")
    ]


def defect_label(case: Application, defect: Defect) -> str:
    """The name of the document or answer."""
    standard = standard_of(case.version)
    if defect.requirement_id is not None:
        return next((item.label for item in standard.requirements if item.id == defect.requirement_id), "")
    if defect.field == APPLICANT_FIELD:
        return _("Data pemohon")
    return next((field.label for field in standard.definition.fields() if field.key == defect.field), "")
