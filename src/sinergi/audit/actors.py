"""Who acts. Audit knows an actor only by this small protocol (house: floor 0 knows no user model)."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anybody or anything that can be named in the record."""

    @property
    def audit_id(self) -> str:
        """Stable id, for example ``user:12``; never personal data of a citizen."""

    @property
    def audit_name(self) -> str:
        """Name as it is written in the record."""


@dataclass(frozen=True)
class NamedActor:
    """An actor without an account."""

    audit_id: str
    audit_name: str


SYSTEM = NamedActor("system", "Sistem")
APPLICANT = NamedActor("applicant", "Pemohon")
VISITOR = NamedActor("visitor", "Pengunjung")
