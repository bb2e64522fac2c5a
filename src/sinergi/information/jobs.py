"""Background work of information."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.information import operations


@app.periodic(cron="30 6 * * *")
@app.task(queue="nightly", queueing_lock="information.keep_true")
def keep_true(timestamp: int) -> None:
    """Every morning: warn owners of programmes that have gone stale; erase old reports."""
    now = timezone.now()
    operations.warn_stale(now=now)
    operations.erase_old_reports(now=now)
