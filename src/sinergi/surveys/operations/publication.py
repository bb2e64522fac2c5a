"""Renewing what may be seen: atoms of at least ten answers, changed in steps of ten (see `atoms`), and margins.

Each stream of answers is released by itself; pages read the sum of the streams and add up nothing else.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction

from sinergi.organization.models import Office
from sinergi.surveys.formulas.disclosure import SMALLEST, renewed
from sinergi.surveys.invitations import month_of, quarter_of
from sinergi.surveys.models import Channel, PublishedCell, PublishedMargin, ReleasedAtom, RespondentMargin
from sinergi.surveys.operations.atoms import Key, Sums, merged, released

Stream = tuple[bool, bool]  # paper, complete
Released = dict[date, dict[Stream, dict[Key, Sums]]]


@transaction.atomic
def publish_figures(*, now: datetime, office: Office | None = None) -> int:
    """Renew the published figures of one office, or of all. Returns how many cells of pages changed.

    Idempotent, and not audited: it follows from the answers alone.
    """
    offices = Office.objects.order_by("pk") if office is None else Office.objects.filter(pk=office.pk)
    changed = 0
    for found in offices.select_for_update(no_key=True):
        changed += _publish(found)
        _publish_margins(found, now)
    return changed


def _publish(office: Office) -> int:
    current, shown = _current(office), _shown(office)
    pages = _pages(office)
    changed = 0
    for quarter in sorted({*current, *shown, *pages}):
        after: list[dict[Key, Sums]] = []
        for stream in {*current[quarter], *shown[quarter]}:
            before = shown[quarter][stream]
            after.append(released(current[quarter][stream], before))
            for key in {*before, *after[-1]}:
                if before.get(key) != after[-1].get(key):
                    _keep(office, quarter, stream, key, after[-1].get(key, {}))
        changed += _draw(office, quarter, pages[quarter], after)
    return changed


_CURRENT = """
select date_trunc('quarter', month)::date, channel = %s, complete, service_id, unit_id, element,
    sum(n)::bigint, sum(total)::bigint, sum(total_sq)::bigint
from surveys_rollup where office_id = %s group by 1, 2, 3, 4, 5, 6
"""


def _current(office: Office) -> Released:
    found = _empty()
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [Channel.PAPER.value, office.pk])
        for quarter, paper, complete, service_id, unit_id, element, *integers in cursor.fetchall():
            _put(found[quarter][paper, complete], (service_id, unit_id), element, integers)
    return found


def _shown(office: Office) -> Released:
    found = _empty()
    for atom in ReleasedAtom.objects.filter(office=office):
        place = found[atom.quarter][atom.paper, atom.complete]
        _put(place, (atom.service_id, atom.unit_id), atom.element, [atom.n, atom.total, atom.total_sq])
    return found


def _pages(office: Office) -> dict[date, dict[Key, Sums]]:
    found: dict[date, dict[Key, Sums]] = defaultdict(dict)
    for cell in PublishedCell.objects.filter(office=office):
        place = found[cell.quarter]
        _put(place, (cell.service_id, cell.unit_id), cell.element, [cell.n, cell.total, cell.total_sq])
    return found


def _empty() -> Released:
    return defaultdict(lambda: defaultdict(dict))


def _put(into: dict[Key, Sums], key: Key, element: str, integers: list[int]) -> None:
    n, total, squares = integers
    into[key] = {**into.get(key, {}), element: (n, total, squares)}


def _keep(office: Office, quarter: date, stream: Stream, key: Key, new: Sums) -> None:
    """Remember one atom as it has been released."""
    where = {
        "office": office, "quarter": quarter, "service_id": key[0], "unit_id": key[1], "paper": stream[0],
        "complete": stream[1],
    }  # fmt: skip
    ReleasedAtom.objects.filter(**where).delete()
    ReleasedAtom.objects.bulk_create(
        ReleasedAtom(**where, element=element, n=n, total=total, total_sq=squares)
        for element, (n, total, squares) in sorted(new.items())
    )


def _draw(office: Office, quarter: date, pages: Mapping[Key, Sums], streams: list[dict[Key, Sums]]) -> int:
    """Give the pages the sum of the streams; returns how many cells changed."""
    changed = 0
    for key in {*pages, *(key for stream in streams for key in stream)}:
        new = merged(stream[key] for stream in streams if key in stream)
        if pages.get(key, {}) == new:
            continue
        changed += 1
        where = {"office": office, "quarter": quarter, "service_id": key[0], "unit_id": key[1]}
        PublishedCell.objects.filter(**where).delete()
        PublishedCell.objects.bulk_create(
            PublishedCell(**where, element=element, n=n, total=total, total_sq=squares)
            for element, (n, total, squares) in sorted(new.items())
        )
    return changed


Margin = tuple[date, str, str]  # quarter, attribute, value


def _publish_margins(office: Office, now: datetime) -> None:
    """Respondents by what they said of themselves, in months that have ended; each count in steps of ten."""
    counts: dict[Margin, int] = defaultdict(int)
    rows = RespondentMargin.objects.filter(office=office, month__lt=month_of(office, now))
    for month, attribute, value, n in rows.values_list("month", "attribute", "value", "n"):
        counts[quarter_of(month), attribute, value] += n
    shown = {
        (row.quarter, row.attribute, row.value): row.n
        for row in PublishedMargin.objects.filter(office=office)
    }
    PublishedMargin.objects.bulk_create(
        [
            PublishedMargin(office=office, quarter=key[0], attribute=key[1], value=key[2], n=n)
            for key, n in sorted(counts.items())
            if _margin_moves(shown.get(key, 0), n)
        ],
        update_conflicts=True,
        unique_fields=["office", "quarter", "attribute", "value"],
        update_fields=["n"],
    )


def _margin_moves(old: int, new: int) -> bool:
    """A count that nobody sees follows each answer; one that is seen moves by ten."""
    return old != new and (old < SMALLEST or renewed(old, new))
