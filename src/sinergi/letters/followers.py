"""Who has to act when a letter is withdrawn: rooms above name a job when the application starts (`AppConfig.ready`).

This room knows no other. A job, not a call: who follows locks its own row before the letter, as everywhere, so the two
never wait for each other; and it exists exactly if the withdrawal does.
"""

from procrastinate.contrib.django import app

from sinergi.letters.models import Letter

_jobs: dict[str, str] = {}


def register(task: str, *, queue: str) -> None:
    """Have the job ``task`` run with ``letter_id`` after each withdrawal."""
    _jobs[task] = queue


def tell(letter: Letter) -> None:
    """Queue the jobs in the transaction that withdraws ``letter``."""
    for task, queue in _jobs.items():
        app.configure_task(task, queue=queue).defer(letter_id=str(letter.pk))
