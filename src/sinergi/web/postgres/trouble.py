"""What can go wrong with the embedded database, as one sentence for the operator."""

import re
from pathlib import Path

_FATAL = re.compile(r"(?:FATAL|PANIC|error|initdb): +(.*)", re.IGNORECASE)


class DatabaseTrouble(Exception):
    """The embedded database cannot be used; the text is one sentence."""


def explain(text: str, log: Path) -> str:
    """One sentence out of the server's own last words; ``log`` is where the rest stands."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return "Basis data tidak dapat berjalan karena ruang penyimpanan penuh; kosongkan sebagian, lalu jalankan lagi."
    found = [match.group(1).strip() for match in _FATAL.finditer(text)]
    last = found[-1].rstrip(".") if found else "tanpa alasan dari peladennya"
    return f"Basis data tidak dapat berjalan ({last}); catatannya ada di {log}."


def shared_memory_in_use(text: str) -> bool:
    """Backends of a killed server are still dying: worth another try."""
    return "shared memory block" in text and "in use" in text
