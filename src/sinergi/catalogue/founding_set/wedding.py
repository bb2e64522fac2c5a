"""Dispensasi nikah: only for a ceremony less than ten working days after registration, never for an age (courts
do that).
"""

from sinergi.access.permissions import Role
from sinergi.catalogue.founding_set.common import (
    FAMILY_CARD,
    IDENTITY_CARD,
    LAW,
    ORIGINALS,
    TO_CONFIRM,
    Founding,
    choices,
    field,
    person_page,
    standard,
    unsettled,
)
from sinergi.catalogue.models import Act, ChainLevel, PromiseUnit, RequirementKind
from sinergi.catalogue.operations import RequirementSpec, StepSpec, VersionSpec

_INTRO = """\
Calon pengantin yang akad nikahnya kurang dari 10 hari kerja sejak mendaftar di KUA. Diajukan oleh salah satu calon \
pengantin.

Ada dua cara; tanyakan dahulu kepada KUA tempat Anda mendaftar cara mana yang diterima:
1. surat dispensasi dari camat (layanan ini); atau
2. surat pernyataan bermeterai yang memuat alasannya, langsung ke KUA (PMA 30/2024 menurut keterangan petugas KUA).

Dispensasi umur di bawah 19 tahun bukan layanan ini. Itu diputus pengadilan (UU 16/2019)."""

# UU 16/2019 article 7: both at least 19; below that a court decides, and no camat.
_ADULT = {
    "minimum_age": 19,
    "otherwise": "Belum 19 tahun. Dispensasi umur diputus pengadilan (UU 16/2019), bukan kecamatan.",
}

_FORM = {
    "pages": [
        person_page(
            field(
                "applicant_is",
                "Anda adalah",
                "choice",
                choices=choices(("suami", "Calon suami"), ("istri", "Calon istri")),
            ),
            **_ADULT,
        ),
        {
            "key": "partner",
            "title": "Calon pasangan",
            "intro": "Isi sesuai KTP calon pasangan.",
            "fields": [
                field("partner_name", "Nama calon pasangan", "name"),
                field("partner_nik", "NIK calon pasangan", "nik", help="16 angka di KTP. Spasi boleh."),
                field("partner_birth_place", "Tempat lahir calon pasangan", "text", max_length=60),
                field(
                    "partner_birth_date",
                    "Tanggal lahir calon pasangan",
                    "date",
                    when="past",
                    nik_of="partner_nik",
                    **_ADULT,
                ),
                field("partner_address", "Alamat calon pasangan", "address"),
            ],
        },
        {
            "key": "wedding",
            "title": "Rencana akad nikah",
            "fields": [
                field(
                    "wedding_date",
                    "Tanggal akad",
                    "date",
                    when="future",
                    help="Misalnya 14 5 2026.",
                    soon_after={"field": "registered_on", "working_days": 10},
                    otherwise=(
                        "Akad ini 10 hari kerja atau lebih sesudah mendaftar, jadi surat dispensasi tidak diperlukan. "
                        "Lanjutkan langsung di KUA, atau periksa lagi kedua tanggalnya."
                    ),
                ),
                field("wedding_place", "Tempat akad", "text", help="Misalnya: KUA, rumah mempelai wanita."),
                field(
                    "kua",
                    "KUA tempat mendaftar",
                    "text",
                    max_length=80,
                    help="Misalnya: KUA Kecamatan Contoh.",
                ),
                field("registered_on", "Tanggal mendaftar di KUA", "date", when="past"),
                field(
                    "reason",
                    "Alasan akad kurang dari 10 hari kerja",
                    "textarea",
                    max_length=500,
                    help="Misalnya: orang tua sakit, berangkat dinas.",
                ),
            ],
        },
    ]
}

FOUNDING = Founding(
    slug="dispensasi-nikah",
    name="Surat Dispensasi Nikah",
    short_name="Dispensasi nikah",
    summary="Surat camat bila akad nikah kurang dari 10 hari kerja sejak mendaftar di KUA.",
    keywords=(
        "nikah, kawin, menikah, akad, dispensasi, nikah mendadak, nikah cepat, kua, buku nikah, n1, n2, n4, pengantin, "
        "kurang sepuluh hari, percepat nikah"
    ),
    spec=VersionSpec(
        promise_amount=30,
        promise_unit=PromiseUnit.MINUTES,
        product="Surat Dispensasi Nikah",
        intro=_INTRO,
        form=_FORM,
        validity_months=1,
        legal_basis=f"{LAW}; UU 1/1974 jo. UU 16/2019; PMA 30/2024. {unsettled('Waktu dan syarat')}",
        components=standard(
            requirements=(
                "KTP-el kedua calon pengantin, KK, dan surat pengantar nikah N1, N2, N4 dari "
                "kelurahan. Pengantar kepala "
                "lingkungan tidak diminta."
            ),
            procedure=(
                "1. Ajukan lewat laman ini atau di loket kecamatan.\n"
                "2. Petugas kecamatan memeriksa isian dan berkas; yang kurang diminta diperbaiki.\n"
                "3. Kepala seksi membubuhkan paraf.\n"
                "4. Sekretaris camat membubuhkan paraf.\n"
                "5. Camat menandatangani; surat diberi nomor dan stempel.\n"
                "6. Surat diambil di kantor kecamatan atau diunduh, lalu diserahkan ke KUA."
            ),
            time=f"30 menit kerja sejak berkas lengkap. {TO_CONFIRM}",
            product="Surat Dispensasi Nikah yang ditandatangani camat.",
            legal=(
                "UU 1/1974 jo. UU 16/2019 tentang Perkawinan; PMA 30/2024 tentang Pencatatan "
                "Pernikahan; UU 25/2009; PP "
                "17/2018 tentang Kecamatan; PermenPANRB 15/2014."
            ),
            skills="Pelayanan publik level 2, komunikasi level 2, verifikasi dokumen kependudukan level 3.",
            headcount=f"Satu petugas loket, satu pemeriksa, kepala seksi, sekretaris camat, dan camat. {TO_CONFIRM}",
        ),
        requirements=(
            IDENTITY_CARD,
            RequirementSpec(
                key="ktp_pasangan",
                label="KTP-el calon pasangan",
                help="Foto KTP asli. Keempat sudut terlihat, tulisan terbaca.",
                kind=RequirementKind.PHOTO,
                legal_basis="PMA 30/2024; perlu dikonfirmasi",
            ),
            FAMILY_CARD,
            RequirementSpec(
                key="n1_n2_n4",
                label="Surat pengantar nikah N1, N2, dan N4",
                help="Dari kelurahan, sudah ditandatangani lurah. Satu PDF atau foto.",
                kind=RequirementKind.PDF,
                legal_basis="PMA 30/2024; perlu dikonfirmasi",
            ),
            RequirementSpec(
                key="surat_cerai",
                label="Akta cerai atau akta kematian pasangan terdahulu",
                help="Hanya bila pernah menikah.",
                kind=RequirementKind.PDF,
                is_required=False,
                legal_basis="PMA 30/2024; perlu dikonfirmasi",
            ),
            ORIGINALS,
        ),
        chain=(
            StepSpec(Role.KASI, ChainLevel.DISTRICT, Act.INITIAL),
            StepSpec(Role.SEKCAM, ChainLevel.DISTRICT, Act.INITIAL),
            StepSpec(Role.CAMAT, ChainLevel.DISTRICT, Act.SIGN),
        ),
        competencies={"pelayanan_publik": 2, "komunikasi": 2, "verifikasi_dokumen": 3},
    ),
)
