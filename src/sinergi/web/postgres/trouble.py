"""What can go wrong with the embedded database, as one sentence for the operator."""

import re
import shutil
import sys
from pathlib import Path

_FATAL = re.compile(r"(?:FATAL|PANIC|error|initdb): +(.*)", re.IGNORECASE)


DISK_FULL = (
    "Basis data tidak dapat berjalan karena ruang penyimpanan penuh; kosongkan sebagian, lalu jalankan lagi."
)
_FULL = ("No space left on device", "Disk quota exceeded", "DiskFull", "Check free disk space")
# Bytes. A full disk often keeps even the server's last words from the log, and the server stops where the next piece
# of its log (16 MB) finds no room.
_NOTHING_LEFT = 20 * 1024 * 1024


class DatabaseTrouble(Exception):
    """The embedded database cannot be used; the text is one sentence."""


def explain(text: str, log: Path) -> str:
    """One sentence out of the server's own last words; ``log`` is where the rest stands."""
    if is_disk_full(text, log.parent):
        return DISK_FULL
    found = [match.group(1).strip() for match in _FATAL.finditer(text)]
    last = found[-1].rstrip(".") if found else "tanpa alasan dari peladennya"
    return f"Basis data tidak dapat berjalan ({last}); catatannya ada di {log}."


def is_disk_full(text: str, folder: Path) -> bool:
    """Whether what was said, or what is left beside ``folder``, tells that the disk is full."""
    if any(words in text for words in _FULL):
        return True
    there = next((place for place in (folder, *folder.parents) if place.is_dir()), None)
    return there is not None and shutil.disk_usage(there).free < _NOTHING_LEFT


def server_errors() -> tuple[type[Exception], ...]:
    """What a server that stops serving a command raises, psycopg's own and Django's. They are looked up where a command
    failed, because starting programs and calculators do not load psycopg: who has not, has not spoken with a server.
    """
    loaded = (sys.modules.get(name) for name in ("psycopg", "django.db.utils"))
    return tuple(module.OperationalError for module in loaded if module is not None)


def explain_error(error: Exception, folder: Path) -> str:
    """One sentence for one of the `server_errors`."""
    cause = error.__cause__ or error
    words = str(cause)
    if is_disk_full(f"{type(cause).__name__} {words}", folder):
        return DISK_FULL
    first = (words.strip().splitlines() or ["tanpa alasan"])[0].rstrip(".")
    return f"Basis data berhenti melayani perintah ini ({first}); periksa peladennya, lalu jalankan lagi."


def shared_memory_in_use(text: str) -> bool:
    """Backends of a killed server are still dying: worth another try."""
    return "shared memory block" in text and "in use" in text
