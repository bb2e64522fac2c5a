"""Reading and verifying the record."""

from dataclasses import dataclass

from sinergi.audit import merkle
from sinergi.audit.models import Event, Seal, TreeRoot
from sinergi.audit.operations import digest_of, entry_of, split_peaks


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
    broken += _broken_roots()
    return Verification(seals=count, sealed_to=sealed_to, broken=tuple(broken))


def _broken_roots() -> list[str]:
    """Roots that the events of today do not give any more; each root continues the one before it."""
    broken, size, peaks, seen = [], 0, list[bytes](), 0
    for root in TreeRoot.objects.order_by("size"):
        events = Event.objects.filter(id__gt=seen, id__lte=root.last_id).order_by("id")
        leaves = (merkle.leaf(entry_of(event)) for event in events.iterator(chunk_size=2000))
        size, peaks = merkle.grow(size, peaks, leaves)
        if size != root.size or merkle.root(peaks) != bytes(root.digest):
            broken.append(str(root))
            size, peaks = (
                root.size,
                split_peaks(bytes(root.peaks)),
            )  # so that one fault does not hide the next
        seen = root.last_id
    return broken
