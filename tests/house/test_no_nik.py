"""After a whole story, what an outsider could get hold of names no applicant: dump, logs, mails, addresses, record.

The story goes through the real pages and operations, with a real mail server. The database server's own log is
shared by all tests of a run, so that part looks at whatever ran before this test too. There is no check at the very
end of the session: with several workers no process sees it all, and each room's own tests look at its own secrets.
"""

import logging
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from sinergi.access.permissions import Role
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.notices import operations as outbox
from sinergi.notices.models import Channel, Message
from sinergi.notices.operations import NIK_LIKE
from sinergi.organization.queries import root_unit
from sinergi.personnel.operations import commit_import, start_import
from sinergi.surveys import jobs as survey_jobs
from sinergi.web.postgres import binaries
from sinergi.web.postgres.folder import ClusterFolder
from tests.conftest import JAKARTA
from tests.factories import casework, notices, people, personnel, surveys
from tests.rooms.casework.test_views_citizen import fill_in, send

NOW = datetime(2026, 6, 9, 9, 0, tzinfo=JAKARTA)
NIK = "1271124505850001"
NAME = "Contoh Rahasia Siregar"
EMAIL = "contoh.rahasia@contoh.id"
WRITTEN = (NIK, "1271 1245 0585 0001", "12.71.12.450585.0001", "127112-450585-0001")
NAMES = (NAME, NAME.upper(), "Rahasia Siregar")


def found(text: str, secrets: tuple[str, ...]) -> list[str]:
    """The secrets that stand in ``text``, readable or in the hexadecimal form of a binary column."""
    low = text.lower()
    return [secret for secret in secrets if secret.lower() in low or secret.encode().hex() in low]


class Walker(Client):
    """A client that remembers every address that it asked for or was sent to."""

    def __init__(self, addresses: list[str]) -> None:
        super().__init__()
        self.addresses = addresses

    def request(self, **request: Any) -> Any:
        self.addresses.append(f"{request.get('PATH_INFO', '')}?{request.get('QUERY_STRING', '')}")
        response = super().request(**request)
        self.addresses.append(response.headers.get("Location", ""))
        return response


@pytest.fixture
def mails(settings: Any) -> Iterator[list[Any]]:
    with notices.mail_server() as (handler, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield handler.mails


def story(addresses: list[str]) -> Application:
    """Apply in the browser, be examined and served, answer the survey; a staff list arrives meanwhile."""
    office = people.office(host="testserver")
    terjun, root = people.village(office, "Terjun"), root_unit(office)
    sku = casework.services(office, now=NOW)["keterangan-usaha"]
    surveys.questionnaire(office)
    budi, lurah = (
        people.staff("budi", Role.EXAMINER, terjun, now=NOW),
        people.staff("lurah", Role.LURAH, terjun, now=NOW),
    )
    visitor = Walker(addresses)
    person = {"name": NAME, "nik": WRITTEN[1], "phone": "", "email": EMAIL}
    case = send(visitor, fill_in(visitor, sku, terjun, person))
    track = {"reference": case.reference, "check_text": "asia"}
    assert visitor.post(reverse("casework:track"), track).status_code == 302
    visitor.get(reverse("casework:status", args=[case.reference]))
    desk = Walker(addresses)
    desk.force_login(budi, backend="sinergi.accounts.backend.Backend")
    for name in ("casework:queue", "casework:case"):
        desk.get(reverse(name, args=[case.reference] if name.endswith(":case") else []))
    desk.post(reverse("casework:find"), {"nik": NIK})
    case = operations.propose(
        operations.take(case, by=budi, now=NOW), by=budi, note=f"Cocok: {NAME} {NIK}", now=NOW
    )
    case = casework.ready(case, [lurah], budi, now=NOW)
    case = operations.hand_over(case, collected_by=NAME, by=budi, now=NOW, shown=casework.originals(case))
    visitor.get(reverse("letters:verify", args=[case.letter.code]))
    survey = reverse("surveys:answer", args=[case.survey_token])
    visitor.get(survey)
    assert visitor.post(survey, {**surveys.GOOD, "comment": f"Saya {NAME}, NIK {NIK}"}).status_code == 302
    survey_jobs.pour_answers(0)
    _import_staff(office, people.staff("kepeg", Role.PERSONNEL, root, now=NOW))
    return case


def _import_staff(office: Any, by: Any) -> None:
    """A list that has a NIK column, which nobody asked for."""
    header = (*personnel.HEADER, "NIK")
    row = dict.fromkeys(header, "") | {"NIP": personnel.nip(3), "Nama": "Contoh Ani", "NIK": NIK}
    content = personnel.csv_list(tuple(row.values()), header=header)
    upload = SimpleUploadedFile("pegawai.csv", content)
    commit_import(
        start_import(upload, office=office, unknown_position="text", by=by, now=NOW), by=by, now=NOW
    )


def dump() -> str:
    """The test database as `pg_dump` writes it."""
    place = connection.settings_dict
    program = binaries.find(os.environ, ClusterFolder(Path(os.environ["SINERGI_HOME"])).data).program(
        "pg_dump"
    )
    environ = os.environ | {"PGHOST": place["HOST"], "PGPORT": str(place["PORT"]), "PGUSER": place["USER"]}
    done = subprocess.run([program, place["NAME"]], env=environ, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_that_leaves_the_house_names_an_applicant(
    mails: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    addresses: list[str] = []
    with time_machine.travel(NOW, tick=False):
        case = story(addresses)
        for message in Message.objects.filter(channel=Channel.EMAIL):
            outbox.deliver(message.pk, now=NOW)
    secrets = (*WRITTEN, *NAMES)

    written = dump()
    assert case.reference in written, "the dump is one of this database"
    assert found(written, secrets) == []

    sent = "\n".join(bytes(mail.content).decode() for mail in mails)
    assert case.reference in sent
    assert found(sent, secrets) == []
    bodies = "\n".join(f"{message.subject} {message.body}" for message in Message.objects.all())
    assert case.reference in bodies
    assert found(bodies, secrets) == []
    assert not NIK_LIKE.search(bodies)

    assert len(addresses) > 40
    assert found("\n".join(addresses), (*secrets, EMAIL)) == []
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert found(logged, secrets) == []


def test_the_search_finds_what_is_there() -> None:
    """The test above could fail: each way of writing is found, also inside a binary column."""
    for secret in (*WRITTEN, *NAMES):
        assert found(f"x {secret} y", (secret,))
        assert found(f"\\x01{secret.encode().hex()}ff", (secret,))
    assert found(f"\\x{NIK.encode().hex()}", WRITTEN) == [NIK]


@pytest.mark.django_db(transaction=True)
def test_the_database_servers_log_holds_no_nik() -> None:
    """A refused statement is logged without its values; the log also has whatever tests before this one caused."""
    with pytest.raises(Exception, match="value too long"), connection.cursor() as cursor:
        cursor.execute("insert into organization_office (name) values (%s)", [f"{NIK} " * 99])
    log = ClusterFolder(Path(os.environ["SINERGI_HOME"])).log
    if not log.exists():
        pytest.skip("the database server is not ours (DATABASE_URL)")
    text = log.read_text(errors="replace")
    assert found(text, WRITTEN) == []
    assert not re.search(r"(?<![\w-])\d{6}[ .-]?[0-7]\d[01]\d{3}[ .-]?\d{4}(?![\w-])", text)
