"""The sixty people of the sample office: where they work, what they are, which of them sign in.

Levels of competency are drawn so that the teams are weak in Komunikasi, as the survey will show.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sinergi.sample.stories import names
from sinergi.sample.world import DISTRICT, SECTIONS, VILLAGES, Span

PEOPLE = 31
TRAINED = "komunikasi"
TARGET_LEVEL = 3
COMPETENCIES = (
    "pelayanan_publik", "komunikasi", "administrasi_kelurahan", "verifikasi_dokumen", "integritas", "kerja_sama",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """``key`` names the post in the stories; ``unit`` is a kelurahan, a seksi or `DISTRICT`. Without a username there
    is no account."""

    key: str
    unit: str
    name: str
    title: str
    post: str
    kind: str
    rank: str
    nip: str
    started: date
    username: str = ""
    role: str = ""
    role_unit: str = ""
    levels: tuple[tuple[str, int], ...] = ()
    trainings: tuple[tuple[str, int, int], ...] = ()  # title, JP, days before the founding


@dataclass(frozen=True)
class Post:
    key: str
    title: str
    post: str
    kind: str
    rank: str
    username: str = ""
    role: str = ""


_VILLAGE = (
    Post("lurah", "Lurah", "pengawas", "pns", "III/d", "lurah", "lurah"),
    Post("seklur", "Sekretaris Lurah", "pengawas", "pns", "III/c"),
    Post("kasi", "Kepala Seksi Pemerintahan", "pengawas", "pns", "III/c"),
    Post("examiner:0", "Pengelola Pelayanan", "pelaksana", "pns", "III/a", "periksa", "examiner"),
    Post("examiner:1", "Pengelola Pelayanan", "pelaksana", "pppk", "IX", "periksa2", "examiner"),
    Post("examiner:2", "Pengadministrasi Umum", "pelaksana", "pppk_pw", "V", "periksa3", "examiner"),
    Post("counter", "Petugas Loket", "pelaksana", "pppk_pw", "V", "loket", "counter"),
    Post("helper", "Petugas Lapangan", "pelaksana", "non_asn", ""),
)
_DISTRICT = (
    Post("camat", "Camat", "administrator", "pns", "IV/a", "camat", "camat"),
    Post("sekcam", "Sekretaris Camat", "administrator", "pns", "III/d", "sekcam", "sekcam"),
    Post("kasi", "Kepala Seksi Pelayanan Umum", "pengawas", "pns", "III/d", "kasi", "kasi"),
    Post("kasi:tapem", "Kepala Seksi Tata Pemerintahan", "pengawas", "pns", "III/c"),
    Post("kasi:kesos", "Kepala Seksi Kesejahteraan Sosial", "pengawas", "pns", "III/c"),
    Post("examiner:0", "Analis Pelayanan", "pelaksana", "pns", "III/b", "periksa.kecamatan", "examiner"),
    Post("examiner:1", "Pengelola Pelayanan", "pelaksana", "pns", "II/d", "periksa2.kecamatan", "examiner"),
    Post("examiner:2", "Pengelola Pelayanan", "pelaksana", "pppk", "VII", "periksa3.kecamatan", "examiner"),
    Post("counter", "Petugas Loket", "pelaksana", "pppk", "V", "loket.kecamatan", "counter"),
    Post("personnel", "Pengelola Kepegawaian", "pelaksana", "pns", "III/a", "kepegawaian", "personnel"),
    Post("quality", "Analis Mutu Layanan", "fungsional", "pns", "III/b", "mutu", "quality"),
    Post("editor", "Pranata Humas", "fungsional", "pppk", "IX", "informasi", "editor"),
    Post("auditor", "Pemeriksa Internal", "pelaksana", "pns", "III/b", "auditor", "auditor"),
    Post("admin", "Pranata Komputer", "fungsional", "pns", "III/a", "admin", "admin"),
    Post("kasubbag", "Kepala Subbagian Umum", "pengawas", "pns", "III/c"),
    Post("finance", "Bendahara", "pelaksana", "pns", "II/d"),
    Post("driver", "Pengemudi", "pelaksana", "non_asn", ""),
    Post("guard", "Petugas Keamanan", "pelaksana", "non_asn", ""),
    Post("clean", "Petugas Kebersihan", "pelaksana", "non_asn", ""),
    Post("archive", "Arsiparis", "fungsional", "pppk", "VII"),
)
_SECTION = {"kasi": SECTIONS[0], "kasi:tapem": SECTIONS[1], "kasi:kesos": SECTIONS[2]}
_COURSES = (
    ("Pelatihan Dasar CPNS", 120), ("Orientasi PPPK", 40), ("Bimtek Pelayanan Terpadu", 24),
    ("Pelatihan Arsip Surat", 16), ("Pelatihan Integritas Pelayanan", 20),
)  # fmt: skip


def hired(seed: int, span: Span) -> tuple[Person, ...]:
    """Everybody, in a fixed order: five times eight at the kelurahan, twenty at the kecamatan."""
    chance = random.Random(f"{seed}:{PEOPLE}")  # noqa: S311 - repeatable on purpose
    found: list[Person] = []
    taken: set[str] = set()
    for village in VILLAGES:
        found += [_person(chance, post, village.name, span, taken) for post in _VILLAGE]
    found += [_person(chance, post, DISTRICT, span, taken) for post in _DISTRICT]
    return tuple(found)


def key_of(unit: str, post: str) -> str:
    """How the stories name somebody: ``Terjun/examiner:1``."""
    return f"{unit}/{post}"


def _slug(unit: str) -> str:
    return unit.lower().replace(" ", "-")


def _person(chance: random.Random, post: Post, unit: str, span: Span, taken: set[str]) -> Person:
    woman = chance.random() < 0.5
    birth = names.born(chance, youngest=date(span.first.year - 27, 6, 30), years=28)
    full = names.name(chance)
    while full in taken:
        full = names.name(chance)
    taken.add(full)
    username = post.username
    if username and unit != DISTRICT:
        username = f"{username}.{_slug(unit)}"
    works_at = _SECTION.get(post.key, unit) if unit == DISTRICT else unit
    nip = _nip(chance, post.kind, birth, woman)
    started = span.first - timedelta(days=chance.randrange(400, 4000))
    return Person(
        key=key_of(unit, post.key), unit=works_at, name=full, title=post.title, post=post.post, kind=post.kind,
        rank=post.rank, nip=nip, started=started, username=username, role=post.role, role_unit=unit,
        levels=_levels(chance, post), trainings=_courses(chance, post),
    )  # fmt: skip


def _nip(chance: random.Random, kind: str, birth: date, woman: bool) -> str:
    if kind == "non_asn":
        return ""
    year = birth.year + chance.randrange(22, 27)
    middle = f"{chance.randrange(1, 13):02}" if kind == "pns" else "21"
    return f"{birth:%Y%m%d}{year}{middle}{2 if woman else 1}{chance.randrange(900, 1000):03}"


def _levels(chance: random.Random, post: Post) -> tuple[tuple[str, int], ...]:
    if post.kind == "non_asn" or post.key in {"driver", "guard", "clean"}:
        return ()
    head = post.post in {"administrator", "pengawas"}
    usual = [(3, 4) if head else (2, 3), (2, 3) if head else (1, 2)]
    return tuple(
        (key, chance.choice(usual[1] if key == TRAINED else usual[0]) - (chance.random() < 0.15))
        for key in COMPETENCIES
    )


def _courses(chance: random.Random, post: Post) -> tuple[tuple[str, int, int], ...]:
    first = _COURSES[0] if post.kind == "pns" else _COURSES[1]
    if post.kind == "non_asn":
        return ()
    more = chance.sample(_COURSES[2:], chance.randrange(0, 3))
    return tuple((title, hours, chance.randrange(40, 900)) for title, hours in (first, *more))
