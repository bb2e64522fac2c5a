"""Every model and every field has an Indonesian name of its own, and every label can be translated."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import override

from sinergi.catalogue.elements import BY_KEY

UNNAMED = {"id", "pk", "password", "last_login"}  # keys nobody reads, and what Django's own user brings along


def _models():
    """Our models; the history tables that pghistory makes are read by nobody as forms."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("sinergi.")
        for model in config.get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
    ]


def _fields(model):
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and field.name not in UNNAMED and not field.auto_created
    ]


def _choice_classes(kind=Choices):
    for below in kind.__subclasses__():
        if below.__module__.startswith("sinergi.") and below.__members__:
            yield below
        yield from _choice_classes(below)


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_a_model_has_an_indonesian_name(model):
    assert isinstance(model._meta.verbose_name, Promise), "the default name is English and is not translated"
    default = model._meta.object_name or ""
    with override("id"):
        assert str(model._meta.verbose_name).replace(" ", "").lower() != default.lower()


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_its_fields_have_indonesian_names(model):
    wrong = [field.name for field in _fields(model) if not isinstance(field.verbose_name, Promise)]
    assert not wrong, "give the field a name: models.TextField(_(“nama”), …)"


@pytest.mark.parametrize("kind", list(_choice_classes()), ids=lambda kind: kind.__qualname__)
def test_labels_are_translated_when_they_are_shown(kind):
    """A label read at import time would stay Indonesian on an English page."""
    assert all(isinstance(member._label_, Promise) for member in kind)


@pytest.mark.parametrize("kind", list(_choice_classes()), ids=lambda kind: kind.__qualname__)
def test_no_two_members_share_a_label(kind):
    with override("id"):
        labels = [str(member.label).lower() for member in kind]
    assert len(labels) == len(set(labels))


def test_elements_are_named_as_the_regulation_names_them():
    """Their names are plain Indonesian data, so that the calculators need no Django."""
    assert all(element.name and element.question.endswith("?") for element in BY_KEY.values())
