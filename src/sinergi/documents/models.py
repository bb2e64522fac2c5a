"""Stored files. A file has no address of its own: the room that owns it serves it to whom it may be shown."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Func
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from sinergi.organization.models import Office
from sinergi.vault.fields import SealedTextField


class Purpose(models.TextChoices):
    """Why a file is kept; the purpose decides limits and retention (`documents.limits`)."""

    ATTACHMENT = "attachment", _("Lampiran permohonan")
    LETTER = "letter", _("Surat")
    SIGNED_SCAN = "signed_scan", _("Pindaian surat bertanda tangan")
    PHOTO = "photo", _("Foto kegiatan")
    MINUTES = "minutes", _("Berita acara")
    IMPORT = "import", _("Berkas impor")
    ARMS = "arms", _("Lambang kantor")


def stored_path(document: "Document", _name: str) -> str:
    """A random place outside the web root; nothing of the person's own file name."""
    text = document.pk.hex
    return f"{document.purpose}/{text[:2]}/{text}"


class Document(models.Model):
    """One stored file with its checksum. The original name may hold a person's name, so it is sealed.

    Erasing removes content and name and leaves the row, so that the record of a case keeps saying that there was
    a file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="documents", verbose_name=_("kantor"))
    purpose = models.CharField(_("kegunaan"), max_length=12, choices=Purpose.choices)
    name = SealedTextField(verbose_name=_("nama berkas"))
    media_type = models.CharField(_("jenis berkas"), max_length=80)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    sha256 = models.BinaryField(_("sidik SHA-256"), max_length=32)
    file: Any = models.FileField(_("berkas"), upload_to=stored_path, max_length=120)
    side = models.PositiveIntegerField(_("sisi terpanjang gambar (titik)"), null=True, blank=True)
    created_at = models.DateTimeField(_("disimpan pada"))
    delete_after = models.DateField(_("hapus setelah"), null=True, blank=True, db_index=True)
    erased_at = models.DateTimeField(_("dihapus pada"), null=True, blank=True)
    damaged_at = models.DateTimeField(_("ditemukan rusak pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = _("berkas")
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    Func("sha256", function="OCTET_LENGTH", output_field=models.IntegerField()), 32
                ),
                name="document_whole_checksum",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
