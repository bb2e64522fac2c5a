"""SKM tables of a period as a workbook, in the outline of PermenPANRB 14/2017; without any cell below ten."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.catalogue.elements import ANNEX_ORDER, BY_KEY, LEGAL_ORDER
from sinergi.organization.models import Office
from sinergi.sheets.apart import workbook_apart
from sinergi.sheets.writing import Cell, Sheet
from sinergi.surveys.formulas.index import rounded
from sinergi.surveys.models import Attribute, Education, ImportBatch, Occupation, Question, Sex
from sinergi.surveys.periods import Period
from sinergi.surveys.queries import IndexRow, IndexTable, MarginRow

WEIGHT = Fraction(1, 9)
VALUE_LABELS = {
    Attribute.SEX: dict(Sex.choices), Attribute.EDUCATION: dict(Education.choices),
    Attribute.OCCUPATION: dict(Occupation.choices),
}  # fmt: skip


def skm_workbook(
    office: Office,
    period: Period,
    table: IndexTable,
    margins: Sequence[MarginRow],
    questions: Sequence[Question],
    *,
    now: datetime,
) -> bytes:
    """The XLSX file; figures are those of the pages, so they come rounded and in steps of ten answers.

    An official document of the office: Indonesian, whatever language the reader has chosen for the pages.
    """
    with translation.override("id"):
        return _skm_workbook(office, period, table, margins, questions, now=now)


def _skm_workbook(
    office: Office, period: Period, table: IndexTable, margins: Sequence[MarginRow], questions: Sequence[Question], *,
    now: datetime,
) -> bytes:  # fmt: skip
    return workbook_apart(
        [
            Sheet(_("Ringkasan"), (_("Hal"), _("Isi")), _summary(office, period, table), (32, 60)),
            Sheet(_("Unsur urutan peraturan"), ELEMENT_HEADER, _elements(table.office, LEGAL_ORDER), (8, 42)),
            Sheet(_("Unsur urutan lampiran"), ELEMENT_HEADER, _elements(table.office, ANNEX_ORDER), (8, 42)),
            Sheet(_("Per layanan"), _row_header(_("Layanan")), _rows(table.services), (42,)),
            Sheet(_("Per unit"), _row_header(_("Unit")), _rows(table.units), (42,)),
            Sheet(_("Olah data"), DATA_HEADER, _data(table), (38, 30, 34)),
            Sheet(_("Responden"), (_("Ciri"), _("Isi"), _("Jumlah responden")), _margins(margins), (28, 24)),
            Sheet(_("Kuesioner"), QUESTION_HEADER, _questions(questions), (6, 34, 80, 24, 24, 24, 24)),
        ],
        created=now,
    )


def refused_workbook(batch: ImportBatch, *, now: datetime) -> bytes:
    """Every refused row with place, value and reason."""
    rows = batch.refused_rows.order_by("row").values_list("row", "line", "column", "value", "reason")
    header = (_("Baris data"), _("Baris berkas"), _("Kolom"), _("Isi"), _("Alasan"))
    return workbook_apart(
        [Sheet(_("Baris ditolak"), header, rows.iterator(), (12, 12, 24, 24, 70))], created=now
    )


ELEMENT_HEADER = (
    "No", "Unsur", "Jumlah jawaban (n)", "Jumlah nilai", "NRR", "NRR tertimbang (1/9)", "Nilai konversi", "Mutu",
    "Kinerja",
)  # fmt: skip
DATA_HEADER = (
    "Layanan", "Unit", "Unsur", "Jumlah jawaban (n)", "Jumlah nilai", "NRR", "Batas bawah 95%", "Batas atas 95%",
)  # fmt: skip
QUESTION_HEADER = ("No", "Unsur", "Pertanyaan", "Nilai 1", "Nilai 2", "Nilai 3", "Nilai 4")


def _summary(office: Office, period: Period, table: IndexTable) -> list[tuple[Cell, ...]]:
    whole = table.office
    few = _("kurang dari 10, tidak ditampilkan")
    interval = f"{whole.low}–{whole.high}" if whole.low is not None else _("tidak dapat dihitung")
    return [
        (_("Kantor"), office.name),
        (_("Kabupaten/kota"), office.city),
        (_("Periode"), period.label),
        (_("Jumlah responden"), whole.n if whole.n is not None else few),
        (_("Indeks Kepuasan Masyarakat (IKM)"), whole.index if whole.index is not None else few),
        (_("Rentang kepercayaan 95%"), interval),
        (_("Mutu pelayanan"), f"{whole.grade} ({whole.label})" if whole.grade else ""),
        (_("Keterangan"), _("sementara, kurang dari 30 responden") if whole.provisional else ""),
        (_("Dasar"), "PermenPANRB 14/2017; bobot 1/9 per unsur, dibulatkan sekali pada dua desimal"),
        (_("Pengumpulan data"), _("Tautan sekali pakai setelah layanan selesai, dan kuesioner kertas")),
        (
            _("Kerahasiaan"),
            _(
                "Sel dengan kurang dari 10 jawaban tidak ditampilkan; angka berubah tiap paling sedikit 10 jawaban."
            ),
        ),
    ]


def _elements(whole: IndexRow, order: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    found = {element.key: element.score for element in whole.elements}
    for number, key in enumerate(order, start=1):
        score = found.get(key)
        if score is None:
            yield (f"U{number}", BY_KEY[key].name, _("kurang dari 10"))
            continue
        weighted = rounded(score.mean * WEIGHT, 4)
        yield (
            f"U{number}", BY_KEY[key].name, score.n, score.total, rounded(score.mean, 4), weighted, score.score,
            score.grade.letter, score.grade.label,
        )  # fmt: skip
    if whole.index is not None:
        total = rounded(sum((found[key].mean * WEIGHT for key in order), Fraction(0)), 4)
        yield ("", _("IKM"), whole.n, None, None, total, whole.index, whole.grade, whole.label)


def _row_header(first: str) -> tuple[str, ...]:
    names = tuple(BY_KEY[key].name for key in LEGAL_ORDER)
    return (first, "Jumlah responden", "IKM", "Batas bawah 95%", "Batas atas 95%", "Mutu", "Kinerja", *names)


def _rows(rows: Sequence[IndexRow]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        means = {element.key: rounded(element.score.mean, 4) for element in row.elements}
        few = _("kurang dari 10") if row.n is None else row.n
        yield (
            row.service_name or row.unit_name, few, row.index, row.low, row.high, row.grade, row.label,
            *(means.get(key) for key in LEGAL_ORDER),
        )  # fmt: skip


def _data(table: IndexTable) -> Iterator[tuple[Cell, ...]]:
    together = _("unit lainnya dan jawaban tidak lengkap, digabung")
    for row in (*table.cells, *table.others):
        for element in row.elements:
            low, high = (
                (rounded(element.interval.low, 4), rounded(element.interval.high, 4))
                if element.interval
                else (None, None)
            )
            yield (
                row.service_name, row.unit_name or together, BY_KEY[element.key].name,
                element.score.n, element.score.total, rounded(element.score.mean, 4), low, high,
            )  # fmt: skip


def _margins(margins: Sequence[MarginRow]) -> Iterator[tuple[Cell, ...]]:
    for row in margins:
        label = VALUE_LABELS[Attribute(row.attribute)].get(row.value, row.value)
        shown = row.n if row.n is not None else _("tidak ditampilkan")
        yield (str(Attribute(row.attribute).label), str(label), shown)


def _questions(questions: Sequence[Question]) -> Iterator[tuple[Cell, ...]]:
    for question in questions:
        yield (question.position, question.name, question.text, *question.labels)
