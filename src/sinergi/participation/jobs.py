"""Work for the job worker: typesetting of minutes."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sinergi.participation import operations
from sinergi.participation.models import Meeting


@app.task(queue="letters", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def render_minutes(meeting_id: int) -> None:
    """Typeset the minutes of one meeting; running twice does nothing the second time."""
    operations.render_minutes(Meeting.objects.get(pk=meeting_id), now=timezone.now())
