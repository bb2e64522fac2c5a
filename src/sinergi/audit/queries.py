"""Reading and verifying the record."""

from dataclasses import dataclass

from sinergi.audit.models import Event, Seal
from sinergi.audit.operations import digest_of


@dataclass(frozen=True)
class Verification:
    """``broken`` lists the ranges whose seal does not match, ``sealed_to`` the last event under a seal."""

    seals: int
    sealed_to: int
    broken: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.broken


def verify() -> Verification:
    """Recompute the whole chain; an edited, deleted, inserted or swapped event breaks its seal and all after."""
    previous, broken, sealed_to, count = b"", [], 0, 0
    for seal in Seal.objects.order_by("last_id").iterator():
        events = list(Event.objects.filter(id__gt=sealed_to, id__lte=seal.last_id).order_by("id"))
        if len(events) != seal.count or digest_of(previous, events) != bytes(seal.digest):
            broken.append(str(seal))
        previous, sealed_to, count = bytes(seal.digest), seal.last_id, count + 1
    return Verification(seals=count, sealed_to=sealed_to, broken=tuple(broken))
