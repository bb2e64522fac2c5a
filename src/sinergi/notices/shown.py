"""A message of the inbox as its page says it: kept in Indonesian, said again in the reader's language."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template import TemplateDoesNotExist, engines
from django.templatetags.i18n import BlockTranslateNode
from django.utils.translation import override

from sinergi.access.permissions import Role
from sinergi.notices.models import Message
from sinergi.ui.retelling import retold


@dataclass(frozen=True)
class Shown:
    """``subject`` and ``body`` for a page; empty where the text was erased."""

    message: Message
    subject: str
    body: str


def shown(message: Message) -> Shown:
    """Its texts for the page that is being made."""
    sentences, labels = _sentences(message.template), _labels()
    subject = retold(message.subject, sentences, labels) if message.subject else ""
    body = retold(message.body.rstrip(), sentences, labels) if message.body else ""
    return Shown(message, subject, body)


@cache
def _sentences(template: str) -> tuple[str, ...]:
    """The sentences of a kind of message, from its own texts; none where the kind is no longer known."""
    room, _slash, name = template.partition("/")
    engine: Any = engines["django"]
    found: list[str] = []
    for part in ("subject", "body"):
        try:
            text = engine.get_template(f"{room}/notices/{name}.{part}.txt").template
        except TemplateDoesNotExist:
            continue
        for node in text.nodelist.get_nodes_by_type(BlockTranslateNode):
            found.append(node.render_token_list(node.singular)[0])
    return tuple(found)


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    """What may stand at the place of a role, as it was kept."""
    with override("id"):
        return {"role": tuple(str(role.label) for role in Role)}
