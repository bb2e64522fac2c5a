"""The states of a follow-up action (Rencana Tindak Lanjut, PermenPANRB 14/2017)."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    PLANNED = "direncanakan", _("Direncanakan")
    RUNNING = "berjalan", _("Berjalan")
    DONE = "selesai", _("Selesai")
    CANCELLED = "dibatalkan", _("Dibatalkan")


MOVES: Mapping[Status, frozenset[Status]] = {
    Status.PLANNED: frozenset({Status.RUNNING, Status.CANCELLED}),
    Status.RUNNING: frozenset({Status.DONE, Status.CANCELLED}),
    Status.DONE: frozenset(),
    Status.CANCELLED: frozenset(),
}

AUDIT_CODES: Mapping[Status, str] = {
    Status.RUNNING: "action.started",
    Status.DONE: "action.completed",
    Status.CANCELLED: "action.cancelled",
}
