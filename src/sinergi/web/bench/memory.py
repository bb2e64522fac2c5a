"""(h) Memory of each web worker after 1,000 and after 20,000 mixed requests, and what it has loaded."""

import http.client
import json

from sinergi.web.bench.data import SLUG, World, send_request, status_request
from sinergi.web.bench.figures import Figure, at_most
from sinergi.web.bench.ground import Ground
from sinergi.web.bench.load import Request, send_count
from sinergi.web.bench.processes import libraries, pss
from sinergi.web.bench.servers import Server
from sinergi.web.bench.watched import HEAVY, PATH
from sinergi.web.commandline.installation import Stopped

FIRST, ALL = 1_000, 20_000
MOST_MIB, MOST_GROWTH = 140.0, 5.0
PUBLIC = ("/", "/layanan/", f"/layanan/{SLUG}/", f"/layanan/{SLUG}/ajukan/", "/layanan/?cari=usaha",
          "/status/", "/program/", "/musyawarah/", "/kinerja/", "/anda-bilang/", "/privasi/")  # fmt: skip
OFFICE = ("/meja/", "/meja/permohonan/", "/meja/evaluasi/", "/meja/survei/", "/meja/survei/unduh/",
          "/meja/pegawai/", "/meja/kompetensi/")  # fmt: skip


def measure(ground: Ground, world: World, *, requests: int = ALL) -> list[Figure]:
    """Public pages, status pages, submits, office pages and the export, in turn, over 8 connections."""
    mix = _mix(world)
    with ground.sinergi(module="sinergi.web.bench.watchedserver") as server:
        fresh = _workers(server)
        first = _after(server, mix, min(FIRST, requests))
        last = _after(server, mix, requests - min(FIRST, requests))
        loaded = {name for found in _workers(server).values() for name in found}
        mapped = {name for pid in fresh for name in libraries(pid, HEAVY)}
    growth = tuple((last[pid] / first[pid] - 1) * 100 for pid in first)
    mib = tuple(size / 1024**2 for size in last.values())
    heavy = sorted(loaded | mapped)
    return [
        Figure("h", f"memori per pekerja web sesudah {requests} permintaan (PSS)", mib, "MiB", at_most(MOST_MIB)),
        Figure("h", "pertambahan sesudah 1.000 yang pertama", growth, "%", at_most(MOST_GROWTH)),
        Figure("h", "pustaka berat di pekerja web", (len(heavy),), "", at_most(0), ", ".join(heavy)),
    ]  # fmt: skip


def _mix(world: World) -> list[Request]:
    cookie = world.head()
    cases = world.submitted(40)
    office = [Request(path, cookie) for path in OFFICE]
    mix = [Request(path) for path in PUBLIC] * 3 + [status_request(case) for case in cases[:12]]
    return mix + office + [send_request(draft) for draft in world.drafts(4)]


def _after(server: Server, mix: list[Request], count: int) -> dict[int, int]:
    """PSS of each worker after ``count`` more requests."""
    statuses = send_count(server, mix, count=count)
    if broken := {status: times for status, times in statuses.items() if status >= 500}:
        raise Stopped(f"Sebagian permintaan campuran gagal: {broken}")
    return {pid: pss(pid) for pid in _workers(server)}


def _workers(server: Server) -> dict[int, list[str]]:
    """Each worker's process number and the heavy packages it has imported."""
    found: dict[int, list[str]] = {}
    for _ in range(200):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
        connection.request("GET", PATH)
        answer = json.loads(connection.getresponse().read())
        found[answer["pid"]] = answer["loaded"]
        if len(found) == 2:
            break
    return found
