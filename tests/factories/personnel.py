"""Employees and staff lists for tests. Names begin with "Contoh": no real person."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.audit.actors import SYSTEM
from sinergi.organization.models import Unit
from sinergi.personnel.models import Employee, EmployeeKind
from sinergi.personnel.operations import EmployeeData, register_employee
from tests.factories.people import NOW

HEADER = ("NIP", "Nama", "Unit Kerja", "Jabatan", "Golongan")


def nip(
    serial: int = 1, *, born: date = date(1985, 4, 12), year: int = 2010, month: int = 1, sex: int = 2
) -> str:
    """A well-formed NIP of a PNS; ``month`` 21 and above gives an NI PPPK."""
    return f"{born:%Y%m%d}{year:04d}{month:02d}{sex}{serial % 1000:03d}"


def employee(unit: Unit, name: str = "Contoh Ani", *, now: datetime = NOW, **details: Any) -> Employee:
    """A recorded employee of ``unit``: non-ASN unless ``nip`` or ``kind`` is given."""
    kind = details.pop("kind", EmployeeKind.PNS if details.get("nip") else EmployeeKind.NON_ASN)
    return register_employee(EmployeeData(unit=unit, name=name, kind=kind, **details), by=SYSTEM, now=now)


def csv_list(
    *rows: Sequence[str], header: Sequence[str] = HEADER, separator: str = ";", bom: bool = True
) -> bytes:
    """A staff list as Excel in Indonesia saves it: semicolons and a byte order mark."""
    text = "".join(separator.join(row) + "\r\n" for row in (header, *rows))
    return text.encode("utf-8-sig" if bom else "utf-8")


def xlsx_list(*rows: Sequence[Any], header: Sequence[str] = HEADER) -> bytes:
    """The same as a workbook; strings stay strings."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate((header, *rows)):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def upload(content: bytes, name: str = "pegawai.csv") -> SimpleUploadedFile:
    """A file as the browser sends it."""
    return SimpleUploadedFile(name, content)
