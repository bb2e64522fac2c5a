"""The grades' labels in the reader's language; `formulas.index` itself knows no Django."""

from django.utils.translation import gettext_lazy as _

from sinergi.surveys.formulas.index import Grade

GRADE_NAMES = {
    Grade.A: _("Sangat Baik"),
    Grade.B: _("Baik"),
    Grade.C: _("Kurang Baik"),
    Grade.D: _("Tidak Baik"),
}


def grade_name(grade: Grade) -> str:
    """The label of a grade as a page says it."""
    return str(GRADE_NAMES[grade])
