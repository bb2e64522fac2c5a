"""Load: wrk for rates, and a small client of our own where an exact number of requests matters."""

import http.client
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from sinergi.web.bench.processes import cpu_seconds, tree
from sinergi.web.bench.servers import Server
from sinergi.web.commandline.installation import Stopped

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 8
RESULT = re.compile(r"^RESULT (\d+) ([\d.]+) ([\d.]+) ([\d.]+) (\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Request:
    """One request; ``cookie`` and ``body`` as they go over the wire."""

    path: str
    cookie: str = ""
    body: str = ""

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"

    def line(self) -> str:
        return "\t".join((self.method, self.path, self.cookie, self.body))


@dataclass(frozen=True)
class Burst:
    """What one run of the load client saw. Times in ms; ``seconds`` is how long it sent."""

    requests: int
    seconds: float
    p50: float
    p99: float
    errors: int


def wrk_program() -> str:
    """Path of wrk; raises `Stopped` with how to install it."""
    found = shutil.which("wrk")
    if found is None:
        raise Stopped("Pengukuran memerlukan wrk: pasang dengan “apt-get install wrk”, lalu ulangi.")
    return found


def read_result(text: str) -> Burst:
    """The line that ``load.lua`` prints at the end; raises ValueError when it is not there."""
    found = RESULT.search(text)
    if found is None:
        raise ValueError(f"wrk printed no result: {text[-400:]!r}")
    requests, seconds, p50, p99, errors = found.groups()
    return Burst(int(requests), float(seconds), float(p50), float(p99), int(errors))


def send(server: Server, requests: Sequence[Request], *, seconds: float) -> Burst:
    """Send for ``seconds`` over 8 connections: one request again and again, or each of many once."""
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.writelines(request.line() + "\n" for request in requests)
        file.flush()
        command = [
            wrk_program(), "-t", "2", "-c", str(CONNECTIONS), "-d", f"{seconds:.0f}s", "--timeout", "20s",
            "-s", str(SCRIPT), server.address,
        ]  # fmt: skip
        environment = {"REQUESTS": file.name, "THREADS": "2", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise Stopped(f"wrk gagal: {done.stderr.strip() or done.stdout.strip()}")
    return read_result(done.stdout)


def send_count(server: Server, requests: Iterable[Request], *, count: int) -> dict[int, int]:
    """Send ``count`` requests over 8 connections, round and round; answers by status. No rate comes of it."""
    waiting = islice(cycle(requests), count)
    lock, statuses = threading.Lock(), dict[int, int]()

    def work() -> None:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        while True:
            with lock:
                request = next(waiting, None)
            if request is None:
                return connection.close()
            status = ask(connection, request)
            with lock:
                statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def ask(connection: http.client.HTTPConnection, request: Request) -> int:
    """Send one request and read its answer to the end."""
    headers = {"Cookie": request.cookie} if request.cookie else {}
    if request.body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(request.method, request.path, body=request.body or None, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status


class Meter:
    """CPU of a server and of the database between two moments."""

    def __init__(self, server: Server, database: int) -> None:
        self._server, self._database = server, database
        self._before = self._now()
        self._since = time.monotonic()

    def _now(self) -> tuple[float, float]:
        return cpu_seconds(tree(self._server.pid)), cpu_seconds(tree(self._database))

    def read(self) -> tuple[float, float]:
        """CPU seconds (server, database) since the meter was made."""
        now = self._now()
        return now[0] - self._before[0], now[1] - self._before[1]
