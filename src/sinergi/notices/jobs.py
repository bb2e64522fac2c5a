"""Background work of the outbox."""

import random
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app

from sinergi.notices import operations

FIRST_WAIT = 20  # seconds
LONGEST_WAIT = 3600


class Backoff(BaseRetryStrategy):
    """20 s, 40 s, 80 s … one hour, each with up to a quarter more, so that an outage does not end in a stampede."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision | None:
        if job.attempts + 1 >= operations.MOST_ATTEMPTS:
            return None
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**job.attempts)
        return RetryDecision(retry_in={"seconds": int(wait * (1 + random.random() / 4))})  # noqa: S311


@app.task(queue="notices", retry=Backoff(), pass_context=True)
def deliver_message(context: JobContext, message_id: str) -> None:
    """Send one email; tries again for about seven hours."""
    attempts = context.job.attempts if context.job else 0
    operations.deliver(
        UUID(message_id), now=timezone.now(), last_attempt=attempts + 1 >= operations.MOST_ATTEMPTS
    )


@app.periodic(cron="40 2 * * *")
@app.task(queue="nightly", queueing_lock="notices.tidy")
def tidy(timestamp: int) -> None:
    """Every night: erase old texts, and give stranded messages a new job."""
    now = timezone.now()
    operations.erase_old_texts(now=now)
    operations.redeliver_stranded(now=now)
