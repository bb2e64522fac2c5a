"""The elements' names in the reader's language; `elements.py` itself knows no Django."""

from django.utils.translation import gettext_lazy as _

ELEMENT_NAMES = {
    "persyaratan": _("Persyaratan"),
    "prosedur": _("Sistem, mekanisme dan prosedur"),
    "waktu": _("Waktu penyelesaian"),
    "biaya": _("Biaya/tarif"),
    "produk": _("Produk spesifikasi jenis pelayanan"),
    "kompetensi": _("Kompetensi pelaksana"),
    "perilaku": _("Perilaku pelaksana"),
    "pengaduan": _("Penanganan pengaduan, saran dan masukan"),
    "sarana": _("Sarana dan prasarana"),
    "kejelasan": _("Kejelasan penjelasan petugas"),
}


def element_name(key: str) -> str:
    """The name of one element as a page says it."""
    return str(ELEMENT_NAMES[key])
