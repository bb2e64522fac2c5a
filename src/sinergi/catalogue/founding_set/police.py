"""Pengantar SKCK: a cover letter to the police; ends at the lurah."""

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
from sinergi.catalogue.models import Act, ChainLevel, PromiseUnit
from sinergi.catalogue.operations import StepSpec, VersionSpec

_FORM = {
    "pages": [
        person_page(),
        {
            "key": "purpose",
            "title": "Keperluan SKCK",
            "fields": [
                field(
                    "purpose",
                    "SKCK dipakai untuk",
                    "choice",
                    choices=choices(
                        ("kerja", "Melamar kerja"),
                        ("asn", "Melamar ASN, TNI, atau Polri"),
                        ("sekolah", "Sekolah atau kuliah"),
                        ("luar_negeri", "Bekerja atau belajar di luar negeri"),
                        ("lain", "Keperluan lain"),
                    ),
                ),
                other_purpose(),
                field(
                    "police_office",
                    "Kantor polisi tujuan",
                    "choice",
                    choices=choices(("polsek", "Polsek"), ("polres", "Polres"), ("polda", "Polda")),
                    help="Tanyakan dahulu kantor mana yang diminta penerima SKCK.",
                ),
                field("note", "Keterangan", "text", required=False, help="Misalnya nama perusahaan tujuan."),
            ],
        },
    ]
}

FOUNDING = Founding(
    slug="pengantar-skck",
    name="Surat Pengantar SKCK",
    short_name="Pengantar SKCK",
    summary="Surat pengantar lurah untuk mengurus SKCK (catatan kepolisian) di kantor polisi.",
    keywords=(
        "skck, polisi, catatan kepolisian, kelakuan baik, skkb, melamar kerja, lamaran, cari kerja, "
        "cpns, pppk, tni, polri, "
        "pengantar polisi, surat polisi"
    ),
    spec=VersionSpec(
        promise_amount=30,
        promise_unit=PromiseUnit.MINUTES,
        product="Surat Pengantar SKCK",
        intro=(
            "Warga kelurahan ini yang akan mengurus SKCK. SKCK sendiri diterbitkan kepolisian dan "
            "dikenai tarif negara di "
            "sana; surat pengantar ini gratis. Sebagian kantor polisi tidak lagi meminta surat "
            "pengantar: tanyakan dahulu."
        ),
        form=_FORM,
        validity_months=1,
        legal_basis=f"{LAW}; Peraturan Polri 6/2023. {unsettled('Waktu dan masa berlaku')}",
        components=standard(
            requirements="KTP-el dan KK. Pengantar kepala lingkungan tidak diminta.",
            procedure=(
                "1. Ajukan lewat laman ini atau di loket kelurahan.\n"
                "2. Petugas kelurahan memeriksa isian dan berkas.\n"
                "3. Lurah menandatangani; surat diberi nomor dan stempel.\n"
                "4. Surat diambil di kelurahan atau diunduh, lalu dibawa ke kantor polisi."
            ),
            time=f"30 menit kerja sejak berkas lengkap. {TO_CONFIRM}",
            product="Surat Pengantar SKCK yang ditandatangani lurah.",
            legal=(
                "UU 25/2009 tentang Pelayanan Publik; Peraturan Polri 6/2023 tentang Penerbitan SKCK "
                "(dapat sudah diganti; tanyakan di kantor polisi); PP "
                "17/2018 tentang Kecamatan; PermenPANRB 15/2014."
            ),
            skills="Pelayanan publik level 2, komunikasi level 2, pelayanan administrasi kelurahan level 1.",
            headcount=f"Satu petugas loket, satu pemeriksa, dan lurah di setiap kelurahan. {TO_CONFIRM}",
        ),
        requirements=(IDENTITY_CARD, FAMILY_CARD, ORIGINALS),
        chain=(StepSpec(Role.LURAH, ChainLevel.VILLAGE, Act.SIGN),),
        competencies={"pelayanan_publik": 2, "komunikasi": 2, "administrasi_kelurahan": 1},
    ),
)
