"""Which office a request is for, its units, and which day it is there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from sinergi.kept import Kept
from sinergi.organization.models import Office, Unit

_first_two = Kept(lambda: Office.objects.select_related("calendar").order_by("id")[:2])


def office_for_host(host: str) -> Office | None:
    """The office whose host this is, else the only office of the installation, else None."""
    offices = _first_two.rows()
    if len(offices) == 1:
        return offices[0]
    return Office.objects.select_related("calendar").filter(host=host).first()


def root_unit(office: Office) -> Unit:
    """The unit of the office itself."""
    return Unit.objects.get(office=office, parent=None)


def serving_unit(unit: Unit, kind: str) -> Unit:
    """``unit`` or its nearest ancestor of ``kind``; raises `Unit.DoesNotExist`."""
    ids = [int(part) for part in unit.path.strip("/").split("/")]
    return Unit.objects.filter(id__in=ids, kind=kind).order_by("-path").first() or _missing(unit, kind)


def _missing(unit: Unit, kind: str) -> Unit:
    raise Unit.DoesNotExist(f"{unit} lies in no {kind}")


def zones_today(now: datetime) -> dict[str, date]:
    """The day it is at the offices of each time zone."""
    zones = Office.objects.order_by().values_list("time_zone", flat=True).distinct()
    return {zone: now.astimezone(ZoneInfo(zone)).date() for zone in zones}


def on_local_day(now: datetime, lookup: str) -> Q:
    """For sweeps over all offices: rows whose day fits ``lookup`` (``deadline__lt``) by the calendar of their own
    office."""
    condition = Q(pk__in=[])
    for zone, today in zones_today(now).items():
        condition |= Q(**{"office__time_zone": zone, lookup: today})
    return condition
