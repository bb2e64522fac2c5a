"""What the founding services share: the parts of a standard that hold for the whole office."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sinergi.catalogue.models import Component, RequirementKind
from sinergi.catalogue.operations import RequirementSpec, VersionSpec

# What no regulation fixes, in words for whoever reads the page; what only officers read says "perlu dikonfirmasi".
ASK = "Tanyakan kepastiannya di loket atau lewat telepon kantor."
TO_CONFIRM = f"Ini belum ditetapkan dengan keputusan kantor dan dapat berubah. {ASK}"
LAW = "UU 25/2009; PermenPANRB 15/2014; PP 17/2018"


@dataclass(frozen=True)
class Founding:
    """A service with its first version."""

    slug: str
    name: str
    short_name: str
    summary: str
    keywords: str
    spec: VersionSpec


IDENTITY_CARD = RequirementSpec(
    key="ktp",
    label="KTP-el",
    help="Foto KTP asli. Keempat sudut terlihat, tulisan terbaca, tidak silau.",
    kind=RequirementKind.PHOTO,
    legal_basis="UU 24/2013; praktik PATEN, perlu dikonfirmasi",
)
FAMILY_CARD = RequirementSpec(
    key="kk",
    label="Kartu Keluarga (KK)",
    help="Foto atau PDF seluruh halaman KK yang masih berlaku.",
    kind=RequirementKind.PDF,
    legal_basis="UU 24/2013; praktik PATEN, perlu dikonfirmasi",
)
ORIGINALS = RequirementSpec(
    key="asli",
    label="KTP dan KK asli",
    help="Ditunjukkan saat mengambil surat. Tidak perlu diunggah.",
    kind=RequirementKind.SHOW,
    legal_basis="Praktik PATEN, perlu dikonfirmasi",
)


def unsettled(what: str) -> str:
    """Says of ``what`` that it may still change, and where one learns how it is."""
    return f"{what} belum ditetapkan dengan keputusan kantor dan dapat berubah. {ASK}"


def field(key: str, label: str, kind: str, **more: Any) -> dict[str, Any]:
    """One field of a form, as stored."""
    return {"key": key, "label": label, "type": kind, **more}


def choices(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Answers of a choice: (key, label)."""
    return [{"key": key, "label": label} for key, label in pairs]


def other_purpose() -> dict[str, Any]:
    """What the letter is for, where none of the purposes fits."""
    return field(
        "purpose_other", "Keperluan lain itu apa", "text", required=False, max_length=100,
        instead_of={"field": "purpose", "choice": "lain"},
        help="Isi bila Anda memilih “Keperluan lain”. Kata-kata ini dicetak di surat.",
    )  # fmt: skip


def person_page(*more: dict[str, Any], **birth: Any) -> dict[str, Any]:
    """What every letter says of the applicant beside name, NIK and address; ``birth`` are rules for the birth date."""
    return {
        "key": "person",
        "title": "Data diri di surat",
        "intro": "Isi sesuai KTP. Data ini dicetak di surat.",
        "fields": [
            field("birth_place", "Tempat lahir", "text", max_length=60),
            field(
                "birth_date",
                "Tanggal lahir",
                "date",
                when="past",
                help="Misalnya 14 5 1990.",
                nik_of="applicant",
                **birth,
            ),
            field(
                "sex",
                "Jenis kelamin",
                "choice",
                choices=choices(("L", "Laki-laki"), ("P", "Perempuan")),
                nik_of="applicant",
            ),
            field(
                "occupation", "Pekerjaan", "text", max_length=60, help="Misalnya: pedagang, ibu rumah tangga."
            ),
            *more,
        ],
    }


COMPLAINTS = """\
Layanan ini gratis. Jika diminta uang oleh siapa pun, laporkan.

Sampaikan pengaduan, saran, atau masukan dengan salah satu cara:
- datang ke loket pengaduan atau kotak saran di kantor kecamatan dan kelurahan;
- telepon, WhatsApp, atau surel kantor (lihat bagian bawah halaman);
- SP4N-LAPOR! di lapor.go.id, aplikasi SP4N-LAPOR!, atau SMS ke 1708.

Pengaduan diperiksa dan diteruskan paling lama 3 hari kerja. Pengaduan tentang layanan kantor ini dijawab paling lama \
14 hari kerja sejak diterima lengkap (PermenPANRB 62/2018). Batas waktu itu dapat berubah; tanyakan kepastiannya waktu \
mengadu.

Jika jawabannya belum memuaskan, Anda dapat mengadu kepada Ombudsman Republik Indonesia."""

FACILITIES = (
    """\
Loket pelayanan, ruang tunggu dengan kursi prioritas, toilet, air minum, komputer dan pencetak, akses internet, \
tempat parkir, jalur landai untuk kursi roda, ruang menyusui. """
    + TO_CONFIRM
)

SUPERVISION = """\
Lurah dan kepala seksi memeriksa hasil kerja petugas setiap hari. Sekretaris camat memeriksa register surat setiap \
bulan. Inspektorat melakukan pengawasan fungsional (PP 12/2017)."""

GUARANTEE = """\
Pelayanan diberikan sesuai standar ini dan Maklumat Pelayanan. Jika surat terlambat atau salah karena kesalahan \
kantor, kantor menjelaskan sebabnya, memperbaiki surat tanpa biaya, dan mendahulukan perbaikannya."""

SAFETY = (
    """\
NIK, isian, dan berkas Anda disimpan terenkripsi dan hanya dibuka petugas yang menangani (UU 27/2022). Surat memuat \
kode QR untuk memeriksa keasliannya. Kantor memiliki jalur evakuasi dan alat pemadam api. """
    + TO_CONFIRM
)

EVALUATION = """\
Kinerja pelaksana dievaluasi dari ketepatan waktu, pengaduan, dan Survei Kepuasan Masyarakat (PermenPANRB 14/2017), \
paling sedikit setahun sekali. Standar ini ditinjau paling sedikit setiap tiga tahun (PP 96/2012). \
Hasilnya diumumkan."""


def standard(
    *, requirements: str, procedure: str, time: str, product: str, legal: str, skills: str, headcount: str
) -> Mapping[str, str]:
    """All fourteen components; the seven arguments are those that differ by service."""
    return {
        Component.REQUIREMENTS: requirements,
        Component.PROCEDURE: procedure,
        Component.TIME: time,
        Component.FEE: "Rp0 (gratis). Meterai, bila disyaratkan, dibeli sendiri oleh pemohon.",
        Component.PRODUCT: product,
        Component.COMPLAINTS: COMPLAINTS,
        Component.LEGAL_BASIS: legal,
        Component.FACILITIES: FACILITIES,
        Component.COMPETENCY: skills,
        Component.SUPERVISION: SUPERVISION,
        Component.HEADCOUNT: headcount,
        Component.GUARANTEE: GUARANTEE,
        Component.SAFETY: SAFETY,
        Component.EVALUATION: EVALUATION,
    }
