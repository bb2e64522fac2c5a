"""Nothing that names a person leaves the sealed columns."""

import json
from datetime import datetime, timedelta

import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.audit.models import Event
from sinergi.casework import operations, references
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from tests.factories import casework

pytestmark = pytest.mark.django_db
SECRETS = [casework.NIK, "Contoh Sari Pemohon", "Jalan Contoh 5", "81260000042", "Contoh isi", "Buram sekali"]


def busy_case(sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime) -> Application:
    case = casework.taken(sku, terjun, budi, now=now)
    key = standard_of(sku).uploads[0].key
    findings = [Finding(words="Buram sekali", requirement_key=key)]
    case = operations.send_back(case, findings, deadline=(now + timedelta(days=3)).date(), by=budi, now=now)
    case = operations.mend_file(case, case.defects.get(), casework.photo(), by=APPLICANT, now=now)
    case = operations.propose(case, by=budi, note="Buram sekali", now=now)
    return casework.finished(case, [lurah], budi, now=now)


def test_no_table_holds_readable_secrets(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = busy_case(sku, terjun, budi, lurah, now)
    assert case.name == SECRETS[1]
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'select string_agg(t::text, chr(10)) from "{table}" t')
            text = cursor.fetchone()[0] or ""
            for secret in SECRETS:
                assert secret not in text, (table, secret)
                assert secret.encode().hex() not in text, (table, secret)


def test_messages_and_events_name_the_case_only(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = busy_case(sku, terjun, budi, lurah, now)
    for message in Message.objects.filter(subject_id=case.reference):
        said = f"{message.subject} {message.body}"
        assert not any(secret in said for secret in SECRETS), message.template
        assert case.reference in said
    events = serializers.serialize("json", Event.objects.all())
    assert not any(secret in events for secret in SECRETS)
    kinds = {
        event["fields"]["subject_label"]
        for event in json.loads(events)
        if "application" in event["fields"]["code"]
    }
    assert kinds == {case.reference}


def test_a_sealed_value_moved_to_another_row_does_not_open(
    sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    from sinergi.vault.sealing import Tampered

    one = casework.submitted(sku, terjun, now=now)
    other = casework.submitted(sku, terjun, now=now, name="Contoh Lain")
    with connection.cursor() as cursor:
        cursor.execute("update casework_application a set name = b.name from casework_application b "
                       "where a.id = %s and b.id = %s",
                       [other.pk, one.pk])  # fmt: skip
    with pytest.raises(Tampered):
        _ = Application.objects.get(pk=other.pk).name


def test_equal_digits_of_two_cases_look_different(sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    one, other = (casework.submitted(sku, terjun, now=now) for _ in range(2))
    assert bytes(one.contact_check or b"") != bytes(other.contact_check or b"")
    assert bytes(one.nik_index or b"") == bytes(other.nik_index or b"")


def test_tokens_have_128_bits_and_only_their_hash_is_kept(
    sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    started = casework.draft(sku, terjun, now=now, files=False)
    assert len(started.token) == 22
    assert started.token.encode().hex() not in bytes(started.application.link_digest).hex()
    assert operations.opened_by_link(started.token, now=now) == started.application
    assert operations.opened_by_link(references.new_token(), now=now) is None


def test_submit_is_one_transaction_of_few_statements(
    sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    casework.submitted(sku, terjun, now=now)  # calendar and standard are in memory from now on
    for contact, most in (({}, 7), ({"phone": "", "email": casework.EMAIL}, 8)):
        started = casework.draft(sku, terjun, now=now, **contact)
        rows = Application.objects.select_related("office__calendar", "version__service")
        draft = rows.opened_with(started.token).get()
        with CaptureQueriesContext(connection) as queries:
            operations.submit(draft, seen=draft.revision, token=started.token, by=APPLICANT, now=now)
        work = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(work) + 1 <= most, work  # one more to read the draft
