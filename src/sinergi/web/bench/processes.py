"""What /proc says about processes: CPU time, memory, loaded libraries (Linux)."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def parents() -> dict[int, int]:
    """Process number to parent's number, of every process that can be read."""
    found = {}
    for name in os.listdir(PROC):
        if name.isdigit() and (fields := _stat(int(name))):
            found[int(name)] = int(fields[1])
    return found


def tree(root: int) -> list[int]:
    """``root`` and everything below it, parents first."""
    above = parents()
    members = [root] if root in above else []
    for member in members:  # grows while it is walked
        members.extend(pid for pid, parent in above.items() if parent == member)
    return members


def cpu_seconds(pids: Iterable[int], *, with_ended: bool = True) -> float:
    """User and system time of these processes and, ``with_ended``, of their children that have ended."""
    ticks = 0
    for pid in pids:
        if fields := _stat(pid):
            ticks += sum(int(value) for value in fields[11 : 15 if with_ended else 13])
    return ticks / TICK


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold anything; empty when the process is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def pss(pid: int) -> int:
    """Proportional set size in bytes: private memory plus the fair share of what is shared."""
    text = (PROC / str(pid) / "smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    if found is None:
        raise OSError(f"/proc/{pid}/smaps_rollup has no Pss")
    return int(found[1]) * 1024


def libraries(pid: int, names: Iterable[str]) -> list[str]:
    """Which of ``names`` stand in the path of a file that the process has mapped."""
    text = (PROC / str(pid) / "maps").read_text()
    return [name for name in names if f"/{name}" in text]


def machine() -> str:
    """``2 × AMD EPYC …, 24 GiB, Linux 6.1`` for the report."""
    model = re.search(r"^model name\s*:\s*(.+)$", (PROC / "cpuinfo").read_text(), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+)", (PROC / "meminfo").read_text(), re.MULTILINE)
    gib = round(int(memory[1]) / 1024**2) if memory else 0
    return f"{os.cpu_count()} × {model[1] if model else os.uname().machine}, {gib} GiB, Linux {os.uname().release}"
