"""States of comments and import batches, and the allowed moves (house rule 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentStatus(models.TextChoices):
    """A comment is public only after somebody has read it."""

    WAITING = "menunggu", _("Menunggu dibaca")
    SHOWN = "ditampilkan", _("Ditampilkan")
    HIDDEN = "disembunyikan", _("Disembunyikan")


COMMENT_MOVES = {
    CommentStatus.WAITING: {CommentStatus.SHOWN, CommentStatus.HIDDEN},
    CommentStatus.SHOWN: {CommentStatus.HIDDEN},
    CommentStatus.HIDDEN: {CommentStatus.SHOWN},
}


class BatchStatus(models.TextChoices):
    """An import is read, looked at, then kept as a whole or not at all."""

    READING = "dibaca", _("Sedang dibaca")
    UNUSABLE = "tidak_terpakai", _("Tidak dapat dipakai")
    DRAFT = "pratinjau", _("Menunggu keputusan")
    ACTIVE = "aktif", _("Disimpan")
    CANCELLED = "dibatalkan", _("Dibatalkan")
    WITHDRAWN = "ditarik", _("Ditarik kembali")


BATCH_MOVES = {
    BatchStatus.READING: {BatchStatus.DRAFT, BatchStatus.UNUSABLE, BatchStatus.CANCELLED},
    BatchStatus.UNUSABLE: set[BatchStatus](),
    BatchStatus.DRAFT: {BatchStatus.ACTIVE, BatchStatus.CANCELLED},
    BatchStatus.ACTIVE: {BatchStatus.WITHDRAWN},
    BatchStatus.CANCELLED: set[BatchStatus](),
    BatchStatus.WITHDRAWN: set[BatchStatus](),
}
