"""``./sinergi test [pytest's arguments]``: install the system programs that the tests use, then run pytest.

Without arguments everything runs, in as many processes as there are processors (at most four). With arguments
pytest gets exactly those. The output ends with pytest's own closing line.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# The browser of the tests, the first that is here. The one without windows needs half the processor's time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

# Program that a test starts, under any of its names -> the Debian packages of which one brings it, the best first.
SYSTEM_PROGRAMS = {
    BROWSERS: ("chromium-headless-shell", "chromium"),
    ("pdftotext",): ("poppler-utils",),
}

# The same for libraries that a program of Python's packages loads: Playwright's driver.
SYSTEM_LIBRARIES = {"libatomic.so.1": ("libatomic1",)}


def browser() -> str:
    """The program of the browser: ``SINERGI_CHROMIUM``, or the first of `BROWSERS` that is here (else its name, which
    the error then says)."""
    found = next(filter(None, map(shutil.which, BROWSERS)), BROWSERS[0])
    return os.environ.get("SINERGI_CHROMIUM", "") or found


def missing_packages() -> list[tuple[str, ...]]:
    """For each program and library that is not here, the Debian packages of which one brings it."""
    programs = [packages for names, packages in SYSTEM_PROGRAMS.items() if not any(map(shutil.which, names))]
    return programs + [packages for name, packages in SYSTEM_LIBRARIES.items() if not _loads(name)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(missing: list[tuple[str, ...]]) -> bool:
    """Install one of each with apt-get when this process may; False when it may not or cannot."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    _say(f"memasang paket sistem: {_named(missing)} ...")
    _apt(apt, "update")
    return [_one_of(apt, packages) for packages in missing].count(False) == 0


def _one_of(apt: str, packages: tuple[str, ...]) -> bool:
    return any(_apt(apt, "install", "-y", "--no-install-recommends", package) for package in packages)


def _apt(apt: str, *words: str) -> bool:
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        [apt, *words], env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode == 0


def _named(missing: list[tuple[str, ...]]) -> str:
    return ", ".join(" atau ".join(packages) for packages in missing)


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
    missing = missing_packages()
    if missing and not install(missing):
        _say(
            f"paket sistem ini belum ada, jadi pengujian yang memakainya akan gagal: {_named(missing)} "
            f"(sebagai root: apt-get install {' '.join(packages[0] for packages in missing)})"
        )
    arguments = arguments_of_pytest(given, Path.cwd())
    os.chdir(Path(__file__).resolve().parents[4])
    os.execv(sys.executable, [sys.executable, "-P", "-m", "pytest", *arguments])  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
