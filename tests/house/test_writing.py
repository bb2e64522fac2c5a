"""One door for writing: only operations (and jobs, commands, model mutators) change the database."""

import ast
import re

from tests.house.floors import SOURCE, files

READERS = {"views", "forms", "templatetags", "queries", "policies", "urls", "formulas", "menu", "chrome"}
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
}
# dict.update and the like are no writes; these receivers are never model instances or querysets.
HARMLESS = {
    "context",
    "attrs",
    "initial",
    "cleaned_data",
    "headers",
    "hasher",
    "digest",
    "values",
    "fields",
    "total",
    "totals",
}


def _is_reader(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts[1:]
    return any(part in READERS for part in parts)


def _receiver(node):
    value = node.func.value
    return value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")


def _writes(path):
    for node in ast.walk(ast.parse(path.read_text())):
        is_write = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        )
        if is_write and _receiver(node) not in HARMLESS:
            yield f"{path.relative_to(SOURCE)}:{node.lineno} .{node.func.attr}()"


def test_readers_do_not_write():
    assert not [place for path in files("*.py") if _is_reader(path) for place in _writes(path)]


def test_the_clock_is_read_only_at_the_edges():
    """`request.now` and `now=` carry the time; only middleware (sessions are part of it), jobs and commands ask."""
    wrong = []
    for path in files("*.py"):
        edge = path.stem in {"middleware", "sessions", "jobs"} or {
            "commands",
            "commandline",
            "postgres",
            "bench",
        } & set(path.parts)
        text = path.read_text()
        if not edge and any(
            words in text for words in ("timezone.now(", "datetime.now(", "date.today(", "localdate()")
        ):
            wrong.append(str(path.relative_to(SOURCE)))
    assert not wrong


def test_days_are_those_of_the_office():
    """``now`` is in UTC: before seven in the morning its date is yesterday's. Days come from `localdate(now)`."""
    assert not [
        str(p.relative_to(SOURCE))
        for p in files("*.py")
        if re.search(r"(?<![.\w])now\.date\(\)|request\.now\.date\(\)", p.read_text())
    ]


def test_no_view_or_template_switches_escaping_off():
    wrong = []
    for path in [*files("*.py"), *files("*.html")]:
        text = path.read_text()
        if "csrf_exempt" in text or "|safe" in text or "autoescape off" in text or "mark_safe(" in text:
            wrong.append(str(path.relative_to(SOURCE)))
    assert not wrong
