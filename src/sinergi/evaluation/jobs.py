"""Training actions follow their events."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sinergi.audit.actors import SYSTEM
from sinergi.evaluation import operations
from sinergi.evaluation.models import Action, ActionKind
from sinergi.evaluation.workflow import Status


@app.periodic(cron="*/10 * * * *")
@app.task(queue="evaluation", queueing_lock="evaluation.follow")
def follow(timestamp: int) -> None:
    """Begin and finish the actions whose training events were held since."""
    unfinished = Action.objects.filter(kind=ActionKind.TRAINING, status__in=[Status.PLANNED, Status.RUNNING])
    for action in unfinished.exclude(lot_seed=""):
        operations.follow_events(action, by=SYSTEM, now=timezone.now())
