"""Planning, running and publishing follow-up actions."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue.models import Service
from sinergi.competency import operations as training
from sinergi.competency.workflow import Status as EventState
from sinergi.evaluation import policies
from sinergi.evaluation.formulas.waves import draw_waves
from sinergi.evaluation.models import Action, ActionKind, TreatedUnit
from sinergi.evaluation.training_days import days_of_training
from sinergi.evaluation.workflow import AUDIT_CODES, Status
from sinergi.organization.models import Competency, Unit
from sinergi.participation.models import Agreement

LARGEST_EVENT = 60  # people a trainer can teach at once
TRAINING_HOURS = 20  # JP; LAN 10/2018 asks for at least 20 a year


def _record(code: str, action: Action, *, by: Actor, now: datetime, reason: str = "") -> None:
    record(
        code,
        by=by,
        subject=("action", action.pk, action.reference),
        office_id=action.office_id,
        now=now,
        reason=reason,
    )


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("unit", "office").get(pk=action.pk)


@transaction.atomic
def add_action(
    *,
    unit: Unit,
    units: Sequence[Unit],
    service: Service | None,
    element: str,
    kind: str,
    title: str,
    owner: User,
    due_on: date,
    by: Actor,
    now: datetime,
    reason: str = "",
    competency: Competency | None = None,
    target_level: int | None = None,
    agreement: Agreement | None = None,
) -> Action:
    """Add an action that should move ``element`` of ``service`` at ``units``. Sent twice, it is still one action."""
    policies.can_plan(by, units=units).enforce()
    if not units:
        raise Refused(_("Pilih paling sedikit satu unit."), field="units")
    if kind == ActionKind.TRAINING and (competency is None or target_level is None):
        raise Refused(_("Pelatihan perlu kompetensi dan level tujuan."), field="competency")
    if due_on <= unit.office.day(now):
        raise Refused(_("Tenggat harus sesudah hari ini."), field="due_on")
    plan = {
        "office": unit.office, "unit": unit, "service": service, "element": element, "kind": kind, "title": title,
        "reason": reason, "owner": owner, "due_on": due_on, "agreement": agreement, "competency": competency,
        "target_level": target_level,
    }  # fmt: skip
    # The second press of a button waits for the first.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    wanted = {each.pk for each in units}
    for same in Action.objects.filter(**plan, status=Status.PLANNED, lot_seed=""):
        if set(same.treated_units.values_list("unit", flat=True)) == wanted:
            return same
    action = Action.objects.create(**plan, created_at=now)
    TreatedUnit.objects.bulk_create(TreatedUnit(action=action, unit=each) for each in units)
    _record("action.added", action, by=by, now=now, reason=reason)
    return action


@transaction.atomic
def draw_lot(
    action: Action, *, sizes: Sequence[int], seed: str, dates: Sequence[date], by: Actor, now: datetime
) -> Action:
    """Order the units by a public lot, open one training event a wave and propose its participants from the gap.

    ``sizes`` are units per wave, ``dates`` the first day of each wave's event; an event keeps to working days.
    """
    action = _locked(action)
    policies.can_draw(by, action).enforce()
    rows = list(action.treated_units.select_related("unit").order_by("unit__name"))
    treated = {row.unit.name: row for row in rows}
    if len(treated) < len(rows):  # a kelurahan and a lingkungan of one name
        treated = {row.unit.title: row for row in rows}
    if len(sizes) != len(dates):
        raise Refused(_("Setiap gelombang perlu satu tanggal."), field="dates")
    if list(dates) != sorted(set(dates)):
        raise Refused(_("Tanggal gelombang harus berurutan."), field="dates")
    try:
        waves = draw_waves(list(treated), list(sizes), seed)
    except ValueError as error:
        raise Refused(
            _("Jumlah unit per gelombang harus sama dengan jumlah unit tindakan ini."), field="sizes"
        ) from error
    for number, (names, first_day) in enumerate(zip(waves, dates, strict=True), start=1):
        _open_wave(action, [treated[name] for name in names], number, first_day, by=by, now=now)
    action.lot_seed = seed
    action.save(update_fields=["lot_seed"])
    _record("action.lot_drawn", action, by=by, now=now, reason=seed)
    return action


def _open_wave(
    action: Action, rows: Sequence[TreatedUnit], number: int, first_day: date, *, by: Actor, now: datetime
) -> None:
    """One event for the teams of one wave, with everybody below the target level proposed."""
    if action.competency is None or action.target_level is None:  # held by a database constraint
        raise Refused(_("Pelatihan perlu kompetensi dan level tujuan."))
    with translation.override("id"):  # it is stored, whatever language the page was read in
        title = _("%(title)s, gelombang %(number)s") % {"title": action.title, "number": number}
    starts_on, ends_on = days_of_training(action.office, first_day)
    units = [row.unit for row in rows]
    event = training.open_event(
        office=action.office,
        unit=action.unit,
        competency=action.competency,
        target_level=action.target_level,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        hours=TRAINING_HOURS,
        audience=units,
        by=by,
        now=now,
    )
    training.propose(event, units=units, limit=LARGEST_EVENT, by=by, now=now)
    for row in rows:
        row.wave, row.event = number, event
        row.save(update_fields=["wave", "event"])


def _enforce_by_hand(action: Action) -> None:
    """Dates of a training come from the events that were held, so that nobody can choose a flattering window."""
    if action.kind == ActionKind.TRAINING:
        raise Refused(
            _("Tanggal pelatihan mengikuti kegiatan yang terlaksana. Catat kehadiran di halaman pelatihan.")
        )


@transaction.atomic
def start(action: Action, *, on: date, by: Actor, now: datetime) -> Action:
    """Begin an action that is no training, on a day that is not in the future."""
    action = _locked(action)
    policies.can_move(by, action, Status.RUNNING).enforce()
    _enforce_by_hand(action)
    if on > action.office.day(now):
        raise Refused(_("Tanggal mulai tidak boleh di masa depan."), field="on")
    action.started_on = on
    return _move(action, Status.RUNNING, ["started_on"], by=by, now=now)


@transaction.atomic
def complete(action: Action, *, on: date, by: Actor, now: datetime) -> Action:
    """Finish an action that is no training; a training follows its events."""
    action = _locked(action)
    policies.can_move(by, action, Status.DONE).enforce()
    _enforce_by_hand(action)
    if action.started_on and on < action.started_on:
        raise Refused(_("Tanggal selesai tidak boleh sebelum tanggal mulai."), field="on")
    if on > action.office.day(now):
        raise Refused(_("Tanggal selesai tidak boleh di masa depan."), field="on")
    action.completed_on = on
    return _move(action, Status.DONE, ["completed_on"], by=by, now=now)


@transaction.atomic
def cancel(action: Action, *, reason: str, by: Actor, now: datetime) -> Action:
    """Give an action up, with the reason."""
    action = _locked(action)
    policies.can_move(by, action, Status.CANCELLED).enforce()
    return _move(action, Status.CANCELLED, [], by=by, now=now, reason=reason)


def _move(
    action: Action, to: Status, fields: list[str], *, by: Actor, now: datetime, reason: str = ""
) -> Action:
    action.status = to
    action.save(update_fields=["status", *fields])
    _record(AUDIT_CODES[to], action, by=by, now=now, reason=reason)
    return action


@transaction.atomic
def follow_events(action: Action, *, by: Actor, now: datetime) -> Action:
    """Bring a training action up to date with its events: running when the first was held, done with the last."""
    action = _locked(action)
    events = {row.event for row in action.treated_units.select_related("event") if row.event}
    held = sorted((event.starts_on, event.ends_on) for event in events if event.status == EventState.HELD)
    open_events = [event for event in events if event.status == EventState.PLANNED]
    if held and action.status == Status.PLANNED:
        action.started_on = held[0][0]
        _move(action, Status.RUNNING, ["started_on"], by=by, now=now)
    if held and not open_events and action.status == Status.RUNNING:
        action.completed_on = held[-1][1]
        _move(action, Status.DONE, ["completed_on"], by=by, now=now)
    return action


@transaction.atomic
def publish(action: Action, *, said: str, did: str, by: Actor, now: datetime) -> Action:
    """Tell the public: what citizens said and what was done. Publishing again corrects the words."""
    action = _locked(action)
    policies.can_publish(by, action).enforce()
    if not said.strip() or not did.strip():
        raise Refused(_("Tulis apa yang warga katakan dan apa yang dilakukan."), field="did")
    action.said, action.did, action.published_at = said, did, now
    action.save(update_fields=["said", "did", "published_at"])
    _record("action.published", action, by=by, now=now)
    return action


@transaction.atomic
def unpublish(action: Action, *, reason: str, by: Actor, now: datetime) -> Action:
    """Take the public words back, with a reason for the record."""
    action = _locked(action)
    policies.can_unpublish(by, action).enforce()
    if not reason.strip():
        raise Refused(_("Tulis mengapa pengumuman ini ditarik."), field="reason")
    action.published_at = None
    action.save(update_fields=["published_at"])
    _record("action.unpublished", action, by=by, now=now, reason=reason)
    return action
