"""Upload a staff list, look at what would happen, then all good rows or nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.personnel import operations, policies, queries
from sinergi.personnel.forms import ImportForm
from sinergi.personnel.models import StaffImport
from sinergi.personnel.stafflist import Outcome, StaffPlan, StaffRow
from sinergi.personnel.views.employees import Request, refuse
from sinergi.personnel.workflow import ImportStatus
from sinergi.sheets.apart import workbook_apart
from sinergi.sheets.writing import Cell, Sheet

PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS: dict[str, Outcome] = {
    "ditolak": Outcome.REFUSED, "baru": Outcome.NEW, "berubah": Outcome.CHANGED, "tetap": Outcome.UNCHANGED,
}  # fmt: skip


def _enter(request: Request) -> None:
    if not policies.can_import(request.user):
        raise Http404


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Choose the file; below it the imports made so far."""
    _enter(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = operations.start_import(
                file,
                office=request.user.office,
                by=request.user,
                now=request.now,
                unknown_position=form.cleaned_data["unknown_position"],
            )
        except Refused as error:
            refuse(form, error)
        else:
            return redirect("personnel:import", pk=found.pk)
    context = {"form": form, "imports": queries.imports_of(request.user)[:10]}
    return render(request, "personnel/import_upload.html", context)


def _import(request: Request, pk: int) -> StaffImport:
    rows = StaffImport.objects.visible_to(request.user).select_related("office", "document")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def preview(request: Request, pk: int) -> HttpResponse:
    """What committing would do: each row new, changed, unchanged or refused, and why. Afterwards: what it did."""
    found = _import(request, pk)
    if found.status != ImportStatus.UPLOADED:
        return render(request, "personnel/import_done.html", {"found": found})
    try:
        plan = operations.import_plan(found, by=request.user, now=request.now)
    except Refused as error:
        return render(request, "personnel/import_preview.html", {"found": found, "trouble": error.words})
    chosen = request.GET.get("tampil", "") if request.GET.get("tampil", "") in TABS else _first_tab(plan)
    rows, following = _page(plan.of(TABS[chosen]), request.GET.get("sesudah", ""))
    context = {
        "found": found,
        "plan": plan,
        "rows": rows,
        "chosen": chosen,
        "following": following,
        "tabs": [(name, _tab_label(name), plan.count(outcome)) for name, outcome in TABS.items()],
        "refused": plan.count(Outcome.REFUSED),
        "good": plan.count(Outcome.NEW) + plan.count(Outcome.CHANGED),
    }
    return render(request, "personnel/import_preview.html", context)


def _first_tab(plan: StaffPlan) -> str:
    return next((name for name, outcome in TABS.items() if plan.count(outcome)), "baru")


def _tab_label(name: str) -> str:
    return {
        "ditolak": _("Ditolak"), "baru": _("Pegawai baru"), "berubah": _("Berubah"), "tetap": _("Tidak berubah"),
    }[name]  # fmt: skip


def _page(rows: list[StaffRow], after: str) -> tuple[list[StaffRow], int | None]:
    """Rows after a line of the file, and the line to continue from."""
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 8 else 0
    rest = [row for row in rows if row.line > start]
    return rest[:PER_PAGE], rest[PER_PAGE - 1].line if len(rest) > PER_PAGE else None


@login_required
@require_POST
def commit(request: Request, pk: int) -> HttpResponse:
    """All good rows, or nothing."""
    found = _import(request, pk)
    try:
        found = operations.commit_import(found, by=request.user, now=request.now)
    except Refused as error:
        messages.error(request, str(error.words))
    else:
        words = _("Tersimpan: %(added)s pegawai baru, %(changed)s berubah.")
        messages.success(request, words % {"added": found.added, "changed": found.changed})
    return redirect("personnel:import", pk=pk)


@login_required
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Give the import up; the file is deleted."""
    found = _import(request, pk)
    try:
        operations.discard_import(found, by=request.user, now=request.now)
    except Refused as error:
        messages.error(request, str(error.words))
        return redirect("personnel:import", pk=pk)
    messages.success(request, _("Impor dibatalkan dan berkasnya dihapus. Tidak ada data yang berubah."))
    return redirect("personnel:import_new")


@login_required
@require_GET
def refused(request: Request, pk: int) -> HttpResponse:
    """The refused rows as a workbook: the file's own columns, so that it can be mended and uploaded again."""
    found = _import(request, pk)
    try:
        plan = operations.import_plan(found, by=request.user, now=request.now)
    except Refused as error:
        messages.error(request, str(error.words))
        return redirect("personnel:import", pk=pk)
    width = len(plan.columns.titles)
    header = [*plan.columns.titles, _("Baris di berkas"), _("Yang perlu diperbaiki")]
    rows: list[list[Cell]] = [
        [*_cells(row, width), row.line, _reasons(row)] for row in plan.of(Outcome.REFUSED)
    ]
    sheet = Sheet(_("Baris ditolak"), header, rows, widths=[22] * width + [10, 60])
    return _download(workbook_apart([sheet], created=found.uploaded_at), f"baris-ditolak-{found.pk}.xlsx")


def _cells(row: StaffRow, width: int) -> list[str]:
    return [*row.cells[:width], *[""] * (width - len(row.cells))]


def _reasons(row: StaffRow) -> str:
    return " ".join(f"{flaw.column}: {flaw.reason}" for flaw in row.flaws)


@login_required
@require_GET
def sample_sheet(request: Request) -> HttpResponse:
    """An empty list with the right columns and two invented rows."""
    _enter(request)
    header = [
        "NIP",
        "Nama",
        "Unit Kerja",
        "Jabatan",
        "Golongan",
        "Jenis Pegawai",
        "Tanggal Lahir",
        "Jenis Kelamin",
    ]
    unit = next(
        (one.title for one in queries.units_under(request.user.paths_for(Permission.EMPLOYEE_EDIT))), ""
    )
    rows: list[list[Cell]] = [
        [
            "198504122010012003",
            "Contoh Ani, S.AP.",
            unit,
            "Pengadministrasi Umum",
            "III/a",
            "PNS",
            "12-04-1985",
            "P",
        ],
        ["", "Contoh Budi", unit, "Petugas Kebersihan", "", "non-ASN", "01-02-1990", "L"],
    ]
    content = workbook_apart([Sheet(_("Daftar pegawai"), header, rows)], created=request.now)
    return _download(content, "contoh-daftar-pegawai.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
