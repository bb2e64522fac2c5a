"""docs/glossary.md has one row per model and choice label, in words that match the code, and no other."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db.models import Choices
from django.utils.translation import override

from sinergi.catalogue.elements import CLARITY, ELEMENTS
from sinergi.personnel.formulas import PNS_RANKS, PPPK_RANKS
from sinergi.personnel.models import Employee
from tests.house.glossary import term_rows

# Choices that are lists rather than classes: (room, name) -> value -> label.
LISTS = {
    ("catalogue", "Element"): {element.key: element.name for element in (*ELEMENTS, CLARITY)},
    ("personnel", "Rank"): {
        str(value): str(label) for value, label in Employee._meta.get_field("rank").choices
    },
}
CELL = 4


def _in_words(name):
    """``TrainingEvent`` -> "Training event", ``NEEDS_FIX`` -> "needs fix"."""
    if name.isupper():
        return name.replace("_", " ").lower()
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[0] + words[1:].lower()


def _room(kind):
    return kind.__module__.split(".")[1]


def _models():
    """Our models; the history tables that pghistory makes are no terms of their own."""
    for config in apps.get_app_configs():
        if config.name.startswith("sinergi."):
            yield from (model for model in config.get_models() if not hasattr(model, "pgh_tracked_model"))


def _choice_classes(kind=Choices):
    for below in kind.__subclasses__():
        if below.__module__.startswith("sinergi.") and below.__members__:
            yield below
        yield from _choice_classes(below)


def _terms():
    """(room, English, Indonesian) of everything that needs a row."""
    for config in apps.get_app_configs():
        if config.name.startswith("sinergi.") and find_spec(f"{config.name}.workflow"):
            import_module(f"{config.name}.workflow")
    with override("id"):
        for model in _models():
            yield _room(model), _in_words(model.__name__), str(model._meta.verbose_name)
        for kind in _choice_classes():
            for member in kind:
                yield _room(kind), f"{_in_words(kind.__name__)}: {_in_words(member.name)}", str(member.label)
    for (room, name), choices in LISTS.items():
        for value, label in choices.items():
            yield room, f"{name}: {value}", label


def _rows():
    return {(room, row[0], row[1]) for room, rows in term_rows().items() for row in rows}


def test_every_term_of_the_code_has_a_row():
    assert sorted(set(_terms()) - _rows()) == []


def test_every_row_stands_for_a_term_of_the_code():
    assert sorted(_rows() - set(_terms())) == []


@pytest.mark.parametrize("room", sorted({room for room, _, _ in _terms()}))
def test_a_room_is_one_table_in_alphabetical_order(room):
    rows = term_rows()[room]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=str.lower)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(len(row) == CELL and len(row[3]) > 3 for row in rows)


def test_every_choice_of_every_field_is_explained():
    """A field's choices come from a class of choices or from one of the lists above."""
    known = [{str(member.value) for member in kind} for kind in _choice_classes()]
    known += [set(choices) for choices in LISTS.values()]
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in _models()
        for field in model._meta.get_fields()
        if getattr(field, "choices", None)
        and not any({str(value) for value, _ in field.choices} <= values for values in known)
    ]
    assert not wrong


def test_ranks_are_those_of_the_formulas():
    assert set(LISTS["personnel", "Rank"]) == {*PNS_RANKS, *PPPK_RANKS}
