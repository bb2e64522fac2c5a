"""Surat keterangan belum menikah: two witnesses; ends at the lurah."""

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
        person_page(
            field(
                "religion",
                "Agama atau kepercayaan",
                "choice",
                choices=choices(
                    ("islam", "Islam"),
                    ("kristen", "Kristen"),
                    ("katolik", "Katolik"),
                    ("hindu", "Hindu"),
                    ("buddha", "Buddha"),
                    ("khonghucu", "Khonghucu"),
                    ("kepercayaan", "Kepercayaan terhadap Tuhan YME"),
                ),
            )
        ),
        {
            "key": "witnesses",
            "title": "Dua orang saksi",
            "intro": "Orang dewasa yang mengenal Anda, misalnya orang tua, saudara, atau tetangga.",
            "fields": [
                field("witness1_name", "Nama saksi pertama", "name"),
                field("witness1_relation", "Hubungan saksi pertama dengan Anda", "text", max_length=60),
                field("witness2_name", "Nama saksi kedua", "name"),
                field("witness2_relation", "Hubungan saksi kedua dengan Anda", "text", max_length=60),
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
                        ("kerja", "Melamar kerja"),
                        ("asn", "Melamar ASN, TNI, atau Polri"),
                        ("nikah", "Menikah"),
                        ("kredit", "Kredit rumah atau kendaraan"),
                        ("lain", "Keperluan lain"),
                    ),
                ),
                other_purpose(),
                field("addressed_to", "Surat ditujukan kepada", "text", required=False, help="Jika ada."),
                field("note", "Keterangan", "textarea", required=False, max_length=300),
            ],
        },
    ]
}

FOUNDING = Founding(
    slug="keterangan-belum-menikah",
    name="Surat Keterangan Belum Menikah",
    short_name="Belum menikah",
    summary="Surat lurah yang menerangkan bahwa Anda belum pernah menikah, berdasarkan pernyataan dan dua saksi.",
    keywords=(
        "belum menikah, belum kawin, lajang, single, bujang, gadis, status, jejaka, perawan, surat "
        "lajang, melamar kerja, tni, "
        "polri, kredit rumah, kpr"
    ),
    spec=VersionSpec(
        promise_amount=1,
        promise_unit=PromiseUnit.DAYS,
        product="Surat Keterangan Belum Menikah",
        intro="Warga kelurahan ini yang belum pernah menikah. Janda dan duda memakai surat keterangan lain.",
        form=_FORM,
        validity_months=3,
        legal_basis=f"{LAW}; UU 24/2013. {unsettled('Syarat, waktu, dan masa berlaku')}",
        components=standard(
            requirements=(
                "KTP-el, KK, pernyataan belum menikah bermeterai, dan KTP-el dua saksi. Pengantar "
                "kepala lingkungan tidak "
                "diminta."
            ),
            procedure=(
                "1. Ajukan lewat laman ini atau di loket kelurahan.\n"
                "2. Petugas kelurahan memeriksa isian, pernyataan, dan saksi.\n"
                "3. Lurah menandatangani; surat diberi nomor dan stempel.\n"
                "4. Surat diambil di kelurahan atau diunduh."
            ),
            time=f"1 hari kerja sejak berkas lengkap. {TO_CONFIRM}",
            product="Surat Keterangan Belum Menikah yang ditandatangani lurah.",
            legal=(
                "UU 25/2009 tentang Pelayanan Publik; UU 24/2013 tentang Administrasi Kependudukan; PP 17/2018 tentang "
                "Kecamatan; PermenPANRB 15/2014."
            ),
            skills="Pelayanan publik level 2, komunikasi level 2, verifikasi dokumen kependudukan level 2.",
            headcount=f"Satu petugas loket, satu pemeriksa, dan lurah di setiap kelurahan. {TO_CONFIRM}",
        ),
        requirements=(
            IDENTITY_CARD,
            FAMILY_CARD,
            RequirementSpec(
                key="pernyataan",
                label="Pernyataan belum menikah bermeterai Rp10.000",
                help="Ditandatangani Anda dan dua saksi. Foto atau PDF.",
                kind=RequirementKind.PDF,
                legal_basis="UU 10/2020 (meterai); praktik PATEN, perlu dikonfirmasi",
            ),
            RequirementSpec(
                key="ktp_saksi",
                label="KTP-el dua saksi",
                help="Kedua KTP dalam satu foto atau satu PDF.",
                kind=RequirementKind.PDF,
                legal_basis="Praktik PATEN, perlu dikonfirmasi",
            ),
            ORIGINALS,
        ),
        chain=(StepSpec(Role.LURAH, ChainLevel.VILLAGE, Act.SIGN),),
        competencies={"pelayanan_publik": 2, "komunikasi": 2, "verifikasi_dokumen": 2},
    ),
)
