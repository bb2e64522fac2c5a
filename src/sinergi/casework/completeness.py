"""What a draft still needs before it can be sent. Every value was checked when its page was saved."""

from collections.abc import Collection

from sinergi.casework.models import Application
from sinergi.casework.standards import Standard

APPLICANT = "applicant"
PAGE = "page:"
FILE = "file:"
CHECK = "check"
DEFECT = "defect:"  # a part that was sent back, by its defect


def missing_parts(draft: Application, standard: Standard, attached: Collection[int]) -> list[str]:
    """Keys of unfinished parts in the order of the journey: ``applicant``, ``page:<key>``, ``file:<key>``."""
    parts = [] if draft.contact_check is not None and draft.unit_id is not None else [APPLICANT]
    answers = draft.text_answers
    parts += [
        f"{PAGE}{page.key}"
        for page in standard.definition.pages
        if any(field.key not in answers for field in page.fields)
        or any(field.required and answers[field.key] in (None, "") for field in page.fields)
    ]
    parts += [
        f"{FILE}{item.key}" for item in standard.uploads if item.is_required and item.id not in attached
    ]
    return parts
