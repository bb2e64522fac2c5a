"""The nine elements of the public satisfaction survey (PermenPANRB 14/2017), and clarity beside them.

Keys are stored, never positions: the legal list puts complaints 8th and facilities 9th, the annex
questionnaire the other way round. Names, questions and answer labels are plain Indonesian strings, so that
nothing here needs Django.
"""

import re
from dataclasses import dataclass

ANSWER_VALUES = (1, 2, 3, 4)


@dataclass(frozen=True)
class Element:
    """One element: ``answers`` are the labels of 1, 2, 3, 4; positions count from 1, 0 means outside the
    index.
    """

    key: str
    name: str
    legal_position: int
    annex_position: int
    question: str
    answers: tuple[str, str, str, str]
    aliases: tuple[str, ...] = ()


def _opinion(about: str) -> str:
    return f"Bagaimana pendapat Saudara tentang {about}?"


# Order of this tuple = legal order, U1 to U9.
ELEMENTS: tuple[Element, ...] = (
    Element(
        "persyaratan",
        "Persyaratan",
        1,
        1,
        _opinion("kesesuaian persyaratan pelayanan dengan jenis pelayanannya"),
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        ("persyaratan pelayanan", "kesesuaian persyaratan"),
    ),
    Element(
        "prosedur",
        "Sistem, mekanisme dan prosedur",
        2,
        2,
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
        ("prosedur pelayanan", "kemudahan prosedur"),
    ),
    Element(
        "waktu",
        "Waktu penyelesaian",
        3,
        3,
        _opinion("kecepatan waktu dalam memberikan pelayanan"),
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
        ("waktu pelayanan", "kecepatan waktu", "kecepatan pelayanan"),
    ),
    Element(
        "biaya",
        "Biaya/tarif",
        4,
        4,
        _opinion("kewajaran biaya/tarif dalam pelayanan"),
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
        ("tarif", "kewajaran biaya", "kewajaran biaya tarif", "biaya pelayanan"),
    ),
    Element(
        "produk",
        "Produk spesifikasi jenis pelayanan",
        5,
        5,
        _opinion(
            "kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan "
            "dengan hasil yang diberikan"
        ),
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        ("produk pelayanan", "produk layanan", "spesifikasi jenis pelayanan", "kesesuaian produk"),
    ),
    Element(
        "kompetensi",
        "Kompetensi pelaksana",
        6,
        6,
        _opinion("kompetensi/kemampuan petugas dalam pelayanan"),
        ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
        ("kompetensi petugas", "kemampuan petugas"),
    ),
    Element(
        "perilaku",
        "Perilaku pelaksana",
        7,
        7,
        _opinion("perilaku petugas terkait kesopanan dan keramahan"),
        (
            "Tidak sopan dan ramah",
            "Kurang sopan dan ramah",
            "Sopan dan ramah",
            "Sangat sopan dan ramah",
        ),
        ("perilaku petugas",),
    ),
    Element(
        "pengaduan",
        "Penanganan pengaduan, saran dan masukan",
        8,
        9,
        _opinion("penanganan pengaduan pengguna layanan"),
        ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
        ("penanganan pengaduan", "pengaduan saran masukan", "pengaduan layanan"),
    ),
    Element(
        "sarana",
        "Sarana dan prasarana",
        9,
        8,
        _opinion("kualitas sarana dan prasarana"),
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
        ("kualitas sarana prasarana",),
    ),
)

# Asked beside the nine, because the mission names it; never part of the index.
CLARITY = Element(
    "kejelasan",
    "Kejelasan penjelasan petugas",
    0,
    0,
    "Apakah penjelasan petugas mudah dipahami?",
    ("Tidak mudah dipahami", "Kurang mudah dipahami", "Mudah dipahami", "Sangat mudah dipahami"),
)

BY_KEY: dict[str, Element] = {element.key: element for element in (*ELEMENTS, CLARITY)}
LEGAL_ORDER: tuple[str, ...] = tuple(element.key for element in ELEMENTS)
ANNEX_ORDER: tuple[str, ...] = tuple(
    element.key for element in sorted(ELEMENTS, key=lambda element: element.annex_position)
)
ORDERS: dict[str, tuple[str, ...]] = {"legal": LEGAL_ORDER, "annex": ANNEX_ORDER}


def plain(text: str) -> str:
    """Letters and digits of ``text`` in lower case, single spaces, without the filler word "dan"."""
    words = re.sub(r"[\W_]+", " ", text.casefold()).split()
    return " ".join(word for word in words if word != "dan")


_NAMES: dict[str, str] = {
    plain(name): element.key
    for element in ELEMENTS
    for name in (element.key, element.name, element.question, *element.aliases)
}


def key_of(name: str) -> str | None:
    """The key of the element that goes by this Indonesian name, key or question; None for any other text."""
    return _NAMES.get(plain(name))
