"""Tanggal jatuh tempo sejumlah hari kerja (Senin sampai Jumat, tanpa hari libur dan cuti bersama).

Hitungan dimulai sehari sesudah tanggal penerimaan. Hasil disebut sementara bila daftar libur salah satu
tahunnya belum ditetapkan atau belum dipastikan.
"""

import argparse

from sinergi.sheets.reading import Table
from sinergi.web.commandline.arguments import day, iso_date, whole
from sinergi.web.commandline.output import Unusable, print_json, print_table, read_table
from sinergi.worktime.formulas import NoOpening, due_date
from sinergi.worktime.holidays import Holiday, HolidayList, shipped

MAX_WORKING_DAYS = 10_000
_DATE_COLUMNS = ("date", "tanggal")
_PROVISIONAL_COLUMNS = ("provisional", "sementara")
_YES = ("ya", "yes", "true", "1", "y")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("date", metavar="TANGGAL", help="tanggal penerimaan, YYYY-MM-DD")
    parser.add_argument("working_days", metavar="HARI", help="jumlah hari kerja")
    parser.add_argument(
        "--holidays",
        metavar="FILE",
        help="daftar libur pengganti daftar bawaan: CSV, XLSX, atau ODS dengan kolom date (atau tanggal)",
    )
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(args: argparse.Namespace) -> int:
    start = day("Tanggal", args.date)
    working_days = whole("Jumlah hari kerja", args.working_days, 0, MAX_WORKING_DAYS)
    known = holiday_list(read_table(args.holidays)) if args.holidays is not None else shipped()
    try:
        due = due_date(start, working_days, known.dates)
    except OverflowError:
        raise Unusable("Jatuh tempo melewati tahun 9999.") from None
    except NoOpening:
        raise Unusable("Tidak ada hari kerja selama 400 hari; periksa daftar liburnya.") from None
    provisional = known.is_provisional(start, due)
    if args.json:
        print_json(
            {
                "start": start.isoformat(),
                "working_days": working_days,
                "due": due.isoformat(),
                "provisional": provisional,
            }
        )
        return 0
    print_table(("Diterima", "Hari kerja", "Jatuh tempo"), [(start, working_days, due)])
    if provisional:
        print("\nSementara: daftar libur tahun ini belum ditetapkan atau belum dipastikan.")
    return 0


def holiday_list(table: Table) -> HolidayList:
    """Holidays from a table with a date column, or from bare dates one a line. Raises Unusable."""
    names = [name.casefold() for name in table.header]
    place = next((names.index(name) for name in _DATE_COLUMNS if name in names), None)
    rows = [(row.line, row.cells) for row in table.rows]
    if place is None:
        if iso_date(table.header[0]) is None:
            raise Unusable("Daftar libur memerlukan kolom date atau tanggal, isinya YYYY-MM-DD.")
        place, rows, names = 0, [(table.header_line, table.header), *rows], []
    if twice := [name for name in _DATE_COLUMNS if names.count(name) > 1]:
        raise Unusable(f"Kolom {twice[0]} muncul lebih dari sekali.")
    mark = next((names.index(name) for name in _PROVISIONAL_COLUMNS if name in names), None)
    found = []
    for line, cells in rows:
        text = cells[place] if place < len(cells) else ""
        found_day = iso_date(text)
        if found_day is None:
            raise Unusable(f"Baris {line} daftar libur: tanggal “{text}” tidak sah; tulis YYYY-MM-DD.")
        provisional = mark is not None and mark < len(cells) and cells[mark].casefold() in _YES
        found.append(Holiday(found_day, "libur_setempat", "", provisional=provisional))
    if not found:
        raise Unusable("Daftar libur itu tidak berisi satu tanggal pun.")
    return HolidayList(tuple(found))
