"""Loading the sample: stories, the office, everything they did, and what only a running office knows.

Letters of the sample: every closed case keeps its own letter row, number, signers and verification page; the
signed scan of all of them is one picture that says "DATA CONTOH", and the PDF of old ones is one specimen page
(hard links, `by_rows.shelf`). The letters of the last days (`FRESH`) are typeset here, those that wait for
the printer by the job worker, as in any office.
"""

import gc
import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from pghistory.models import Event as History
from procrastinate.contrib.django import app

from sinergi.access.verdict import Refused
from sinergi.audit.models import Event as Record
from sinergi.letters import layout, rendering
from sinergi.letters.models import Letter
from sinergi.letters.operations.issuing import QUEUE, RENDER_TASK
from sinergi.letters.queries import for_layout
from sinergi.letters.workflow import Status
from sinergi.organization.models import Office
from sinergi.sample import by_operations, by_rows, office_life, world
from sinergi.sample.axis import Axis, usual_schedule
from sinergi.sample.founding import Founded, found
from sinergi.sample.stories import cases, journeys, opinions, staff, truth, waves
from sinergi.sample.world import Span
from sinergi.surveys.operations import publish_figures
from sinergi.worktime.formulas import JAKARTA

FRESH, MOST_FRESH = timedelta(days=4), 60
TRUTH_FILE = "sample-truth.json"
GIVE_WAY = 0.0005  # s between threads: those that copy rows and link files wait for the disk, not for us


@dataclass(frozen=True)
class Loaded:
    """The office, its people and what is really so in its year."""

    founded: Founded
    people: tuple[staff.Person, ...]
    truth: truth.Truth
    told: cases.Told


def load(
    *,
    now: datetime,
    seed: int = world.SEED,
    size: int = world.CASES,
    lift: float = world.LIFT,
    fast: bool = True,
) -> Loaded:
    """Make the sample office in an empty database. ``size`` cases in its twelve whole months; ``fast`` takes the bulk
    path, otherwise every step goes through the operations that the pages call.

    Raises `Refused` where an office is there already.
    """
    if Office.objects.exists():
        raise Refused("Basis data ini sudah berisi kantor; data contoh hanya dimuat ke basis data kosong.")
    span = Span.until(now.astimezone(JAKARTA).replace(microsecond=0))
    gc.disable()  # millions of small objects, hardly any of them in circles
    patience = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY)
    try:
        with transaction.atomic():
            loaded = _load(span, seed, size, lift, fast)
    finally:
        gc.freeze()  # they live as long as the year is in use; looking through all of them takes a second
        gc.enable()
        sys.setswitchinterval(patience)
    if fast:
        _analyze()
    return loaded


def _load(span: Span, seed: int, size: int, lift: float, fast: bool) -> Loaded:
    axis = Axis(span.first, span.now.date(), usual_schedule())
    lot = waves.drawn(span, axis)
    year = journeys.simulate(seed, size, span, axis)
    voices = opinions.voiced(seed, year, lot, lift=lift)
    told = cases.told(seed, year, voices)
    people = staff.hired(seed, span)
    founded = found(people, span)
    play = by_rows.play if fast else by_operations.play
    play(told, founded, span, office_life.OfficeLife(founded, span, lot))
    publish_figures(now=span.now, office=founded.office)
    if fast:
        _typeset(founded.office, span)
    return Loaded(founded, people, truth.truth_of(seed, year, lot, voices, lift=lift), told)


def _typeset(office: Office, span: Span) -> None:
    """Fresh letters get their real PDF; those that nobody has typeset yet get the job that does it."""
    waiting = Letter.objects.filter(office=office, status=Status.DRAFT, pdf=None).values_list("pk", flat=True)
    for identity in waiting:
        app.configure_task(RENDER_TASK, queue=QUEUE).defer(letter_id=str(identity))
    fresh = (
        for_layout()
        .select_related("pdf")
        .filter(office=office, pdf__isnull=False, issued_at__gte=span.now - FRESH)
    )
    for letter in fresh.order_by("-issued_at")[:MOST_FRESH]:
        _replace(letter)


def _replace(letter: Letter) -> None:
    document, content = letter.pdf, rendering.pdf(layout.data_of(letter), at=letter.issued_at)
    if document is None:
        return
    storage, path = document.file.storage, document.file.name
    storage.delete(path)  # its own name only: the specimen stays under the others
    storage.save(path, ContentFile(content))
    document.size, document.sha256 = len(content), hashlib.sha256(content).digest()
    document.save(update_fields=["size", "sha256"])


def _analyze() -> None:
    """Statistics of what pages read; autovacuum looks after histories and the record."""
    models = (
        model
        for room in apps.get_app_configs()
        if room.name.startswith("sinergi.")
        for model in room.get_models()
    )
    tables = sorted(model._meta.db_table for model in models if not issubclass(model, (History, Record)))
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")


def truth_path() -> Path:
    """Where the truth file of this installation is."""
    return Path(settings.HOME) / TRUTH_FILE


def write_truth(loaded: Loaded) -> None:
    """Write what is really so, for whoever wants to check what the pages find."""
    text = json.dumps(loaded.truth.as_data(), indent=2, ensure_ascii=False)
    truth_path().write_text(text + "\n", encoding="utf-8")
