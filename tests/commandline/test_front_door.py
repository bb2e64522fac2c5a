"""Help, unknown commands, streams and exit codes of a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sinergi
from sinergi.web.commandline.main import COMMANDS, main

FIXTURES = Path(__file__).parents[1] / "fixtures"
LAB20 = str(FIXTURES / "surveys/lab20_reliability_matrix.csv")
Run = Callable[..., Any]


def test_help_names_every_command_that_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for command in COMMANDS:
        assert (f"  {command.name} " in out) is command.exists()
    for name in ("survey-index", "sample-size", "due", "effect", "simulate-effect"):
        assert main([name, "--help"]) == 0
        assert "Pemakaian: sinergi " + name in capsys.readouterr().out


def test_unknown_commands_are_refused(refusal: Run) -> None:
    assert "hapus-semua" in refusal("hapus-semua")
    assert "./sinergi setup" in refusal("setup")
    assert refusal("due", "--salah").count("sinergi due --help") == 1


def bare() -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(Path(next(iter(sinergi.__path__))).parent),
        "LC_ALL": "C",
    }


def outside(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """As somebody at a shell runs it: a process of its own, a bare environment, another folder."""
    return subprocess.run(
        [sys.executable, "-m", "sinergi", *arguments],
        cwd=cwd,
        env=bare(),
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_streams_and_exit_codes_of_a_process(tmp_path: Path) -> None:
    good = outside("survey-index", LAB20, "--json", cwd=tmp_path)
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["index"] == "87.28"
    table = outside("survey-index", LAB20, cwd=tmp_path)
    assert table.returncode == 0
    assert "“5”" in table.stdout.decode()
    bad = outside("survey-index", "tidak-ada.csv", "--json", cwd=tmp_path)
    assert (bad.returncode, bad.stdout, bad.stderr.count(b"\n")) == (2, b"", 1)
    assert outside("due", "2026-03-13", cwd=tmp_path).returncode == 2


def test_calculators_need_no_django_and_due_no_numpy(tmp_path: Path) -> None:
    script = (
        "import sys; from sinergi.web.commandline.main import main; main(sys.argv[1:]); "
        "print([name for name in ('django', 'numpy', 'scipy', 'psycopg', 'python_calamine') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(next(iter(sinergi.__path__))).parent)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    for arguments, loaded in (
        (["due", "2026-03-13", "5"], "[]"),
        (["survey-index", LAB20], "[]"),
        (["simulate-effect", "--design", "waves-5", "--runs", "2"], "['numpy']"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stdout.strip().splitlines()[-1] == loaded


@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        (f"survey-index {LAB20} --json >&-", 0, b"", b""),
        ("due --help >&-", 0, b"", b""),
        ("survey-index tidak-ada.csv --json 2>&-", 2, b"", b""),
        (f"survey-index {LAB20} --json 2>&- <&-", 0, b"87.28", b""),
        (f"survey-index {LAB20} --json >/dev/full", 1, b"", b"penuh"),
        ("--help >/dev/full", 1, b"", b"penuh"),
        ("due --help >/dev/full", 1, b"", b"penuh"),
        ("survey-index tidak-ada.csv 2>/dev/full", 2, b"", b""),
        (f"survey-index - --json <{LAB20}", 0, b"87.28", b""),
        ("survey-index - --json <&-", 2, b"", b"kosong"),
        (f"survey-index {LAB20}/x", 2, b"", b"(bukan folder)"),
    ],
)
def test_streams_that_are_closed_full_or_read(
    tmp_path: Path, line: str, code: int, out: bytes, err: bytes
) -> None:
    shell = f'exec "{sys.executable}" -m sinergi {line}'
    done = subprocess.run(
        ["sh", "-c", shell], cwd=tmp_path, env=bare(), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == code
    assert out in done.stdout and bool(out) == bool(done.stdout)
    assert err in done.stderr and done.stderr.count(b"\n") == bool(err)
