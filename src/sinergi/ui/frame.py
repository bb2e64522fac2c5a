"""The parts of a page that depend on `Chrome` alone, drawn once per distinct `Chrome` and language and then
kept.

A `Chrome` is frozen, so equal ones look equal; drawing header, rail and footer anew cost more than the rest
of a page.
"""

from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .navigation import Chrome

NOBODY: Final = Chrome(office="")
KEPT: Final = 512
PERSON: Final = ("unit", "user_name", "user_url", "sign_out_url")
# What each part shows, and so what it is kept by. The language switch is in none: its address differs on
# every page.
SHOWN: Final = {
    "head": ("office",),
    "top": ("office", "city", "home_url", "is_sample", "nav", *PERSON),
    "rail": ("office", "rail"),
    "foot": ("office", "city", "address", "footer", *PERSON),
}


@lru_cache(maxsize=KEPT)
def _drawn(part: str, desk: bool, language: str, seen: tuple[Any, ...]) -> SafeString:
    return render_to_string(f"ui/frame_{part}.html", {"chrome": Chrome(**dict(seen)), "desk": desk})


def draw(part: str, chrome: Chrome | None, *, desk: bool) -> SafeString:
    """HTML of `part`: "head" (links to style and script), "top" (sample banner, header), "rail", "foot"."""
    seen = tuple((name, getattr(chrome or NOBODY, name)) for name in SHOWN[part])
    return _drawn(part, desk, get_language() or "id", seen)
