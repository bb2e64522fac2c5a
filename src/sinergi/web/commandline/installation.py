"""What every command that needs the installation shares: the home folder, the database, one sentence for trouble."""

import argparse
import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sinergi.sheets.reasons import reason_of
from sinergi.vault.keyring import DamagedKey, load
from sinergi.web.commandline.lifeline import end_with_starter
from sinergi.web.commandline.output import say_error
from sinergi.web.homefolder import HomeFolder, HomeUnusable, home_folder
from sinergi.web.postgres import DatabaseTrouble, running_database
from sinergi.web.postgres.trouble import DISK_FULL, explain_error, is_disk_full, server_errors
from sinergi.web.variables import WrongVariable, public_address

FAILED = 1


class Stopped(Exception):
    """A command cannot go on; the text is one sentence for the operator. Exit code 1."""


def in_one_sentence(work: Callable[[], int]) -> int:
    """Run a command's work; what is likely to go wrong becomes one sentence and exit code 1."""
    try:
        return work()
    except (Stopped, HomeUnusable, DatabaseTrouble, DamagedKey, WrongVariable) as trouble:
        say_error(str(trouble))
    except OSError as trouble:
        if trouble.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        place = f" {trouble.filename}" if trouble.filename else ""
        say_error(f"Berkas{place} tidak dapat ditulis atau dibaca ({reason_of(trouble)}).")
    except server_errors() as trouble:
        say_error(explain_error(trouble, home_folder(os.environ)))
    return FAILED


def at_least_one(text: str) -> int:
    """An argument that counts something; argparse says what is wrong with others."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” harus bilangan bulat, paling sedikit 1")
    return int(text)


def prepared_home() -> HomeFolder:
    """The home folder, made if missing and named in the environment, so that child processes use the same."""
    end_with_starter()
    public_address(os.environ)  # a wrong one is named before anything starts
    home = HomeFolder(home_folder(os.environ)).create()
    load(home.keys)  # a damaged key is named before anything starts
    os.environ["SINERGI_HOME"] = str(home.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.web.settings")
    return home


@contextmanager
def installation() -> Iterator[HomeFolder]:
    """The home folder with its database running (started, joined, or elsewhere by ``DATABASE_URL``)."""
    home = prepared_home()
    with running_database(os.environ, home):
        yield home


def set_up_django() -> None:
    """Load the settings and the rooms; raises `Stopped` when a setting cannot be used."""
    import django

    try:
        django.setup()
    except ValueError as trouble:
        if not isinstance(trouble, WrongVariable) and "DATABASE_URL" not in str(trouble):
            raise
        raise Stopped(str(trouble)) from trouble


def run_command(*words: str, quiet: bool = True) -> None:
    """Run ``sinergi WORDS`` as a process of its own, so that this one stays small; raises `Stopped` when it fails."""
    command = [sys.executable, "-P", "-m", "sinergi", *words]
    output = subprocess.PIPE if quiet else None
    done = subprocess.run(
        command,
        env=as_child(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        check=False,
    )
    if done.returncode:
        if is_disk_full(done.stderr or "", home_folder(os.environ)):
            raise Stopped(DISK_FULL)
        last = ((done.stderr or "").strip().splitlines() or [f"kode keluar {done.returncode}"])[-1]
        raise Stopped(f"Perintah “sinergi {' '.join(words)}” gagal: {last.removeprefix('sinergi: ')}")


# Two memory arenas instead of eight per processor: each keeps what its busiest moment needed, and threads that take
# turns need no more. Thresholds that glibc may not raise by itself, so that large pieces go back when they are free.
MEMORY = {
    "MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TOP_PAD_": "16384",
}  # fmt: skip


def as_child() -> dict[str, str]:
    """The environment for a process that must end with this one (see `lifeline`)."""
    return MEMORY | os.environ | {"SINERGI_STARTER": str(os.getpid())}


class Stamp:
    """A note in the home folder that a step is done for what decides it, so that the next start skips the step."""

    def __init__(self, home: HomeFolder, step: str, *decisive: str) -> None:
        self._path = home.run / f"done-{step}"
        self._value = hashlib.sha256("\n".join(decisive).encode()).hexdigest()

    def done(self) -> bool:
        """Was the step done for exactly this?"""
        return self._path.is_file() and self._path.read_text() == self._value

    def set(self) -> None:
        """Note it, in one move."""
        draft = self._path.with_suffix(f".{os.getpid()}")
        draft.write_text(self._value)
        draft.replace(self._path)


def database_identity(home: HomeFolder) -> str:
    """Names one database: another cluster or another server gives another text."""
    if url := os.environ.get("DATABASE_URL", ""):
        return url
    facts = (home.database.resolve() / "cluster" / "PG_VERSION").stat()
    return f"{facts.st_ino}:{facts.st_mtime_ns}"


def source_state(*patterns: str) -> str:
    """Changes when a file of the package that matches a pattern changes (by name, size and time)."""
    package = Path(__file__).resolve().parents[2]
    found = sorted(path for pattern in patterns for path in package.glob(pattern) if path.is_file())
    return (
        "\n".join(f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in found)
        + packages_state()
    )


def packages_state() -> str:
    """Changes when a package is installed or updated in the environment."""
    folders = [Path(place) for place in sys.path if place.endswith("site-packages")]
    return "\n".join(sorted(path.name for folder in folders for path in folder.glob("*.dist-info")))
