"""Running a calculator in this process: what it must print, and how it must refuse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sinergi.web.commandline.main import main

Run = Callable[..., Any]


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a calculator with --json: exit 0, nothing on standard error, one JSON object on standard output."""

    def run(*arguments: str) -> dict[str, Any]:
        assert main([*arguments, "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert out.count("\n") == 1
        found: dict[str, Any] = json.loads(out)
        return found

    return run


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a calculator that must fail: exit 2, nothing on standard output, one line on standard error."""

    def run(*arguments: str) -> str:
        assert main(list(arguments)) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.endswith("\n") and err.count("\n") == 1
        return err

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], str]:
    def write(content: str | bytes) -> str:
        path = tmp_path / f"uji-{len(list(tmp_path.iterdir()))}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write
