"""Work for the job worker: lost numbers, withdrawn letters and the sweeps."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sinergi.casework import operations

RETRY = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(queue="casework", retry=RETRY)
def send_reference(office_id: int, service_id: int, contact: str, occasion: str = "") -> None:
    """Send the numbers of a contact's cases; ``contact`` is a keyed hash in hexadecimal, ``occasion`` one request."""
    operations.send_reference(
        office_id=office_id, service_id=service_id, contact=bytes.fromhex(contact), occasion=occasion,
        now=timezone.now(),
    )  # fmt: skip


@app.task(queue="casework", retry=RETRY)
def follow_withdrawn_letter(letter_id: str) -> None:
    """Tell the applicant and the officers of a case that its letter was withdrawn."""
    operations.follow_withdrawn_letter(UUID(letter_id), now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="casework", queueing_lock="casework.note_overdue")
def note_overdue(timestamp: int) -> None:
    """Every ten minutes: remind officers of late cases."""
    operations.note_overdue(now=timezone.now())


@app.periodic(cron="15 6 * * *")
@app.task(queue="casework", queueing_lock="casework.follow_defects")
def follow_defects(timestamp: int) -> None:
    """Every morning: remind applicants, close what nobody mends."""
    operations.follow_defects(now=timezone.now())


@app.periodic(cron="30 1 * * *")
@app.task(queue="casework", queueing_lock="casework.sweep")
def sweep(timestamp: int) -> None:
    """Every night: old drafts, expired links and survey keys, data whose retention time is over."""
    now = timezone.now()
    operations.sweep_doors(now=now)
    while operations.sweep_drafts(now=now):
        pass
    while operations.sweep_survey_keys(now=now):
        pass
    while operations.erase_expired(now=now):
        pass
