"""`./sinergi`: prepares the environment when it must, hands over unchanged. Fakes stand for Python where they can."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sinergi.web.commandline import environment, testing

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("pyproject.toml", "requirements-bootstrap.txt", "requirements.txt", "requirements-dev.txt")

# Stands for environment.py: notes how it was called and makes an environment that only says what it is given.
FAKE_SETUP = """
import pathlib, sys
root, venv, kind, runtime, dev = sys.argv[1:]
folder = pathlib.Path(venv)
(folder / "bin").mkdir(parents=True, exist_ok=True)
for name in ("python", "sinergi"):
    program = folder / "bin" / name
    program.write_text(f'#!/bin/sh\\necho "{name}:"\\nfor word in "$@"; do echo "<$word>"; done\\npwd\\nexit 7\\n')
    program.chmod(0o755)
(folder / ".made-for-runtime").write_text(runtime)
if kind == "dev":
    (folder / ".made-for-dev").write_text(dev)
with open(pathlib.Path(root) / "setups", "a") as log:
    print(kind, file=log)
"""


class Door:
    """A copy of the front door with a fake behind it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.program = root / "sinergi"
        root.mkdir(parents=True)
        shutil.copy(ROOT / "sinergi", self.program)
        for name in LOCKS:
            (root / name).write_text(f"{name} 1\n")
        (root / "src/sinergi/web/commandline").mkdir(parents=True)
        (root / "src/sinergi/web/commandline/environment.py").write_text(FAKE_SETUP)

    def call(
        self, *words: str, program: Path | None = None, cwd: Path | None = None, **extra: str
    ) -> "subprocess.CompletedProcess[str]":
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.root.parent / "user")} | extra
        return subprocess.run(
            [str(program or self.program), *words], cwd=cwd or self.root, env=environ, capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip

    def setups(self) -> list[str]:
        log = self.root / "setups"
        return log.read_text().split() if log.exists() else []


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path / "a copy with spaces")


def test_hands_over_arguments_folder_and_exit_code(door: Door, tmp_path: Path) -> None:
    done = door.call("due", "2026-03-13", "two words", "", "*", "--json", cwd=tmp_path)
    words = ["sinergi:", "<due>", "<2026-03-13>", "<two words>", "<>", "<*>", "<--json>"]
    assert done.stdout.splitlines() == [*words, str(tmp_path)]
    assert done.returncode == 7


def test_works_through_links_from_anywhere(door: Door, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "second").symlink_to("../first")
    (tmp_path / "first").symlink_to(door.program)
    for program in (tmp_path / "first", tmp_path / "bin" / "second"):
        assert door.call("x", program=program, cwd=Path("/")).stdout.splitlines() == ["sinergi:", "<x>", "/"]
    assert door.setups() == ["runtime"]


def test_prepares_again_only_when_the_lock_changed(door: Door) -> None:
    door.call("x")
    door.call("x")
    assert door.setups() == ["runtime"]
    (door.root / "requirements.txt").write_text("2\n")
    door.call("x")
    assert door.setups() == ["runtime"] * 2
    (door.root / "requirements-dev.txt").write_text("2\n")
    door.call("x")
    assert door.setups() == ["runtime"] * 2, "the test packages are nobody's business here"


def test_prepares_again_when_the_copy_was_moved(door: Door, tmp_path: Path) -> None:
    door.call("x")
    moved = door.root.rename(tmp_path / "moved")
    door.call("x", program=moved / "sinergi", cwd=moved)
    assert (moved / "setups").read_text().split() == ["runtime"] * 2


@pytest.mark.parametrize(
    ("words", "kind"), [(["setup"], "runtime"), (["setup", "--dev"], "dev"), (["test"], "dev")]
)
def test_kind_of_environment(door: Door, words: list[str], kind: str) -> None:
    done = door.call(*words)
    assert door.setups() == [kind]
    assert (done.returncode, done.stdout) == (0, "") if words[0] == "setup" else (7, done.stdout)


@pytest.mark.parametrize("word", ["setup", "test", "dev"])
def test_help_of_the_door_itself_runs_nothing(door: Door, word: str) -> None:
    done = door.call(word, "--help")
    assert (done.returncode, door.setups()) == (0, [])
    assert f"Pemakaian: ./sinergi {word}" in done.stdout


def test_test_packages_are_added_to_a_fresh_environment(door: Door) -> None:
    door.call("x")
    door.call("test", "-k", "name with space")
    assert door.setups() == ["runtime", "dev"]
    assert "<name with space>" in door.call("test", "-k", "name with space").stdout
    assert door.setups() == ["runtime", "dev"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_copy_keeps_its_environment_in_the_users_cache(door: Door) -> None:
    door.root.chmod(0o555)
    door.call("x", XDG_CACHE_HOME=str(door.root.parent / "cache"))
    assert list((door.root.parent / "cache" / "sinergi").glob("venv-*/bin/sinergi"))
    door.root.chmod(0o755)


def test_failed_preparation_starts_nothing(door: Door) -> None:
    (door.root / "src/sinergi/web/commandline/environment.py").write_text("raise SystemExit(1)")
    done = door.call("x")
    assert (done.returncode, done.stdout) == (1, "")


def test_missing_python_is_said_in_one_sentence(door: Door, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "cat", "cksum", "readlink", "sh"):
        (tools / name).symlink_to(shutil.which(name) or "")
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = door.call("x", PATH=str(tools))
    assert done.returncode == 1
    assert done.stderr.startswith("sinergi: Python 3.11")
    assert done.stderr.count("\n") == 1
    assert door.call("x", PATH=str(tools), SINERGI_PYTHON=sys.executable).returncode == 7


def test_pip_configuration_in_the_words_of_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("UV_") or name in ("SSL_CERT_FILE", "ALL_PROXY"):
            monkeypatch.delenv(name)
    found = environment.uv_environment(
        ":env:.index-url='https://env.example/simple'\nglobal.index-url='https://global.example/simple'\n"
        "global.extra-index-url='\\nhttps://a.example/simple\\nhttps://b.example/simple'\n"
        "global.find-links='one two'\ninstall.no-index='true'\nglobal.cert='ca.pem'\nglobal.quiet='1'\n"
    )
    assert found["UV_INDEX_URL"] == "https://env.example/simple", "the environment wins, as in pip"
    assert found["UV_EXTRA_INDEX_URL"] == "https://a.example/simple https://b.example/simple"
    assert (found["UV_FIND_LINKS"], found["UV_NO_INDEX"], found["SSL_CERT_FILE"]) == (
        "one,two",
        "true",
        "ca.pem",
    )
    monkeypatch.setenv("UV_INDEX_URL", "https://mine.example/simple")
    assert environment.uv_environment("global.index-url='x'")["UV_INDEX_URL"] == "https://mine.example/simple"


def test_missing_venv_module_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    with pytest.raises(environment.Trouble, match="apt-get install python3-venv"):
        environment.install_venv_module()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "penuh"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "SHA-256"),
        ("ERROR: No matching distribution found for uv", "jaringan"),
    ],
)
def test_failed_installation_is_explained(words: str, said: str) -> None:
    assert said in environment.explain(words, None)


def test_missing_system_programs_are_named_when_they_may_not_be_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(testing.shutil, "which", lambda name: None)
    monkeypatch.setattr(testing.os, "execv", lambda *_: None)
    monkeypatch.chdir(ROOT)
    testing.main(["tests/door"])
    said = capsys.readouterr().err
    assert "apt-get install chromium-headless-shell poppler-utils" in said


@pytest.mark.parametrize(
    ("known", "installed"),
    [
        (
            {"chromium-headless-shell", "chromium", "poppler-utils", "libnotthere1"},
            ["chromium-headless-shell", "poppler-utils", "libnotthere1"],
        ),
        ({"chromium", "poppler-utils", "libnotthere1"}, ["chromium", "poppler-utils", "libnotthere1"]),
        ({"poppler-utils"}, ["poppler-utils"]),
    ],
)
def test_the_best_package_that_apt_knows_is_installed(
    monkeypatch: pytest.MonkeyPatch, known: set[str], installed: list[str]
) -> None:
    done: list[str] = []

    def run(command: list[str], **_more: Any) -> "subprocess.CompletedProcess[str]":
        if command[1] == "install" and command[-1] in known:
            done.append(command[-1])
        return subprocess.CompletedProcess(command, int(command[1] == "install" and command[-1] not in known))

    monkeypatch.setattr(testing.os, "geteuid", lambda: 0)
    monkeypatch.setattr(testing.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(
        testing, "SYSTEM_LIBRARIES", {"libnotthere.so.1": ("libnotthere1",), "libc.so.6": ("libc6",)}
    )
    monkeypatch.setattr(testing.subprocess, "run", run)
    assert testing.install(testing.missing_packages()) is (len(installed) == 3)
    assert done == installed


def test_the_named_browser_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        testing.shutil, "which", lambda name: f"/usr/bin/{name}" if "chromium" in name else None
    )
    monkeypatch.delenv("SINERGI_CHROMIUM", raising=False)
    assert testing.browser() == "/usr/bin/chromium-headless-shell"
    monkeypatch.setenv("SINERGI_CHROMIUM", "/opt/chrome")
    assert testing.browser() == "/opt/chrome"
    monkeypatch.delenv("SINERGI_CHROMIUM")
    monkeypatch.setattr(testing.shutil, "which", lambda name: None)
    assert testing.browser() == "chromium-headless-shell"


def test_paths_mean_what_the_caller_sees(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("")
    given = ["-k", "name", "test_x.py::test_one", "tests"]
    assert testing.arguments_of_pytest(given, tmp_path) == [
        "-k",
        "name",
        str(tmp_path / "test_x.py::test_one"),
        "tests",
    ]


@pytest.fixture
def clone() -> Iterator[Path]:
    """A clean copy of what git knows and would know, in a new folder with a space."""
    folder = Path(tempfile.mkdtemp(prefix="sinergi clone "))
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.split(b"\0")
    for name in filter(None, map(os.fsdecode, names)):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    yield folder
    shutil.rmtree(folder)


def run_in(clone: Path, *words: str, **extra: str) -> "subprocess.CompletedProcess[str]":
    """With an empty home; the machine's own way to packages stays."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "SSL_", "UV_")) or name == "PATH"
    }
    return subprocess.run(
        [str(clone / "sinergi"), *words], cwd="/", env=kept | {"HOME": str(clone / "user")} | extra, text=True,
        capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=600,
    )  # fmt: skip


@pytest.mark.slow
def test_clean_clone_with_an_empty_home_calculates(clone: Path) -> None:
    strict = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    starts = [
        subprocess.Popen(
            [str(clone / "sinergi"), "setup"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=strict
        )
        for _ in range(2)
    ]
    for start in starts:
        start.communicate(timeout=600)
        assert start.returncode == 0, (clone / ".venv" / "setup.log").read_text()[-2000:]
    done = run_in(clone, "sample-size", "1000", "--json")
    assert (done.stdout.strip(), done.stderr) == ('{"population": 1000, "sample": 278}', "")
    compiled = {path.parent.parent.name for path in (clone / "src").rglob("__pycache__/*.pyc")}
    assert {"sinergi", "casework", "web"} <= compiled, "whoever may not write would compile at each start"
    unknown = run_in(clone, "gibberish")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)


@pytest.mark.slow
def test_no_way_to_packages_is_said_in_one_sentence(clone: Path) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "",
               "PIP_CONFIG_FILE": os.devnull, "PIP_DEFAULT_TIMEOUT": "2"}  # fmt: skip
    done = run_in(clone, "sample-size", "1000", **nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert "jaringan" in done.stderr.splitlines()[-1]
    assert not (clone / ".venv" / ".made-for-runtime").exists()
