"""Invented people. Every name begins with "Contoh", every number only has the shape of a number."""

import random
from datetime import date, timedelta

FIRST = (
    "Adnan", "Aisyah", "Amran", "Anita", "Arman", "Asni", "Bambang", "Beti", "Budiman", "Cahaya", "Darma", "Delima",
    "Dewi", "Dian", "Edi", "Elfina", "Fadli", "Fatimah", "Gunawan", "Halimah", "Hamdan", "Hana", "Ida", "Ilham",
    "Intan", "Irwan", "Juliana", "Kartika", "Khairul", "Laila", "Lisna", "Mahmud", "Maya", "Melati", "Murni",
    "Nadia", "Nazar", "Nur", "Parlin", "Putra", "Rahma", "Ramli", "Ratna", "Rizal", "Rosmawati", "Sabar", "Salma",
    "Sari", "Siska", "Sofyan", "Sulaiman", "Suri", "Tiara", "Ucok", "Umar", "Wahyu", "Wati", "Yani", "Yusuf", "Zahra",
)  # fmt: skip
LAST = (
    "Alam", "Bahari", "Cendana", "Damai", "Embun", "Fajar", "Gading", "Hujan", "Indah", "Jati", "Kenanga", "Laut",
    "Melur", "Nipah", "Ombak", "Pagi", "Pantai", "Rawa", "Senja", "Siantan", "Sungai", "Teluk", "Teratai", "Ubud",
    "Waru", "Yasmin",
)  # fmt: skip
STREETS = (
    "Jalan Contoh Bahagia",
    "Jalan Contoh Nelayan",
    "Gang Contoh Rukun",
    "Jalan Contoh Kapten",
    "Lorong Contoh",
)
PLACES = ("Medan", "Belawan", "Binjai", "Deli Serdang", "Langkat", "Tebing Tinggi")
JOBS = (
    "pedagang",
    "nelayan",
    "ibu rumah tangga",
    "buruh harian",
    "wiraswasta",
    "pelajar",
    "karyawan",
    "guru honorer",
)
MIDDLES = ("", " Puspa", " Surya", " Citra", " Bakti", " Kasih", " Setia", " Mulia")


def name(chance: random.Random) -> str:
    """``Contoh Halimah Puspa Senja``."""
    return f"Contoh {chance.choice(FIRST)}{chance.choice(MIDDLES)} {chance.choice(LAST)}"


def born(chance: random.Random, *, youngest: date, years: int = 45) -> date:
    """A birth date at most ``years`` before ``youngest``."""
    return youngest - timedelta(days=chance.randrange(years * 365))


def nik(chance: random.Random, birth: date, *, woman: bool) -> str:
    """Sixteen digits with the structure of a NIK (region, birth date, serial); the serials used are invented."""
    day = birth.day + (40 if woman else 0)
    return f"127112{day:02}{birth:%m%y}{chance.randrange(5000, 9999):04}"


def phone(chance: random.Random) -> str:
    """A number in international form."""
    return f"+62812600{chance.randrange(100_000):05}"


def email(full: str, chance: random.Random) -> str:
    """An address at a domain that is not in use."""
    return f"{'.'.join(full.lower().split())}{chance.randrange(100, 999)}@contoh.id"


def address(chance: random.Random) -> str:
    """Street, number and lingkungan."""
    return f"{chance.choice(STREETS)} {chance.randrange(1, 190)}, Lingkungan {chance.randrange(1, 25)}"
