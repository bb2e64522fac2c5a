"""Staff lists on their way through an import, for the tests of it."""

from sinergi.personnel import operations
from sinergi.personnel.models import UnknownPosition
from tests.factories.people import NOW
from tests.factories.personnel import nip, upload


def start(officer, content, name="pegawai.csv", unknown=UnknownPosition.TEXT):
    return operations.start_import(
        upload(content, name), office=officer.office, unknown_position=unknown, by=officer, now=NOW
    )


def plan(officer, content, name="pegawai.csv", **options):
    return operations.import_plan(start(officer, content, name, **options), by=officer, now=NOW)


def load(officer, content, name="pegawai.csv"):
    return operations.commit_import(start(officer, content, name), by=officer, now=NOW)


def reasons(found):
    return [(flaw.line, flaw.column, flaw.reason) for row in found.rows for flaw in row.flaws]


ANI = (nip(3), "Contoh Ani", "Kelurahan Terjun", "Kasi Pemerintahan", "III/a")
BAYU = (nip(7, month=21, sex=1, year=2023), "Contoh Bayu", "Terjun", "", "IX")
CITRA = ("", "Contoh Citra", "Kel. Terjun", "Petugas Kebersihan", "")
