"""The record is sealed every minute, and gets a Merkle root every hour."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.audit import operations


@app.periodic(cron="* * * * *")
@app.task(queue="audit", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal everything that has settled, in pieces."""
    while operations.seal_settled(now=timezone.now()):
        pass


@app.periodic(cron="3 * * * *")
@app.task(queue="audit", queueing_lock="audit.root")
def plant(timestamp: int) -> None:
    """One hash over everything so far; `manage audit_root` prints it, to be kept elsewhere."""
    operations.plant_root(now=timezone.now())
