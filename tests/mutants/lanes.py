"""A lane: one copy of the work tree in which patches are tried one after the other."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres.cluster import Cluster
from sinergi.web.postgres.folder import DATABASE, PORT, ROLE
from tests.mutants.patches import ROOT, Mutant

PARTS = ("src", "tests", "docs", "pyproject.toml")
LONGEST = 240  # seconds for the tests of one patch; they take five on a free machine
# Only what the tests need: loading all that is installed takes half as long again as the tests.
PLUGINS = ("-p", "tests.mutants.outcomes", "-p", "pytest_django.plugin", "-p", "time_machine")


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
    """A copy of the work tree and the environment of its processes."""

    tree: Path
    environ: dict[str, str]

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
            # What the plugin reads in a worker of xdist: the cluster runs, the template is there.
            "PYTEST_XDIST_WORKER": f"lane{number}",
            "SINERGI_TEST_TEMPLATE": DATABASE,
            "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "MUTANT_OUTCOMES": str(scratch / f"outcomes{number}.json"),
        }
        return cls(tree, environ)

    def must_pass(self, name: str, tests: Sequence[str]) -> Outcome:
        """All ``tests`` pass on the copy as it is."""
        began = time.monotonic()
        found, output = self._pytest(tests, compiled=True, longest=LONGEST * 6)
        failed = sorted(found["failed"]) if found else []
        missing = [test for test in tests if not _of(test, found["passed"] if found else ())]
        good = found is not None and not failed and not missing
        words = "green" if good else f"not green: {failed or missing or 'no outcome'}"
        return Outcome(name, good, words, time.monotonic() - began, output)

    def try_out(self, mutant: Mutant) -> Outcome:
        """Apply the patch, run its tests, put the files right again."""
        began = time.monotonic()
        good, words, output = self._verdict(mutant)
        for name in mutant.changed:
            if (ROOT / name).exists():
                shutil.copy2(ROOT / name, self.tree / name)
        return Outcome(mutant.name, good, words, time.monotonic() - began, output)

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
            phases = {found["failed"][node] for node in _of(test, found["failed"])}
            if "call" not in phases:
                return (
                    False,
                    f"stays green: {test}" if not phases else f"fails in {phases}, not in the test",
                    output,
                )
        return True, "red", output

    def _pytest(
        self, tests: Sequence[str], *, compiled: bool, longest: int
    ) -> tuple[dict[str, dict[str, str]] | None, str]:
        """Outcomes by node id, or None when there are none, and what pytest said."""
        report = Path(self.environ["MUTANT_OUTCOMES"])
        report.unlink(missing_ok=True)
        # A broken file and its original may differ in less than the compiled file's stamp can tell.
        environ = self.environ | ({} if compiled else {"PYTHONDONTWRITEBYTECODE": "1"})
        stop = ["-x"] if len(tests) == 1 else []
        command = [
            sys.executable, "-P", "-m", "pytest", *PLUGINS, "-q",
            "--tb=short", *stop, *tests,
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, cwd=self.tree, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, timeout=longest, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            return None, f"{late.stdout or ''}\nstopped after {longest} s"
        if done.returncode not in (0, 1) or not report.is_file():
            return None, done.stdout
        return json.loads(report.read_text()), done.stdout


def _of(test: str, nodes: Iterable[str]) -> list[str]:
    """The node ids that ``test`` stands for."""
    return [node for node in nodes if node == test or node.startswith(f"{test}[")]
