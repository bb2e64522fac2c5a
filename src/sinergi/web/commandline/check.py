"""Memeriksa pemasangan: folder, kunci, basis data, pengaturan, dan umur tinjauan keamanan paket.

Kode keluar 1 bila ada yang salah. Peringatan dan petunjuk tidak mengubah kode keluar.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sinergi.web.commandline import installation as shared
from sinergi.web.homefolder import HomeFolder, checkout

HELP = "periksa pemasangan dan pengaturan"
REVIEW = Path(__file__).with_name("dependency_review.json")
REVIEW_DAYS = 30
GOOD, HINT, WRONG = "baik", "perhatian", "SALAH"
# An auditor without advisories finds nothing anywhere. This version has known ones, so it must find some.
KNOWN_VULNERABLE = "django==4.2.0"
_HTTPS = "atur SINERGI_URL ke alamat https:// sebelum dipakai lewat internet"
WITHOUT_HTTPS = {  # what Django says of a server without https, in the words of its administrator
    "security.W004": f"peramban belum diminta selalu memakai https (HSTS); {_HTTPS}.",
    "security.W008": f"alamat http:// belum dialihkan ke https://; {_HTTPS}.",
    "security.W012": f"tanda masuk dapat terkirim tanpa https; {_HTTPS}.",
    "security.W016": f"tanda pengaman formulir dapat terkirim tanpa https; {_HTTPS}.",
}


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    state: str
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--audit", action="store_true", help="tanyakan juga kerentanan paket ke pip-audit (jaringan)"
    )


def run(args: argparse.Namespace) -> int:
    return shared.in_one_sentence(lambda: check(audit=args.audit))


def check(*, audit: bool) -> int:
    """Print every finding; 1 if one is wrong."""
    with shared.installation() as home:
        shared.set_up_django()
        findings = [*keys(home), *database(), *django_checks(), *review(datetime.now(UTC).date())]
    if audit:
        findings += vulnerabilities()
    for finding in findings:
        print(f"[{finding.state}] {finding.text}")
    return 1 if any(finding.state == WRONG for finding in findings) else 0


def keys(home: HomeFolder) -> Iterator[Finding]:
    """Are the keys there, and closed to others?"""
    from sinergi.vault import keyring

    open_to_others = [path.name for path in home.keys.glob("*.key") if path.stat().st_mode & 0o077]
    if open_to_others:
        yield Finding(WRONG, f"Kunci dapat dibaca pengguna lain: {', '.join(open_to_others)} (chmod 600).")
    names = keyring.load(home.keys).identities()
    yield Finding(GOOD, f"{len(names)} kunci di {home.keys}; simpan salinannya terpisah dari cadangan.")


def database() -> Iterator[Finding]:
    """Which server, and does its structure fit this program?"""
    from django.db import connection

    from sinergi.web.commandline.migrate import unapplied

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        yield Finding(GOOD, f"PostgreSQL {cursor.fetchone()[0]} menjawab.")
    missing = unapplied()
    if missing:
        yield Finding(
            WRONG, f"{len(missing)} perubahan susunan basis data belum dijalankan: ./sinergi migrate"
        )
    else:
        yield Finding(GOOD, "Susunan basis data sesuai dengan program ini.")


def django_checks() -> Iterator[Finding]:
    """Django's own checks, with those for a server on the internet as hints."""
    from django.core import checks

    messages = checks.run_checks(include_deployment_checks=True, databases=["default"])
    for message in messages:
        state = WRONG if message.level >= checks.ERROR else HINT
        words = WITHOUT_HTTPS.get(str(message.id), message.msg)
        yield Finding(state, " ".join(f"{message.id}: {words}".split()))
    if not messages:
        yield Finding(GOOD, "Pemeriksaan Django tidak menemukan apa pun.")


def review(today: date) -> Iterator[Finding]:
    """How old is the last look at the advisories of the locked packages, and was it this lock?"""
    found = json.loads(REVIEW.read_text(encoding="utf-8"))
    age = (today - date.fromisoformat(found["reviewed"])).days
    lock = lock_sum()
    if age > REVIEW_DAYS:
        yield Finding(
            HINT, f"Kerentanan paket terakhir ditinjau {age} hari lalu; tinjau lagi: ./sinergi check --audit"
        )
    elif lock is not None and lock != found["lock_sha256"]:
        yield Finding(
            HINT, "Daftar paket berubah sejak kerentanannya ditinjau; tinjau lagi: ./sinergi check --audit"
        )
    elif not found["advisories"]:
        yield Finding(
            HINT,
            f"Paket ditinjau {age} hari lalu ({found['how']}), tetapi daftar kerentanannya tidak terjangkau saat itu; "
            "tanyakan dari komputer yang tersambung internet: ./sinergi check --audit",
        )
    else:
        yield Finding(GOOD, f"Kerentanan paket ditinjau {age} hari lalu ({found['how']}).")


def lock_sum() -> str | None:
    """SHA-256 of the lock of this checkout; None where it is installed without one."""
    root = checkout()
    return hashlib.sha256((root / "requirements.txt").read_bytes()).hexdigest() if root else None


def vulnerabilities() -> Iterator[Finding]:
    """Ask pip-audit, after proof that it can find anything here."""
    program = shutil.which("pip-audit", path=str(Path(sys.executable).parent)) or shutil.which("pip-audit")
    root = checkout()
    if program is None or root is None:
        yield Finding(HINT, "pip-audit tidak terpasang, jadi kerentanan paket tidak dapat ditanyakan.")
        return
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder, "requirements.txt")
        canary.write_text(KNOWN_VULNERABLE + "\n")
        if not _audit(program, canary):
            yield Finding(
                HINT,
                "pip-audit di sini tidak mempunyai data kerentanan, jadi hasilnya tidak berarti apa-apa.",
            )
            return
    found = _audit(program, root / "requirements.txt")
    if found:
        yield Finding(WRONG, f"Paket dengan kerentanan yang diketahui: {', '.join(sorted(found))}.")
    else:
        yield Finding(GOOD, "pip-audit tidak menemukan kerentanan pada paket yang dikunci.")


def _audit(program: str, lock: Path) -> set[str]:
    """Names of vulnerable packages of a requirements file; empty also when it cannot audit."""
    command = [
        program,
        "--disable-pip",
        "--no-deps",
        "--format=json",
        "--progress-spinner=off",
        "-r",
        str(lock),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        report = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, json.JSONDecodeError):
        return set()
    return {
        re.sub(r"[^\w.-]", "", str(package["name"]))
        for package in report["dependencies"]
        if package.get("vulns")
    }
