"""``manage load_sample``: the simulated year into an empty database, and the sign-ins in a file for the demo."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.sample import world
from sinergi.sample.founding import PASSWORD
from sinergi.sample.loading import Loaded, load, write_truth

SHOWN = {
    "camat": "evaluasi, tindakan, tanda tangan", "sekcam": "paraf, layanan", "kasi": "paraf, pemeriksaan",
    "lurah.rengas-pulau": "tanda tangan kelurahan, evaluasi", "periksa.rengas-pulau": "pemeriksaan permohonan",
    "loket.rengas-pulau": "loket dan penyerahan", "kepegawaian": "pegawai, kompetensi, pelatihan",
    "mutu": "survei, musyawarah, evaluasi", "informasi": "program dan layanan", "auditor": "catatan audit",
    "admin": "pengguna dan peran",
}  # fmt: skip


class Command(BaseCommand):
    help = "Memuat data contoh setahun ke basis data yang masih kosong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=world.SEED, help="benih acak")
        parser.add_argument(
            "--cases", type=int, default=world.CASES, help="banyaknya permohonan dalam dua belas bulan"
        )
        parser.add_argument("--sign-ins", type=Path, help="berkas untuk daftar akun contoh")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load(now=timezone.now(), seed=options["seed"], size=options["cases"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        write_truth(loaded)
        text = sign_ins(loaded)
        if options["sign_ins"]:
            options["sign_ins"].write_text(text, encoding="utf-8")
        self.stdout.write(text)


def sign_ins(loaded: Loaded) -> str:
    """One account of each role, and the password that all of them share."""
    roles = {str(value): str(label) for value, label in Role.choices}
    lines = [f"Akun contoh (kata sandi semuanya: {PASSWORD})"]
    for person in loaded.people:
        if person.username in SHOWN:
            lines.append(f"  {person.username:<22} {roles[person.role]:<24} {SHOWN[person.username]}")
    return "\n".join(lines) + "\n"
