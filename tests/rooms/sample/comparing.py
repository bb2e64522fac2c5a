"""Whole rooms as multisets of rows without what chance or the database gives: ids, tokens, codes, ciphertexts.

A row's picture replaces every reference to another row by that row's picture, every case number by what the case
is (when begun, for which service), and opens what is sealed.
"""

import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import models

from sinergi.documents.models import Document, Purpose
from sinergi.vault.fields import SealedField

REFERENCE = re.compile(r"MRL-\d{4}-[2-9A-Z]{6}")
TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{22}(?=/)")
NUMBERED = re.compile(
    r"RTL-\d+|(?<=:)\d+(?=:inbox)|training-event:\d+:\d+|"
    r"report:[0-9a-f:-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|stale:\d+|programme:\d+"
)
TYPESET = {Purpose.LETTER, Purpose.MINUTES}

# What chance, the keys or the moment of writing give. Everything else must be equal.
IGNORED: dict[str, set[str]] = {
    "casework.application": {"key", "link_digest", "contact_check", "pin", "survey_token"},
    "casework.applicationevent": {"key", "pgh_created_at", "pgh_context", "pgh_obj", "id"},
    "casework.accesslink": {"digest"},
    "surveys.invitation": {"token_hash"},
    "letters.letter": {"code"},
    "documents.document": {"file"},
    "accounts.user": {"password"},
    "worktime.calendar": {"version"},
    "audit.event": {"subject_id", "actor_id", "office_id"},
}


class Picture:
    """Everything that the rooms hold now."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, Any], tuple[Any, ...]] = {}
        self._cases: dict[str, str] = {}
        self._paths = {
            str(pk): name
            for pk, name in apps.get_model("organization", "Unit").objects.values_list("pk", "name")
        }
        events = apps.get_model("casework", "ApplicationEvent").objects.filter(pgh_label="insert")
        slugs = dict(apps.get_model("catalogue", "ServiceVersion").objects.values_list("pk", "service__slug"))
        for reference, at, version in events.values_list("reference", "created_at", "version_id"):
            self._cases[reference] = f"<{at:%Y-%m-%d %H:%M:%S} {slugs[version]}>"

    def tables(self) -> dict[str, Counter[Any]]:
        """Label of the model -> its rows."""
        rooms = [config for config in apps.get_app_configs() if config.name.startswith("sinergi.")]
        found = {}
        for model in (model for room in rooms for model in room.get_models()):
            found[model._meta.label_lower] = Counter(self.row(each) for each in model._default_manager.all())
        return found

    def row(self, instance: models.Model) -> tuple[Any, ...]:
        label = instance._meta.label_lower
        place = (label, instance.pk)
        if place not in self._seen:
            left = IGNORED.get(label, set()) | {instance._meta.pk.name}
            is_history = label.endswith("event") and hasattr(instance, "pgh_id")
            if is_history:
                left = left | {"pgh_created_at", "pgh_context", "pgh_obj", "id", "pgh_id"}
            if isinstance(instance, Document) and instance.purpose in TYPESET:
                left = left | {"sha256", "size"}
            self._seen[place] = tuple(
                (field.name, self._value(instance, field))
                for field in instance._meta.concrete_fields
                if field.name not in left
            )
        return self._seen[place]

    def _value(self, instance: models.Model, field: Any) -> Any:
        if field.is_relation:
            target = field.related_model
            key = getattr(instance, field.attname)
            if key is None:
                return None
            known = self._seen.get((target._meta.label_lower, key))
            if known is not None:
                return hash(known)
            found = target._default_manager.filter(pk=key).first()
            return hash(self.row(found)) if found is not None else "gone"
        value = getattr(instance, field.attname)
        if field.name == "path":
            return "/".join(self._paths.get(part, part) for part in str(value).split("/"))
        if isinstance(field, SealedField) and isinstance(value, dict):
            return self._json(instance, value)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, memoryview | bytes):
            return bytes(value).hex()
        return repr(value) if isinstance(value, dict | list) else value

    def _json(self, instance: models.Model, value: dict[str, Any]) -> Any:
        if instance._meta.label_lower == "surveys.pooledanswer":
            ids = {"office", "unit", "service", "questionnaire", "pad"}
            value = {key: each for key, each in value.items() if key not in ids}
        return repr(sorted(value.items()))

    def _text(self, text: str) -> str:
        text = REFERENCE.sub(lambda match: self._cases.get(match[0], "<unknown>"), text)
        return NUMBERED.sub("#", TOKEN.sub("<token>", text))
