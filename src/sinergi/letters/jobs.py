"""Work for the job worker: typesetting."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sinergi.letters import operations
from sinergi.letters.models import Letter


@app.task(queue="letters", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def render_letter(letter_id: str) -> None:
    """Typeset one letter; running twice does nothing the second time."""
    operations.render(Letter.objects.get(pk=letter_id), now=timezone.now())
