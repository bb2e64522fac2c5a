"""Cases behind the messages of an officer's inbox."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.notices.targets import Target


def case_targets(user: User, references: Collection[str]) -> dict[str, Target]:
    """The pages of these case numbers, of those that ``user`` may see now."""
    rows = Application.objects.visible_to(user).submitted().filter(reference__in=references)
    return {
        reference: Target(
            reverse("casework:case", args=[reference]),
            _("Buka permohonan %(number)s") % {"number": reference},
        )
        for reference in rows.values_list("reference", flat=True)
    }
