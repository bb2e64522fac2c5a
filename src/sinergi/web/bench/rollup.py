"""(e) Index pages over ten million responses, and the rebuild of the roll-up beside a bare GROUP BY."""

import http.client
import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connection

from sinergi.access.permissions import Role
from sinergi.catalogue.models import Service
from sinergi.surveys.models import PublishedCell, Questionnaire, Rollup
from sinergi.surveys.models.answers import SCORES, Channel, Response
from sinergi.surveys.operations.publication import publish_figures
from sinergi.surveys.operations.rolling import CELL, ELEMENTS, aggregates, rebuild_rollup
from sinergi.web.bench.data import World, session_cookie
from sinergi.web.bench.figures import Figure, at_most
from sinergi.web.bench.ground import Ground
from sinergi.web.bench.load import Request, ask

LARGE, SMALL = 10_000_000, 200_000
MONTHS = 24
PAGES = (
    ("kinerja (publik)", "/kinerja/"), ("evaluasi", "/meja/evaluasi/"), ("survei", "/meja/survei/"),
    ("survei per bulan", "/meja/survei/bulan/"),
)  # fmt: skip
MOST_MS, MOST_TIMES = 10.0, 1.3
ASKED = 60
WARM_UP = 2.0  # seconds, as in (a) to (c): PostgreSQL plans a kept query five times before it keeps the plan
COLUMNS = ("id", "office_id", "unit_id", "service_id", "questionnaire_id", "month", "channel", *ELEMENTS)


def measure(ground: Ground, world: World, *, rounds: int, rows: int) -> list[Figure]:
    """Load the responses by COPY, rebuild the roll-up, ask for the pages with one client."""
    seconds = _load(world, rows)
    bare, rebuilt = _rebuilds(rounds)
    figures = [
        Figure(
            "e", "susun ulang rekap / GROUP BY biasa", tuple(one / two for one, two in zip(rebuilt, bare, strict=True)),
            "×", at_most(MOST_TIMES), f"{rows:,} jawaban, COPY {seconds:.0f} detik".replace(",", "."),
        ),
        Figure("e", "susun ulang rekap", tuple(rebuilt), "detik"),
        Figure("e", "GROUP BY biasa (agregat sama)", tuple(bare), "detik"),
    ]  # fmt: skip
    publish_figures(now=world.now, office=world.office)  # pages show what has been released
    _settle()
    return [*figures, *_pages(ground, world)]


def _settle() -> None:
    """What autovacuum of a running server does within a minute of a load: statistics, and pages known to be visible."""
    with connection.cursor() as cursor:
        for model in (Rollup, PublishedCell):
            cursor.execute(f"vacuum analyze {model._meta.db_table}")


def _pages(ground: Ground, world: World) -> list[Figure]:
    cookie = session_cookie(world.staff("mutu", Role.QUALITY))
    figures = []
    with ground.sinergi() as server:
        connection_ = http.client.HTTPConnection(server.host, server.port, timeout=60)
        for name, path in PAGES:
            request = Request(path, cookie if path.startswith("/meja/") else "")
            times = _times(connection_, request)
            note = f"terlama {max(times):.1f} ms dari {len(times)}"
            figures.append(
                Figure("e", f"{name}: p50 satu klien", (median(times),), "ms", at_most(MOST_MS), note)
            )
    return figures


def _times(server: http.client.HTTPConnection, request: Request) -> list[float]:
    """Waiting times in ms, after warming up."""
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < ASKED:
        before = time.perf_counter()
        status = ask(server, request)
        if before >= begun + WARM_UP:
            times.append((time.perf_counter() - before) * 1000)
        if status != 200:
            raise RuntimeError(f"{request.path} answered {status}")
    return times


def _rebuilds(rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of the bare GROUP BY and of the rebuild, one after the other in random order."""
    chance, bare, rebuilt = random.Random(2), list[float](), list[float]()  # noqa: S311

    def group() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"select {CELL}, {aggregates()} from surveys_response group by {CELL}")  # noqa: S608
            cursor.fetchall()

    jobs: list[tuple[list[float], Callable[[], object]]] = [(bare, group), (rebuilt, rebuild_rollup)]
    for _ in range(rounds):
        chance.shuffle(jobs)
        for times, work in jobs:
            before = time.perf_counter()
            work()
            times.append(time.perf_counter() - before)
    return bare, rebuilt


def _load(world: World, rows: int) -> float:
    """COPY ``rows`` responses; triggers rest meanwhile, as in a restore. Returns seconds."""
    blocks = _blocks(_tails(world), rows)
    before = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        names = ", ".join(COLUMNS)
        with cursor.copy(f"copy {Response._meta.db_table} ({names}) from stdin") as copy:
            for block in blocks:
                copy.write(block)
        cursor.execute("set session_replication_role = origin")
        cursor.execute(f"vacuum analyze {Response._meta.db_table}")
    return time.perf_counter() - before


def _tails(world: World) -> list[str]:
    """Everything of a row but its id, in random order. Read before COPY, which has the connection for itself."""
    chance = random.Random(3)  # noqa: S311
    tails = [f"{head}\t{_scores(chance)}\n" for head in _cells(world) for _ in range(6)]
    chance.shuffle(tails)
    return tails


def _blocks(tails: list[str], rows: int) -> Iterator[str]:
    """Text for COPY, a thousand rows each. Ids only have to differ."""
    chance = random.Random(4)  # noqa: S311
    number = 0
    while number < rows:
        count = min(1000, rows - number)
        start = chance.randrange(len(tails))
        yield "".join(
            f"{UUID(int=number + place)}\t{tails[(start + place) % len(tails)]}" for place in range(count)
        )
        number += count


def _cells(world: World) -> list[str]:
    """Every unit, service, channel and month: what a roll-up cell is."""
    questionnaire = Questionnaire.objects.filter(office=world.office).values_list("pk", flat=True)[0]
    services = list(Service.objects.filter(office=world.office).values_list("pk", flat=True))
    months = [_month(world.now.date(), back) for back in range(1, MONTHS + 1)]
    return [
        f"{world.office.pk}\t{unit.pk}\t{service}\t{questionnaire}\t{month}\t{channel}"
        for unit in world.villages
        for service in services
        for month in months
        for channel in Channel.values
    ]


def _month(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _scores(chance: random.Random) -> str:
    marks: list[Any] = chance.choices((1, 2, 3, 4, r"\N"), (2, 12, 50, 35, 1), k=len(SCORES))
    return "\t".join(map(str, [*marks, chance.randint(1, 4)]))
