"""What a calculator may print: a table for people, or exactly one JSON object."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from sinergi.sheets.reading import Table, UnreadableSheet, read_bytes, read_path
from sinergi.sheets.reasons import reason_of
from sinergi.sheets.table import MAX_FILE_BYTES, unread_words
from sinergi.surveys.tables import Refused


class Unusable(Exception):
    """The input cannot be used; the message is one sentence. The front door prints it and exits with 2."""


def say_error(message: str) -> None:
    """One line on standard error, whatever the message holds; where that cannot be written, the exit code speaks."""
    try:
        print("sinergi: " + _harmless(" ".join(message.split())), file=sys.stderr, flush=True)
    except OSError:
        write_no_more(sys.stderr)


def write_no_more(stream: TextIO) -> None:
    """Whoever reads (``head``) has gone, or has no room: nothing may be flushed to it on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def read_table(path: str) -> Table:
    """The table in a file named on the command line, ``-`` for standard input. Raises Unusable."""
    if not path.strip():
        raise Unusable("Nama berkasnya kosong.")
    try:
        table = _from_standard_input() if path == "-" else read_path(Path(path))
    except UnreadableSheet as trouble:
        raise Unusable(str(trouble)) from None
    if table.unread:  # on standard error: what is printed stays the answer alone
        say_error(unread_words(table.sheet, table.unread))
    return table


def _from_standard_input() -> Table:
    try:
        return read_bytes(sys.stdin.buffer.read(MAX_FILE_BYTES + 1))
    except OSError as trouble:
        raise Unusable(f"Masukan baku tidak dapat dibaca ({reason_of(trouble)}).") from None


def print_json(content: Mapping[str, object]) -> None:
    print(json.dumps(content, ensure_ascii=False, allow_nan=False))


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]], *, left: int = 1) -> None:
    """Columns aligned: the first ``left`` to the left, figures to the right."""
    texts = [[shown(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(header))]
    for number, row in enumerate(texts):
        cells = [
            cell.ljust(widths[column]) if column < left else cell.rjust(widths[column])
            for column, cell in enumerate(row)
        ]
        print("  ".join(cells).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def shown(value: object) -> str:
    """A value in Indonesian dress: decimal comma, a dash for what there is not."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}".replace(".", ",")
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return _harmless(" ".join(str(value).split()))


def _harmless(text: str) -> str:
    """What a file holds may move a terminal's cursor or recolour it; such characters are replaced."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def refused_rows(refused: Sequence[Refused]) -> list[dict[str, object]]:
    return [
        {"row": one.row, "line": one.line, "column": one.column, "value": one.value, "reason": one.reason}
        for one in refused
    ]


def print_refused(refused: Sequence[Refused]) -> None:
    """The rows left out, under the table."""
    if not refused:
        return
    print(f"\n{len(refused)} baris tidak dihitung:")
    for one in refused:
        where = f", kolom {one.column}" if one.column else ""
        print(f"  baris data {one.row} (baris berkas {one.line}){where}: “{shown(one.value)}”. {one.reason}")
