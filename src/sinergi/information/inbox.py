"""Reports and programmes behind the messages of an editor's inbox."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.information.models import AccuracyReport, Programme
from sinergi.notices.targets import Target

PROGRAMME = "programme:"  # before the id of a programme


def report_targets(user: User, subjects: Collection[str]) -> dict[str, Target]:
    """The reports of these ids that ``user`` may see now."""
    rows = AccuracyReport.objects.visible_to(user).filter(pk__in=[UUID(subject) for subject in subjects])
    return {
        str(pk): Target(reverse("information:report", args=[pk]), _("Buka laporan ini"))
        for pk in rows.values_list("pk", flat=True)
    }


def programme_targets(user: User, subjects: Collection[str]) -> dict[str, Target]:
    """The programmes of these subjects (``programme:7``) that ``user`` may edit now."""
    ids = [int(subject.removeprefix(PROGRAMME)) for subject in subjects]
    rows = Programme.objects.visible_to(user).filter(pk__in=ids)
    return {
        f"{PROGRAMME}{pk}": Target(reverse("information:edit", args=[pk]), _("Buka program ini"))
        for pk in rows.values_list("pk", flat=True)
    }
