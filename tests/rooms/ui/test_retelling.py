"""Kept Indonesian sentences on a page in another language."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from sinergi.ui import formats
from sinergi.ui.retelling import retold

WITHDRAWN = "Surat nomor %(number)s ditarik pada %(at)s. Sebab: %(reason)s"
DELAYED = "%(cause)s. Waktu baru: %(due)s."
POWER = "Listrik atau jaringan padam"


def test_an_indonesian_page_shows_the_text_itself() -> None:
    text = "Surat nomor 1 ditarik pada Senin, 4 Mei 2026. Sebab: <salah>"
    assert retold(text, [WITHDRAWN]) is text


def test_sentence_date_and_label_are_said_and_what_somebody_wrote_is_marked() -> None:
    with translation.override("en"):
        said = retold(
            "Surat nomor 470/1 ditarik pada Senin, 4 Mei 2026. Sebab: <salah> ketik\nCatatan & tangan",
            [WITHDRAWN],
        )
        assert isinstance(said, SafeString)
        assert said == (
            'Letter number <span lang="id">470/1</span> was withdrawn on Monday, 4 May 2026. Reason: '
            '<span lang="id">&lt;salah&gt; ketik</span>\n<span lang="id">Catatan &amp; tangan</span>'
        )
        delayed = f"{POWER}. Waktu baru: Kamis, 14 Mei 2026 pukul 10.30 WIB."
        assert retold(delayed, [DELAYED], {"cause": [POWER]}) == (
            "Power or network outage. New time: Thursday, 14 May 2026 at 10:30 WIB."
        )
        unknown = retold(delayed.replace("padam", "mati"), [DELAYED], {"cause": [POWER]})
        assert unknown.startswith('<span lang="id">Listrik atau jaringan mati.')


@pytest.mark.parametrize("month", range(1, 13))
def test_every_date_that_was_kept_is_read_back(month: int) -> None:
    day = date(2026, month, 2)
    moment = datetime(2026, month, 3 + month, 8, 5, tzinfo=ZoneInfo("Asia/Jakarta")) + timedelta(hours=month)
    with timezone.override("Asia/Jakarta"):
        with translation.override("id"):
            kept = [formats.date(day), formats.long_date(day), formats.long_datetime(moment)]
        with translation.override("en"):
            said = [formats.date(day), formats.long_date(day), formats.long_datetime(moment)]
    assert [formats.in_english(text) for text in kept] == said
    assert formats.in_english("besok") == ""
