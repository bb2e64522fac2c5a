"""The loaded sample: what the pages show of it, what a dump gives away, and that it is loaded once."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.evaluation.models import Action
from sinergi.letters.models import Letter, Register, RegisterEntry
from sinergi.letters.workflow import Status as LetterStatus
from sinergi.notices.models import Channel, Delivery, Message
from sinergi.participation.models import Meeting
from sinergi.personnel.models import Employee
from sinergi.sample.founding import PASSWORD
from sinergi.sample.loading import Loaded, load
from sinergi.sample.management.commands.load_sample import SHOWN, sign_ins
from tests.factories.page import check_page

NOW = datetime(2026, 5, 14, 11, 20, tzinfo=ZoneInfo("Asia/Jakarta"))
# Sixteen digits that stand alone; bytes are dumped as hexadecimal, in which any digits may meet.
NIK = re.compile(r"(?<![0-9a-fA-F])\d{16}(?![0-9a-fA-F])")


class _Undo(Exception):
    pass


def _loaded(size: int) -> Iterator[Loaded]:
    try:
        with transaction.atomic():
            yield load(now=NOW, size=size)
            raise _Undo
    except _Undo:
        return


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """A small sample, loaded once for this file."""
    with django_db_blocker.unblock():
        yield from _loaded(240)


@pytest.mark.django_db
def test_counters_send_the_messages_that_wait_every_day(sample: Loaded) -> None:
    messages = Message.objects.filter(channel=Channel.WHATSAPP)
    assert messages.filter(delivery=Delivery.MANUAL).count() > 100
    assert not messages.filter(delivery=Delivery.WAITING, created_at__lt=NOW - timedelta(days=4)).exists()


@pytest.mark.django_db
def test_a_second_load_is_refused(sample: Loaded) -> None:
    with pytest.raises(Refused):
        load(now=NOW, size=10)
    with pytest.raises(CommandError):
        call_command("load_sample")


@pytest.mark.django_db
def test_no_nik_stands_in_a_dump(sample: Loaded) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"select t::text from \"{table}\" t where t::text ~ '[0-9]{{16}}'")
            found = [text for (text,) in cursor.fetchall() if NIK.search(text)]
            assert not found, table
    assert all(case.nik for case in Application.objects.submitted())


@pytest.mark.django_db
def test_everybody_is_invented(sample: Loaded) -> None:
    people = [*Employee.objects.values_list("name", flat=True), *User.objects.values_list("name", flat=True)]
    people += [case.name for case in Application.objects.submitted()]
    people += [letter.holder for letter in Letter.objects.all()]
    assert all(name.startswith("Contoh ") for name in people)
    assert sample.founded.office.is_sample
    assert Employee.objects.count() == 60


@pytest.mark.django_db
def test_registers_have_no_gap(sample: Loaded) -> None:
    for register in Register.objects.all():
        numbers = list(
            RegisterEntry.objects.filter(register=register)
            .order_by("number")
            .values_list("number", flat=True)
        )
        assert numbers == list(range(1, register.last_number + 1))


@pytest.mark.django_db
def test_the_code_of_an_old_letter_answers(sample: Loaded, client: Any) -> None:
    letter = Letter.objects.filter(status=LetterStatus.VALID).order_by("issued_at")[0]
    url = reverse("letters:verify", args=[letter.code])
    response = client.get(url)
    check_page(response.content, url=url)
    assert response.status_code == 200
    assert letter.number in response.content.decode()
    assert letter.holder not in response.content.decode()


@pytest.mark.django_db
def test_files_of_documents_are_their_own(sample: Loaded) -> None:
    """Erasing one scan leaves the others, although they share their bytes on the disk."""
    first, second = (letter.signed_scan for letter in Letter.objects.filter(signed_scan__isnull=False)[:2])
    assert first is not None and second is not None
    assert first.file.name != second.file.name
    first.file.storage.delete(first.file.name)
    assert second.file.storage.size(second.file.name) == second.size


@pytest.mark.django_db
def test_one_account_of_each_role_signs_in(sample: Loaded) -> None:
    text = sign_ins(sample)
    for username in SHOWN:
        assert username in text
        assert User.objects.get(username=username).check_password(PASSWORD)


@pytest.mark.django_db
def test_life_beside_the_cases(sample: Loaded) -> None:
    assert Meeting.objects.filter(status="published").count() == 2
    assert Action.objects.filter(agreement__isnull=False, status="berjalan").count() == 1
    assert Action.objects.public().count() == 1
    training = Action.objects.get(kind="pelatihan")
    waves = training.treated_units.order_by("wave").values_list("wave", flat=True)
    assert list(waves) == [1, 1, 2, 2, 3]
