"""The life of an application: its statuses, the allowed moves, and what each arrival is called.

Signing chain, promise and deadline are data (`catalogue`); only the statuses and the moves are code.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Statuses of an application, in the words that citizens and officers read."""

    DRAFT = "draf", _("Draf")
    RECEIVED = "diterima", _("Diterima")
    EXAMINED = "diperiksa", _("Diperiksa")
    NEEDS_FIX = "perlu_perbaikan", _("Perlu perbaikan")
    AWAITING_SIGNATURE = "menunggu_tanda_tangan", _("Menunggu tanda tangan")
    READY = "siap_diambil", _("Siap diambil")
    FINISHED = "selesai", _("Selesai")
    REJECTED = "ditolak", _("Ditolak")
    WITHDRAWN = "dicabut", _("Dicabut")


MOVES: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.RECEIVED}),
    Status.RECEIVED: frozenset({Status.EXAMINED, Status.WITHDRAWN}),
    Status.EXAMINED: frozenset(
        {Status.NEEDS_FIX, Status.AWAITING_SIGNATURE, Status.REJECTED, Status.WITHDRAWN}
    ),
    Status.NEEDS_FIX: frozenset({Status.EXAMINED, Status.WITHDRAWN}),
    Status.AWAITING_SIGNATURE: frozenset({Status.READY, Status.EXAMINED, Status.WITHDRAWN}),
    Status.READY: frozenset({Status.FINISHED, Status.EXAMINED}),  # back only when the letter was withdrawn
    Status.FINISHED: frozenset({Status.EXAMINED}),  # as above
    Status.REJECTED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}

OPEN = frozenset(
    {Status.RECEIVED, Status.EXAMINED, Status.NEEDS_FIX, Status.AWAITING_SIGNATURE, Status.READY}
)
CLOSED = frozenset({Status.FINISHED, Status.REJECTED, Status.WITHDRAWN})
RUNNING = frozenset({Status.RECEIVED, Status.EXAMINED, Status.AWAITING_SIGNATURE})  # the clock runs
HELD = frozenset({Status.EXAMINED, Status.NEEDS_FIX, Status.AWAITING_SIGNATURE})  # somebody examines it

# Arriving at a status writes this event and, where there is one, posts this notice to the applicant.
AUDIT_CODES: Mapping[Status, str] = {
    Status.DRAFT: "application.drafted",
    Status.RECEIVED: "application.submitted",
    Status.EXAMINED: "application.examined",
    Status.NEEDS_FIX: "application.sent_back",
    Status.AWAITING_SIGNATURE: "application.proposed",
    Status.READY: "application.ready",
    Status.FINISHED: "application.finished",
    Status.REJECTED: "application.rejected",
    Status.WITHDRAWN: "application.withdrawn",
}
NOTICES: Mapping[Status, str] = {
    Status.RECEIVED: "casework/received",
    Status.NEEDS_FIX: "casework/sent_back",
    Status.READY: "casework/ready",
    Status.FINISHED: "casework/finished",
    Status.REJECTED: "casework/rejected",
    Status.WITHDRAWN: "casework/withdrawn",
}


# Messages that are no longer so once a case has left the status: nobody sends them then.
OVERTAKEN: Mapping[Status, frozenset[str]] = {
    Status.NEEDS_FIX: frozenset({NOTICES[Status.NEEDS_FIX], "casework/mend_reminder"}),
    Status.READY: frozenset({NOTICES[Status.READY]}),
}


def may_move(source: str, target: str) -> bool:
    """Whether the table allows ``source`` -> ``target``."""
    return Status(target) in MOVES[Status(source)]


class Channel(models.TextChoices):
    """How an application came in."""

    ONLINE = "online", _("Daring")
    COUNTER = "counter", _("Loket")


class DelayReason(models.TextChoices):
    """Why a promise cannot be kept; the citizen reads it as it is."""

    SIGNER_AWAY = "penanda_tangan", _("Penanda tangan sedang dinas luar")
    POWER_CUT = "listrik", _("Listrik atau jaringan padam")
    FIELD_CHECK = "cek_lapangan", _("Perlu pemeriksaan di lapangan")
    OTHER_OFFICE = "instansi_lain", _("Menunggu jawaban kantor lain")
    CROWDED = "antrean", _("Permohonan sedang sangat banyak")
    OTHER = "lain", _("Sebab lain")


class Outcome(models.TextChoices):
    """What a signer decided."""

    APPROVED = "disetujui", _("Disetujui")
    RETURNED = "dikembalikan", _("Dikembalikan")
