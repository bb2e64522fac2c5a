"""The two applications under the same server: Sinergi and the bare limit, one at a time."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from sinergi.web.bench.processes import cpu_seconds, tree
from sinergi.web.commandline.installation import Stopped, as_child

PATIENCE = 60.0  # seconds to the first answer
STOPPING = 10.0
HOST = "127.0.0.1"


class Server:
    """One application under granian; a context manager. ``pid`` is the server's first process."""

    def __init__(
        self, module: str, *, port: int, probe: str, environment: Mapping[str, str] | None = None, log: Path
    ) -> None:
        self.host, self.port, self._probe = HOST, port, probe
        self._module, self._environment, self._log = module, dict(environment or {}), log
        self._process: subprocess.Popen[bytes] | None = None
        self.wall = self.cpu = 0.0  # seconds from start to the first good answer

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None  # noqa: S101 - only inside the block
        return self._process.pid

    def workers(self) -> list[int]:
        """The processes that answer requests: the server's own children that hold the application."""
        return [pid for pid in tree(self.pid)[1:] if _is_worker(pid)]

    def __enter__(self) -> "Server":
        before = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module, "--host", HOST, "--port", str(self.port)],
                env=as_child() | self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        self.wall = time.monotonic() - before
        self.cpu = cpu_seconds(tree(self.pid))
        return self

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            with suppress(OSError, http.client.HTTPException):  # not there yet
                connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
                connection.request("GET", self._probe)
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.01)
        raise Stopped(f"Peladen {self._module} tidak menjawab; lihat {self._log}.")

    def stop(self) -> None:
        """End the server and all below it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOPPING)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _is_worker(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"resource_tracker" not in words
