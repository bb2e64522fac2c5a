"""Stages of a public consultation forum (PermenPANRB 16/2017: before, during, after) as statuses."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    PLANNED = "planned", _("Rencana")
    HELD = "held", _("Terlaksana")
    PUBLISHED = "published", _("Berita acara terbit")
    CANCELLED = "cancelled", _("Dibatalkan")


MOVES: Mapping[str, frozenset[str]] = {
    Status.PLANNED: frozenset({Status.HELD, Status.CANCELLED}),
    Status.HELD: frozenset({Status.PUBLISHED}),
    Status.PUBLISHED: frozenset(),
    Status.CANCELLED: frozenset(),
}
