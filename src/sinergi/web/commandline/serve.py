"""Menjalankan peladen web bersama basis data dan pekerja latar belakang, sampai Ctrl-C.

Alamat diatur dengan HOST (bawaan 127.0.0.1) dan PORT (bawaan 8000); letak data dengan SINERGI_HOME.
"""

import argparse
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from sinergi.sheets.reasons import reason_of
from sinergi.web.commandline import installation as shared
from sinergi.web.commandline.migrate import NOT_APPLIED
from sinergi.web.commandline.webserver import WORKERS
from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres import Cluster, running_database
from sinergi.web.postgres.locks import Lock
from sinergi.web.variables import local_address, public_address, reachable

HELP = "jalankan peladen web"
FIRST_ANSWER = 60.0  # seconds
PREPARING = 600.0  # seconds to wait for another start that prepares the same home
STOPPING = 8.0  # seconds for a child to end by itself


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--migrate", action="store_true", help="perbarui dahulu susunan basis data")
    parser.add_argument("--no-worker", action="store_true", help="tanpa pekerja latar belakang")
    parser.add_argument(
        "--workers",
        type=shared.at_least_one,
        default=WORKERS,
        metavar="N",
        help=f"proses web (bawaan {WORKERS})",
    )


def run(args: argparse.Namespace) -> int:
    def prepare(home: HomeFolder) -> None:
        migrate_if_needed(home, allowed=args.migrate)

    return shared.in_one_sentence(lambda: serve(prepare, worker=not args.no_worker, workers=args.workers))


def serve(
    prepare: Callable[[HomeFolder], None],
    *,
    worker: bool,
    workers: int = WORKERS,
    ready: Callable[[str], None] | None = None,
) -> int:
    """Run everything until a signal comes (0) or a child dies (1). ``prepare`` runs with the database up."""
    host, port = address()
    stopping = _Signals()
    stopping.catch()
    check_free(host, port)
    home = shared.prepared_home()
    with running_database(os.environ, home) as cluster:
        with _alone(home):
            prepare(home)
            collect_static_if_needed(home)
        with Children() as children:
            children.add(
                "peladen web",
                "sinergi.web.commandline.webserver",
                "--host",
                host,
                "--port",
                str(port),
                "--workers",
                str(workers),
            )
            if worker:
                children.add("pekerja latar belakang", "sinergi", "worker")
            return _watch(children, cluster, stopping, _Announcement(host, port, ready or _say_address))


@contextmanager
def _alone(home: HomeFolder) -> Iterator[None]:
    """Two starts on one home prepare it one after the other; the second finds it done."""
    with Lock(home.run / "prepare.lock") as lock:
        if not lock.wait_alone(PREPARING):
            raise shared.Stopped(
                "Sinergi lain masih menyiapkan folder data yang sama; tunggu, lalu jalankan lagi."
            )
        yield


class _Signals:
    """The first SIGTERM, SIGINT or SIGHUP asks for the end; preparing steps are interrupted by it."""

    def __init__(self) -> None:
        self.asked = False
        self.waiting = False

    def catch(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._come)

    def _come(self, number: int, frame: FrameType | None) -> None:
        first, self.asked = not self.asked, True
        if first and not self.waiting:
            raise KeyboardInterrupt


class _Announcement:
    """Says the address once the first page is answered."""

    def __init__(self, host: str, port: int, say: Callable[[str], None]) -> None:
        self._host, self._port, self._say = reachable(host), port, say
        self._until = time.monotonic() + FIRST_ANSWER
        self._made = False

    def make_when_ready(self) -> None:
        if self._made:
            return
        if self._answers():
            self._made = True
            self._say(_address_to_open())
        elif time.monotonic() > self._until:
            raise shared.Stopped(
                f"Peladen web tidak menjawab dalam {FIRST_ANSWER:.0f} detik; lihat pesan di atas."
            )

    def _answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=20)
            connection.request("GET", "/kesehatan/", headers={"Host": "localhost"})
            return connection.getresponse().status < 600
        except (OSError, http.client.HTTPException):
            return False


class Children:
    """Child processes, each in a group of its own; leaving the block ends them all."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def add(self, name: str, module: str, *arguments: str) -> None:
        """Start ``python -m module arguments``."""
        command = [sys.executable, "-P", "-m", module, *arguments]
        self._running[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env=shared.as_child(), start_new_session=True
        )

    def dead(self) -> str | None:
        """The name of a child that has ended, or None."""
        return next((name for name, process in self._running.items() if process.poll() is not None), None)

    def end(self) -> None:
        """Ask all to end, wait, then force what is left of their groups."""
        for process in self._running.values():
            _signal_group(process.pid, signal.SIGTERM, only_leader=True)
        until = time.monotonic() + STOPPING
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):  # forced on the next line
                process.wait(max(0.1, until - time.monotonic()))
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


def _signal_group(pid: int, number: signal.Signals, *, only_leader: bool = False) -> None:
    try:
        os.kill(pid, number) if only_leader else os.killpg(pid, number)
    except ProcessLookupError:
        return


def _watch(
    children: Children, cluster: Cluster | None, stopping: _Signals, announcement: _Announcement
) -> int:
    stopping.waiting = True
    while not stopping.asked:
        if name := children.dead():
            raise shared.Stopped(
                f"Bagian “{name}” berhenti sendiri, jadi semuanya dihentikan; lihat pesan di atas."
            )
        if cluster is not None and not cluster.alive():
            raise shared.Stopped(
                f"Basis data berhenti sendiri, jadi semuanya dihentikan; lihat {cluster.folder.log}."
            )
        announcement.make_when_ready()
        time.sleep(0.2)
    return 0


def address() -> tuple[str, int]:
    """``HOST`` and ``PORT``; raises `Stopped` for a port that is no port."""
    text = os.environ.get("PORT", "") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise shared.Stopped(f"PORT “{text}” bukan nomor porta; isi angka 1 sampai 65535.")
    return os.environ.get("HOST", "") or "127.0.0.1", int(text)


def check_free(host: str, port: int) -> None:
    """Raises `Stopped` when the address is taken, not ours, or not allowed."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror as trouble:
        raise shared.Stopped(f"HOST “{host}” bukan alamat komputer ini ({trouble.strerror}).") from trouble
    except OSError as trouble:
        if trouble.errno == errno.EADDRINUSE:
            raise shared.Stopped(
                f"Porta {port} sudah dipakai program lain; pilih yang lain, misalnya: PORT={port + 1} ./sinergi …"
            ) from trouble
        raise shared.Stopped(f"Alamat {host}:{port} tidak dapat dipakai ({reason_of(trouble)}).") from trouble


def migrate_if_needed(home: HomeFolder, *, allowed: bool) -> None:
    """Bring the database up to the code, or say that it is not (`Stopped`). Skipped when nothing changed."""
    stamp = shared.Stamp(
        home, "migrate", shared.database_identity(home), shared.source_state("*/migrations/*.py")
    )
    if stamp.done() and not os.environ.get("DATABASE_URL"):
        return
    if allowed:
        shared.run_command("migrate")
    else:
        _require_migrated()
    stamp.set()


def _require_migrated() -> None:
    try:
        shared.run_command("migrate", "--check")
    except shared.Stopped as trouble:
        if NOT_APPLIED not in str(trouble):
            raise
        raise shared.Stopped(
            "Susunan basis data belum sesuai dengan program ini; jalankan: ./sinergi migrate (atau serve --migrate)."
        ) from trouble


def collect_static_if_needed(home: HomeFolder) -> None:
    """Gather and compress static files for the web server. Skipped when nothing changed."""
    stamp = shared.Stamp(home, "collectstatic", shared.source_state("*/static/**/*"))
    if stamp.done() and (home.static / "staticfiles.json").is_file():
        return
    shared.run_command("manage", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
    stamp.set()


def _address_to_open() -> str:
    """The address that links and codes on letters name too, and where the server listens if that is another one."""
    here, public = local_address(os.environ), public_address(os.environ)
    return f"{here}/" if public == here else f"{public}/ (mendengarkan di {here}/)"


def _say_address(url: str) -> None:
    print(f"Sinergi berjalan di {url}\nCtrl-C menghentikan semuanya.", flush=True)
