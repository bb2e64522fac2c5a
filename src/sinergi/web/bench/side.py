"""(a) to (c): pages and the submit beside the bare Django program, in interleaved rounds."""

import random
import sys
from dataclasses import dataclass
from urllib.parse import urlencode

from sinergi.web.bench.data import (
    CSRF,
    SLUG,
    World,
    send_request,
    statements,
    status_request,
    submitted_since,
)
from sinergi.web.bench.figures import Figure, Rounds, Sample, at_least, at_most
from sinergi.web.bench.ground import Ground
from sinergi.web.bench.load import CONNECTIONS, Meter, Request, send
from sinergi.web.bench.servers import Server
from sinergi.web.commandline.installation import Stopped

LIST, SERVICE, STATUS, SUBMIT = "daftar layanan", "halaman layanan", "halaman status", "kirim permohonan"
PAGE_LIMIT, SUBMIT_LIMIT = "batas: 3 kueri", "batas: kirim"
PARTS = {LIST: "a", SERVICE: "a", STATUS: "c", SUBMIT: "b"}
LIMIT_OF = {LIST: PAGE_LIMIT, SERVICE: PAGE_LIMIT, STATUS: PAGE_LIMIT, SUBMIT: SUBMIT_LIMIT}
RATIO = {"a": 0.5, "b": 0.35, "c": 0.4}
QUERIES = {"a": 6, "c": 4}
LIMIT_COOKIE = f"csrftoken={CSRF}"
LIMIT_BODY = urlencode(
    {
        "csrfmiddlewaretoken": CSRF, "service": "3", "nama": "Contoh Warga", "nik": "3273010101800001",
        "email": "contoh@contoh.id", "uraian": "Mohon bantuan untuk memproses permohonan ini. " * 2,
    }
)  # fmt: skip
FIRST_GUESS = 250  # submits a second, until a round has shown how many it are
SPARE = 1.5


@dataclass(frozen=True)
class Plan:
    """How long and how often."""

    rounds: int = 7
    seconds: float = 5.0
    warm_up: float = 2.0
    seed: int = 1


class SideBySide:
    """Runs the rounds of the chosen parts and turns them into figures."""

    def __init__(self, ground: Ground, world: World, plan: Plan, parts: set[str]) -> None:
        self._ground, self._world, self._plan = ground, world, plan
        self._names = [name for name, part in PARTS.items() if part in parts]
        self._random = random.Random(plan.seed)  # noqa: S311 - order of the rounds
        self._submits_a_second: float = FIRST_GUESS
        self.rounds = Rounds()
        self._cases = world.submitted(200)

    def run(self) -> list[Figure]:
        """All rounds, then one line per page and kind of figure."""
        for number in range(self._plan.rounds):
            say(f"putaran {number + 1} dari {self._plan.rounds}")
            sides = [self._round_of_sinergi, self._round_of_limit]
            self._random.shuffle(sides)
            for side in sides:
                side()
        return [figure for name in self._names for figure in self._figures(name)]

    def _round_of_sinergi(self) -> None:
        with self._ground.sinergi() as server:
            for name in self._shuffled(self._names):
                if name == SUBMIT:
                    sample = self._submit(server)
                else:
                    request = self._request(name)
                    send(server, [request], seconds=self._plan.warm_up)
                    sample = self._measured(server, [request])
                self.rounds.add(name, sample)

    def _request(self, name: str) -> Request:
        if name == STATUS:
            return status_request(self._random.choice(self._cases))
        return Request("/layanan/" if name == LIST else f"/layanan/{SLUG}/")

    def _submit(self, server: Server) -> Sample:
        """Each draft is sent once. When they run out before the time is over, again with twice as many."""
        while True:
            warm = self._world.drafts(self._enough(self._plan.warm_up))
            drafts = self._world.drafts(self._enough(self._plan.seconds))
            send(server, list(map(send_request, warm)), seconds=self._plan.warm_up)
            sample = self._measured(server, list(map(send_request, drafts)))
            arrived = submitted_since(self._world.now, drafts)
            if not sample.requests <= arrived <= sample.requests + CONNECTIONS:
                raise Stopped(f"{sample.requests} kiriman dijawab, tetapi {arrived} permohonan tersimpan.")
            self._submits_a_second = max(self._submits_a_second, sample.rate)
            # Every thread of the client has its own half; the first that runs out is noticed here.
            if arrived < len(drafts) * 0.9:
                return sample
            self._submits_a_second *= 2

    def _enough(self, seconds: float) -> int:
        return int(self._submits_a_second * SPARE * seconds)

    def _round_of_limit(self) -> None:
        requests = {PAGE_LIMIT: Request("/q3"), SUBMIT_LIMIT: Request("/submit", LIMIT_COOKIE, LIMIT_BODY)}
        wanted = {LIMIT_OF[name] for name in self._names}
        with self._ground.limit() as server:
            for name in self._shuffled(sorted(wanted)):
                send(server, [requests[name]], seconds=self._plan.warm_up)
                self.rounds.add(name, self._measured(server, [requests[name]]))

    def _measured(self, server: Server, requests: list[Request]) -> Sample:
        meter = Meter(server, self._ground.database)
        burst = send(server, requests, seconds=self._plan.seconds)
        app, database = meter.read()
        if burst.errors or not burst.requests:
            raise Stopped(f"{requests[0].path}: {burst.errors} dari {burst.requests} jawaban gagal.")
        share = 1000 / burst.requests
        return Sample(
            requests=burst.requests, rate=burst.requests / burst.seconds, p50=burst.p50, p99=burst.p99,
            cpu_app=app * share, cpu_database=database * share,
        )  # fmt: skip

    def _shuffled(self, names: list[str]) -> list[str]:
        return self._random.sample(names, len(names))

    def _figures(self, name: str) -> list[Figure]:
        part, limit, rounds = PARTS[name], LIMIT_OF[name], self.rounds
        cpu, limit_cpu = rounds.column(name, "cpu"), rounds.column(limit, "cpu")
        rates = rounds.column(name, "rate")
        figures = [
            Figure(part, f"{name}: laju / batas", rounds.ratios(name, limit), "×", at_least(RATIO[part])),
            Figure(part, f"{name}: CPU batas / CPU", rounds.cpu_ratios(name, limit), "×"),
            Figure(part, f"{name}: CPU aplikasi + basis data", cpu, "ms/permintaan"),
            Figure(part, f"{limit}: CPU aplikasi + basis data", limit_cpu, "ms/permintaan"),
            Figure(part, f"{name}: laju", rates, "/detik"),
        ]
        return [*figures, self._statements(name)]

    def _statements(self, name: str) -> Figure:
        """The second of two equal requests, so that facts kept in memory are there, as in a running worker."""
        pairs = self._world.drafts(2) if name == SUBMIT else []
        for place in range(2):
            request = send_request(pairs[place]) if pairs else self._request(name)
            status, count, _texts = statements(request)
            if status not in (200, 302):
                raise Stopped(f"{request.path} menjawab {status}.")
        goal = QUERIES.get(PARTS[name])
        return Figure(PARTS[name], f"{name}: pernyataan SQL", (count,), "", at_most(goal) if goal else None)


def say(text: str) -> None:
    """Progress, on standard error."""
    print(f"sinergi bench: {text}", file=sys.stderr, flush=True)  # noqa: T201
