"""What the room `surveys` keeps."""

from sinergi.surveys.models.answers import (
    Attribute,
    Channel,
    Comment,
    Education,
    Invitation,
    Occupation,
    PooledAnswer,
    PublishedMargin,
    RespondentMargin,
    Response,
    Sex,
)
from sinergi.surveys.models.imports import ImportBatch, ImportedCount, RefusedRow, Shape, StagedAnswer
from sinergi.surveys.models.questionnaires import Question, Questionnaire
from sinergi.surveys.models.rollups import INDEX, Population, PublishedCell, ReleasedAtom, Rollup

__all__ = [
    "INDEX",
    "Attribute",
    "Channel",
    "Comment",
    "Education",
    "ImportBatch",
    "ImportedCount",
    "Invitation",
    "Occupation",
    "PooledAnswer",
    "Population",
    "PublishedCell",
    "PublishedMargin",
    "Question",
    "Questionnaire",
    "RefusedRow",
    "ReleasedAtom",
    "RespondentMargin",
    "Response",
    "Rollup",
    "Sex",
    "Shape",
    "StagedAnswer",
]
