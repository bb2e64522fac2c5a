"""One front door for every command: finds it by name, imports only its module, words every error in one
sentence.

A command is a module of this package with ``add_arguments(parser)`` and ``run(args) -> int``. To add one,
write the module and give it a row in ``COMMANDS``; a row whose module is not there is not offered.
"""

import argparse
import errno
import importlib
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from types import ModuleType
from typing import NoReturn

from sinergi.web.commandline.output import Unusable, say_error, write_no_more

GOOD, NOT_WRITTEN, BAD_INPUT, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Command:
    name: str
    help: str
    group: str

    @property
    def module(self) -> str:
        return f"sinergi.web.commandline.{self.name.replace('-', '_')}"

    def exists(self) -> bool:
        return self.group == DOOR or find_spec(self.module) is not None


# What the shell script ./sinergi does itself, without the installed command.
DOOR = "Pintu depan (./sinergi di folder sumber)"
START, KEEP, COUNT = "Menjalankan", "Merawat", "Menghitung (tanpa basis data)"
COMMANDS = (
    Command("demo", "jalankan Sinergi dengan data contoh setahun", START),
    Command("init", "siapkan kantor sungguhan: kantor, kelurahan, administrator", START),
    Command("serve", "jalankan peladen web", START),
    Command("worker", "jalankan pekerja latar belakang", START),
    Command("migrate", "perbarui susunan basis data", KEEP),
    Command("backup", "simpan semua data ke satu berkas terenkripsi", KEEP),
    Command("restore", "kembalikan data dari berkas cadangan", KEEP),
    Command("check", "periksa pemasangan dan pengaturan", KEEP),
    Command("bench", "ukur kecepatan dan bandingkan dengan batasnya", KEEP),
    Command("manage", "perintah pengelolaan Django", KEEP),
    Command("survey-index", "hitung indeks kepuasan masyarakat dari berkas survei", COUNT),
    Command("sample-size", "jumlah responden menurut Krejcie dan Morgan", COUNT),
    Command("due", "tanggal jatuh tempo dalam hari kerja", COUNT),
    Command("effect", "pengaruh sebuah tindakan, dibandingkan dengan unit lain", COUNT),
    Command("simulate-effect", "uji cara menghitung pengaruh dengan data tiruan", COUNT),
    Command("setup", "siapkan atau segarkan lingkungan .venv saja; --dev juga alat pengembang", DOOR),
    Command("test", "siapkan semuanya lalu jalankan semua pengujian, peramban juga", DOOR),
    Command("dev", "jalankan program di dalam lingkungan, misalnya dev ruff check", DOOR),
)


class OneSentenceParser(argparse.ArgumentParser):
    """argparse in Indonesian: a wrong command line gets one sentence and exit code 2."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **options)  # type: ignore[arg-type]
        self._positionals.title = "argumen"
        self._optionals.title = "pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def error(self, message: str) -> NoReturn:
        raise Unusable(f"{in_words(message).rstrip('.')} (lihat {self.prog} --help).")


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: object, groups: object, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "Pemakaian: ")  # type: ignore[arg-type]


_WORDS = (
    (r"the following arguments are required: (.+)", r"Argumen ini wajib diisi: \1."),
    (r"unrecognized arguments: (.+)", r"Argumen ini tidak dikenal: \1."),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        r"Pilihan \1 tidak mengenal \2; yang ada: \3.",
    ),
    (r"argument (.+?): expected one argument", r"Pilihan \1 memerlukan satu nilai."),
    (r"argument (.+?): expected at least one argument", r"Pilihan \1 memerlukan nilai."),
    (r"argument (.+?): invalid \w+ value: (.+)", r"Nilai \2 untuk \1 tidak sah."),
    (r"argument (.+?): not allowed with argument (.+)", r"Pilihan \1 tidak dapat dipakai bersama \2."),
    (r"argument (.+?): (.+)", r"\1: \2."),
)


def in_words(message: str) -> str:
    """argparse's English message as an Indonesian sentence, on one line."""
    line = " ".join(message.split())
    for pattern, words in _WORDS:
        if found := re.fullmatch(pattern, line):
            return found.expand(words)
    return f"Perintah ini tidak dapat dipahami ({line})."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name); returns the exit code, 2 for unusable input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_closed_streams()
    _speak_utf8()
    try:
        code = _code_of(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        write_no_more(sys.stdout)
        return BROKEN_PIPE
    except OSError as trouble:
        if trouble.filename is not None or trouble.errno not in _NO_ROOM:
            raise
        write_no_more(sys.stdout)
        say_error(
            "Hasilnya tidak dapat ditulis karena ruang penyimpanan penuh; kosongkan sebagian, lalu ulangi."
        )
        return NOT_WRITTEN


def _code_of(arguments: list[str]) -> int:
    """The exit code of a command line; what is wrong with the line or its input is said."""
    try:
        return _dispatch(arguments)
    except Unusable as trouble:
        say_error(str(trouble))
        return BAD_INPUT
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else GOOD


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return GOOD
    if arguments[0] in ("-V", "--version"):
        print(f"sinergi {_version()}")
        return GOOD
    command = next((known for known in COMMANDS if known.name == arguments[0]), None)
    if command is not None and command.group == DOOR:
        raise Unusable(f"Perintah {command.name} dijalankan lewat ./sinergi {command.name} di folder sumber.")
    if command is None or not command.exists():
        raise Unusable(f"Perintah {arguments[0]} tidak dikenal (lihat sinergi --help).")
    module = importlib.import_module(command.module)
    parsed = _parser(command, module).parse_args(arguments[1:])
    return int(module.run(parsed))


def _parser(command: Command, module: ModuleType) -> argparse.ArgumentParser:
    parser = OneSentenceParser(
        prog=f"sinergi {command.name}", description=(module.__doc__ or command.help).strip()
    )
    module.add_arguments(parser)
    return parser


def overview() -> str:
    """The help of the whole program: the commands that exist, by group."""
    lines = ["Sinergi: mutu layanan kecamatan naik dengan mengelola orangnya, dan terlihat hasilnya.", ""]
    lines += ["Pemakaian: sinergi PERINTAH [pilihan]", "           sinergi PERINTAH --help"]
    for group in (START, KEEP, COUNT, DOOR):
        offered = [command for command in COMMANDS if command.group == group and command.exists()]
        if offered:
            lines += ["", f"{group}:", *(f"  {command.name:<16} {command.help}" for command in offered)]
    return "\n".join(lines)


def _version() -> str:
    try:
        return version("sinergi")
    except PackageNotFoundError:
        return "(belum dipasang)"


def _open_closed_streams() -> None:
    """``>&-`` leaves no stream at all: `print` would take the other one, and the next file the free number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(nowhere, True)  # child processes are no better off without
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
