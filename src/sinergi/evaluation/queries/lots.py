"""What makes a public lot one that nobody can try out beforehand."""

from sinergi.audit.models import Seal


def mixed(words: str) -> str:
    """The announced words with the newest seal of the record, which changes by the minute and is chosen by nobody.

    Both stand on the action's page, so anybody can repeat the draw; nobody can foresee it.
    """
    seal = Seal.objects.order_by("-last_id").first()
    return f"{words} · {bytes(seal.digest).hex()[:16]}" if seal else words
