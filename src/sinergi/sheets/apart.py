"""Writing a workbook in a process of its own: a web worker would keep the writer's memory for good."""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sinergi.sheets.writing import Sheet, workbook

PATIENCE = 60  # seconds
UNUSABLE = 2


def workbook_apart(sheets: Sequence[Sheet], *, created: datetime) -> bytes:
    """The XLSX file of `writing.workbook`. Raises ValueError where that does."""
    order = pickle.dumps(([replace(sheet, rows=list(sheet.rows)) for sheet in sheets], created))
    done = subprocess.run(
        [sys.executable, "-P", "-m", __name__],
        input=order,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode == UNUSABLE:
        raise ValueError(done.stderr.decode().strip())
    done.check_returncode()
    return done.stdout


def main() -> None:
    """Read one order from standard input, which only `workbook_apart` writes."""
    sheets, created = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - our own parent wrote it
    try:
        content = workbook(sheets, created=created)
    except ValueError as unusable:
        sys.stderr.write(str(unusable))
        raise SystemExit(UNUSABLE) from None
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
