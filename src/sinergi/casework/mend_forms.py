"""The form of one defect for an officer at the counter: only what was sent back, nothing else."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sinergi.casework.forms import ApplicantForm, UploadForm, applicant_initial, villages_of
from sinergi.casework.models import Application, Defect
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.standards import Standard, standard_of
from sinergi.catalogue.definition import FieldType
from sinergi.catalogue.forms import answers, page_form
from sinergi.ui.forms import UiForm


def defect_form(
    case: Application, defect: Defect, data: Any, files: Any, *, today: date, whole_nik: bool
) -> UiForm:
    """Asks for the document, the applicant or the answer again. A NIK is filled in for those only who may read it
    (``whole_nik``); the others type it from the card."""
    standard = standard_of(case.version)
    if defect.requirement_id is not None:
        item = next(row for row in standard.requirements if row.id == defect.requirement_id)
        form = UploadForm(data, files, label=item.label, kind=item.kind, help_text=item.help)
        form.fields["file"].widget.attrs.pop("capture", None)  # the counter has a scanner
        return form
    if defect.field == APPLICANT_FIELD:
        known = applicant_initial(case)
        return ApplicantForm(
            data, villages=villages_of(case.office), needs_contact=bool(case.phone or case.email),
            initial=known if whole_nik else {**known, "nik": ""},
        )  # fmt: skip
    return _answer_form(case, standard, defect.field, data, today=today, whole_nik=whole_nik)


def _answer_form(
    case: Application, standard: Standard, key: str, data: Any, *, today: date, whole_nik: bool
) -> UiForm:
    page = next(page for page in standard.definition.pages if any(field.key == key for field in page.fields))
    secret = {field.key for field in page.fields if field.type is FieldType.NIK and not whole_nik}
    known = {name: value for name, value in case.text_answers.items() if name not in secret}
    form = page_form(
        case.version, page.key, office=case.office, data=data, initial=known, today=today,
        applicant_nik=case.nik or "",
    )  # fmt: skip
    form.fields = {key: form.fields[key]}
    return form


def given(form: UiForm) -> Any:
    """What `operations.mend_at_counter` takes: file, applicant or answers of a valid form."""
    if isinstance(form, UploadForm):
        return form.cleaned_data["file"]
    found: Mapping[str, Any] | Any = form.applicant() if isinstance(form, ApplicantForm) else answers(form)
    return found
