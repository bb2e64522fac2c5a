"""``./sinergi test [pytest's arguments]``: install the system programs that the tests use, then run pytest.

Without arguments everything runs, in as many processes as there are processors (at most four). With arguments
pytest gets exactly those. The output ends with pytest's own closing line.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Program that a test starts -> Debian package that brings it.
SYSTEM_PROGRAMS = {
    ("chromium", "chromium-browser", "google-chrome"): "chromium",
    ("pdftotext",): "poppler-utils",
}


def missing_packages() -> list[str]:
    """Debian packages of programs that are not here."""
    return [package for names, package in SYSTEM_PROGRAMS.items() if not any(map(shutil.which, names))]


def install(packages: list[str]) -> bool:
    """Install with apt-get when this process may; False when it may not or cannot."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    _say(f"memasang paket sistem: {', '.join(packages)} ...")
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [apt, *words], env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    return done.returncode == 0


def arguments_of_pytest(given: list[str], started_in: Path) -> list[str]:
    """Paths as the caller meant them; all processors when everything runs, the long files (browser) first."""
    if not given:
        processes = str(min(4, os.cpu_count() or 1))
        return ["-q", "-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"]
    return [str(started_in / word) if _is_path(word, started_in) else word for word in given]


def _is_path(word: str, folder: Path) -> bool:
    return not word.startswith("-") and (folder / word.partition("::")[0]).exists()


def _say(text: str) -> None:
    print(f"sinergi: {text}", file=sys.stderr, flush=True)


def main(given: list[str]) -> None:
    """Prepare, then become pytest."""
    packages = missing_packages()
    if packages and not install(packages):
        _say(
            f"paket sistem ini belum ada, jadi pengujian yang memakainya akan gagal: {', '.join(packages)} "
            f"(sebagai root: apt-get install {' '.join(packages)})"
        )
    arguments = arguments_of_pytest(given, Path.cwd())
    os.chdir(Path(__file__).resolve().parents[4])
    os.execv(sys.executable, [sys.executable, "-P", "-m", "pytest", *arguments])  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
