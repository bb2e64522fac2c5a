"""The record is sealed every minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.audit import operations


@app.periodic(cron="* * * * *")
@app.task(queue="audit", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal everything that has settled, in pieces."""
    while operations.seal_settled(now=timezone.now()):
        pass
