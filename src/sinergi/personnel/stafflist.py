"""A staff list from a file, row by row against what is recorded: new, changed, unchanged or refused, and why.

Nothing is written here. An empty cell leaves what is recorded; a person who is missing from the file stays as
recorded, because a list may hold one unit only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.organization.models import Office, Unit
from sinergi.personnel import checks
from sinergi.personnel.columns import Columns, columns_of, plain
from sinergi.personnel.formulas import Nip, read_date, read_rank
from sinergi.personnel.models import Employee, EmployeeKind, SexChoice, UnknownPosition
from sinergi.personnel.places import Places
from sinergi.sheets.reading import Row, Table
from sinergi.sheets.table import unread_names
from sinergi.ui import formats

MAX_ROWS = 20_000
_KINDS = {
    "pns": EmployeeKind.PNS, "cpns": EmployeeKind.PNS, "pppk": EmployeeKind.PPPK, "p3k": EmployeeKind.PPPK,
    "pppk penuh waktu": EmployeeKind.PPPK, "pppk paruh waktu": EmployeeKind.PPPK_PART_TIME,
    "p3k paruh waktu": EmployeeKind.PPPK_PART_TIME, "non asn": EmployeeKind.NON_ASN, "honorer": EmployeeKind.NON_ASN,
    "non pns": EmployeeKind.NON_ASN, "thl": EmployeeKind.NON_ASN, "phl": EmployeeKind.NON_ASN,
    "pjlp": EmployeeKind.NON_ASN, "kontrak": EmployeeKind.NON_ASN,
}  # fmt: skip
_SEXES = {
    "l": SexChoice.MALE, "laki laki": SexChoice.MALE, "pria": SexChoice.MALE, "m": SexChoice.MALE, "1": SexChoice.MALE,
    "p": SexChoice.FEMALE, "perempuan": SexChoice.FEMALE, "wanita": SexChoice.FEMALE, "f": SexChoice.FEMALE,
    "2": SexChoice.FEMALE,
}  # fmt: skip
FIELDS = ("nip", "name", "unit_id", "position_id", "title", "rank", "kind", "born_on", "sex", "started_on")


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class RowFlaw:
    """Why a row is refused: ``column`` is the file's own name of the column, ``value`` what stands there."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class StaffRow:
    """One row of the file. ``line`` is its number as a spreadsheet shows it."""

    line: int
    outcome: Outcome
    name: str
    unit: str
    cells: tuple[str, ...]
    flaws: tuple[RowFlaw, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    employee: Employee | None = field(default=None, compare=False)


@dataclass(frozen=True)
class StaffPlan:
    """What committing the file would do now."""

    columns: Columns
    rows: tuple[StaffRow, ...]
    sheet: str = ""
    unread: tuple[str, ...] = ()

    def of(self, outcome: Outcome) -> list[StaffRow]:
        return [row for row in self.rows if row.outcome is outcome]

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)

    @property
    def others(self) -> str:
        """The sheets that were not read, by name."""
        return unread_names(self.unread)

    @property
    def good(self) -> bool:
        """Whether anything would be written."""
        return any(row.outcome in {Outcome.NEW, Outcome.CHANGED} for row in self.rows)


class _Trouble(Exception):
    """Flaws of one row, by field."""

    def __init__(self, flaws: dict[str, str]) -> None:
        super().__init__()
        self.flaws = flaws


class Planner:
    """Compares a file with the employees of one office. Three loaded lists, no query per row."""

    def __init__(
        self,
        *,
        office: Office,
        places: Places,
        employees: Iterable[Employee],
        paths: Sequence[str],
        unknown_position: str,
        now: datetime,
    ) -> None:
        self.office, self.places, self.paths, self.now = office, places, tuple(paths), now
        self.unknown_position = unknown_position
        self._by_nip: dict[str, Employee] = {}
        self._by_birth: dict[tuple[str, Any], list[Employee]] = {}
        self._by_unit: dict[tuple[str, int], list[Employee]] = {}
        for employee in employees:
            self._remember(employee)
        self._seen: dict[object, int] = {}

    def _remember(self, employee: Employee) -> None:
        if employee.nip:
            self._by_nip[employee.nip] = employee
            return
        key = plain(employee.name)
        if employee.born_on:
            self._by_birth.setdefault((key, employee.born_on), []).append(employee)
        self._by_unit.setdefault((key, employee.unit_id), []).append(employee)

    def plan(self, table: Table) -> StaffPlan:
        """Judge every row. Raises `Refused` when the file as a whole cannot be used."""
        columns = columns_of(table)
        if not table.rows:
            raise Refused(_("Berkas ini hanya berisi judul kolom, belum ada pegawai."), field="file")
        if len(table.rows) > MAX_ROWS:
            words = _("Berkas ini berisi lebih dari %(limit)s baris. Bagi menjadi beberapa berkas.")
            raise Refused(words % {"limit": formats.number(MAX_ROWS)}, field="file")
        rows = tuple(self._row(columns, row) for row in table.rows)
        return StaffPlan(columns, rows, table.sheet, table.unread)

    def _row(self, columns: Columns, row: Row) -> StaffRow:
        cell = {name: row.cell(index) for name, index in columns.index.items()}
        shown: dict[str, Any] = {"name": cell["name"], "unit": cell["unit"], "cells": row.cells}
        try:
            employee, changes, warnings = self._judge(cell, row.line)
        except _Trouble as trouble:
            flaws = tuple(
                RowFlaw(row.line, columns.title(name) or columns.title("name"), cell.get(name, ""), words)
                for name, words in trouble.flaws.items()
            )
            return StaffRow(row.line, Outcome.REFUSED, flaws=flaws, **shown)
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        if employee._state.adding:
            outcome = Outcome.NEW
        return StaffRow(row.line, outcome, warnings=warnings, changes=changes, employee=employee, **shown)

    def _judge(self, cell: dict[str, str], line: int) -> tuple[Employee, tuple[Change, ...], tuple[str, ...]]:
        values, nip, unit, flaws = self._values(cell)
        if flaws or unit is None:
            raise _Trouble(flaws)
        found = self._existing(values, nip, unit)
        self._enforce_right(found)
        _enforce_order(values["started_on"], found)
        if not values["kind"]:
            values["kind"] = (
                found.kind if found and bool(found.nip) == bool(nip) else checks.default_kind(nip)
            )
        warnings = self._place(values, unit, cell.get("position", ""), found)
        values["rank"] = values["rank"] or (found.rank if found and found.kind == values["kind"] else "")
        try:
            checks.require_consistent(nip=values["nip"], kind=values["kind"], rank=values["rank"])
        except Refused as refusal:
            raise _Trouble({refusal.field or "name": str(refusal.words)}) from None
        self._enforce_once(values, unit, found, line)
        born, sex = values["born_on"], values["sex"]
        warnings += checks.oddities(nip, kind=values["kind"], born_on=born, sex=sex)
        if nip:
            values["born_on"] = born or (found and found.born_on) or nip.born
            values["sex"] = sex or (found and found.sex) or str(nip.sex.value)
        if found is None:
            employee = Employee(office=self.office, created_at=self.now, updated_at=self.now)
            self._write(employee, values)
            return employee, (), warnings
        return found, self._changes(found, values), warnings

    def _values(self, cell: dict[str, str]) -> tuple[dict[str, Any], Nip | None, Unit | None, dict[str, str]]:
        """Clean values of one row, and what is wrong with it, by field."""
        flaws: dict[str, str] = {}
        nip, unit = None, None
        try:
            nip = checks.nip_of(cell["nip"]) if cell["nip"].strip("-. ") else None
        except Refused as refusal:
            flaws["nip"] = str(refusal.words)
        try:
            unit = self._unit(cell["unit"])
        except Refused as refusal:
            flaws["unit"] = str(refusal.words)
        values: dict[str, Any] = {"nip": nip.digits if nip else None, "name": _full_name(cell)}
        if not cell["name"]:
            flaws["name"] = _("Nama belum diisi.")
        elif len(values["name"]) > 150:
            flaws["name"] = _("Nama paling panjang 150 huruf.")
        readers = {"rank": _rank, "kind": _kind, "sex": _sex, "born_on": read_date, "started_on": read_date}
        for name, read in readers.items():
            text = cell.get(name, "").strip()
            values[name] = read(text) if text.strip("-") else ""
            if values[name] is None:
                flaws[name] = _UNREADABLE[name]()
        for name in ("born_on", "started_on"):
            values[name] = values[name] or None
            if values[name] and values[name] > self.office.day(self.now) and name == "born_on":
                flaws[name] = _("Tanggal ini belum terjadi.")
        return values, nip, unit, flaws

    def _unit(self, text: str) -> Unit:
        if not text:
            raise Refused(_("Unit kerja belum diisi."))
        unit = self.places.unit(text)
        if not unit.path.startswith(self.paths):
            raise Refused(_("Anda tidak mengelola kepegawaian unit ini."))
        return unit

    def _existing(self, values: dict[str, Any], nip: Nip | None, unit: Unit) -> Employee | None:
        """The recorded employee whom the row is about (keys: see `Employee`)."""
        key, born = plain(values["name"]), values["born_on"]
        if nip:
            if known := self._by_nip.get(nip.digits):
                return known
            born = born or nip.born  # somebody without a NIP until now, appointed since the last list
        if born and (same := self._by_birth.get((key, born), [])):
            return _only(same)
        same = self._by_unit.get((key, unit.pk), [])
        if born or nip:
            same = [employee for employee in same if employee.born_on is None]
        return _only(same) if same else None

    def _enforce_right(self, found: Employee | None) -> None:
        if found and not self.places.units[found.unit_id].path.startswith(self.paths):
            where = self.places.titles[found.unit_id]
            words = _("Pegawai ini tercatat di %(unit)s, yang kepegawaiannya tidak Anda kelola.")
            raise _Trouble({"unit": words % {"unit": where}})

    def _enforce_once(self, values: dict[str, Any], unit: Unit, found: Employee | None, line: int) -> None:
        key: object = values["nip"] or (plain(values["name"]), values["born_on"] or unit.pk)
        keys = [key, ("id", found.pk)] if found else [key]
        for one in keys:
            if one in self._seen:
                words = _("Pegawai ini sudah ada pada baris %(line)s berkas ini.")
                raise _Trouble({"nip" if values["nip"] else "name": words % {"line": self._seen[one]}})
        for one in keys:
            self._seen[one] = line

    def _place(
        self, values: dict[str, Any], unit: Unit, text: str, found: Employee | None
    ) -> tuple[str, ...]:
        """Unit and post into ``values``; returns warnings."""
        values["unit_id"] = unit.pk
        values["position_id"], values["title"] = None, " ".join(text.split())[:120]
        if not text:
            if found:
                values["title"] = found.title
                values["position_id"] = found.position_id if found.unit_id == unit.pk else None
            return ()
        if post := self.places.position(unit, text):
            values["position_id"], values["title"] = post.pk, post.title
            return ()
        near = self.places.near_positions(unit, text)
        words = _("Jabatan ini belum terdaftar pada %(unit)s.") % {"unit": self.places.titles[unit.pk]}
        if near:
            words += " " + _("Mungkin maksudnya: %(titles)s.") % {"titles": "; ".join(near)}
        if self.unknown_position == UnknownPosition.REFUSE:
            raise _Trouble({"position": words})
        return (words,)

    def _changes(self, found: Employee, values: dict[str, Any]) -> tuple[Change, ...]:
        changes = []
        for name in FIELDS:
            after = values.get(name)
            before = getattr(found, name)
            if name in {"born_on", "sex", "started_on", "nip"} and not after:
                continue
            if before != after:
                if name != "position_id":
                    changes.append(self._change(found, name, before, after))
                elif found.title == values["title"]:
                    changes.append(Change(str(_("Jabatan terdaftar")), "", values["title"]))
        self._write(found, values)
        return tuple(changes)

    def _change(self, found: Employee, name: str, before: Any, after: Any) -> Change:
        label = str(Employee._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
        label = label if label.isupper() else label.capitalize()
        return Change(label, self._shown(name, before), self._shown(name, after))

    def _shown(self, name: str, value: Any) -> str:
        if name == "unit_id":
            return self.places.full_name(self.places.units[value])
        if name in {"born_on", "started_on"}:
            return formats.date(value) if value else ""
        if name == "kind":
            return str(EmployeeKind(value).label)
        if name == "sex":
            return str(SexChoice(value).label) if value else ""
        return str(value or "")

    def _write(self, employee: Employee, values: dict[str, Any]) -> None:
        for name in FIELDS:
            value = values.get(name)
            if name in {"born_on", "started_on", "nip"} and not value:
                continue
            if name == "sex" and not value:
                continue
            setattr(employee, name, value)


def _only(same: list[Employee]) -> Employee:
    if len(same) > 1:
        words = _(
            "Ada beberapa pegawai tanpa NIP dengan nama ini. Tambahkan tanggal lahirnya, "
            "atau ubah lewat halaman pegawai."
        )
        raise _Trouble({"name": words})
    return same[0]


def _full_name(cell: dict[str, str]) -> str:
    front, back = cell.get("front", "").strip("-. "), cell.get("back", "").strip("- ")
    name = " ".join(f"{cell.get('front', '') if front else ''} {cell['name']}".split())
    return f"{name}, {back}" if back else name


def _rank(text: str) -> str | None:
    return read_rank(text)


def _kind(text: str) -> str | None:
    found = _KINDS.get(plain(text))
    return found.value if found else None


def _sex(text: str) -> str | None:
    found = _SEXES.get(plain(text))
    return found.value if found else None


def _enforce_order(started_on: date | None, found: Employee | None) -> None:
    """Nobody begins after having left: whoever came back is put back in service first, which a list cannot tell."""
    if found and found.ended_on and started_on and started_on >= found.ended_on:
        words = _(
            "Pegawai ini tercatat tidak bertugas sejak %(day)s. Ubah dahulu tanggal itu di halaman pegawainya."
        )
        raise _Trouble({"started_on": words % {"day": formats.date(found.ended_on)}})


_UNREADABLE = {
    "rank": lambda: _("Golongan tidak dikenali. Tulis misalnya III/a (PNS) atau IX (PPPK)."),
    "kind": lambda: _("Jenis pegawai tidak dikenali. Tulis PNS, PPPK, PPPK paruh waktu, atau non-ASN."),
    "sex": lambda: _("Jenis kelamin tidak dikenali. Tulis L atau P."),
    "born_on": lambda: _("Tanggal lahir tidak dapat dibaca. Tulis misalnya 12-04-1985."),
    "started_on": lambda: _("Tanggal mulai bertugas tidak dapat dibaca. Tulis misalnya 01-02-2015."),
}
