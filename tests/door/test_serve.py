"""`sinergi serve` starts everything and leaves nothing, however it or a part of it ends."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


def wait_until(fact: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@dataclass
class Copy:
    """One installation: its home, its port, and the last `sinergi` that was started in it."""

    home: Path
    port: int
    output: Path
    process: "subprocess.Popen[bytes] | None" = None
    extra: dict[str, str] = field(default_factory=dict)

    def environ(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "SINERGI_HOME": str(self.home), "PORT": str(self.port), "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.door.site.settings",
        } | self.extra  # fmt: skip

    def says(self, words: str) -> bool:
        return words in self.output.read_text()

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sinergi", *words], env=self.environ(), stdin=subprocess.DEVNULL,
                stdout=output, stderr=output,
            )  # fmt: skip
        return self.process

    def ended(self, *words: str) -> tuple[int, str]:
        code = self.start(*words).wait(PATIENCE)
        return code, self.output.read_text()

    def ready(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start serving and wait for the first answer."""
        process = self.start(*(words or ("serve", "--migrate")))
        assert wait_until(lambda: "Ctrl-C" in self.output.read_text() or process.poll() is not None)
        assert process.poll() is None, self.output.read_text()
        assert self.fetch("/") == "jobs 0"
        return process

    def fetch(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def processes(self) -> list[psutil.Process]:
        """All living processes that belong to this home."""
        found = []
        for process in psutil.process_iter():
            try:
                words = process.cmdline()
                ours = process.environ().get("SINERGI_HOME") == str(self.home)
                if process.status() != psutil.STATUS_ZOMBIE and (
                    ours or any(str(self.home) in w for w in words)
                ):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def named(self, part: str) -> psutil.Process:
        return next(one for one in self.processes() if any(part in word for word in one.cmdline()))

    def is_gone(self, seconds: float = 30) -> bool:
        return wait_until(lambda: not self.processes(), seconds)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def make_copy() -> Iterator[Callable[[], Copy]]:
    folder = Path(tempfile.mkdtemp(prefix="sinergi door "))
    folder.chmod(0o755)
    made: list[Copy] = []

    def make() -> Copy:
        number = len(made)
        made.append(Copy(folder / f"home {number}", free_port(), folder / f"output-{number}"))
        return made[-1]

    yield make
    for copy in made:
        for process in copy.processes():
            with suppress(psutil.NoSuchProcess):  # it may end by itself just now
                process.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def copy(make_copy: Callable[[], Copy]) -> Copy:
    return make_copy()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_everything_and_the_next_start_is_ready(copy: Copy, number: signal.Signals) -> None:
    process = copy.ready()
    assert {"webserver", "worker"} <= {
        word.rpartition(".")[2] for one in copy.processes() for word in one.cmdline()
    }
    began = time.monotonic()
    process.send_signal(number)
    assert process.wait(30) == 0
    assert time.monotonic() - began < 15
    assert copy.is_gone(5)
    stamps = {path: path.stat().st_mtime_ns for path in (copy.home / "run").glob("done-*")}
    assert len(stamps) == 2
    copy.ready().send_signal(signal.SIGINT)
    assert copy.is_gone()
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps, "the second start repeats no step"


def test_demo_loads_the_sample_once_and_prints_the_sign_ins(copy: Copy) -> None:
    for _ in range(2):
        process = copy.ready("demo")
        output = copy.output.read_text()
        assert f"http://127.0.0.1:{copy.port}/" in output  # as in links and codes
        assert "localhost" not in output
        assert "camat  contoh-kata-sandi" in output
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert (copy.home / "loaded").read_text() == "x"
    assert copy.is_gone(5)


def test_running_requests_are_answered_before_the_end(copy: Copy) -> None:
    process = copy.ready()
    answers: list[str] = []
    reader = threading.Thread(target=lambda: answers.append(copy.fetch("/slow/")))
    reader.start()
    time.sleep(0.7)
    process.send_signal(signal.SIGTERM)
    reader.join()
    assert answers == ["done"]
    assert process.wait(30) == 0


def test_killed_start_leaves_nothing_and_the_next_works(copy: Copy) -> None:
    process = copy.ready()
    process.kill()
    assert copy.is_gone()
    copy.ready()


def test_start_killed_while_preparing_does_not_block_the_next(copy: Copy) -> None:
    process = copy.start("serve", "--migrate")
    assert wait_until(lambda: any((copy.home / "database").glob("*")) if copy.home.exists() else False)
    process.kill()
    assert copy.is_gone()
    copy.ready()


@pytest.mark.parametrize("part", ["webserver", "worker", "postgres", "keeper"])
def test_death_of_a_part_ends_the_rest(copy: Copy, part: str) -> None:
    process = copy.ready()
    victim = copy.named("sinergi" if part == "worker" else part)
    if part == "worker":
        victim = next(one for one in copy.processes() if one.cmdline()[-1] == "worker")
    if part == "postgres":
        victim = next(one for one in copy.processes() if one.cmdline()[0].endswith("/postgres"))
    victim.kill()
    if part == "keeper":  # a net for the worst case only: nothing else depends on it
        assert copy.fetch("/") == "jobs 0"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    else:
        assert process.wait(30) == 1
        assert "berhenti sendiri" in copy.output.read_text()
    assert copy.is_gone()
    copy.ready()


def test_two_copies_run_side_by_side(make_copy: Callable[[], Copy]) -> None:
    first, second = make_copy(), make_copy()
    first.ready()
    process = second.ready()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert first.fetch("/") == "jobs 0"


def test_two_first_starts_on_one_home_prepare_it_in_turn(make_copy: Callable[[], Copy]) -> None:
    first, second = make_copy(), make_copy()
    second.home = first.home
    starts = [copy.start("serve", "--migrate") for copy in (first, second)]
    for copy, process in zip((first, second), starts, strict=True):
        assert wait_until(partial(copy.says, "Ctrl-C")), copy.output.read_text()
        assert process.poll() is None
        assert copy.fetch("/") == "jobs 0"


def test_other_commands_share_the_running_database(copy: Copy) -> None:
    process = copy.ready()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "sinergi", "migrate", "--check"], env=copy.environ(), capture_output=True,
        text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert copy.fetch("/") == "jobs 0"
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0


def one_sentence(output: str) -> str:
    """The only line of the output."""
    assert output.startswith("sinergi: "), output
    assert output.count("\n") == 1, output
    return output


def test_taken_port_is_said_in_one_sentence(copy: Copy) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        copy.port = taken.getsockname()[1]
        code, output = copy.ended("serve")
    assert code == 1
    assert f"Porta {copy.port} sudah dipakai" in one_sentence(output)
    assert not copy.home.exists(), "nothing was begun"


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"PORT": "delapan"}, "bukan nomor porta"),
        ({"PORT": "70000"}, "bukan nomor porta"),
        ({"HOST": "192.0.2.1"}, "tidak dapat dipakai"),
        ({"HOST": "tidak.ada.invalid"}, "bukan alamat komputer ini"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"SINERGI_URL": "layanan.contoh.example"}, "sinergi: SINERGI_URL harus alamat lengkap"),
    ],
)
def test_wrong_settings_are_said_in_one_sentence(copy: Copy, extra: dict[str, str], words: str) -> None:
    copy.extra = extra
    code, output = copy.ended("serve", "--migrate")
    assert code == 1
    assert words in one_sentence(output)
    assert copy.is_gone()


def test_database_behind_the_program_is_said_in_one_sentence(copy: Copy) -> None:
    code, output = copy.ended("serve")
    assert code == 1
    assert "sinergi migrate" in one_sentence(output)
    assert copy.is_gone()


def test_home_that_cannot_be_made_is_said_in_one_sentence(copy: Copy) -> None:
    copy.home.parent.joinpath("file").write_text("")
    copy.home = copy.home.parent / "file" / "home"
    code, output = copy.ended("serve")
    assert code == 1
    assert "SINERGI_HOME" in one_sentence(output)
