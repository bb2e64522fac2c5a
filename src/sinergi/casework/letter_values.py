"""A case's answers as a person reads them, by form key: what a letter is filled with."""

from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.catalogue.forms import answer_rows
from sinergi.organization.models import Unit


def letter_values(case: Application) -> dict[str, str]:
    """All answers in words, with name, nik, village and address of the applicant (`letters.texts.APPLICANT`)."""
    villages = {unit.pk: unit.name for unit in Unit.objects.filter(office_id=case.office_id).villages()}
    rows = answer_rows(standard_of(case.version).definition, case.text_answers, villages=villages)
    values = {row.key: row.text for row in rows}
    return values | {
        "name": case.name or "",
        "nik": case.nik or "",
        "village": case.village.name if case.village else "",
        "address": case.address or "",
    }
