"""Who may plan, run and publish follow-up actions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.evaluation.models import Action, ActionKind
from sinergi.evaluation.workflow import MOVES, Status
from sinergi.organization.models import Unit


def can_plan(by: Actor, *, units: Iterable[Unit]) -> Verdict:
    """An action may be planned for units that one answers for."""
    if isinstance(by, User) and not all(by.holds(Permission.EVALUATION_ACT, at=unit) for unit in units):
        return refused(_("Anda hanya dapat merencanakan tindakan untuk unit yang Anda pimpin."))
    return allowed()


def can_change(by: Actor, action: Action) -> Verdict:
    """The owner and the heads of the leading unit run an action."""
    if (
        isinstance(by, User)
        and by.pk != action.owner_id
        and not by.holds(Permission.EVALUATION_ACT, at=action.unit)
    ):
        return refused(_("Hanya penanggung jawab tindakan ini yang dapat mengubahnya."))
    return allowed()


def can_move(by: Actor, action: Action, to: Status) -> Verdict:
    """The move must be in the table, and made by somebody who may change the action."""
    if to not in MOVES[Status(action.status)]:
        return refused(
            _("Tindakan yang sudah %(status)s tidak dapat diubah menjadi %(to)s.")
            % {"status": action.get_status_display().lower(), "to": str(to.label).lower()}
        )
    return can_change(by, action)


def can_draw(by: Actor, action: Action) -> Verdict:
    """Waves are drawn once, for training, before it starts."""
    if action.kind != ActionKind.TRAINING:
        return refused(_("Undian gelombang hanya untuk pelatihan."))
    if action.lot_seed:
        return refused(_("Undian sudah dilakukan. Hasilnya tidak dapat diulang."))
    if action.status != Status.PLANNED:
        return refused(_("Undian hanya dapat dilakukan sebelum tindakan berjalan."))
    return can_change(by, action)


def can_publish(by: Actor, action: Action) -> Verdict:
    """The public is told of what was at least begun."""
    if action.status not in {Status.RUNNING, Status.DONE}:
        return refused(_("Umumkan setelah tindakan berjalan."))
    return can_change(by, action)


def can_unpublish(by: Actor, action: Action) -> Verdict:
    """Only what the public was told can be taken back."""
    if action.published_at is None:
        return refused(_("Tindakan ini tidak sedang diumumkan."))
    return can_change(by, action)
