"""Housekeeping of the installation itself."""

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="17 2 * * *")
@app.task(queue="web", queueing_lock="web.sessions")
def clear_sessions(timestamp: int) -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions")
