"""What a letter can be, and the moves between."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """``VALID`` begins when the scan of the hand-signed letter is stored. Expiry is a date, not a status."""

    DRAFT = "draft", _("Disiapkan")
    RENDERED = "rendered", _("Siap dicetak")
    VALID = "valid", _("Berlaku")
    WITHDRAWN = "withdrawn", _("Ditarik")


MOVES: Mapping[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.RENDERED, Status.WITHDRAWN}),
    Status.RENDERED: frozenset({Status.VALID, Status.WITHDRAWN}),
    Status.VALID: frozenset({Status.WITHDRAWN}),
    Status.WITHDRAWN: frozenset(),
}


class EntryStatus(models.TextChoices):
    """What became of a number of a register. A number is never used twice and never disappears."""

    RESERVED = "reserved", _("Disediakan")
    USED = "used", _("Terpakai")
    VOIDED = "voided", _("Dibatalkan")


ENTRY_MOVES: Mapping[str, frozenset[str]] = {
    EntryStatus.RESERVED: frozenset({EntryStatus.USED, EntryStatus.VOIDED}),
    EntryStatus.USED: frozenset({EntryStatus.VOIDED}),
    EntryStatus.VOIDED: frozenset(),
}
