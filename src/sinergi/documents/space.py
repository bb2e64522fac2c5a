"""The last of the disk belongs to the office: letters, scans and the database. Strangers' uploads stop before it."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from sinergi.documents.models import Document

SHARE = 0.05  # of the disk; the smaller of this and the setting is kept free


def is_short() -> bool:
    """Whether less is free where the files lie than is kept for the office."""
    found = _free()
    return found is not None and found[0] < found[1]


def _free() -> tuple[int, int] | None:
    """Bytes that are free and bytes that are kept; None where the files lie in no folder (an object store)."""
    storage = Document._meta.get_field("file").storage
    try:
        folder = Path(storage.path(""))
    except NotImplementedError:  # an object store has no folder
        return None
    while not folder.exists():  # nothing was stored here yet
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    return disk.free, min(settings.DOCUMENTS_RESERVE, int(disk.total * SHARE))


def check(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """For `sinergi check`: uploads of citizens are refused now."""
    if not is_short():
        return []
    words = "Tempat penyimpanan hampir penuh: unggahan warga ditolak sampai ada ruang lagi."
    return [Warning(words, hint="SINERGI_RESERVE_MEGABYTES", id="documents.W001")]
