"""The office menu: which entries a person has, from the permissions held today."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission as P
from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.ui.navigation import NavItem

RAIL_LENGTH = 7


@dataclass(frozen=True)
class Entry:
    """A menu entry; whoever holds one of ``needs`` sees it, an empty set means everybody of the office."""

    label: Any
    about: Any
    name: str
    needs: frozenset[P]


def _entry(label: Any, about: Any, name: str, *needs: P) -> Entry:
    return Entry(label, about, name, frozenset(needs))


MENU = (
    _entry(_("Antrean kerja"), _("Permohonan yang sedang berjalan"), "casework:queue", P.CASE_VIEW),
    _entry(_("Terima di loket"), _("Mencatat permohonan untuk warga"), "casework:receive", P.CASE_RECEIVE),
    _entry(
        _("Paraf dan tanda tangan"),
        _("Surat yang menunggu persetujuan Anda"),
        "casework:approvals",
        P.APPROVE_KASI,
        P.APPROVE_LURAH,
        P.APPROVE_SEKCAM,
        P.APPROVE_CAMAT,
    ),
    _entry(
        _("Evaluasi"),
        _("Kepuasan, bukti, tindak lanjut, dan hasilnya"),
        "evaluation:overview",
        P.EVALUATION_VIEW,
    ),
    _entry(_("Pegawai"), _("Data pegawai dan impor daftar pegawai"), "personnel:list", P.EMPLOYEE_VIEW),
    _entry(_("Kompetensi"), _("Kesenjangan kompetensi per tim"), "competency:gaps", P.COMPETENCY_VIEW),
    _entry(_("Pelatihan"), _("Kegiatan pelatihan dan pesertanya"), "competency:events", P.TRAINING_MANAGE),
    _entry(
        _("Survei kepuasan"), _("Jawaban warga dan impor survei kertas"), "surveys:overview", P.SURVEY_VIEW
    ),
    _entry(_("Musyawarah"), _("Pertemuan warga dan kesepakatannya"), "participation:desk", P.MEETING_MANAGE),
    _entry(
        _("Program"), _("Informasi program dan laporan kekeliruan"), "information:desk", P.INFORMATION_EDIT
    ),
    _entry(_("Register surat"), _("Nomor, cetak, dan pindaian surat"), "letters:register", P.LETTER_ISSUE),
    _entry(
        pgettext_lazy("menu", "Layanan"),
        _("Standar pelayanan dan formulir"),
        "catalogue:desk",
        P.CATALOGUE_EDIT,
    ),
    _entry(_("Pengguna"), _("Akun dan peran"), "web:users", P.USER_MANAGE),
    _entry(_("Data kantor"), _("Nama, alamat, kontak, dan kop surat"), "web:office", P.OFFICE_CONFIGURE),
    _entry(_("Jejak audit"), _("Siapa melakukan apa, dan kapan"), "web:record", P.AUDIT_VIEW),
    _entry(_("Kotak masuk"), _("Pemberitahuan untuk Anda"), "notices:inbox"),
    _entry(_("Data saya"), _("Data dan pelatihan Anda sendiri"), "competency:me"),
)


@lru_cache(maxsize=64)
def address_of(name: str) -> str:
    """The address behind an entry; empty while the room is switched off (it then leaves no trace in a menu)."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries_for(user: Any) -> tuple[Entry, ...]:
    """All entries of the signed-in person, in the order of the menu; nothing for citizens and visitors."""
    if not user.is_authenticated or not user.grants:
        return ()
    held = {permission for grant in user.grants for permission in grant.permissions}
    return tuple(
        entry for entry in MENU if address_of(entry.name) and (not entry.needs or entry.needs & held)
    )


def rail_for(user: Any, path: str = "") -> tuple[NavItem, ...]:
    """At most seven entries for the left rail; what does not fit stands on the page "Semua menu"."""
    entries = entries_for(user)
    if not entries:
        return ()
    short = entries if len(entries) <= RAIL_LENGTH else entries[: RAIL_LENGTH - 1]
    current = _current(entries, path)
    items = [NavItem(str(entry.label), address_of(entry.name), current=entry is current) for entry in short]
    if len(short) < len(entries):
        items.append(NavItem(gettext("Semua menu"), address_of("web:desk"), current=current not in short))
    return tuple(items)


def _current(entries: tuple[Entry, ...], path: str) -> Entry | None:
    """The entry with the longest address that begins the path."""
    inside = [entry for entry in entries if path.startswith(address_of(entry.name))]
    return max(inside, key=lambda entry: len(address_of(entry.name)), default=None)


def describe(user: User) -> str:
    """``Contoh Budi, petugas loket`` for the header."""
    roles = [grant.role for grant in user.grants]
    return f"{user.name}, {str(Role(roles[0]).label).lower()}" if roles else user.name
