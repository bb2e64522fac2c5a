"""Homes for embedded clusters that a test starts itself, with nothing left running afterwards."""

import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres import postmaster
from sinergi.web.postgres.folder import ClusterFolder


def wait_until(fact: Callable[[], bool], seconds: float = 20) -> bool:
    """Does ``fact`` come true in time?"""
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def end_everything(home: Path) -> None:
    """End the server of ``home`` by force, whatever the test did to it."""
    data = ClusterFolder(home).data
    for pid in postmaster.processes_of(data):
        postmaster.send(pid, signal.SIGKILL)
    shutil.rmtree(ClusterFolder(home).base, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def make_home() -> Iterator[Callable[[Path], HomeFolder]]:
    made: list[Path] = []

    def make(path: Path) -> HomeFolder:
        made.append(path)
        return HomeFolder(path).create()

    yield make
    for path in made:
        end_everything(path)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may walk through (pytest's own are closed), with a short path."""
    folder = Path(tempfile.mkdtemp(prefix="sinergi-pg-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(make_home: Callable[[Path], HomeFolder], open_folder: Path) -> HomeFolder:
    return make_home(open_folder / "home")
