"""What a message in the inbox is about, as an address: each room knows its own items and who may see them.

This room knows no other, so they tell it when the application starts (`AppConfig.ready`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sinergi.accounts.models import User
from sinergi.notices.models import Message


@dataclass(frozen=True)
class Target:
    """A page, and what its link says."""

    url: str
    label: str


# The person and the ``subject_id`` of messages -> targets of those that this person may see now, in one query.
Find = Callable[[User, Collection[str]], Mapping[str, Target]]
_finders: dict[str, Find] = {}


def register(template: str, find: Find) -> None:
    """Say how messages of ``template`` find their item."""
    _finders[template] = find


def targets_of(messages: Iterable[Message], *, user: User) -> dict[UUID, Target]:
    """The targets of a page of messages, as many queries as there are kinds of message among them."""
    kinds: dict[str, list[Message]] = {}
    for message in messages:
        if message.template in _finders:
            kinds.setdefault(message.template, []).append(message)
    found: dict[UUID, Target] = {}
    for template, rows in kinds.items():
        targets = _finders[template](user, {row.subject_id for row in rows})
        found |= {row.pk: targets[row.subject_id] for row in rows if row.subject_id in targets}
    return found
