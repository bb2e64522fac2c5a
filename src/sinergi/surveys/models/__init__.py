"""What the room `surveys` keeps."""

from sinergi.surveys.models.answers import (
    Attribute,
    Channel,
    Comment,
    Education,
    Invitation,
    Occupation,
    PooledAnswer,
    RespondentMargin,
    Response,
    Sex,
)
from sinergi.surveys.models.imports import ImportBatch, ImportedCount, RefusedRow, Shape, StagedAnswer
from sinergi.surveys.models.questionnaires import Question, Questionnaire
from sinergi.surveys.models.rollups import INDEX, Population, PublishedCell, Rollup

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
    "Question",
    "Questionnaire",
    "RefusedRow",
    "RespondentMargin",
    "Response",
    "Rollup",
    "Sex",
    "Shape",
    "StagedAnswer",
]
