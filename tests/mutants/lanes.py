"""A lane: one copy of the work tree in which patches are tried one after the other."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres.cluster import Cluster
from sinergi.web.postgres.folder import DATABASE, PORT, ROLE
from tests.mutants.outcomes import CALL
from tests.mutants.patches import ROOT, Mutant

PARTS = ("src", "tests", "docs", "pyproject.toml")
UNBROKEN = "(unbroken)"
LONGEST = 240  # seconds for the tests of one patch; they take two on a free machine
# Only what the tests need: loading all that is installed takes half as long again as the tests. Ours comes last,
# because its database fixture takes the place of pytest-django's.
PLUGINS = ("-p", "pytest_django.plugin", "-p", "time_machine", "-p", "tests.mutants.outcomes")


@dataclass(frozen=True)
class Outcome:
    """What became of one patch; ``output`` is pytest's own, shown when the outcome is not ``good``."""

    mutant: str
    good: bool
    words: str
    seconds: float
    output: str = ""


@dataclass(frozen=True)
class Lane:
    """A copy of the work tree, and the process (see `warm`) that forks its tests."""

    tree: Path
    environ: dict[str, str]
    process: subprocess.Popen[str]
    modules: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, tree: Path, environ: dict[str, str]) -> Self:
        """A lane over a tree that is there, with the process that runs its tests."""
        warm = [sys.executable, "-P", str(Path(__file__).with_name("warm.py"))]
        process = subprocess.Popen(
            warm, cwd=tree, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return cls(tree, environ, process)

    @classmethod
    def open(cls, scratch: Path, number: int, cluster: Cluster) -> Self:
        """Copy the work tree; modification times stay, so compiled files stay valid."""
        tree = scratch / f"lane{number}"
        tree.mkdir()
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, tree / part, symlinks=True)
            elif (ROOT / part).exists():
                shutil.copy2(ROOT / part, tree / part)
        home = HomeFolder(scratch / f"home{number}").create()
        place = f"host={quote(str(cluster.folder.socket))}&port={PORT}"
        environ = os.environ | {
            "SINERGI_HOME": str(home.path),
            "DATABASE_URL": f"postgresql://{ROLE}@/lane{number}?{place}",
            # The cluster runs and the template is there: the plugin copies it, under a name with the lane's number.
            "PYTEST_XDIST_WORKER": f"lane{number}",
            "SINERGI_TEST_TEMPLATE": DATABASE,
            "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "MUTANT_OUTCOMES": str(scratch / f"outcomes{number}.json"),
        }
        return cls.start(tree, environ)

    def learn(self, tests: Sequence[str]) -> Outcome:
        """Collect ``tests`` and let the lane's process import in advance what that needed of other packages."""
        began = time.monotonic()
        found, output = self._pytest([*tests], "--collect-only", compiled=True, longest=LONGEST)
        if found:
            self.modules[:] = found["modules"]
        words = "collected" if found else "cannot be collected"
        return Outcome(UNBROKEN, found is not None, words, time.monotonic() - began, output)

    def must_pass(self, tests: Sequence[str]) -> Outcome:
        """All ``tests`` pass on the copy as it is."""
        began = time.monotonic()
        found, output = self._pytest(tests, compiled=True, longest=LONGEST * 6)
        failed = sorted(found["failed"]) if found else []
        missing = [test for test in tests if not _of(test, found["passed"] if found else ())]
        good = found is not None and not failed and not missing
        words = "green" if good else f"not green: {failed or missing or 'no outcome'}"
        return Outcome(UNBROKEN, good, words, time.monotonic() - began, output)

    def try_out(self, mutant: Mutant) -> Outcome:
        """Apply the patch, run its tests, put the files right again (the work tree may have moved on)."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as kept:
            for number, name in enumerate(mutant.changed):
                if (self.tree / name).exists():
                    shutil.copy2(self.tree / name, Path(kept) / str(number))
            good, words, output = self._verdict(mutant)
            for number, name in enumerate(mutant.changed):
                if (Path(kept) / str(number)).exists():
                    shutil.copy2(Path(kept) / str(number), self.tree / name)
        return Outcome(mutant.name, good, words, time.monotonic() - began, output)

    def close(self) -> None:
        """End the lane's process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(LONGEST)

    def _verdict(self, mutant: Mutant) -> tuple[bool, str, str]:
        if not mutant.tests:
            return False, "names no test", ""
        applied = subprocess.run(
            ["git", "apply", "-C1", str(mutant.path)], cwd=self.tree, env=self.environ | {"GIT_DIR": os.devnull},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if applied.returncode:
            return False, "does not apply", applied.stderr
        found, output = self._pytest(mutant.tests, compiled=False, longest=LONGEST)
        if found is None:
            return False, "no outcome (hung, or not collected)", output
        for test in mutant.tests:
            reasons = {found["failed"][node] for node in _of(test, found["failed"])}
            if CALL not in reasons:
                words = f"fails, but not in what it looks at: {sorted(reasons)}" if reasons else "stays green"
                return False, f"{words}: {test}", output
        return True, "red", output

    def _pytest(
        self, tests: Sequence[str], *options: str, compiled: bool, longest: int
    ) -> tuple[dict[str, Any] | None, str]:
        """What the plugin wrote down, or None when there is nothing, and what pytest said."""
        report, log = Path(self.environ["MUTANT_OUTCOMES"]), Path(self.environ["MUTANT_OUTCOMES"] + ".log")
        report.unlink(missing_ok=True)
        stop = ["-x"] if len(tests) == 1 else []
        request = {
            "arguments": [*PLUGINS, "-q", "--tb=short", *stop, *options, *tests],
            # A broken file and its original may differ in less than the compiled file's stamp can tell.
            "compile": compiled,
            "longest": longest,
            "log": str(log),
            "modules": self.modules,
        }
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        code = json.loads(answer) if answer else None
        output = log.read_text(errors="replace") if log.exists() else ""
        if code is None:
            return None, f"{output}\nstopped after {longest} s"
        if code not in (0, 1) or not report.is_file():
            return None, output
        return json.loads(report.read_text()), output


def _of(test: str, nodes: Iterable[str]) -> list[str]:
    """The node ids that ``test`` stands for."""
    return [node for node in nodes if node == test or node.startswith(f"{test}[")]
