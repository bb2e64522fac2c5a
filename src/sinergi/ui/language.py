"""Says of a part of a page that it is Indonesian (WCAG 3.1.2), where the page is in another language.

What citizens and officers write, and what a service's standard says, stays as it was written. A screen reader would
read it aloud with English sounds unless the part says its language. Indonesian pages get no extra byte.
"""

from typing import Any, Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

ATTRIBUTE: Final = SafeString(' lang="id"')
NOTHING: Final = SafeString("")


def attribute() -> SafeString:
    """`` lang="id"`` for a tag whose whole text is Indonesian; empty on an Indonesian page."""
    return NOTHING if (get_language() or "id").startswith("id") else ATTRIBUTE


def marked(text: Any) -> SafeString:
    """``text``, escaped, in an element of its own that says its language; empty text and Indonesian pages: only
    the text."""
    shown = SafeString(conditional_escape(text))
    return format_html("<span{}>{}</span>", ATTRIBUTE, shown) if shown and attribute() else shown
