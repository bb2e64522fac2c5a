"""Who applies, what they fill in, what is missing at first, and what they write in the survey. All invented."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sinergi.sample.stories import names

Answers = dict[str, Any]

FINDINGS = {
    "ktp": "Foto KTP silau, NIK tidak terbaca. Foto ulang tanpa lampu kilat.",
    "kk": "Halaman KK terpotong. Unggah seluruh halaman.",
    "foto_usaha": "Papan nama atau barang dagangan belum terlihat.",
    "pernyataan": "Surat pernyataan belum ditandatangani di atas meterai.",
    "foto_rumah": "Foto rumah terlalu gelap. Foto lagi pada siang hari, tampak depan.",
    "ktp_pasangan": "KTP calon pasangan terpotong di bagian bawah.",
    "n1_n2_n4": "Formulir N4 belum ada. Unggah N1, N2, dan N4 dalam satu berkas.",
    "ktp_saksi": "Baru ada satu KTP saksi; diperlukan dua.",
    "occupation": "Pekerjaan berbeda dari yang tertulis di KTP. Tulis sesuai KTP, atau perbarui KTP dahulu.",
}
LEGAL_REASONS = (
    (
        "PP 17/2018 pasal 25",
        "Pemohon tercatat sebagai warga kecamatan lain. Ajukan di kantor kelurahan sesuai KTP.",
    ),
    (
        "UU 24/2013 pasal 64",
        "Data pada KTP dan KK tidak sama. Perbaiki dahulu di Disdukcapil, lalu ajukan lagi.",
    ),
    ("UU 25/2009 pasal 18", "Keadaan yang diterangkan tidak sesuai hasil pemeriksaan petugas."),
)
DELAYS = (
    ("cek_lapangan", "Petugas perlu melihat tempat usaha atau rumah."),
    ("penanda_tangan", "Pejabat yang menandatangani sedang tugas di luar kota."),
    ("listrik", "Listrik padam sejak pagi, sehingga surat belum dapat dicetak."),
)
RETURN_WORDS = ("Periksa lagi ejaan nama.", "Tambahkan tujuan surat.", "Alamat belum sesuai KTP.")

# Text, and what the moderator does with it: shown, hidden, or still waiting to be read.
COMMENTS = (
    ("Petugas menjelaskan dengan sabar. Terima kasih.", "ditampilkan"),
    ("Cepat selesai, tidak dipungut biaya.", "ditampilkan"),
    ("Petugas kurang ramah, menjawab sambil melihat HP.", "ditampilkan"),
    ("Ruang tunggu panas, kipas mati.", "ditampilkan"),
    ("Mohon papan antrean diperjelas.", "ditampilkan"),
    ("Sudah dua kali datang, pejabatnya tidak di tempat.", "ditampilkan"),
    ("Syarat di laman sudah jelas, di loket masih diminta fotokopi.", "ditampilkan"),
    ("Bagus.", "ditampilkan"),
    ("Petugas loket pertama kasar sekali, tolong ditegur.", "disembunyikan"),
    ("Bisa daftar dari rumah, hemat ongkos.", "ditampilkan"),
    ("Penjelasan petugas terlalu cepat, saya kurang paham.", "ditampilkan"),
    ("asdfgh", "disembunyikan"),
    ("Tempat parkir sempit kalau pagi.", "ditampilkan"),
    ("Dikabari kalau terlambat, jadi tidak menunggu sia-sia.", "ditampilkan"),
)  # fmt: skip
ABOUT = (
    ("jenis_kelamin", ("laki_laki", "perempuan", "perempuan", "laki_laki", "")),
    ("pendidikan", ("sma", "sma", "s1", "smp", "sma", "diploma", "sd", "s1", "")),
    ("pekerjaan", ("lainnya", "wirausaha", "swasta", "lainnya", "wirausaha", "pns", "")),
)


@dataclass(frozen=True)
class Person:
    """The applicant. Without phone and email the receipt carries a PIN."""

    name: str
    nik: str
    phone: str
    email: str
    address: str


def applicant(chance: random.Random, *, online: bool, today: date) -> tuple[Person, Answers]:
    """Somebody and what every letter says of them."""
    woman = chance.random() < 0.52
    birth = names.born(chance, youngest=date(today.year - 20, 1, 1))  # of age for every service
    full = names.name(chance)
    way = chance.random()
    phone = names.phone(chance) if way < (0.86 if online else 0.7) else ""
    email = names.email(full, chance) if online and (way >= 0.8 or way < 0.06) else ""
    person = Person(full, names.nik(chance, birth, woman=woman), phone, email, names.address(chance))
    facts: Answers = {
        "birth_place": chance.choice(names.PLACES),
        "birth_date": birth.isoformat(),
        "sex": "P" if woman else "L",
        "occupation": chance.choice(names.JOBS),
    }
    return person, facts


def _business(chance: random.Random, today: date, person: Person) -> Answers:
    kind = chance.choice(("warung makan", "bengkel", "toko kelontong", "jualan ikan", "jahit", "laundry"))
    return {
        "business_name": f"{kind.title()} Contoh {chance.choice(names.LAST)}", "business_type": kind,
        "business_address": names.address(chance), "business_since": f"{chance.randrange(2008, today.year)}",
        "purpose": chance.choice(("pinjaman", "pinjaman", "bantuan", "izin", "lain")),
        "addressed_to": chance.choice(("Bank Contoh", "Koperasi Contoh", "")), "note": "",
    }  # fmt: skip


def _poverty(chance: random.Random, today: date, person: Person) -> Answers:
    return {
        "income": chance.randrange(4, 20) * 100_000, "dependents": chance.randrange(0, 7),
        "house": chance.choice(("sendiri", "sewa", "menumpang", "lain")),
        "assistance": chance.choice(("", "PKH", "sembako", "KIS")),
        "purpose": chance.choice(("berobat", "sekolah", "sekolah", "hukum", "lain")), "beneficiary": names.name(chance),
        "relation": chance.choice(("diri", "anak", "anak", "pasangan", "orang_tua")),
        "addressed_to": chance.choice(("Rumah Sakit Contoh", "Sekolah Contoh", "Universitas Contoh")),
    }  # fmt: skip


def _wedding(chance: random.Random, today: date, person: Person) -> Answers:
    birth = names.born(chance, youngest=date(today.year - 20, 1, 1), years=15)
    woman = chance.random() < 0.5
    return {
        "applicant_is": "suami" if woman else "istri", "partner_name": names.name(chance),
        "partner_nik": names.nik(chance, birth, woman=woman), "partner_birth_place": chance.choice(names.PLACES),
        "partner_birth_date": birth.isoformat(), "partner_address": names.address(chance),
        "wedding_date": (today + timedelta(days=chance.randrange(2, 9))).isoformat(),
        "wedding_place": chance.choice(("KUA", "rumah mempelai wanita", "masjid")), "kua": "KUA Kecamatan Contoh",
        "registered_on": today.isoformat(),
        "reason": chance.choice(("Orang tua sakit.", "Calon suami berangkat dinas.", "Berangkat kerja ke luar kota.")),
    }  # fmt: skip


def _police(chance: random.Random, today: date, person: Person) -> Answers:
    return {
        "purpose": chance.choice(("kerja", "kerja", "kerja", "asn", "sekolah", "luar_negeri", "lain")),
        "police_office": chance.choice(("polsek", "polres", "polres", "polda")), "note": "",
    }  # fmt: skip


def _unmarried(chance: random.Random, today: date, person: Person) -> Answers:
    return {
        "religion": chance.choice(("islam", "islam", "islam", "kristen", "katolik", "buddha")),
        "witness1_name": names.name(chance), "witness1_relation": chance.choice(("orang tua", "paman", "bibi")),
        "witness2_name": names.name(chance), "witness2_relation": chance.choice(("tetangga", "saudara")),
        "purpose": chance.choice(("kerja", "asn", "nikah", "kredit", "lain")), "addressed_to": "", "note": "",
    }  # fmt: skip


FORMS: dict[str, Callable[[random.Random, date, Person], Answers]] = {
    "keterangan-usaha": _business,
    "keterangan-tidak-mampu": _poverty,
    "dispensasi-nikah": _wedding,
    "pengantar-skck": _police,
    "keterangan-belum-menikah": _unmarried,
}


def answers(slug: str, chance: random.Random, today: date, person: Person) -> Answers:
    """Plausible answers to every question of a service."""
    given = FORMS[slug](chance, today, person)
    if "purpose" in given:
        given["purpose_other"] = "Syarat pelatihan kerja Contoh" if given["purpose"] == "lain" else ""
    return given
