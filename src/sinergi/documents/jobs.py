"""Background work of the file store."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.documents import operations


@app.periodic(cron="20 2 * * *")
@app.task(queue="nightly", queueing_lock="documents.scrub", lock="documents.scrub")
def scrub(timestamp: int) -> None:
    """Every night: erase what is over, sweep files without a row, compare every file with its checksum."""
    now = timezone.now()
    operations.erase_expired(now=now)
    operations.sweep_orphans(now=now)
    operations.verify_all(now=now)
