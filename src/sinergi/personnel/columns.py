"""Which column of a staff list means what: the names that offices and SIASN exports use."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.sheets.reading import Table

_ALIASES: dict[str, tuple[str, ...]] = {
    "nip": ("nip", "nip baru", "nomor induk pegawai", "ni pppk", "nip nippk", "nip ni pppk", "nip nipppk"),
    "name": ("nama", "nama pegawai", "nama lengkap", "nama asn"),
    "front": ("gelar depan",),
    "back": ("gelar belakang", "gelar blk"),
    "unit": (
        "unit kerja", "unit", "unor", "unor nama", "unit organisasi", "unit kerja nama", "nama unit kerja",
        "nama unor", "satuan kerja", "kelurahan", "penempatan",
    ),
    "position": ("jabatan", "jabatan nama", "nama jabatan"),
    "rank": (
        "golongan", "gol", "gol ruang", "golongan ruang", "gol akhir nama", "gol akhir", "pangkat golongan",
        "pangkat gol", "pangkat gol ruang", "pangkat golongan ruang",
    ),
    "kind": (
        "jenis pegawai", "status kepegawaian", "status pegawai", "status cpns pns", "jenis asn", "status asn",
        "jenis pegawai nama",
    ),
    "born_on": ("tanggal lahir", "tgl lahir", "lahir"),
    "sex": ("jenis kelamin", "jk", "l p", "kelamin"),
    "started_on": ("mulai bertugas", "tmt bertugas", "tmt unit kerja", "mulai kerja", "tanggal masuk"),
}  # fmt: skip
# Many lists have "Pangkat" (Penata) beside "Golongan" (III/c): it says the rank only where it stands alone.
_STAND_INS = {"pangkat": "rank"}
_REQUIRED = {"nip": "NIP", "name": "Nama", "unit": "Unit Kerja"}


def plain(text: str) -> str:
    """Letters and digits of ``text`` in lower case with single spaces."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


_BY_NAME = {alias: field for field, aliases in _ALIASES.items() for alias in aliases}


@dataclass(frozen=True)
class Columns:
    """Where each field stands (index of the column), and the names of the columns that are not used."""

    index: dict[str, int]
    titles: tuple[str, ...]
    unused: tuple[str, ...]

    def title(self, field: str) -> str:
        """The column's own name in the file, as the person sees it."""
        return self.titles[self.index[field]] if field in self.index else ""


def columns_of(table: Table) -> Columns:
    """Find the columns; raises `Refused` when one that is needed is missing or two mean the same."""
    index: dict[str, int] = {}
    unused = []
    for position, title in enumerate(table.header):
        field = _BY_NAME.get(plain(title))
        if field is None:
            unused.append(title)
        elif field in index:
            raise Refused(
                _("Kolom “%(first)s” dan “%(second)s” berarti sama. Hapus salah satunya, lalu unggah lagi.")
                % {"first": table.header[index[field]], "second": title},
                field="file",
            )
        else:
            index[field] = position
    for position, title in enumerate(table.header):
        field = _STAND_INS.get(plain(title))
        if field and field not in index:
            index[field] = position
            unused.remove(title)
    missing = [title for field, title in _REQUIRED.items() if field not in index]
    if missing:
        raise Refused(
            _("Kolom %(missing)s tidak ditemukan pada baris pertama. Kolom yang ada: %(found)s.")
            % {"missing": ", ".join(missing), "found": ", ".join(filter(None, table.header)) or "-"},
            field="file",
        )
    return Columns(index, table.header, tuple(filter(None, unused)))
