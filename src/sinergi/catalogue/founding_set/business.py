"""Surat keterangan usaha (SKU): ends at the lurah."""

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
    other_purpose,
    person_page,
    standard,
    unsettled,
)
from sinergi.catalogue.models import Act, ChainLevel, PromiseUnit, RequirementKind
from sinergi.catalogue.operations import RequirementSpec, StepSpec, VersionSpec

_FORM = {
    "pages": [
        person_page(),
        {
            "key": "business",
            "title": "Usaha Anda",
            "intro": "Ceritakan usaha seperti keadaannya sekarang.",
            "fields": [
                field(
                    "business_name", "Nama usaha", "text", max_length=80, help="Misalnya: Warung Contoh Rasa."
                ),
                field(
                    "business_type",
                    "Jenis usaha",
                    "text",
                    max_length=80,
                    help="Misalnya: warung makan, bengkel.",
                ),
                field(
                    "business_address", "Alamat usaha", "address", help="Jalan, nomor, lingkungan, kelurahan."
                ),
                field(
                    "business_since", "Berjalan sejak", "text", max_length=30, help="Misalnya: Maret 2019."
                ),
            ],
        },
        {
            "key": "purpose",
            "title": "Keperluan surat",
            "fields": [
                field(
                    "purpose",
                    "Surat dipakai untuk",
                    "choice",
                    choices=choices(
                        ("pinjaman", "Pinjaman bank, koperasi, atau KUR"),
                        ("bantuan", "Bantuan usaha dari pemerintah"),
                        ("izin", "Mengurus izin usaha atau NIB"),
                        ("lain", "Keperluan lain"),
                    ),
                ),
                other_purpose(),
                field(
                    "addressed_to",
                    "Surat ditujukan kepada",
                    "text",
                    required=False,
                    help="Nama bank, koperasi, atau instansi, jika ada.",
                ),
                field("note", "Keterangan", "textarea", required=False, max_length=300),
            ],
        },
    ]
}

FOUNDING = Founding(
    slug="keterangan-usaha",
    name="Surat Keterangan Usaha",
    short_name="SKU",
    summary="Surat lurah yang menerangkan bahwa Anda mempunyai usaha, misalnya untuk pinjaman bank.",
    keywords=(
        "sku, usaha, buka warung, jualan, dagang, pedagang, toko, kedai, kios, bengkel, salon, katering, umkm, usaha "
        "kecil, modal, kredit, pinjaman bank, kur, koperasi, izin usaha, nib, surat usaha, keterangan domisili usaha"
    ),
    spec=VersionSpec(
        promise_amount=1,
        promise_unit=PromiseUnit.DAYS,
        product="Surat Keterangan Usaha",
        intro="Warga yang memiliki atau menjalankan usaha di kelurahan ini.",
        form=_FORM,
        validity_months=6,
        legal_basis=f"{LAW}; Permendagri 4/2010. {unsettled('Syarat, waktu, dan masa berlaku')}",
        components=standard(
            requirements="KTP-el, KK, dan foto tempat usaha. Pengantar kepala lingkungan tidak diminta.",
            procedure=(
                "1. Ajukan lewat laman ini atau di loket kelurahan.\n"
                "2. Petugas kelurahan memeriksa isian dan berkas; yang kurang diminta diperbaiki.\n"
                "3. Bila perlu, petugas melihat tempat usaha.\n"
                "4. Lurah menandatangani; surat diberi nomor dan stempel.\n"
                "5. Surat diambil di kelurahan atau diunduh."
            ),
            time=f"1 hari kerja sejak berkas lengkap. {TO_CONFIRM}",
            product="Surat Keterangan Usaha yang ditandatangani lurah.",
            legal=(
                "UU 25/2009 tentang Pelayanan Publik; PP 17/2018 tentang Kecamatan; Permendagri "
                "4/2010 tentang Pelayanan "
                "Administrasi Terpadu Kecamatan; PermenPANRB 15/2014."
            ),
            skills="Pelayanan publik level 2, komunikasi level 2, pelayanan administrasi kelurahan level 2.",
            headcount=f"Satu petugas loket, satu pemeriksa, dan lurah di setiap kelurahan. {TO_CONFIRM}",
        ),
        requirements=(
            IDENTITY_CARD,
            FAMILY_CARD,
            RequirementSpec(
                key="foto_usaha",
                label="Foto tempat usaha",
                help="Tampak depan, papan nama atau barang dagangan terlihat.",
                kind=RequirementKind.PHOTO,
                legal_basis="Praktik PATEN, perlu dikonfirmasi",
            ),
            ORIGINALS,
        ),
        chain=(StepSpec(Role.LURAH, ChainLevel.VILLAGE, Act.SIGN),),
        competencies={"pelayanan_publik": 2, "komunikasi": 2, "administrasi_kelurahan": 2},
    ),
)
