"""Housekeeping of the installation itself."""

from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.accounts.operations import forget_attempts


@app.periodic(cron="17 2 * * *")
@app.task(queue="web", queueing_lock="web.sessions")
def clear_sessions(timestamp: int) -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions")


@app.periodic(cron="23 2 * * *")
@app.task(queue="web", queueing_lock="web.attempts")
def clear_attempts(timestamp: int) -> None:
    """Remove counts of attempts that hold nobody back any more."""
    forget_attempts(now=timezone.now())
