"""What a NIK says of a person, beside what the same person wrote elsewhere in the form.

A NIK that differs is no proof of a mistake, since registers hold old errors; it is worth a look at the card.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sinergi.catalogue.definition import APPLICANT, FieldDef, FieldType, FormDefinition
from sinergi.catalogue.fields import nik_is_womans, nik_names_day

WOMAN = "P"


def contradicted(
    definition: FormDefinition, answers: Mapping[str, Any], *, applicant: str
) -> tuple[FieldDef, ...]:
    """Birth dates and sexes (fields with ``nik_of``) that differ from the NIK; ``applicant`` is the applicant's."""
    return tuple(_differing(definition, answers, applicant))


def _differing(definition: FormDefinition, answers: Mapping[str, Any], applicant: str) -> Iterator[FieldDef]:
    for field in definition.fields():
        nik = applicant if field.nik_of == APPLICANT else str(answers.get(field.nik_of) or "")
        answer = str(answers.get(field.key) or "")
        if field.nik_of and nik and answer and not _agrees(field, answer, nik):
            yield field


def _agrees(field: FieldDef, answer: str, nik: str) -> bool:
    if field.type is FieldType.DATE:
        return nik_names_day(nik, date.fromisoformat(answer))
    return nik_is_womans(nik) == (answer == WOMAN)
