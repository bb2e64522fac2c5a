"""Evidence from what citizens wrote: reports about wrong pages, and words in survey comments.

Comments know office, service and month, never a unit or an element. So they are counted for the whole office, by
plain words; the count says that a word was used, not that anything is wrong.
"""

import re

from django.utils.translation import gettext as _

from sinergi.evaluation.queries.facts import Fact, Scope
from sinergi.information.models import AccuracyReport
from sinergi.surveys.formulas.disclosure import SMALLEST
from sinergi.surveys.models import Comment
from sinergi.ui import formats

MOST = 5000  # comments read at the most; they are sealed, so they are opened one by one
WORDS = {
    "biaya": ("uang", "bayar", "dibayar", "membayar", "pungli", "pungutan", "biaya", "rupiah", "imbalan", "rokok"),
    "pengaduan": ("adu", "mengadu", "pengaduan", "keluhan", "komplain", "protes", "lapor", "laporan", "melapor"),
    "sarana": (
        "kursi", "toilet", "parkir", "parkiran", "panas", "ruang", "ruangan", "komputer", "printer", "listrik",
        "jaringan", "internet", "wc", "ac", "atap", "bocor", "antrean", "kipas",
    ),
}  # fmt: skip


def heard(scope: Scope, element: str) -> tuple[list[Fact], tuple[str, ...]]:
    """Comments of the quarter that use one of the element's words; nothing for elements without a list."""
    words = WORDS.get(element)
    if words is None:
        return [], ()
    comments = Comment.objects.filter(
        office=scope.office, month__gte=scope.quarter.since, month__lte=scope.quarter.until
    )
    if scope.service_id is not None:
        comments = comments.filter(service=scope.service_id)
    texts = [comment.text for comment in comments.order_by("-month", "id")[:MOST]]
    if len(texts) < SMALLEST:
        return [], (_("Komentar survei: terlalu sedikit pada masa ini untuk ditampilkan."),)
    pattern = re.compile(rf"\b(?:{'|'.join(words)})(?:nya)?\b", re.IGNORECASE)
    n = sum(1 for text in texts if pattern.search(text))
    value = formats.number(n) if n >= SMALLEST else _("kurang dari %(n)s") % {"n": SMALLEST}
    label = _("Komentar survei yang memuat kata seperti “%(one)s” atau “%(two)s”") % {
        "one": words[0],
        "two": words[1],
    }
    basis = _("%(n)s komentar, seluruh kantor") % {"n": formats.number(len(texts))}
    return [Fact(label, value if n else _("tidak ada"), basis)], ()


def report_facts(scope: Scope, *, answers: bool = False) -> list[Fact]:
    """Reports that a service page is wrong; with ``answers`` those about programmes too, and how many are answered."""
    reports = AccuracyReport.objects.filter(
        office=scope.office, created_at__gte=scope.start, created_at__lt=scope.end
    )
    if scope.service_id is not None:
        reports = reports.filter(service=scope.service_id)
    elif not answers:
        reports = reports.filter(programme=None)
    n = reports.count()
    if not n:
        return []
    label = _("Laporan informasi keliru") if answers else _("Laporan informasi keliru pada halaman layanan")
    if not answers:
        return [Fact(label, formats.number(n))]
    done = reports.filter(answered_at__isnull=False).count()
    words = _("%(done)s dari %(all)s sudah dijawab") % {
        "done": formats.number(done),
        "all": formats.number(n),
    }
    return [Fact(label, words)]
