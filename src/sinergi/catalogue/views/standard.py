"""The long parts of a service page: what its published version says, drawn once per version and language and then kept.

A published version never changes (a trigger holds that), so its words cannot grow stale. Names, contacts and all that
an office may change stay outside.
"""

from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sinergi.catalogue import queries

KEPT: Final = 512


@lru_cache(maxsize=KEPT)
def _drawn(part: str, version_id: int, language: str) -> SafeString:
    return render_to_string(f"catalogue/_{part}.html", {"page": queries.frozen_page(version_id)})


def draw(part: str, version_id: int) -> SafeString:
    """HTML of ``part``: "needs" (who may ask, documents, steps, signers, complaints) or "components" (all fourteen).

    Raises `LookupError` for a version that does not exist.
    """
    return _drawn(part, version_id, get_language() or "id")
