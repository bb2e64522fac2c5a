"""The states of a staff-list import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", _("Menunggu diperiksa")
    COMMITTED = "committed", _("Tersimpan")
    DISCARDED = "discarded", _("Dibatalkan")


Status = ImportStatus
MOVES: dict[ImportStatus, frozenset[ImportStatus]] = {
    ImportStatus.UPLOADED: frozenset({ImportStatus.COMMITTED, ImportStatus.DISCARDED}),
    ImportStatus.COMMITTED: frozenset(),
    ImportStatus.DISCARDED: frozenset(),
}
