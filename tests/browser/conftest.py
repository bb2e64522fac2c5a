"""One Chromium for all walks; one office per walk; the real job worker between steps."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

import pytest
import time_machine
from django.db import connection
from playwright.sync_api import Browser, sync_playwright
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from sinergi.accounts.models import User
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.browser.chromium import CHROMIUM, FLAGS
from tests.browser.recorder import Recorder
from tests.browser.visitor import LAPTOP, PHONE, Device, Visitor
from tests.conftest import JAKARTA
from tests.factories import casework, notices, people


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Playwright's loop runs in this thread, so Django must not mind a running loop,
    and it ends with this folder: other tests start loops of their own.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=[PHONE, LAPTOP], ids=lambda device: device.name)
def device(request: pytest.FixtureRequest) -> Device:
    """A phone without JavaScript, then a laptop with it."""
    return cast(Device, request.param)


Arrive = Callable[..., Visitor]


@pytest.fixture(scope="session")
def recorder(live_server: Any) -> Recorder:
    """Every HTML page of the live server goes through it."""
    server = live_server.thread.httpd
    recorder = Recorder(server.get_app())
    server.set_app(recorder)
    return recorder


@pytest.fixture
def arrive(
    browser: Browser, live_server: Any, recorder: Recorder, device: Device, settings: Any
) -> Iterator[Arrive]:
    """``arrive()``: a new person at the door; ``arrive("budi")``: signed in. Whatever was wrong on any page fails."""
    settings.PUBLIC_URL = live_server.url
    visitors: list[Visitor] = []

    def make(username: str = "", *, at: Device = device) -> Visitor:
        visitor = Visitor(browser, live_server.url, at)
        visitors.append(visitor)
        return visitor.sign_in(username) if username else visitor

    yield make
    for visitor in visitors:
        visitor.close()
    faults = [*recorder.faults(), *(fault for visitor in visitors for fault in visitor.faults)]
    assert not faults, "\n".join(faults)


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning inside office hours, no holiday near."""
    return datetime(2026, 6, 9, 9, 0, tzinfo=JAKARTA)


@pytest.fixture
def clock(now: datetime) -> Iterator[Any]:
    """The server's time begins at `now` and runs on; ``clock.shift(...)`` moves it."""
    with time_machine.travel(now, tick=True) as traveller:
        yield traveller


@pytest.fixture
def empty_queue(transactional_db: None) -> None:
    """The queue's tables are not Django's own, so no flush empties them: what other tests deferred would run here."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_events; delete from procrastinate_jobs")


@pytest.fixture
def office(empty_queue: None, clock: Any) -> Office:
    return people.office(
        address="Jalan Contoh Kapten Rahmad Buddin 190, Medan", phone="061-6850000", email="kantor@contoh.id"
    )


@pytest.fixture
def root(office: Office) -> Unit:
    return root_unit(office)


@pytest.fixture
def services(office: Office, now: datetime) -> dict[str, Any]:
    """The five founding services with their letters, by address."""
    return casework.services(office, now=now)


@pytest.fixture
def sku(services: dict[str, Any]) -> Any:
    return services["keterangan-usaha"]


@pytest.fixture
def lurah(terjun: Unit) -> User:
    return people.staff("lurah", "lurah", terjun)


@pytest.fixture
def camat(root: Unit) -> User:
    return people.staff("camat", "camat", root)


@pytest.fixture
def work() -> Callable[..., None]:
    """The real job worker, once, until nothing is left to do; in a thread because Playwright's loop runs in ours.

    ``work(task)`` first queues a recurring task, as its hour does, unless one waits already: the worker also
    keeps the hours, and may have queued it itself as it stopped.
    """

    def run(*due: Task[[int], None, None]) -> None:
        for task in due:
            with suppress(AlreadyEnqueued):
                task.defer(timestamp=0)
        trouble: list[BaseException] = []
        thread = threading.Thread(target=_work, args=(trouble,))
        thread.start()
        thread.join(60)
        assert not thread.is_alive(), "the worker did not stop"
        if trouble:
            raise trouble[0]

    return run


def _work(trouble: list[BaseException]) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.contrib.django.models import ProcrastinateJob

    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    try:
        with app.replace_connector(connector):
            app.run_worker(wait=False, install_signal_handlers=False, concurrency=1)
        failed = list(ProcrastinateJob.objects.filter(status="failed").values_list("task_name", flat=True))
        assert not failed, failed
    except BaseException as problem:  # handed to the test's own thread
        trouble.append(problem)
    finally:
        from django.db import connections

        connections.close_all()


@pytest.fixture
def mail(settings: Any) -> Iterator[Any]:
    """A real SMTP server; ``mail.mails`` holds what arrived."""
    with notices.mail_server() as (handler, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.DEFAULT_FROM_EMAIL = "layanan@contoh.go.id"
        yield handler
