"""The server process as its files and /proc show it: is it ours, is it ready, make it stop.

Only the standard library is used and nothing of this package is imported: `keeper` runs it alone.
"""

import hashlib
import os
import signal
import time
from pathlib import Path

PID_FILE = "postmaster.pid"
STATUS_LINE = 7


def cluster_name(data: Path) -> str:
    """A name for the server's process titles that no other data folder has."""
    return "sinergi-" + hashlib.sha256(str(data).encode()).hexdigest()[:12]


def _lines(data: Path) -> list[str]:
    try:
        return (data / PID_FILE).read_text(errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def written_pid(data: Path) -> int | None:
    """The process number in ``postmaster.pid``, whoever has that number now."""
    return _pid_in(_lines(data))


def _pid_in(lines: list[str]) -> int | None:
    try:
        return abs(int(lines[0])) if lines else None
    except ValueError:
        return None


def is_ours(pid: int, data: Path) -> bool:
    """Is process ``pid`` a PostgreSQL that works in ``data``? Numbers are reused, so /proc decides."""
    try:
        program = os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
        folder = os.readlink(f"/proc/{pid}/cwd")
    except PermissionError:
        return _titled_ours(pid, data)
    except OSError:
        return False
    return os.path.basename(program) == "postgres" and folder == str(data)


def _titled_ours(pid: int, data: Path) -> bool:
    """The same by command line: root without CAP_SYS_PTRACE (most containers) may not read those links."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    if words[0].startswith(f"postgres: {cluster_name(data)}: ".encode()):
        return True
    return os.path.basename(words[0]) == b"postgres" and os.fsencode(data) in words


def running_pid(data: Path) -> int | None:
    """The process number of the server of ``data``, or None."""
    pid = written_pid(data)
    return pid if pid is not None and is_ours(pid, data) else None


def is_ready(data: Path) -> bool:
    """Does the running server take connections? (the last line of ``postmaster.pid``, as ``pg_ctl`` reads it).

    Number and status come from one reading: a killed server's file says "ready" until the next one replaces it.
    """
    lines = _lines(data)
    pid = _pid_in(lines)
    return (
        pid is not None
        and is_ours(pid, data)
        and len(lines) > STATUS_LINE
        and lines[STATUS_LINE].strip() == "ready"
    )


def processes_of(data: Path) -> list[int]:
    """All server processes that work in ``data``, orphans of a killed server included."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and is_ours(int(name), data)]


def forget_foreign_pid(data: Path) -> None:
    """Remove ``postmaster.pid`` when its number belongs to a living stranger: PostgreSQL would refuse to start.

    The number of a dead process is left to PostgreSQL, which also looks for orphans. Orphans of a killed
    server are waited for here, then ended, because without the file nothing else protects the data from them.
    """
    pid = written_pid(data)
    if pid is None or is_ours(pid, data) or not os.path.exists(f"/proc/{pid}"):
        return
    end_orphans(data, patience=10)
    (data / PID_FILE).unlink(missing_ok=True)


def end_orphans(data: Path, patience: float) -> None:
    """Wait ``patience`` seconds for the server processes of ``data`` to go by themselves, then end them."""
    until = time.monotonic() + patience
    while orphans := processes_of(data):
        if time.monotonic() > until:
            for pid in orphans:
                send(pid, signal.SIGKILL)
        time.sleep(0.1)


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def stop(data: Path, gently: float = 20, firmly: float = 10) -> bool:
    """Stop the server of ``data``: fast shutdown, then immediate, then by force. True when none is left."""
    for number, seconds in ((signal.SIGINT, gently), (signal.SIGQUIT, firmly), (signal.SIGKILL, firmly)):
        pid = running_pid(data)
        if pid is None:
            return True
        send(pid, number)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not is_ours(pid, data):
                return True
            time.sleep(0.02)
    return running_pid(data) is None
