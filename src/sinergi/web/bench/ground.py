"""Where it is measured: one durable cluster on 127.0.0.1:5544 for both sides, in a home that is thrown away."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sinergi.web.bench.servers import HOST, Server
from sinergi.web.commandline import installation as shared
from sinergi.web.homefolder import HomeFolder, checkout
from sinergi.web.postgres import Cluster
from sinergi.web.postgres.postmaster import running_pid

DATABASE_PORT = 5544  # the limit program has it written in
SETTINGS = {"listen_addresses": HOST, "port": str(DATABASE_PORT), "max_connections": "200"}
OURS = f"postgresql://postgres@{HOST}:{DATABASE_PORT}/sinergi"
LIMITS = f"postgresql://postgres@{HOST}:{DATABASE_PORT}/limits"
SINERGI_MODULE = "sinergi.web.commandline.webserver"


@dataclass(frozen=True)
class Ground:
    """The prepared place: home folder, database server's process, the limit programs."""

    home: HomeFolder
    database: int
    limits: Path

    def sinergi(
        self, *, module: str = SINERGI_MODULE, environment: Mapping[str, str] | None = None
    ) -> Server:
        """Sinergi as ``sinergi serve`` starts it, with two workers."""
        port = free_port()
        changes = {"PORT": str(port), **(environment or {})}
        return Server(module, port=port, probe="/kesehatan/", environment=changes, log=self._log("sinergi"))

    def limit(self) -> Server:
        """The bare Django application under the same server with the same settings."""
        changes = {"PYTHONPATH": str(self.limits)}
        return Server(
            "sinergi.web.bench.limitserver", port=free_port(), probe="/t0", environment=changes,
            log=self._log("limit"),
        )  # fmt: skip

    def _log(self, name: str) -> Path:
        return self.home.log / f"{name}.log"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as door:
        door.bind((HOST, 0))
        return int(door.getsockname()[1])


def limit_programs() -> Path:
    """The folder ``bench/limits`` of the checkout; raises `Stopped` when there is none."""
    root = checkout()
    folder = root / "bench" / "limits" if root else None
    if folder is None or not (folder / "app.py").is_file():
        raise shared.Stopped("Pengukuran hanya dapat dijalankan dari folder sumber (bench/limits tidak ada).")
    return folder


@contextmanager
def prepared() -> Iterator[Ground]:
    """Cluster, both databases and Django inside this process; everything is removed at the end.

    One bench at a time on a machine: a second one raises `Stopped`.
    """
    limits = limit_programs()
    with _alone():
        home = HomeFolder(Path(tempfile.mkdtemp(prefix="sinergi-bench-"))).create()
        home.path.chmod(0o711)
        try:
            _point_environment(home)
            with Cluster(home.path, ephemeral=True, settings=SETTINGS) as cluster:
                _fill(limits)
                pid = running_pid(cluster.folder.data)
                if pid is None:
                    raise shared.Stopped("Basis data pengukuran berhenti sendiri.")
                yield Ground(home, pid, limits)
        finally:
            shutil.rmtree(home.path, ignore_errors=True)


@contextmanager
def _alone() -> Iterator[None]:
    path = Path(tempfile.gettempdir()) / f"sinergi-bench-{os.geteuid()}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise shared.Stopped("Pengukuran lain sedang berjalan; tunggu sampai selesai.") from None
        with socket.socket() as door:
            if door.connect_ex((HOST, DATABASE_PORT)) == 0:
                raise shared.Stopped(f"Porta {DATABASE_PORT} sudah dipakai; pengukuran memerlukannya.")
        yield


def _point_environment(home: HomeFolder) -> None:
    for name in ("MW", "SINERGI_URL", "SINERGI_HOSTS", "SINERGI_SMTP_HOST", "SINERGI_BEHIND_PROXY"):
        os.environ.pop(name, None)
    os.environ["SINERGI_HOME"] = str(home.path)
    os.environ["DATABASE_URL"] = OURS
    os.environ["DJANGO_SETTINGS_MODULE"] = "sinergi.web.settings"


def _fill(limits: Path) -> None:
    import psycopg  # noqa: PLC0415 - the commands that need no database load this module's package too

    with psycopg.connect(OURS, autocommit=True) as connection:
        connection.execute("create database limits owner postgres")
    with psycopg.connect(LIMITS, autocommit=True) as connection:
        connection.execute((limits / "schema.sql").read_text())
        connection.execute("vacuum analyze")
    for words in (("migrate",), ("manage", "collectstatic", "--noinput")):
        shared.run_command(*words)
    shared.set_up_django()


def run_module(module: str, *words: str) -> str:
    """Run a module of ours as a process of its own and return what it prints; raises `Stopped`."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", module, *words], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["tanpa pesan"])[-1]
        raise shared.Stopped(f"{module} gagal: {last}")
    return done.stdout
