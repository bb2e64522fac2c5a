"""Reading and verifying the record."""

from dataclasses import dataclass
from datetime import datetime

from sinergi.audit import merkle
from sinergi.audit.models import Event, Seal, SealCheck, TreeRoot
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


@dataclass(frozen=True)
class SealState:
    """What is known of the seals: the newest root, the newest check, and since when anything is sealed."""

    root: TreeRoot | None
    check: SealCheck | None
    since: datetime | None

    @property
    def intact(self) -> bool:
        return self.check is not None and not self.check.broken

    @property
    def fingerprint(self) -> str:
        """The newest root as 64 hexadecimal digits, in groups of eight."""
        text = bytes(self.root.digest).hex() if self.root else ""
        return " ".join(text[place : place + 8] for place in range(0, len(text), 8))


def seal_state() -> SealState:
    """Three rows; nothing is recomputed."""
    return SealState(
        root=TreeRoot.objects.order_by("-size").first(),
        check=SealCheck.objects.order_by("-pk").first(),
        since=Seal.objects.order_by("last_id").values_list("at", flat=True).first(),
    )
