"""Several processes share one cluster; however one of them ends, nothing is lost and nothing stays behind."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres import Cluster, postmaster
from tests.rooms.web.conftest import wait_until

pytestmark = pytest.mark.slow
USER = Path(__file__).with_name("cluster_user.py")

Start = Callable[[HomeFolder], "subprocess.Popen[str]"]


@pytest.fixture
def start_user() -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(home: HomeFolder) -> "subprocess.Popen[str]":
        user = subprocess.Popen(
            [sys.executable, str(USER), str(home.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(user)
        return user

    yield start
    for user in started:
        user.kill()
        user.communicate()


def server_of(user: "subprocess.Popen[str]") -> int:
    """Wait until the user has the database; the number of its server's process."""
    assert user.stdout is not None
    words = user.stdout.readline().split()
    assert words[:2] == ["ready", "1"], words
    return int(words[2])


def leave(user: "subprocess.Popen[str]") -> None:
    """The user ends in an orderly way."""
    out, _ = user.communicate(timeout=60)
    assert out == "left\n"
    assert user.returncode == 0


def processes_around(home: HomeFolder) -> list[psutil.Process]:
    """Server and keeper of a home."""
    data = str(Cluster(home.path).folder.data)
    found = psutil.process_iter(["cmdline"])
    return [one for one in found if data in (one.info["cmdline"] or []) and one.status() != "zombie"]


def keeper_of(home: HomeFolder) -> psutil.Process:
    (keeper,) = [one for one in processes_around(home) if any("keeper.py" in word for word in one.cmdline())]
    return keeper


def test_four_racing_starters_share_one_server_and_leave_nothing(home: HomeFolder, start_user: Start) -> None:
    users = [start_user(home) for _ in range(4)]
    assert len({server_of(user) for user in users}) == 1
    for user in users:
        leave(user)
    assert wait_until(lambda: not processes_around(home))


def test_others_keep_the_server_when_its_starter_leaves(home: HomeFolder, start_user: Start) -> None:
    first = start_user(home)
    server = server_of(first)
    second = start_user(home)
    assert server_of(second) == server
    leave(first)
    assert postmaster.running_pid(Cluster(home.path).folder.data) == server
    leave(second)
    assert wait_until(lambda: not processes_around(home), 5)


def test_server_goes_when_its_only_user_is_killed(home: HomeFolder, start_user: Start) -> None:
    user = start_user(home)
    server_of(user)
    user.kill()
    assert wait_until(lambda: not processes_around(home), 10)


def test_others_keep_the_server_when_its_starter_is_killed(home: HomeFolder, start_user: Start) -> None:
    first = start_user(home)
    server = server_of(first)
    second = start_user(home)
    server_of(second)
    first.kill()
    first.wait()
    third = start_user(home)
    assert server_of(third) == server
    leave(second)
    leave(third)
    assert wait_until(lambda: not processes_around(home))


def test_orphan_of_killed_starter_and_keeper_is_adopted(home: HomeFolder, start_user: Start) -> None:
    first = start_user(home)
    server = server_of(first)
    keeper_of(home).kill()
    first.kill()
    first.wait()
    second = start_user(home)
    assert server_of(second) == server, "the running server is used, not a second one started"
    assert keeper_of(home).is_running(), "the adopted server has a keeper again"
    second.kill()
    assert wait_until(lambda: not processes_around(home), 10)


def test_killed_server_comes_back_with_every_committed_row(home: HomeFolder) -> None:
    cluster = Cluster(home.path)
    with cluster:
        server = postmaster.running_pid(cluster.folder.data)
        assert server is not None
        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE t (n int)")
            for n in range(50):
                connection.execute("INSERT INTO t VALUES (%s)", [n])
            postmaster.send(server, signal.SIGKILL)
            assert wait_until(lambda: not cluster.alive())
            cluster.start()
        with psycopg.connect(cluster.url) as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (50,)
    assert not cluster.alive()


def test_ready_is_not_read_from_the_file_of_the_server_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ["11", "", "", "", "", "", "", "ready"]
    after = ["12", "", "", "", "", "", "", "starting"]
    readings = iter([before, after])
    monkeypatch.setattr(postmaster, "_lines", lambda _data: next(readings))
    monkeypatch.setattr(postmaster, "is_ours", lambda pid, _data: pid == 12)
    assert not postmaster.is_ready(tmp_path), "the old file is gone before the second reading"


def test_start_twice_and_stop_twice_is_harmless(home: HomeFolder) -> None:
    cluster = Cluster(home.path, durable=False)
    cluster.start()
    cluster.start()
    cluster.stop()
    assert not cluster.alive()
    cluster.stop()


def test_killed_first_start_leaves_nothing_that_blocks_the_next(home: HomeFolder, start_user: Start) -> None:
    base = Cluster(home.path).folder.base
    for _ in range(3):
        user = start_user(home)
        assert wait_until(lambda: any(base.glob("new-*")) or base.joinpath("cluster").exists())
        user.kill()
        user.wait()
    last = start_user(home)
    server_of(last)
    leave(last)
    assert [path.name for path in Cluster(home.path).folder.base.glob("new-*")] == []


def test_ephemeral_home_is_removed_after_a_kill(home: HomeFolder) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom sinergi.web.postgres import Cluster\n"
        "Cluster(Path(sys.argv[1]), durable=False, ephemeral=True).start()\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(home.path)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert wait_until(lambda: not home.path.exists(), 10)
