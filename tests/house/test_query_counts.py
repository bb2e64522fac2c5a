"""Every list page costs the same number of queries at 20 and at 2,000 rows, and few of them."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from sinergi.access.permissions import Role
from sinergi.accounts.models import RoleAssignment, User
from sinergi.audit.models import Event
from sinergi.casework.models import Application
from sinergi.catalogue.models import Service
from sinergi.evaluation.models import Action, TreatedUnit
from sinergi.information.models import AccuracyReport, Programme
from sinergi.notices.models import Channel, Message
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.surveys.models import Comment, ImportBatch
from sinergi.surveys.operations.imports import start_import
from tests.factories import casework, people, surveys
from tests.factories import information as programmes
from tests.factories.people import NOW
from tests.house.floors import ROOT

MOST = 10
FEW, MANY = 20, 2000
DAY = NOW.date()
STAFF_LISTS = "tests/rooms/competency/test_views.py::test_lists_cost_the_same_at_20_and_2000"

# Lists whose room has a test of its own at both sizes.
ELSEWHERE = {
    "casework:queue": "tests/rooms/casework/test_views_queue.py::test_queue_costs_the_same_for_20_and_2000",
    "letters:register": "tests/rooms/letters/test_views.py::test_register_costs_the_same_at_20_and_2000_numbers",
    "participation:list": "tests/rooms/participation/test_views.py::test_lists_cost_the_same_at_20_and_2000_meetings",
    "participation:desk": "tests/rooms/participation/test_views.py::test_lists_cost_the_same_at_20_and_2000_meetings",
    "personnel:list": "tests/rooms/personnel/test_views.py::test_the_list_and_the_page_cost_the_same_at_20_and_2000",
    "competency:gaps": STAFF_LISTS,
    "competency:assess": STAFF_LISTS,
    "competency:events": STAFF_LISTS,
}
# Pages without arguments that list nothing that grows: forms, entrances, figures of a period, files.
NO_LISTS = {
    "web:home", "web:desk", "web:after_login", "web:privacy", "web:accessibility", "web:complain", "web:health",
    "web:user_new", "web:change_first_password", "web:office",
    "web:classification", "casework:find", "casework:leave",
    "casework:recover", "casework:track", "letters:reserve", "surveys:export", "surveys:import_new",
    "surveys:overview", "surveys:months", "surveys:thanks", "information:new", "participation:new",
    "personnel:employee_new", "personnel:import_new", "personnel:import_sample", "competency:me",
    "competency:event_new", "competency:positions", "evaluation:action_new", "evaluation:overview", "evaluation:public",
    "evaluation:users",
}  # fmt: skip


class World:
    """One office, and what the rows of its lists hang on."""

    def __init__(self) -> None:
        self.office: Office = people.office(host="testserver")
        self.root: Unit = root_unit(self.office)
        self.terjun: Unit = people.village(self.office, "Terjun")

    def staff(self, role: str, unit: Unit) -> User:
        found = User.objects.filter(username=f"s-{role}").first() or people.staff(f"s-{role}", role, unit)
        return found.at(NOW)


def _services(world: World, numbers: range) -> None:
    Service.objects.bulk_create(
        Service(office=world.office, slug=f"layanan-{n}", name=f"Contoh {n}", short_name="C", summary="Contoh",
                owner_unit=world.root)
        for n in numbers
    )  # fmt: skip


def _approvals(world: World, numbers: range) -> None:
    """Copies of one case that waits for the lurah."""
    case = Application.objects.filter(turn_role="lurah").first()
    if case is None:
        version = casework.services(world.office, now=NOW)["keterangan-usaha"]
        case = casework.proposed(version, world.terjun, world.staff(Role.EXAMINER, world.terjun), now=NOW)
    columns = [field.column for field in Application._meta.concrete_fields]
    own = {
        "id": "gen_random_uuid()", "key": "gen_random_uuid()", "link_digest": "sha256(('c' || n)::text::bytea)",
        "reference": "'TST-2026-' || lpad(n::text, 6, '0')", "name": "null",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into casework_application ({', '.join(columns)}) "
            f"select {', '.join(own.get(column, column) for column in columns)} "
            "from casework_application, generate_series(%s::int, %s::int) n where id = %s",
            [numbers.start, numbers.stop - 1, case.pk],
        )


def _drafts(world: World, numbers: range) -> None:
    """Entries that the counter began and did not send."""
    version = casework.services(world.office, now=NOW)["keterangan-usaha"]
    Application.objects.bulk_create(
        Application(office=world.office, version=version, key=uuid.uuid4(), channel="counter", created_at=NOW,
                    draft_until=NOW + timedelta(days=14), reference=f"TST-2026-{n:06}",
                    link_digest=n.to_bytes(32, "big"), entered_by=world.staff(Role.COUNTER, world.root))
        for n in numbers
    )  # fmt: skip


def _events(world: World, numbers: range) -> None:
    Event.objects.bulk_create(
        Event(code="application.submitted", office_id=world.office.pk, actor_id="applicant", actor_name="Pemohon",
              subject_kind="application", subject_id=f"TST-2026-{n}", subject_label=f"TST-2026-{n}", at=NOW)
        for n in numbers
    )  # fmt: skip


def _users(world: World, numbers: range) -> None:
    made = User.objects.bulk_create(
        User(office=world.office, username=f"u{n}", name=f"Contoh {n:05d}", date_joined=NOW) for n in numbers
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=Role.COUNTER, unit=world.terjun, starts_on=DAY) for user in made
    )


def _messages(world: World, numbers: range) -> None:
    user = world.staff(Role.EXAMINER, world.terjun)
    Message.objects.bulk_create(
        Message(office=world.office, key=f"k{n}", template="x/y", channel=Channel.INBOX, user=user, subject_id="x",
                subject=f"Contoh {n}", body="Isi", delivery="sent", sent_at=NOW, created_at=NOW + timedelta(seconds=n))
        for n in numbers
    )  # fmt: skip


def _programmes(world: World, numbers: range) -> None:
    owner = world.staff(Role.EDITOR, world.root)
    Programme.objects.bulk_create(
        Programme(office=world.office, unit=world.terjun, slug=f"p-{n}", title=f"P {n}", summary="s", body="b",
                  owner=owner, checked_on=DAY - timedelta(days=60),
                  valid_until=DAY + timedelta(days=30 - n % 60), is_published=True,
                  created_at=NOW)
        for n in numbers
    )  # fmt: skip


def _reports(world: World, numbers: range) -> None:
    editor = world.staff(Role.EDITOR, world.root)
    made = [programmes.programme(world.terjun, editor, title=f"P {n}") for n in numbers[:40]]
    AccuracyReport.objects.bulk_create(
        AccuracyReport(office=world.office, programme=made[n % len(made)], text="x", created_at=NOW)
        for n in numbers
    )


def _comments(world: World, numbers: range) -> None:
    service = surveys.service(world.office)
    Comment.objects.bulk_create(
        Comment(office=world.office, service=service, month=date(2026, 1 + n % 5, 1), text=f"Contoh {n}")
        for n in numbers
    )


def _shown_comments(world: World, numbers: range) -> None:
    _comments(world, numbers)
    Comment.objects.update(status="ditampilkan")


def _imports(world: World, numbers: range) -> None:
    by = world.staff(Role.QUALITY, world.root)
    batch = ImportBatch.objects.filter(status="pratinjau").first()
    if batch is None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        surveys.questionnaire(world.office)
        batch = start_import(
            SimpleUploadedFile("a.csv", surveys.fixture("gaspul_tw3_counts.csv")), office=world.office,
            unit=world.terjun, service=surveys.service(world.office), month=date(2026, 5, 1), by=by, now=NOW,
        )  # fmt: skip
    ImportBatch.objects.bulk_create(
        ImportBatch(office=world.office, unit=world.terjun, service=batch.service, month=batch.month,
                    questionnaire=batch.questionnaire, document=batch.document, sha256=n.to_bytes(32, "big"),
                    by_name="Contoh", created_at=NOW, progressed_at=NOW, status="ditarik")
        for n in numbers
    )  # fmt: skip


def _actions(world: World, numbers: range, **more: Any) -> None:
    owner = world.staff(Role.CAMAT, world.root)
    service = surveys.service(world.office)
    made = Action.objects.bulk_create(
        Action(office=world.office, unit=world.terjun, service=service, element="waktu", kind="prosedur",
               title=f"Contoh {n}", owner=owner, due_on=DAY, created_at=NOW, **more)
        for n in numbers
    )  # fmt: skip
    TreatedUnit.objects.bulk_create(TreatedUnit(action=one, unit=world.terjun) for one in made)


def _told(world: World, numbers: range) -> None:
    """Told once, and told often: the page holds the newest twenty, each with its effect."""
    few = numbers[:2] if numbers.start == 1 else numbers
    _actions(world, few, did="Contoh", said="Contoh", published_at=NOW, started_on=DAY, status="berjalan")
    _shown_comments(world, numbers)


Fill = Callable[[World, range], None]
# URL name -> who opens it (None: a visitor), at the root or at Terjun, and how its rows are made.
LISTS: dict[str, tuple[str | None, Fill]] = {
    "casework:approvals": (Role.LURAH, _approvals),
    "casework:receive": (Role.COUNTER, _drafts),
    "catalogue:list": (None, _services),
    "catalogue:desk": (Role.EDITOR, _services),
    "evaluation:actions": (Role.CAMAT, _actions),
    "evaluation:told": (None, _told),
    "information:list": (None, _programmes),
    "information:desk": (Role.EDITOR, _programmes),
    "information:reports": (Role.EDITOR, _reports),
    "notices:inbox": (Role.EXAMINER, _messages),
    "surveys:comments": (Role.QUALITY, _comments),
    "surveys:imports": (Role.QUALITY, _imports),
    "web:record": (Role.AUDITOR, _events),
    "web:users": (Role.ADMIN, _users),
}
AT_TERJUN = {Role.LURAH, Role.EXAMINER}


def _plain_pages() -> set[str]:
    """Names of all addresses without arguments."""
    found: set[str] = set()

    def walk(resolver: Any, prefix: str, route: str) -> None:
        for pattern in resolver.url_patterns:
            here = route + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, here)
            elif "<" not in here and ":" in prefix:
                found.add(f"{prefix}{pattern.name}")

    walk(get_resolver(), "", "")
    return found


def test_every_page_is_placed() -> None:
    """A new page without arguments is counted here, counted in its room, or no list."""
    assert _plain_pages() == {*LISTS, *ELSEWHERE, *NO_LISTS}
    assert not ({*LISTS} & {*ELSEWHERE}) | ({*LISTS, *ELSEWHERE} & NO_LISTS)


@pytest.mark.parametrize("node", sorted(set(ELSEWHERE.values())))
def test_tests_elsewhere_exist_and_ask_both_sizes(node: str) -> None:
    path, _sep, name = node.partition("::")
    body = re.search(rf"^def {name}\(.*?(?=^def |^@|\Z)", (ROOT / path).read_text(), re.MULTILINE | re.DOTALL)
    assert body, node
    assert re.search(r"\b20\b", body[0]), node
    assert re.search(r"\b(2000|1980)\b", body[0]), node


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
def test_list_costs_the_same_at_20_and_2000_rows(name: str, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    role, fill = LISTS[name]
    world = World()
    client = Client()
    if role is not None:
        client = people.signed_in(world.staff(role, world.terjun if role in AT_TERJUN else world.root))
    costs, asked = [], []
    for numbers in (range(1, FEW + 1), range(FEW + 1, MANY + 1)):
        fill(world, numbers)
        client.get(reverse(name))  # what a process keeps in memory is there from now on
        with CaptureQueriesContext(connection) as caught:
            response = client.get(reverse(name))
        assert response.status_code == 200
        costs.append(len(caught))
        asked = [str(query["sql"])[:160] for query in caught]
    assert costs[0] == costs[1] <= MOST, (costs, asked)
