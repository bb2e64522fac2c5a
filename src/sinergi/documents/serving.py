"""Handing out a stored file. The room that owns it has already decided that this person may see it."""

import hashlib
import logging
import mimetypes
import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sinergi.documents.limits import JPEG, PDF, PNG
from sinergi.documents.models import Document

LOG = logging.getLogger("sinergi.documents")
SHOWN_IN_BROWSER = frozenset({PDF, JPEG, PNG})


class DamagedFile(Exception):
    """A stored file is missing or no longer what was stored."""


def content_of(document: Document) -> bytes:
    """The bytes of a stored file, proven against its checksum. Raises `DamagedFile`."""
    try:
        with document.file.storage.open(document.file.name, "rb") as stored:
            content: bytes = stored.read()
    except OSError as error:
        raise DamagedFile(str(document.pk)) from error
    if hashlib.sha256(content).digest() != bytes(document.sha256):
        raise DamagedFile(str(document.pk))
    return content


def response(document: Document, *, inline: bool = False, name: str = "") -> HttpResponse:
    """The file as a download, or shown in the browser (``inline``, only PDF and images). ``name``, without an ending,
    takes the place of the name under which it was stored.

    410 when it has been erased, 503 when it is damaged; both in words.
    """
    if document.erased_at is not None:
        return _plain(_("Berkas ini sudah dihapus karena masa simpannya berakhir."), 410)
    try:
        content = content_of(document)
    except DamagedFile:
        LOG.exception("damaged file")
        return _plain(_("Berkas ini rusak di penyimpanan. Petugas sudah diberi tahu; coba lagi besok."), 503)
    answer = HttpResponse(content, content_type=document.media_type)
    shown = inline and document.media_type in SHOWN_IN_BROWSER
    answer.headers["Content-Disposition"] = str(content_disposition_header(not shown, _named(document, name)))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _named(document: Document, name: str) -> str:
    if not name:
        return str(document.name)
    return re.sub(r"[^\w.-]+", "-", name) + (mimetypes.guess_extension(document.media_type) or "")


def _plain(words: str, status: int) -> HttpResponse:
    answer = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
