"""Menyiapkan kantor sungguhan tanpa data contoh: kantor, kelurahan, dan administrator pertama.

Di terminal, yang belum diberikan lewat pilihan akan ditanyakan. Untuk skrip: --from BERKAS dengan JSON
{"name", "city", "code", "prefix", "villages": [{"name", "code", "letter_code"}], "admin_username", "admin_name",
"admin_password", "details": {"address", "phone", …}}.
"""

import argparse
import getpass
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sinergi.sheets.reasons import reason_of
from sinergi.web.commandline import installation as shared
from sinergi.web.commandline.serve import migrate_if_needed

HELP = "siapkan kantor sungguhan: kantor, kelurahan, administrator"
SHORTEST_PASSWORD = 12
HOW = "Jalankan di terminal supaya ditanya, atau beri --from BERKAS (lihat sinergi init --help)."


@dataclass(frozen=True)
class Question:
    """One thing to know: its key in the JSON, what to ask, what an answer looks like, and what to say if not."""

    key: str
    text: str
    pattern: str
    wrong: str

    def check(self, answer: str) -> str:
        """The answer, tidied; raises `ValueError` with words."""
        answer = " ".join(answer.split())
        if "\0" in answer or not re.fullmatch(self.pattern, answer):
            raise ValueError(self.wrong)
        return answer


ANY_NAME = r".{3,120}"
QUESTIONS = (
    Question("name", "Nama kantor (misalnya Kecamatan Mariso)", ANY_NAME, "isi 3 sampai 120 huruf"),
    Question("city", "Kabupaten atau kota (misalnya Kota Makassar)", ANY_NAME, "isi 3 sampai 120 huruf"),
    Question(
        "code",
        "Kode wilayah Kemendagri (misalnya 73.71.01)",
        r"\d{2}\.\d{2}\.\d{2}",
        "tulis enam angka dengan titik, misalnya 73.71.01",
    ),
    Question(
        "prefix", "Awalan nomor permohonan (misalnya MRS)", r"[A-Z]{2,4}", "tulis 2 sampai 4 huruf besar"
    ),
    Question("admin_name", "Nama lengkap administrator", ANY_NAME, "isi 3 sampai 120 huruf"),
    Question(
        "admin_username",
        "Nama masuk administrator (misalnya admin)",
        r"[a-z][a-z0-9._-]{2,29}",
        "tulis 3 sampai 30 huruf kecil, angka, titik, atau garis, diawali huruf",
    ),
)
VILLAGE_NAME = Question(
    "name", "Nama kelurahan (kosongkan bila selesai)", r".{3,120}", "isi 3 sampai 120 huruf"
)
VILLAGE_CODE = Question(
    "code",
    "  Kode wilayahnya (boleh kosong, misalnya 73.71.01.1001)",
    r"(\d{2}\.\d{2}\.\d{2}\.\d{4})?",
    "tulis sepuluh angka dengan titik, misalnya 73.71.01.1001, atau kosongkan",
)
LETTER_CODE = Question(
    "letter_code",
    "  Kodenya pada nomor surat (boleh kosong)",
    r"[A-Za-z0-9.-]{0,12}",
    "paling banyak 12 huruf",
)

PHONE = r"[+0-9][0-9 ().-]{5,29}"
PHONE_WORDS = "tulis angka di antara tanda kutip, misalnya 061-6851234"
DETAILS = (
    Question("province", "Provinsi", r".{0,120}", "paling banyak 120 huruf"),
    Question("address", "Alamat", r".{0,250}", "paling banyak 250 huruf"),
    Question("phone", "Telepon", rf"({PHONE})?", PHONE_WORDS),
    Question("whatsapp", "Nomor WhatsApp", rf"({PHONE})?", PHONE_WORDS),
    Question("email", "Surel", r"([^@\s]+@[^@\s]+\.[^@\s]+)?", "tulis seperti kantor@contoh.go.id"),
    Question(
        "time_zone", "Zona waktu", r"Asia/(Jakarta|Pontianak|Makassar|Jayapura)",
        "pilih Asia/Jakarta, Asia/Pontianak, Asia/Makassar, atau Asia/Jayapura",
    ),
    Question(
        "host", "Nama host", r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", "tulis seperti layanan.contoh.go.id"
    ),
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="source", metavar="BERKAS", help="jawaban dalam berkas JSON (- untuk stdin)"
    )
    for question in QUESTIONS:
        parser.add_argument(f"--{question.key.replace('_', '-')}", metavar="TEKS", help=question.text)
    parser.add_argument(
        "--village", action="append", default=[], metavar="NAMA[,KODE]", help="kelurahan; boleh diulang"
    )
    parser.add_argument(
        "--password-file", metavar="BERKAS", help="berkas yang baris pertamanya kata sandi administrator"
    )


def run(args: argparse.Namespace) -> int:
    return shared.in_one_sentence(lambda: init(args))


def init(args: argparse.Namespace) -> int:
    """Ask, check, then found the office in one transaction."""
    answers = given(args)
    may_ask = sys.stdin.isatty() and args.source is None
    # What is wrong, or missing where nobody can be asked, is said before anything is started.
    checked(answers, complete=not may_ask)
    with shared.installation() as home:
        migrate_if_needed(home, allowed=True)
        shared.set_up_django()
        _require_none_yet()
        if may_ask:
            ask_for_missing(answers, input, getpass.getpass)
        plan = checked(answers, complete=True)
        _found(plan)
    return 0


def given(args: argparse.Namespace) -> dict[str, Any]:
    """What flags and the file say; flags win. Raises `Stopped`."""
    answers = _from_file(args.source) if args.source else {}
    for question in QUESTIONS:
        if (value := getattr(args, question.key)) is not None:
            answers[question.key] = value
    if args.village:
        parts = [text.partition(",") for text in args.village]
        answers["villages"] = [{"name": name.strip(), "code": code.strip()} for name, _, code in parts]
    if args.password_file:
        answers["admin_password"] = _first_line(Path(args.password_file))
    return answers


def checked(answers: dict[str, Any], *, complete: bool) -> dict[str, Any]:
    """The answers, each in its form; raises `Stopped` naming all that is missing or wrong, in one sentence."""
    wrong, result = [], dict(answers)
    unknown = (
        set(answers) - {question.key for question in QUESTIONS} - {"villages", "admin_password", "details"}
    )
    wrong += [f"{key} tidak dikenal" for key in sorted(unknown)]
    for question in QUESTIONS:
        if question.key in answers:
            result[question.key] = _try(question, answers[question.key], question.key, wrong)
        elif complete:
            wrong.append(f"{question.key} belum diisi")
    result["villages"] = _villages(answers.get("villages", []), wrong)
    if complete and not result["villages"]:
        wrong.append("villages belum diisi")
    password = answers.get("admin_password")
    if password is not None and (not isinstance(password, str) or len(password) < SHORTEST_PASSWORD):
        wrong.append(f"admin_password paling sedikit {SHORTEST_PASSWORD} huruf")
    result["details"] = _details(answers.get("details", {}), wrong)
    if wrong:
        hint = "" if answers else f" {HOW}"
        raise shared.Stopped(f"Isian belum benar: {'; '.join(wrong)}.{hint}")
    return result


def ask_for_missing(
    answers: dict[str, Any], ask: Callable[[str], str], ask_secretly: Callable[[str], str]
) -> None:
    """Ask on the terminal for what is not given; a wrong answer is explained and asked again."""
    for question in QUESTIONS:
        if question.key not in answers:
            answers[question.key] = _asked(question, ask)
    if not answers.get("villages"):
        answers["villages"] = []
        while name := _asked(VILLAGE_NAME, ask, may_be_empty=bool(answers["villages"])):
            if name.casefold() in {one["name"].casefold() for one in answers["villages"]}:
                print("  Belum benar: kelurahan ini sudah ditulis.")
                continue
            village = {"name": name}
            village |= {question.key: _asked(question, ask) for question in (VILLAGE_CODE, LETTER_CODE)}
            answers["villages"].append(village)
    while "admin_password" not in answers:
        word = ask_secretly("Kata sandi administrator (kosongkan untuk dibuatkan): ")
        if not word:
            return
        if len(word) < SHORTEST_PASSWORD:
            print(f"  Kata sandi paling sedikit {SHORTEST_PASSWORD} huruf.")
        elif ask_secretly("Ulangi kata sandi: ") != word:
            print("  Keduanya tidak sama; tulis lagi.")
        else:
            answers["admin_password"] = word


def _asked(question: Question, ask: Callable[[str], str], *, may_be_empty: bool = False) -> str:
    while True:
        answer = ask(f"{question.text}: ")
        if may_be_empty and not answer.strip():
            return ""
        try:
            return question.check(answer)
        except ValueError as trouble:
            print(f"  Belum benar: {trouble}.")


def _try(question: Question, value: object, name: str, wrong: list[str]) -> str:
    try:
        return question.check(value if isinstance(value, str) else "\0")
    except ValueError as trouble:
        wrong.append(f"{name} ({trouble})")
        return ""


def _villages(given: object, wrong: list[str]) -> list[dict[str, str]]:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        wrong.append("villages harus daftar objek")
        return []
    found = []
    for number, one in enumerate(given, 1):
        found.append(
            {
                question.key: _try(
                    question, one.get(question.key, ""), f"kelurahan ke-{number}: {question.key}", wrong
                )
                for question in (VILLAGE_NAME, VILLAGE_CODE, LETTER_CODE)
            }
        )
    names = [one["name"].casefold() for one in found]
    if len(set(names)) < len(names):
        wrong.append("ada nama kelurahan yang ditulis dua kali")
    return found


def _details(given: object, wrong: list[str]) -> dict[str, str]:
    known = {question.key: question for question in DETAILS}
    if not isinstance(given, dict) or set(given) - set(known):
        wrong.append(f"details hanya mengenal {', '.join(known)}")
        return {}
    return {key: _try(known[key], value, f"details.{key}", wrong) for key, value in given.items()}


def _from_file(source: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except (OSError, UnicodeDecodeError) as trouble:
        raise shared.Stopped(f"Berkas {source} tidak dapat dibaca ({reason_of(trouble)}).") from trouble
    except json.JSONDecodeError as trouble:
        raise shared.Stopped(f"Isi {source} bukan JSON yang benar (baris {trouble.lineno}).") from trouble
    if not isinstance(found, dict):
        raise shared.Stopped(f"Isi {source} harus satu objek JSON.")
    return found


def _first_line(path: Path) -> str:
    try:
        return (path.read_text(encoding="utf-8").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as trouble:
        raise shared.Stopped(f"Berkas {path} tidak dapat dibaca ({reason_of(trouble)}).") from trouble


def _require_none_yet() -> None:
    from sinergi.organization.models import Office

    office = Office.objects.first()
    if office is not None:
        raise shared.Stopped(
            f"Kantor sudah ada di sini ({office.name}); untuk yang baru atur SINERGI_HOME lain."
        )


def _found(answers: dict[str, Any]) -> None:
    from django.utils import timezone

    from sinergi.web.founding import OfficePlan, Village, found

    villages = tuple(Village(**village) for village in answers.pop("villages"))
    founded = found(OfficePlan(villages=villages, **answers), now=timezone.now())
    print(f"{founded.office.name} siap, dengan {len(villages)} kelurahan.")
    print(f"Administrator: {founded.admin.username}")
    if not answers.get("admin_password"):
        print(f"Kata sandi pertama (hanya ditampilkan sekali): {founded.password}")
    print("Jalankan: ./sinergi serve")
