"""Which office a request is for, and its units."""

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
