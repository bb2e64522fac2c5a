"""Reading an uploaded file in pieces: each piece is one transaction, so progress shows and a restart goes on."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.documents.serving import content_of
from sinergi.sheets.reading import Table, UnreadableSheet, read_bytes
from sinergi.sheets.table import unread_words
from sinergi.surveys.invitations import MASK
from sinergi.surveys.models import ImportBatch, ImportedCount, RefusedRow, Shape
from sinergi.surveys.tables import Counts, Refused, Responses, UnusableTable, interpret
from sinergi.surveys.workflow import BatchStatus

PIECE = 2_000
STALLED = timedelta(minutes=2)
# A shifted column may put a NIK or a telephone number where an answer belongs; what is shown need not repeat it.
_PERSONAL = re.compile(r"\d(?:[ .\-]?\d){11,}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[ T].*)?")
_LOCAL = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T].*)?")


@dataclass(frozen=True)
class Good:
    row: int
    month: date
    answers: tuple[int | None, ...]


@dataclass(frozen=True)
class Found:
    """A file as it was understood."""

    shape: Shape
    columns: tuple[str, ...]
    elements: tuple[str, ...]
    ignored: tuple[str, ...]
    good: tuple[Good, ...]
    refused: tuple[Refused, ...]
    counts: tuple[tuple[int, int, int, int], ...]
    unanswered: int
    sheet: str
    unread: tuple[str, ...]


def read_import(batch_id: UUID | str, *, now: datetime) -> None:
    """Read a batch to the end, a transaction per piece. Runs twice without harm; stops when it was cancelled."""
    read_pieces(batch_id, now=now)


def stalled_imports(*, now: datetime) -> list[UUID]:
    """Batches whose reading was interrupted."""
    waiting = ImportBatch.objects.filter(status=BatchStatus.READING, progressed_at__lt=now - STALLED)
    return list(waiting.values_list("pk", flat=True))


def read_pieces(batch_id: UUID | str, *, now: datetime) -> None:
    """The loop behind `read_import`; inside a transaction of the caller it is all one."""
    batch = ImportBatch.objects.select_related("document", "office").get(pk=batch_id)
    if batch.status != BatchStatus.READING:
        return
    try:
        found = _understood(batch, now)
    except (UnreadableSheet, UnusableTable) as trouble:
        _finish(batch_id, now, trouble=str(trouble))
        return
    while _piece(batch_id, found, now):
        pass


def _understood(batch: ImportBatch, now: datetime) -> Found:
    table = read_bytes(content_of(batch.document), batch.document.name)
    try:
        return _found(batch, table, now)
    except UnusableTable as trouble:
        if not table.unread:
            raise
        raise UnusableTable(f"{trouble} {unread_words(table.sheet, table.unread)}") from None


def _found(batch: ImportBatch, table: Table, now: datetime) -> Found:
    sheets = (table.sheet, table.unread)
    result = interpret(table, batch.order)
    columns = tuple(element.label[:300] for element in result.elements)
    elements = tuple(element.key if element.key in LEGAL_ORDER else "" for element in result.elements)
    if isinstance(result, Counts):
        return Found(Shape.COUNTS, columns, elements, (), (), result.refused, result.counts, 0, *sheets)
    good, undated = _dated(batch, table, result, now)
    refused = tuple(sorted((*result.refused, *undated), key=lambda row: row.row))
    if not good:
        raise UnusableTable(_("Semua baris ditolak; yang pertama di baris %(line)s: %(reason)s") % {
            "line": refused[0].line, "reason": refused[0].reason,
        })  # fmt: skip
    ignored = tuple(name[:300] for name in result.ignored if name.casefold() != batch.month_column.casefold())
    return Found(
        Shape.RESPONDENTS, columns, elements, ignored, tuple(good), refused, (), result.unanswered, *sheets
    )


def _dated(
    batch: ImportBatch, table: Table, result: Responses, now: datetime
) -> tuple[list[Good], list[Refused]]:
    """Every respondent with the month of the batch, or of its own date."""
    if not batch.month_column:
        return [Good(person.row, batch.month, person.answers) for person in result.respondents], []
    names = [name.casefold() for name in table.header]
    if batch.month_column.casefold() not in names:
        raise UnusableTable(
            _("Kolom tanggal “%(name)s” tidak ada di berkas ini. Kolom yang ada: %(all)s.")
            % {"name": batch.month_column, "all": ", ".join(name for name in table.header if name)[:400]}
        )
    place = names.index(batch.month_column.casefold())
    good: list[Good] = []
    refused: list[Refused] = []
    today = now.astimezone(ZoneInfo(batch.office.time_zone)).date()
    for person in result.respondents:
        text = table.rows[person.row - 1].cell(place)
        month = month_in(text)
        if month is None or month > today:
            reason = _("Tanggal tidak dapat dibaca; tulis seperti 14/05/2026 atau 2026-05-14.")
            if month:
                reason = _("Tanggal ini belum tiba.")
            refused.append(Refused(person.row, person.line, table.header[place], text, reason))
        else:
            good.append(Good(person.row, month, person.answers))
    return good, refused


def month_in(text: str) -> date | None:
    """First day of the month of "2026-05-14", "2026-05", "14/05/2026", "14.5.2026"; None for anything else."""
    if found := _ISO.fullmatch(text.strip()):
        year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
    elif found := _LOCAL.fullmatch(text.strip()):
        year, month, day = int(found[3]), int(found[2]), int(found[1])
    else:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return date(year, month, 1) if year >= 2000 else None


@transaction.atomic
def _piece(batch_id: UUID | str, found: Found, now: datetime) -> bool:
    """Store the next piece; says whether there is more. Two readers at once take turns and store nothing twice."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.status != BatchStatus.READING:
        return False
    if batch.rows_done == 0:
        _begin(batch, found)
    piece = found.good[batch.rows_done : batch.rows_done + PIECE]
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into surveys_stagedanswer (batch_id, row, month, answers) values (%s, %s, %s, %s)",
            [(batch.pk, good.row, good.month, list(good.answers)) for good in piece],
        )
    batch.rows_done += len(piece)
    batch.progressed_at = now
    more = batch.rows_done < len(found.good)
    if not more:
        batch.status = BatchStatus.DRAFT
    batch.save()
    return more


def _begin(batch: ImportBatch, found: Found) -> None:
    batch.shape = found.shape
    batch.columns = list(found.columns)
    batch.elements = list(found.elements)
    batch.ignored = list(found.ignored)
    batch.rows = len(found.good)
    batch.accepted = len(found.good) or len(found.counts)
    batch.refused = len(found.refused)
    batch.unanswered = found.unanswered
    batch.sheet = found.sheet[:300]
    batch.unread = [name[:300] for name in found.unread]
    RefusedRow.objects.bulk_create(
        (
            RefusedRow(
                batch=batch,
                row=row.row,
                line=row.line,
                column=row.column[:300],
                value=_cut(row.value)[:200],
                reason=_cut(row.reason)[:1000],
            )
            for row in found.refused
        ),
        batch_size=5_000,
    )
    ImportedCount.objects.bulk_create(
        ImportedCount(batch=batch, position=place, n4=n4, n3=n3, n2=n2, n1=n1)
        for place, (n4, n3, n2, n1) in enumerate(found.counts)
    )


def _cut(text: str) -> str:
    return _PERSONAL.sub(MASK, text)


@transaction.atomic
def _finish(batch_id: UUID | str, now: datetime, *, trouble: str) -> None:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.status == BatchStatus.READING:
        batch.status = BatchStatus.UNUSABLE
        batch.trouble = _cut(trouble)[:600]
        batch.progressed_at = now
        batch.save(update_fields=["status", "trouble", "progressed_at"])
