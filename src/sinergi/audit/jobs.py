"""The record is sealed every minute, and gets a Merkle root every hour."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.audit import operations, queries


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


@app.periodic(cron="17 2 * * *")
@app.task(queue="audit", queueing_lock="audit.check")
def check(timestamp: int) -> None:
    """Every night: recompute all seals and roots, and keep what came out for the page of the record."""
    operations.keep_check(queries.verify(), now=timezone.now())
