"""Who acts. Audit knows an actor only by this small protocol (house: floor 0 knows no user model)."""

from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.translation import gettext_lazy as _


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

# The record keeps the Indonesian name, under its seal; a page says it in the reader's language.
SHOWN_NAMES: Final = {
    SYSTEM.audit_id: _("Sistem"),
    APPLICANT.audit_id: _("Pemohon"),
    VISITOR.audit_id: _("Pengunjung"),
}
_BY_NAME: Final = {one.audit_name: one.audit_id for one in (SYSTEM, APPLICANT, VISITOR)}


def shown_name(name: str, audit_id: str = "") -> str:
    """The kept ``name`` of an actor for a page: those without an account in the reader's language.

    ``audit_id`` where it is kept beside the name; without it the name itself says who it was."""
    shown = SHOWN_NAMES.get(audit_id or _BY_NAME.get(name, ""))
    return str(shown) if shown else name


def ids_named(part: str) -> list[str]:
    """The actors without an account whose name on the page contains ``part``."""
    return [audit_id for audit_id, name in SHOWN_NAMES.items() if part.casefold() in str(name).casefold()]
