"""Reading a workbook in a process of its own, with bounded memory and time.

The reader makes room for a whole sheet before anybody can count its cells, wherever in the archive the sheet lies
(a relation may point past what `archives` looked at), and room that cannot be had ends the process. That process
must be neither a web worker nor the job worker.
"""

import json
import resource
import subprocess
import sys
from typing import Any

from sinergi.sheets import archives, extent
from sinergi.sheets.table import Row, Table, UnreadableSheet, table_from

MEMORY = 1 << 30  # bytes of address space
SECONDS = 45  # of processor time; the largest sheet within the limits takes about ten
PATIENCE = 120  # seconds on a busy machine


def read(data: bytes) -> Table:
    """The table in an XLSX or ODS file. Raises UnreadableSheet, also where reading it breaks the limits."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableSheet(extent.TOO_LARGE) from None
    if done.returncode:
        raise UnreadableSheet(extent.TOO_LARGE)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise UnreadableSheet(answer["refused"])
    rows = tuple(Row(line, tuple(cells)) for line, cells in answer["rows"])
    return Table(
        tuple(answer["header"]), rows, answer["header_line"], answer["sheet"], tuple(answer["unread"])
    )


def main() -> None:
    """The workbook on standard input, its table or the reason for having none as JSON on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: dict[str, Any]
    try:
        page = archives.read(sys.stdin.buffer.read())
        found = table_from(page.lines)
        rows = [(row.line, row.cells) for row in found.rows]
        answer = {
            "header": found.header, "header_line": found.header_line, "rows": rows, "sheet": page.name,
            "unread": page.unread,
        }  # fmt: skip
    except UnreadableSheet as trouble:
        answer = {"refused": str(trouble)}
    except MemoryError:
        answer = {"refused": extent.TOO_LARGE}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
