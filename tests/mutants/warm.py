"""The process of a lane that has imported pytest, Django and the other packages, and forks a child for each run.

Nothing of the work tree is imported here, or a patch would come too late: ``_Closed`` refuses it. A request is a
line of JSON on standard input, the answer a line with pytest's exit code, or null for a run that took too long.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

OWN = {"sinergi", "tests", "conftest"}
# pytest wants to rewrite the assertions of its plugins, so it must be the one that imports them.
LATER = {"pytest_django", "time_machine", "__main__", "__mp_main__"}
SETTINGS = "DJANGO_SETTINGS_MODULE"


class _Closed(MetaPathFinder):
    """Refuses the work tree's own modules."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in OWN:
            raise ImportError(f"{name} belongs to the tree that is being broken")
        return None


def main() -> None:
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    for line in requests:
        request = json.loads(line)
        _warm(request["modules"])
        code = _forked(request)
        answers.write(json.dumps(code) + "\n")
        answers.flush()


def _warm(modules: Iterable[str]) -> None:
    """Import what an earlier run had imported. What needs settings, models or the tree fails: the child does it."""
    settings = os.environ.pop(SETTINGS, None)
    closed = _Closed()
    sys.meta_path.insert(0, closed)
    for name in modules:
        if name not in sys.modules and name.partition(".")[0] not in OWN | LATER:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    sys.meta_path.remove(closed)
    if settings is not None:
        os.environ[SETTINGS] = settings
    importlib.invalidate_caches()
    gc.collect()
    gc.freeze()  # children that collect garbage would copy every page


def _forked(request: dict[str, Any]) -> int | None:
    """Run pytest in a child, at the head of a group of its own so that what it started ends with it."""
    child = os.fork()
    if not child:
        _child(request)
    end = time.monotonic() + request["longest"]
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _child(request: dict[str, Any]) -> None:
    code = 70
    try:
        os.setsid()
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.dont_write_bytecode = not request["compile"]
        code = int(pytest.main(request["arguments"]))
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).parent]
    main()
