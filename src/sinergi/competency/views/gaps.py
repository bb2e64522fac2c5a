"""Gaps of teams, levels of persons, and the grid in which levels are entered."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts.models import within
from sinergi.competency import operations, queries
from sinergi.competency.forms import GridForm
from sinergi.competency.queries import GapRow, GapTable, TeamRow
from sinergi.organization.models import Competency, Unit, is_root
from sinergi.personnel.models import Employee
from sinergi.personnel.queries import training_years, trainings_of, units_under
from sinergi.ui import formats, paging
from sinergi.ui.components import HeatCell, HeatChart, HeatRow, SummaryRow
from sinergi.ui.forms import UiForm

Request = Any  # HttpRequest with `now`, `office` and a user that knows its grants (web.middleware)
GRID_ROWS = 20
CANDIDATES = 50


def today_of(request: Request) -> date:
    """The day at the office."""
    today: date = request.office.day(request.now) if request.office else request.today
    return today


def refuse(form: UiForm, error: Refused) -> None:
    """Words of an operation onto the field that they are about."""
    form.add_error(error.field if error.field in form.fields else None, str(error.words))


def number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def paths_or_404(request: Request, permission: Permission) -> tuple[str, ...]:
    paths: tuple[str, ...] = request.user.paths_for(permission)
    if not paths:
        raise Http404
    return paths


def _cell(cell: GapRow | None) -> HeatCell:
    if cell is None:
        return HeatCell("")
    if cell.below is None:
        words = _("baru %(n)s dinilai") % {"n": cell.assessed} if cell.assessed else _("belum dinilai")
        return HeatCell("", note=words)
    words = _("%(below)s dari %(assessed)s") % {"below": cell.below, "assessed": cell.assessed}
    mean = formats.number(cell.mean, 1) if cell.mean is not None else ""
    return HeatCell(
        words, cell.tile, _("rata-rata %(mean)s, perlu %(need)s") % {"mean": mean, "need": cell.required}
    )


def _label(row: TeamRow) -> str:
    if row.shown != row.unit:
        return _("%(unit)s (kurang dari 3 orang: dihitung dengan %(shown)s)") % {
            "unit": row.unit.title, "shown": row.shown.title,
        }  # fmt: skip
    words = {"unit": row.unit.title, "staff": formats.number(row.staff)}
    if is_root(row.unit.path):
        return _("%(unit)s seluruhnya, %(staff)s orang") % words
    return _("%(unit)s, %(staff)s orang") % words


def _parted(table: GapTable) -> tuple[list[TeamRow], list[TeamRow]]:
    """Rows with figures of their own, and teams whose people are counted in one of those rows."""
    own = {row.unit.pk for row in table.rows if row.shown == row.unit}
    within_others = [row for row in table.rows if row.shown != row.unit and row.shown.pk in own]
    return [row for row in table.rows if row not in within_others], within_others


def chart_of(table: GapTable, last: date | None) -> HeatChart:
    """The heat tiles: how many of the assessed are below what the team's services require."""
    own, small = _parted(table)
    rows = [HeatRow(_label(row), [_cell(cell) for cell in row.cells]) for row in own]
    source = _("Jumlah yang belum mencapai level yang diperlukan layanan, dari yang sudah dinilai.")
    if last:
        source += " " + _("Penilaian terakhir %(day)s.") % {"day": formats.date(last)}
    for shown in dict.fromkeys(row.shown.title for row in small):
        units = ", ".join(row.unit.title for row in small if row.shown.title == shown)
        words = _("%(units)s: kurang dari 3 orang, sudah terhitung pada %(shown)s.")
        source += " " + words % {"units": units, "shown": shown}
    return HeatChart(
        _("Kompetensi mana yang masih kurang, dan di tim mana?"),
        [one.name for one in table.competencies],
        rows,
        source=source,
        corner=_("Tim"),
    )


@login_required
@require_GET
def gaps(request: Request) -> HttpResponse:
    """The gap table of the teams in one's units."""
    paths = paths_or_404(request, Permission.COMPETENCY_VIEW)
    table = queries.gap_table(request.office, paths, on=today_of(request))
    context = {
        "table": table,
        "chart": chart_of(table, queries.last_assessed(paths)),
        "whole": list(zip(table.competencies, table.rows[0].cells, strict=True)) if table.rows else [],
        "may_assess": bool(request.user.paths_for(Permission.COMPETENCY_ASSESS)),
        "may_set": bool(request.user.paths_for(Permission.TRAINING_MANAGE)),
    }
    return render(request, "competency/gaps.html", context)


@login_required
@require_GET
def competency(request: Request, key: str) -> HttpResponse:
    """One competency: what its levels mean, and whose level is below the one asked for."""
    paths = paths_or_404(request, Permission.COMPETENCY_VIEW)
    found = get_object_or_404(Competency, key=key)
    units = list(units_under(paths))
    unit = next((one for one in units if one.pk == number(request.GET.get("unit"))), None)
    level = number(request.GET.get("level"))
    level = level if 1 <= level <= 5 else queries.highest_requirement(request.office, found) or 3
    tops = [unit] if unit else [one for one in units if one.path in paths]
    rows = queries.candidates(tops, found, level, on=today_of(request))
    context = {
        "competency": found,
        "levels": list(found.levels.order_by("level")),
        "units": units,
        "unit": unit,
        "level": level,
        "rows": rows[:CANDIDATES],
        "total": len(rows),
        "may_open": bool(request.user.paths_for(Permission.TRAINING_MANAGE)),
    }
    return render(request, "competency/competency.html", context)


@login_required
@require_GET
def person(request: Request, pk: int) -> HttpResponse:
    """The levels of one person, for who may see them."""
    found = get_object_or_404(Employee.objects.visible_to(request.user).select_related("unit"), pk=pk)
    may_view = request.user.holds(Permission.COMPETENCY_VIEW, at=found.unit)
    if not may_view and found.user_id != request.user.pk:
        raise Http404
    context = {"employee": found, "levels": queries.levels_of(found, on=today_of(request))}
    return render(request, "competency/person.html", context)


@login_required
@require_GET
def me(request: Request) -> HttpResponse:
    """My data and my trainings: everybody sees their own record."""
    if not request.user.office_id:
        raise Http404
    found = Employee.objects.select_related("unit").filter(user_id=request.user.pk).first()
    if found is None:
        return render(request, "competency/me.html", {"employee": None})
    rows = [
        (_("NIP"), found.nip_spaced), (_("Jenis pegawai"), str(found.get_kind_display())),
        (_("Unit kerja"), found.unit.title), (_("Jabatan"), found.title), (_("Golongan"), found.rank),
    ]  # fmt: skip
    context = {
        "employee": found,
        "facts": [SummaryRow(label, value) for label, value in rows],
        "coming": queries.coming_trainings(found),
        "trainings": list(trainings_of(found)),
        "years": training_years(found),
        "levels": queries.levels_of(found, on=today_of(request)),
    }
    return render(request, "competency/me.html", context)


def _grid_competencies(request: Request, unit: Unit) -> list[Competency]:
    """What the services of the unit require; all competencies where nothing is required."""
    units = {one.pk: one for one in Unit.objects.filter(office_id=unit.office_id)}
    required = queries.required_levels(unit, queries.needs_of(request.office), units)
    rows = Competency.objects.order_by("cluster", "name")
    return list(rows.filter(pk__in=required) if required else rows)


@login_required
@require_http_methods(["GET", "POST"])
def assess(request: Request) -> HttpResponse:
    """The grid: the staff of one unit, twenty at a time."""
    paths = paths_or_404(request, Permission.COMPETENCY_ASSESS)
    units = list(units_under(paths))
    unit = next((one for one in units if one.pk == number(request.GET.get("unit"))), units[0])
    people = (
        Employee.objects.visible_to(request.user).serving(today_of(request)).exclude(user_id=request.user.pk)
    )
    people = people.filter(within(paths), unit__path__startswith=unit.path).select_related("unit")
    page = paging.page_by_key(people, "name", "pk", cursor=request.GET.get(paging.PARAMETER), size=GRID_ROWS)
    levels = queries.current_levels([one.pk for one in page], on=today_of(request))
    form = GridForm(
        request.POST or None,
        people=page.items,
        competencies=_grid_competencies(request, unit),
        levels=levels,
        today=today_of(request),
    )
    if request.method == "POST" and form.is_valid() and _assessed(request, form):
        return redirect(f"{reverse('competency:assess')}?{request.GET.urlencode()}")
    return render(
        request, "competency/assess.html", {"form": form, "units": units, "unit": unit, "page": page}
    )


def _assessed(request: Request, form: GridForm) -> bool:
    readings = form.readings()
    if not readings:
        form.add_error(None, _("Belum ada level yang diubah."))
        return False
    try:
        count = operations.assess_many(
            readings,
            method=form.cleaned_data["method"],
            assessed_on=form.cleaned_data["assessed_on"],
            by=request.user,
            now=request.now,
        )
    except Refused as error:
        refuse(form, error)
        return False
    messages.success(request, _("%(count)s level sudah dicatat.") % {"count": count})
    return True
