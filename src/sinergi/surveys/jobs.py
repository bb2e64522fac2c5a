"""Background work of the room: pouring, publishing, reading large files."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.surveys import operations


@app.periodic(cron="*/5 * * * *")
@app.task(queue="surveys", queueing_lock="surveys.pour", pass_context=False)
def pour_answers(timestamp: int) -> None:
    """Move waiting answers on, clean the pool, renew the published figures."""
    poured = operations.pour(timezone.now())
    if poured.moved:
        operations.vacuum_pool()
        operations.publish_figures(now=timezone.now())


@app.periodic(cron="40 1 * * *")
@app.task(queue="surveys", queueing_lock="surveys.publish")
def publish_figures(timestamp: int) -> None:
    """Every night: what a month that has ended, or an update of the program, lets be seen."""
    operations.publish_figures(now=timezone.now())


@app.periodic(cron="50 1 * * *")
@app.task(queue="surveys", queueing_lock="surveys.sweep")
def sweep_invitations(timestamp: int) -> None:
    """Every night: delete links that were used or whose time is over."""
    operations.sweep_invitations(now=timezone.now())


@app.task(queue="surveys", retry=3)
def read_import(batch_id: str) -> None:
    """Read an uploaded file in pieces; a second run goes on where the first one stopped."""
    operations.read_import(batch_id, now=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(queue="surveys", queueing_lock="surveys.resume")
def resume_imports(timestamp: int) -> None:
    """Take up readings that a restart of the worker has interrupted."""
    for batch_id in operations.stalled_imports(now=timezone.now()):
        operations.read_import(batch_id, now=timezone.now())
