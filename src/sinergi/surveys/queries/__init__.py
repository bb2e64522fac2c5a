"""Reads for this room's pages, for `evaluation` and for public pages."""

from sinergi.surveys.queries.cells import CellRow, cells, last_final_month
from sinergi.surveys.queries.imports import ColumnRow, Preview, preview, respondents, with_respondents
from sinergi.surveys.queries.links import Link, is_open, open_link
from sinergi.surveys.queries.tables import (
    Directory,
    ElementCell,
    IndexRow,
    IndexTable,
    MarginRow,
    directory_of,
    index_table,
    index_tables,
    margins,
    months_with_answers,
    population,
)
from sinergi.surveys.queries.voices import VoiceRow, shown_comments

__all__ = [
    "CellRow",
    "ColumnRow",
    "Directory",
    "ElementCell",
    "IndexRow",
    "IndexTable",
    "Link",
    "MarginRow",
    "Preview",
    "VoiceRow",
    "cells",
    "directory_of",
    "index_table",
    "index_tables",
    "is_open",
    "last_final_month",
    "margins",
    "months_with_answers",
    "open_link",
    "population",
    "preview",
    "respondents",
    "shown_comments",
    "with_respondents",
]
