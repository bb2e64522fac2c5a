"""Every act of the house leaves one event with a code of its own, explained in the glossary."""

import ast
import re
from collections import Counter

from tests.house.floors import SOURCE, files, room_of
from tests.house.glossary import audit_rows

CODE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
PAST = re.compile(r"\w+ed")
IRREGULAR = {
    "set", "shown", "hidden", "held", "sent", "written", "drawn", "withdrawn", "taken", "kept", "reset", "ready",
}  # fmt: skip
NAMED = re.compile(r"_?(record|note)(_[a-z]+)?")
WRITING_MODULES = {"operations", "founding", "workflow"}
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}

# Functions that change rows without an event of their own, and why that is right.
DRAFT = "a draft is the citizen's own paper until application.submitted"
DOOR = "opens or closes a door to an application; the application does not change"
VOICE = "privacy of voices: nothing may tell when somebody answered, not even the record"
OUTBOX = "part of the act that posts it; delivery is kept on the message itself"
FOUNDING = "lies below the record on the floors; office.founded tells of it"
SILENT: dict[str, str] = {
    "accounts.forget_attempts": "counts that ran out; nobody acts",
    "casework.ask_for_reference": DOOR,
    "casework.attach": DRAFT,
    "casework.detach": DRAFT,
    "casework.drop_unfinished": "typing that is not an answer yet; the page it is on decides nothing",
    "casework.keep_unfinished": "typing that is not an answer yet; the page it is on decides nothing",
    "casework.may_write_to": "counts messages to a contact under a keyed hash",
    "casework.new_link": DOOR,
    "casework.post": OUTBOX,
    "casework.save_answers": DRAFT,
    "casework.save_applicant": DRAFT,
    "casework.send_draft_link": DRAFT,
    "casework.send_reference": DOOR,
    "casework.sweep_doors": DOOR,
    "casework.sweep_survey_keys": "forgets the keys of surveys whose time is over; nothing was decided",
    "casework.track": DOOR,
    "documents.sweep_orphans": "removes bytes that no row knows; the database does not change",
    "information.erase_old_reports": "retention by the calendar; the report keeps its dates and its answered state",
    "notices.deliver": OUTBOX,
    "notices.erase_old_texts": "retention by the calendar; the message keeps its dates and its delivery",
    "notices.mark_read": "the reader's own mark on the reader's own message",
    "notices.post": OUTBOX,
    "notices.skip_overtaken": OUTBOX,
    "notices.skip_replaced": OUTBOX,
    "notices.skip_waiting": OUTBOX,
    "surveys.invite": VOICE,
    "surveys.pour": VOICE,
    "surveys.publish_figures": "copies exact sums to the published cells; holds nothing that somebody decided",
    "surveys.read_import": "the job between survey.import_started and survey.import_kept",
    "surveys.read_pieces": "the job between survey.import_started and survey.import_kept",
    "surveys.redeem": VOICE,
    "surveys.sweep_invitations": VOICE,
    "worktime.add_ramadan": FOUNDING,
    "worktime.found_calendar": FOUNDING,
    "worktime.load_holidays": FOUNDING,
    "worktime.touch": FOUNDING,
}


def _modules():
    for path in files("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if WRITING_MODULES & set(parts) and parts[0] not in {"sample", "web"}:
            yield path


def _strings(node):
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and CODE.fullmatch(one.value)
    }


def _name(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes_said_by(node):
    """Strings that stand where a code stands: first argument of record, ``code=``, ``code = ...``, AUDIT_CODES."""
    if isinstance(node, ast.Call):
        first = _strings(node.args[0]) if node.args and NAMED.fullmatch(_name(node)) else set()
        return first.union(*(_strings(word.value) for word in node.keywords if word.arg == "code"))
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if {getattr(target, "id", "") for target in targets} & {"code", "AUDIT_CODES"}:
            return _strings(node.value)
    return set()


def _codes():
    """Code -> the rooms that write it."""
    found = {}
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text())):
            for code in _codes_said_by(node):
                found.setdefault(code, set()).add(room_of(path))
    return found


def test_codes_are_a_noun_and_what_happened_to_it():
    wrong = [
        code
        for code in _codes()
        if not any(PAST.fullmatch(word) or word in IRREGULAR for word in code.split(".")[1].split("_"))
    ]
    assert not wrong


def test_a_code_belongs_to_one_room():
    assert not {code: rooms for code, rooms in _codes().items() if len(rooms) > 1}


def test_no_code_is_written_past_this_test():
    """A string that looks like a code of ours, anywhere in the house, is one that is recorded."""
    codes = _codes()
    nouns = {code.split(".")[0] for code in codes} - {"register", "competency", "document"}
    stray = {
        f"{path.relative_to(SOURCE)}: {text}"
        for path in files("*.py")
        for text in _strings(ast.parse(path.read_text()))
        if text.split(".")[0] in nouns
        and text not in codes
        and not text.endswith((".typ", ".csv", ".xml"))
        and not {"migrations", "access"} & set(path.parts)
    }
    assert not stray


def test_every_code_is_explained_in_the_glossary_and_no_other():
    rows = audit_rows()
    assert set(_codes()) == {code for code, _ in rows}


def test_no_two_codes_mean_the_same():
    rows = audit_rows()
    assert not [words for words, n in Counter(words.lower() for _, words in rows).items() if n > 1]
    assert not [code for code, n in Counter(code for code, _ in rows).items() if n > 1]
    assert all(words.strip() for _, words in rows)


class Room:
    """The functions of a room's operations, by name, with what each calls."""

    def __init__(self):
        self.bodies = {}
        self.public = {}

    def add(self, path):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                self.bodies.setdefault(node.name, []).append(node)
                if not node.name.startswith("_"):
                    self.public[node.name] = path.relative_to(SOURCE).with_suffix("").as_posix()

    def reaches(self, name, matches, seen=frozenset()):
        """Whether the function, or a function of the room that it calls, has a call that ``matches``."""
        calls = [call for body in self.bodies[name] for call in ast.walk(body) if isinstance(call, ast.Call)]
        if any(matches(call) for call in calls):
            return True
        deeper = {_name(call) for call in calls} & self.bodies.keys() - seen - {name}
        return any(self.reaches(other, matches, seen | {name}) for other in deeper)


def _changes_rows(call):
    return _name(call) in WRITES and isinstance(call.func, ast.Attribute) and not _plain(call.func.value)


def _plain(receiver):
    """Dictionaries and hashes are updated too; no row is meant."""
    named = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    return named in {"context", "values", "digest", "hasher", "total", "totals", "fields", "tell", "words"}


def _records(call):
    return _name(call) == "record"


def _rooms():
    rooms = {}
    for path in files("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if "operations" in parts and parts[0] not in {"audit", "sample"}:
            rooms.setdefault(parts[0], Room()).add(path)
    return rooms


def _without_event():
    return {
        f"{room}.{name}"
        for room, functions in _rooms().items()
        for name in functions.public
        if functions.reaches(name, _changes_rows) and not functions.reaches(name, _records)
    }


def test_every_operation_that_writes_records_an_event():
    assert _without_event() - SILENT.keys() == set()


def test_the_list_of_silent_operations_is_true():
    assert SILENT.keys() - _without_event() == set()
    assert all(len(reason) > 20 for reason in SILENT.values())
