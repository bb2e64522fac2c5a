"""The sentences that operations write into the history of a case: kept in Indonesian, said again on a page in the
reader's language."""

from functools import cache
from typing import Final

from django.utils.translation import gettext_noop, override

from sinergi.casework.workflow import DelayReason
from sinergi.ui.retelling import retold

COLLECTED: Final = gettext_noop("Diambil di loket.")
DOWNLOADED: Final = gettext_noop("Diunduh dari halaman status.")
OLD_COLLECTED: Final = gettext_noop("Surat lama diambil oleh %(name)s.")
TAKEN_OVER: Final = gettext_noop("Diambil alih dari %(name)s.")
WITHDRAWN_AT_COUNTER: Final = gettext_noop("Dicabut di loket atas permintaan pemohon: %(reason)s")
CLOSED_UNMENDED: Final = gettext_noop(
    "Ditutup karena perbaikan tidak dikirim sampai batas waktu. Anda dapat mengajukan lagi kapan saja, gratis."
)
LAW: Final = gettext_noop("Dasar: %(law)s")
DELAYED: Final = gettext_noop("%(cause)s. Waktu baru: %(due)s.")
DELAYED_EXPLAINED: Final = gettext_noop("%(cause)s. %(words)s Waktu baru: %(due)s.")
LETTER_WITHDRAWN: Final = gettext_noop("Surat nomor %(number)s ditarik pada %(at)s. Sebab: %(reason)s")

SENTENCES: Final = (
    COLLECTED, DOWNLOADED, OLD_COLLECTED, TAKEN_OVER, WITHDRAWN_AT_COUNTER, CLOSED_UNMENDED, LAW, DELAYED,
    DELAYED_EXPLAINED, LETTER_WITHDRAWN,
)  # fmt: skip


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    with override("id"):
        return {"cause": tuple(str(reason.label) for reason in DelayReason)}


def shown(note: str) -> str:
    """A kept note for a page."""
    return retold(note, SENTENCES, _labels()) if note else note
