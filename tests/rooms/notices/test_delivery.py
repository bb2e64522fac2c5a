"""The outbox against a real SMTP server in every mood, and the other channels."""

import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from sinergi.access.verdict import Refused
from sinergi.audit.models import Event
from sinergi.notices import jobs, operations, queries
from sinergi.notices.models import Channel, Delivery, Message
from sinergi.notices.operations import NikInMessage, Recipient, TryAgain
from sinergi.organization.models import Office
from tests.factories import notices, people
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "contoh.sari@contoh.id"


@pytest.fixture(autouse=True)
def texts(settings: Any) -> None:
    settings.TEMPLATES = notices.templates()


@pytest.fixture
def server(settings: Any) -> Iterator[Callable[..., notices.Handler]]:
    """``server("451 nanti", "ok")`` starts a mail server that will answer so."""
    with ExitStack() as stack:

        def start(*moods: str) -> notices.Handler:
            handler, port = stack.enter_context(notices.mail_server(*moods))
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
            settings.DEFAULT_FROM_EMAIL = "layanan@contoh.go.id"
            return handler

        yield start


def post(office: Office, key: str = "MRL-2026-7KQ4XZ:received", **to: Any) -> list[Message]:
    return operations.post(
        "contoh/received", office=office, key=key, subject_id="MRL-2026-7KQ4XZ",
        to=Recipient(**(to or {"email": ADDRESS})),
        context={"reference": "MRL-2026-7KQ4XZ", "name": "Contoh Sari & <Adik>", "link": "https://contoh.go.id/s/x"},
        now=NOW,
    )  # fmt: skip


def reread(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


# --- posting --------------------------------------------------------------------------------------------------


def test_post_writes_plain_text_on_every_way_given(office: Office) -> None:
    user = people.staff("rina", None, people.village(office))
    messages = post(office, email=ADDRESS, phone="+6281234567890", user=user)
    assert [(one.channel, one.delivery) for one in messages] == [
        (Channel.INBOX, Delivery.SENT), (Channel.EMAIL, Delivery.WAITING), (Channel.WHATSAPP, Delivery.WAITING),
    ]  # fmt: skip
    assert messages[0].subject == "Permohonan MRL-2026-7KQ4XZ diterima"
    assert "Contoh Sari & <Adik>" in (messages[0].body or "")


def test_post_twice_is_one_message_and_one_job(office: Office) -> None:
    first, second = post(office)[0], post(office)[0]
    assert first.pk == second.pk
    assert Message.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name=operations.DELIVER_JOB).count() == 1


def test_message_and_job_exist_exactly_if_the_change_does(office: Office) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        post(office)
        raise RuntimeError
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name=operations.DELIVER_JOB).exists()


def test_only_email_gets_a_job(office: Office) -> None:
    post(office, phone="+6281234567890")
    assert not ProcrastinateJob.objects.filter(task_name=operations.DELIVER_JOB).exists()


def test_address_and_text_lie_encrypted_in_the_database(office: Office) -> None:
    post(office)
    with connection.cursor() as cursor:
        cursor.execute("select address, subject, body from notices_message")
        row = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"sari" not in row.lower() and b"MRL" not in row


@pytest.mark.parametrize(
    "nik", ["1271124505900001", "1271 1245 0590 0001", "12.71.12.450590.0001", "127112-450590-0001"]
)
def test_sixteen_digits_never_get_into_a_message(office: Office, settings: Any, nik: str) -> None:
    settings.TEMPLATES = notices.templates({
        "contoh/notices/received.subject.txt": "Halo", "contoh/notices/received.body.txt": "NIK Anda {{ nik }}.",
    })  # fmt: skip
    with pytest.raises(NikInMessage):
        operations.post(
            "contoh/received",
            office=office,
            key="k",
            subject_id="s",
            to=Recipient(email=ADDRESS),
            context={"nik": nik},
            now=NOW,
        )
    assert not Message.objects.exists()


def test_links_and_phone_numbers_are_no_nik(office: Office, settings: Any) -> None:
    settings.TEMPLATES = notices.templates({
        "contoh/notices/received.subject.txt": "Halo",
        "contoh/notices/received.body.txt": "https://c.id/s/12345678901234567890ab-_/ 0812 3456 7890 MRL-2026-7KQ4XZ",
    })  # fmt: skip
    assert post(office)


# --- email ----------------------------------------------------------------------------------------------------


def test_email_arrives_once_with_its_headers(office: Office, server: Any) -> None:
    mails = server().mails
    (message,) = post(office)
    assert operations.deliver(message.pk, now=NOW) == Delivery.SENT
    assert operations.deliver(message.pk, now=NOW) == Delivery.SENT
    assert len(mails) == 1
    mail = email.message_from_bytes(mails[0].content, policy=email.policy.default)
    assert mails[0].rcpt_tos == [ADDRESS]
    assert mail["Subject"] == "Permohonan MRL-2026-7KQ4XZ diterima"
    assert mail["From"] == "Kecamatan Contoh Marelan <layanan@contoh.go.id>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@contoh.go.id>")
    assert "Contoh Sari & <Adik>" in mail.get_content()
    stored = reread(message)
    assert (stored.delivery, stored.sent_at, stored.attempts) == (Delivery.SENT, NOW, 1)


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("451 coba lagi", "451"),
        ("rcpt 450 kotak penuh contoh.sari@contoh.id", "450"),
        ("421 tutup", "421"),
        ("hang", "tidak menjawab"),
    ],
)
def test_passing_trouble_waits_and_then_arrives(office: Office, server: Any, mood: str, words: str) -> None:
    mails = server(mood, "ok").mails
    (message,) = post(office)
    with pytest.raises(TryAgain) as caught:
        operations.deliver(message.pk, now=NOW)
    waiting = reread(message)
    assert (waiting.delivery, waiting.claimed_at, waiting.attempts) == (Delivery.WAITING, None, 1)
    assert words in waiting.error
    assert "sari" not in waiting.error and "sari" not in str(caught.value)
    assert operations.deliver(message.pk, now=NOW + timedelta(minutes=1)) == Delivery.SENT
    assert len(mails) == 1
    assert reread(message).error == ""


@pytest.mark.parametrize(
    "mood", ["550 tidak dikenal contoh.sari@contoh.id", "rcpt 550 tidak ada", "554 spam"]
)
def test_lasting_refusal_is_recorded_and_not_repeated(office: Office, server: Any, mood: str) -> None:
    mails = server(mood).mails
    (message,) = post(office)
    assert operations.deliver(message.pk, now=NOW) == Delivery.FAILED
    assert operations.deliver(message.pk, now=NOW) == Delivery.FAILED
    stored = reread(message)
    assert (stored.attempts, mails) == (1, [])
    assert "sari" not in stored.error and "55" in stored.error


def test_answer_lost_after_the_message_was_taken_repeats_under_the_same_identity(
    office: Office, server: Any
) -> None:
    mails = server("drop", "ok").mails
    (message,) = post(office)
    with pytest.raises(TryAgain):
        operations.deliver(message.pk, now=NOW)
    operations.deliver(message.pk, now=NOW + timedelta(minutes=1))
    identities = {email.message_from_bytes(mail.content)["Message-ID"] for mail in mails}
    assert len(mails) == 2 and len(identities) == 1


def test_server_that_is_away_waits(office: Office, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    (message,) = post(office)
    with pytest.raises(TryAgain):
        operations.deliver(message.pk, now=NOW)
    assert reread(message).delivery == Delivery.WAITING


def test_last_attempt_that_fails_is_recorded_as_failed(office: Office, server: Any) -> None:
    server("451 nanti")
    (message,) = post(office)
    assert operations.deliver(message.pk, now=NOW, last_attempt=True) == Delivery.FAILED
    assert "451" in reread(message).error


def test_second_worker_keeps_away_while_the_first_is_sending(office: Office, server: Any) -> None:
    mails = server().mails
    (message,) = post(office)
    operations._claim(message.pk, now=NOW)
    with pytest.raises(TryAgain):
        operations.deliver(message.pk, now=NOW + timedelta(minutes=1))
    assert mails == []
    # The first worker died: after the claim runs out the message is sent.
    assert operations.deliver(message.pk, now=NOW + timedelta(minutes=4)) == Delivery.SENT


def test_waits_grow_to_an_hour_and_end() -> None:
    class Job:
        attempts = 0

    waits = []
    for attempts in range(operations.MOST_ATTEMPTS):
        Job.attempts = attempts
        decision = jobs.Backoff().get_retry_decision(exception=TryAgain(), job=Job())
        waits.append(decision)
    assert waits[-1] is None and all(waits[:-1])


# --- WhatsApp, inbox, time ------------------------------------------------------------------------------------


def test_whatsapp_waits_for_an_officer_with_a_link_that_holds_the_text(office: Office, budi: Any) -> None:
    (message,) = post(office, phone="+6281234567890")
    assert list(queries.waiting_for_officer(office, "MRL-2026-7KQ4XZ")) == [message]
    link = queries.whatsapp_link(reread(message))
    assert link.startswith("https://wa.me/6281234567890?text=Yth.%20Contoh%20Sari%20%26%20%3CAdik%3E%2C%0A")
    operations.mark_sent_by_officer(message, by=budi, now=NOW)
    operations.mark_sent_by_officer(message, by=budi, now=NOW)
    stored = reread(message)
    assert (stored.delivery, stored.sent_at, stored.attempts) == (Delivery.MANUAL, NOW, 1)
    assert Event.objects.filter(code="message.sent_by_officer", subject_label="MRL-2026-7KQ4XZ").count() == 1
    assert not queries.waiting_for_officer(office).exists()


def test_only_a_waiting_whatsapp_message_can_be_marked_by_hand(office: Office, budi: Any) -> None:
    (message,) = post(office)
    with pytest.raises(Refused):
        operations.mark_sent_by_officer(message, by=budi, now=NOW)


def test_newer_whatsapp_message_about_a_case_replaces_the_one_that_waits(office: Office, budi: Any) -> None:
    (first,) = post(office, key="satu", phone="+6281234567890")
    (other,) = post(office, key="lain", phone="+6281234567891")
    (second,) = post(office, key="dua", phone="+6281234567890")
    assert operations.skip_replaced(second) == 1
    assert operations.skip_replaced(second) == 0
    assert [reread(one).delivery for one in (first, other, second)] == ["skipped", "waiting", "waiting"]
    assert set(queries.waiting_for_officer(office, "MRL-2026-7KQ4XZ")) == {other, second}
    Message.objects.filter(pk=second.pk).update(created_at=NOW + timedelta(hours=1))
    assert operations.skip_replaced(other) == 0  # what came later is not replaced by what came before
    with pytest.raises(Refused):
        operations.mark_sent_by_officer(first, by=budi, now=NOW)


def test_nothing_that_waits_about_a_case_is_sent_to_a_wrong_address(
    office: Office, server: Any, settings: Any
) -> None:
    mail, phone = post(office, email=ADDRESS, phone="+6281260000042")
    elsewhere = operations.post(
        "contoh/received", office=office, key="other", subject_id="MRL-2026-AAAAAA", to=Recipient(email=ADDRESS),
        context={"reference": "x", "name": "x", "link": "x"}, now=NOW,
    )[0]  # fmt: skip
    assert operations.skip_waiting(office, "MRL-2026-7KQ4XZ") == 2
    handler = server("ok")
    assert operations.deliver(mail.pk, now=NOW) == Delivery.SKIPPED
    assert reread(phone).delivery == Delivery.SKIPPED
    assert operations.deliver(elsewhere.pk, now=NOW) == Delivery.SENT
    assert len(handler.mails) == 1


def test_a_message_skipped_while_it_fails_is_not_tried_again(office: Office, monkeypatch: Any) -> None:
    (mail,) = post(office)

    def trouble(_message: Message) -> None:
        operations.skip_waiting(office, "MRL-2026-7KQ4XZ")
        raise TimeoutError

    monkeypatch.setattr(operations, "_send", trouble)
    with pytest.raises(TryAgain):
        operations.deliver(mail.pk, now=NOW)
    assert reread(mail).delivery == Delivery.SKIPPED
    assert operations.deliver(mail.pk, now=NOW) == Delivery.SKIPPED


def test_inbox_is_ones_own(office: Office, budi: Any, dewi: Any) -> None:
    (message,) = post(office, user=budi)
    assert list(queries.inbox(budi)) == [message] and queries.unread_count(budi) == 1
    assert not queries.inbox(dewi).exists()
    operations.mark_read(message, now=NOW)
    assert queries.unread_count(budi) == 0


def test_texts_and_addresses_are_erased_after_ninety_days_and_the_fact_stays(office: Office) -> None:
    (message,) = post(office, phone="+6281234567890")
    assert operations.erase_old_texts(now=NOW + timedelta(days=90)) == 0
    assert operations.erase_old_texts(now=NOW + timedelta(days=91)) == 1
    stored = reread(message)
    assert (stored.subject, stored.body, stored.address) == (None, None, None)
    assert stored.created_at == NOW
    assert queries.whatsapp_link(stored) == ""
    assert not queries.waiting_for_officer(office).exists()


def test_email_whose_job_was_lost_gets_a_new_one(office: Office) -> None:
    post(office)
    assert operations.redeliver_stranded(now=NOW + timedelta(hours=2)) == 0  # its job is still there
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_events; delete from procrastinate_jobs")
    assert operations.redeliver_stranded(now=NOW + timedelta(minutes=30)) == 0
    assert operations.redeliver_stranded(now=NOW + timedelta(hours=2)) == 1
    assert operations.redeliver_stranded(now=NOW + timedelta(hours=2)) == 0


@pytest.mark.django_db(transaction=True)
def test_worker_sends_what_was_posted(server: Any) -> None:
    from procrastinate.contrib.django import app

    mails = server().mails
    (message,) = post(people.office())
    runner = app.with_connector(app.connector.get_worker_connector())
    runner.run_worker(queues=["notices"], wait=False, install_signal_handlers=False)
    assert len(mails) == 1
    assert reread(message).delivery == Delivery.SENT
