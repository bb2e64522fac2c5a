"""File locks that the kernel releases when their holder dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType


class Lock:
    """One ``flock`` on one file. Not inherited by programs that this process starts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def open(self) -> int:
        """The file descriptor, opened on first use."""
        if self._fd is None:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._fd

    def try_alone(self) -> bool:
        """Take the lock alone, now or not at all. A shared hold of this object may be lost when it fails."""
        return _try(self.open(), fcntl.LOCK_EX)

    def wait_alone(self, seconds: float) -> bool:
        """Take the lock alone within ``seconds``."""
        return _wait(self.open(), fcntl.LOCK_EX, seconds)

    def wait_shared(self, seconds: float) -> bool:
        """Take the lock together with others within ``seconds``."""
        return _wait(self.open(), fcntl.LOCK_SH, seconds)

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _try(fd: int, mode: int) -> bool:
    try:
        fcntl.flock(fd, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(fd: int, mode: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not _try(fd, mode):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
