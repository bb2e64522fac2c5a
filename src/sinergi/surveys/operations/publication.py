"""Renewing what may be seen: the roll-up cut into atoms of at least ten answers, changed in steps of ten.

An atom is a team's quarter for one service; teams too small to stand alone are one atom of the service together,
and what is still too small is one atom of the office, or nothing. Pages add atoms up and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.organization.models import Office
from sinergi.surveys.formulas.disclosure import SMALLEST, leaving, renewed
from sinergi.surveys.invitations import quarter_of
from sinergi.surveys.models import PublishedCell, Rollup

Integers = tuple[int, int, int]
Sums = dict[str, Integers]
Key = tuple[int | None, int | None]  # service, unit; None: merged
REST_OF_OFFICE: Key = (None, None)


@transaction.atomic
def publish_figures(*, now: datetime, office: Office | None = None) -> int:
    """Renew the published figures of one office, or of all. Returns how many atoms changed.

    Idempotent, and not audited: it follows from the answers alone. ``now`` is for the signature's sake of jobs.
    """
    offices = Office.objects.order_by("pk") if office is None else Office.objects.filter(pk=office.pk)
    return sum(_publish(found) for found in offices.select_for_update(no_key=True))


def _publish(office: Office) -> int:
    current = _current(office)
    published = _published(office)
    changed = 0
    for quarter in sorted({*current, *published}):
        shown = published.get(quarter, {})
        wanted = _atoms(current.get(quarter, {}), shown)
        for key in {*shown, *wanted}:
            changed += _renew(office, quarter, key, shown.get(key), wanted.get(key))
    return changed


def _current(office: Office) -> dict[date, dict[Key, Sums]]:
    rows = (
        Rollup.objects.filter(office=office)
        .values_list("month", "service_id", "unit_id", "element")
        .annotate(Sum("n"), Sum("total"), Sum("total_sq"))
    )
    found: dict[date, dict[Key, Sums]] = defaultdict(lambda: defaultdict(dict))
    for month, service_id, unit_id, element, *integers in rows:
        _add(
            found[quarter_of(month)][service_id, unit_id], {element: (integers[0], integers[1], integers[2])}
        )
    return found


def _published(office: Office) -> dict[date, dict[Key, Sums]]:
    found: dict[date, dict[Key, Sums]] = defaultdict(lambda: defaultdict(dict))
    for cell in PublishedCell.objects.filter(office=office):
        found[cell.quarter][cell.service_id, cell.unit_id][cell.element] = (cell.n, cell.total, cell.total_sq)
    return found


def _atoms(cells: Mapping[Key, Sums], shown: Mapping[Key, Sums]) -> dict[Key, Sums]:
    """The atoms that today's sums make, given which merged rests have been shown already."""
    atoms: dict[Key, Sums] = {}
    rests: dict[Key, Sums] = {}
    for service_id in sorted({key[0] for key in cells}, key=str):
        rest: Key = (service_id, None)
        own = {key: sums for key, sums in cells.items() if key[0] == service_id}
        loose = {
            key: _fewest(sums) for key, sums in own.items() if key not in shown or _fewest(sums) < SMALLEST
        }
        alone = {key for key in own if key not in loose} | leaving(loose, rest_is_published=rest in shown)
        atoms |= {key: own[key] for key in alone}
        if merged := _merged(own[key] for key in own if key not in alone):
            rests[rest] = merged
    loose = {key: _fewest(sums) for key, sums in rests.items()}
    alone = set(leaving(loose, rest_is_published=REST_OF_OFFICE in shown))
    atoms |= {key: rests[key] for key in alone}
    left = _merged(sums for key, sums in rests.items() if key not in alone)
    if _fewest(left) >= SMALLEST:
        atoms[REST_OF_OFFICE] = left
    return atoms


def _renew(office: Office, quarter: date, key: Key, old: Sums | None, new: Sums | None) -> int:
    """Store, replace or remove one atom; keep it as it is while fewer than ten answers have changed."""
    if old == new or (old and new and not _may_replace(old, new)):
        return 0
    where = {"office": office, "quarter": quarter, "service_id": key[0], "unit_id": key[1]}
    PublishedCell.objects.filter(**where).delete()
    PublishedCell.objects.bulk_create(
        PublishedCell(**where, element=element, n=n, total=total, total_sq=squares)
        for element, (n, total, squares) in sorted((new or {}).items())
        if n >= SMALLEST
    )
    return 1


def _may_replace(old: Sums, new: Sums) -> bool:
    """Every element that changes does so by at least ten answers, and one does."""
    changes = [
        (old[element][0] if element in old else 0, new[element][0] if element in new else 0)
        for element in {*old, *new}
        if old.get(element) != new.get(element) and (element in old or new[element][0] >= SMALLEST)
    ]
    return bool(changes) and all(renewed(before, after) for before, after in changes)


def _fewest(sums: Sums) -> int:
    """Answers to the least answered of the nine: what protects a respondent who left one out."""
    return min((sums[key][0] for key in LEGAL_ORDER if key in sums), default=0)


def _merged(many: Iterable[Sums]) -> Sums:
    total: Sums = {}
    for sums in many:
        _add(total, sums)
    return total


def _add(into: Sums, more: Sums) -> None:
    for element, (n, total, squares) in more.items():
        before = into.get(element, (0, 0, 0))
        into[element] = (before[0] + n, before[1] + total, before[2] + squares)
