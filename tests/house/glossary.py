"""Reads docs/glossary.md: the tables of terms per room, and the table of audit events."""

from tests.house.floors import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
EVENTS = "Peristiwa audit"


def _sections():
    """Heading of the second level -> its table's rows as tuples of cells."""
    found, heading = {}, ""
    for line in GLOSSARY.read_text().splitlines():
        if line.startswith("## "):
            heading = line[3:].strip()
        elif line.startswith("| ") and not line.startswith("| ---"):
            cells = tuple(cell.strip() for cell in line.strip().strip("|").split(" | "))
            found.setdefault(heading, []).append(cells)
    return {heading: rows[1:] for heading, rows in found.items()}


def term_rows():
    """Room -> rows of (English, Indonesian, regulation, meaning)."""
    return {heading: rows for heading, rows in _sections().items() if heading != EVENTS}


def audit_rows():
    """Rows of (code, Indonesian meaning)."""
    return [(row[0].strip("`"), row[1]) for row in _sections().get(EVENTS, [])]
