"""What is wrong or odd about the data of one employee, in words. Used by the form and by the import alike."""

from datetime import date

from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.personnel.formulas import PNS_RANKS, PPPK_RANKS, Flaw, Nip, NipFlaw, Sex, parse_nip
from sinergi.personnel.models import EmployeeKind
from sinergi.ui import formats

PPPK_KINDS = {EmployeeKind.PPPK.value, EmployeeKind.PPPK_PART_TIME.value}


def nip_of(text: str) -> Nip:
    """The number in ``text``; raises `Refused` (field ``nip``) with what is wrong and how to write it."""
    try:
        return parse_nip(text)
    except NipFlaw as flaw:
        raise Refused(_flaw_words(flaw), field="nip") from None


def _flaw_words(found: NipFlaw) -> str:
    if found.flaw is Flaw.LENGTH:
        return _("NIP harus 18 angka; di sini %(count)s angka.") % {"count": found.count}
    return {
        Flaw.CHARACTERS: _("NIP hanya berisi angka; spasi dan tanda hubung boleh."),
        Flaw.SPOILED: _(
            "Angka terakhir NIP sudah hilang karena kolomnya berformat angka. Ubah format kolom NIP menjadi teks, "
            "lalu isi kembali dari sumber aslinya."
        ),
        Flaw.BIRTH_DATE: _(
            "Delapan angka pertama NIP harus tanggal lahir: tahun, bulan, tanggal (misalnya 19850412)."
        ),
        Flaw.APPOINTMENT: _(
            "Angka ke-9 sampai ke-14 NIP harus tahun dan bulan pengangkatan (misalnya 201001), "
            "atau untuk PPPK tahun dan angka 21 ke atas."
        ),
        Flaw.SEX: _("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."),
    }[found.flaw]


def default_kind(nip: Nip | None) -> str:
    """The kind that a number suggests. Part-time PPPK carry the same numbers, so they must be named."""
    if nip is None:
        return EmployeeKind.NON_ASN.value
    return EmployeeKind.PPPK.value if nip.is_pppk else EmployeeKind.PNS.value


def require_consistent(*, nip: str | None, kind: str, rank: str) -> None:
    """Refuse what cannot be true: an ASN without a number, a non-ASN with one, a rank of another kind."""
    if kind == EmployeeKind.NON_ASN and nip:
        raise Refused(_("Pegawai non-ASN tidak memiliki NIP."), field="kind")
    if kind != EmployeeKind.NON_ASN and not nip:
        raise Refused(_("PNS dan PPPK harus memiliki NIP atau NI PPPK."), field="nip")
    fits = {
        EmployeeKind.PNS.value: PNS_RANKS.keys(),
        EmployeeKind.PPPK.value: set(PPPK_RANKS),
        EmployeeKind.PPPK_PART_TIME.value: set(PPPK_RANKS),
    }.get(kind, set())
    if rank and rank not in fits:
        raise Refused(
            _(
                "Golongan %(rank)s tidak cocok dengan jenis pegawai ini. "
                "PNS memakai I/a sampai IV/e, PPPK I sampai XVII."
            )
            % {"rank": rank},
            field="rank",
        )


def oddities(nip: Nip | None, *, kind: str, born_on: date | None, sex: str) -> tuple[str, ...]:
    """What does not agree with the number. Only warnings: numbers with a wrong birth date are in use."""
    if nip is None:
        return ()
    found = []
    if born_on and born_on != nip.born:
        found.append(
            _("Tanggal lahir %(given)s berbeda dari yang ada di NIP (%(nip)s).")
            % {"given": formats.date(born_on), "nip": formats.date(nip.born)}
        )
    if sex and sex != str(nip.sex.value):
        found.append(
            _("Jenis kelamin berbeda dari yang ada di NIP (laki-laki).")
            if nip.sex is Sex.MALE
            else _("Jenis kelamin berbeda dari yang ada di NIP (perempuan).")
        )
    if kind == EmployeeKind.PNS and nip.is_pppk:
        found.append(_("Angka ke-13 dan ke-14 seperti nomor PPPK, padahal jenis pegawai PNS."))
    if kind in PPPK_KINDS and not nip.is_pppk:
        found.append(_("Angka ke-13 dan ke-14 seperti NIP PNS, padahal jenis pegawai PPPK."))
    return tuple(found)
