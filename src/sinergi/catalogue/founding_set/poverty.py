"""Surat keterangan tidak mampu (SKTM): the lurah signs, then the camat acknowledges."""

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
            "key": "household",
            "title": "Keadaan keluarga",
            "intro": "Jawaban ini membantu petugas memeriksa permohonan. Isi sejujurnya.",
            "fields": [
                field(
                    "income",
                    "Penghasilan keluarga per bulan",
                    "rupiah",
                    help="Perkiraan. Tulis 0 jika tidak ada.",
                ),
                field(
                    "dependents", "Jumlah tanggungan", "number", maximum=30, help="Orang yang Anda biayai."
                ),
                field(
                    "house",
                    "Tempat tinggal",
                    "choice",
                    choices=choices(
                        ("sendiri", "Rumah sendiri"),
                        ("sewa", "Sewa atau kontrak"),
                        ("menumpang", "Menumpang"),
                        ("lain", "Lainnya"),
                    ),
                ),
                field(
                    "assistance",
                    "Bantuan yang sudah diterima",
                    "text",
                    required=False,
                    help="Misalnya: PKH, sembako, KIS. Kosongkan jika tidak ada.",
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
                        ("berobat", "Berobat atau rawat inap"),
                        ("sekolah", "Sekolah, kuliah, atau beasiswa"),
                        ("hukum", "Bantuan hukum"),
                        ("lain", "Keperluan lain"),
                    ),
                ),
                other_purpose(),
                field(
                    "beneficiary",
                    "Surat untuk siapa",
                    "name",
                    help="Nama orang yang memakai surat ini: Anda sendiri, anak, atau keluarga satu KK.",
                ),
                field(
                    "relation",
                    "Hubungan dengan Anda",
                    "choice",
                    choices=choices(
                        ("diri", "Saya sendiri"),
                        ("anak", "Anak"),
                        ("pasangan", "Suami atau istri"),
                        ("orang_tua", "Orang tua"),
                        ("lain", "Keluarga lain satu KK"),
                    ),
                ),
                field("addressed_to", "Rumah sakit, sekolah, atau instansi tujuan", "text", max_length=120),
            ],
        },
    ]
}

FOUNDING = Founding(
    slug="keterangan-tidak-mampu",
    name="Surat Keterangan Tidak Mampu",
    short_name="SKTM",
    summary="Surat lurah, diketahui camat, untuk keringanan biaya berobat, sekolah, atau bantuan hukum.",
    keywords=(
        "sktm, tidak mampu, kurang mampu, miskin, susah, berobat, sakit, rumah sakit, rawat inap, bpjs, kis, "
        "keringanan biaya, sekolah, kuliah, beasiswa, kip, uang sekolah, bantuan hukum, surat miskin, bansos"
    ),
    spec=VersionSpec(
        promise_amount=1,
        promise_unit=PromiseUnit.DAYS,
        product="Surat Keterangan Tidak Mampu",
        intro="Warga kelurahan ini yang tidak sanggup membayar biaya berobat, sekolah, atau perkara hukum.",
        form=_FORM,
        validity_months=3,
        legal_basis=f"{LAW}; UU 13/2011; UU 16/2011. {unsettled('Syarat, waktu, dan masa berlaku')}",
        components=standard(
            requirements=(
                "KTP-el, KK, surat pernyataan tidak mampu, dan foto rumah. Pengantar kepala lingkungan tidak diminta."
            ),
            procedure=(
                "1. Ajukan lewat laman ini atau di loket kelurahan.\n"
                "2. Petugas kelurahan memeriksa isian dan berkas; bila perlu mengunjungi rumah.\n"
                "3. Lurah menandatangani; surat diberi nomor di register kelurahan.\n"
                "4. Camat membubuhkan tanda tangan “diketahui”; surat dicatat di register kecamatan.\n"
                "5. Surat diambil di kelurahan atau diunduh."
            ),
            time=f"1 hari kerja sejak berkas lengkap, termasuk tanda tangan camat. {TO_CONFIRM}",
            product="Surat Keterangan Tidak Mampu yang ditandatangani lurah dan diketahui camat.",
            legal=(
                "UU 25/2009 tentang Pelayanan Publik; UU 13/2011 tentang Penanganan Fakir Miskin; UU 16/2011 tentang "
                "Bantuan Hukum; PP 17/2018 tentang Kecamatan; PermenPANRB 15/2014."
            ),
            skills="Pelayanan publik level 2, komunikasi level 2, verifikasi dokumen kependudukan level 2.",
            headcount=f"Satu petugas loket, satu pemeriksa, lurah, dan camat. {TO_CONFIRM}",
        ),
        requirements=(
            IDENTITY_CARD,
            FAMILY_CARD,
            RequirementSpec(
                key="pernyataan",
                label="Surat pernyataan tidak mampu",
                help="Ditulis tangan atau diketik, lalu ditandatangani. Foto atau PDF.",
                kind=RequirementKind.PDF,
                legal_basis="Praktik PATEN, perlu dikonfirmasi",
            ),
            RequirementSpec(
                key="foto_rumah",
                label="Foto rumah",
                help="Tampak depan rumah yang ditempati sekarang.",
                kind=RequirementKind.PHOTO,
                legal_basis="Praktik PATEN, perlu dikonfirmasi",
            ),
            ORIGINALS,
        ),
        chain=(
            StepSpec(Role.LURAH, ChainLevel.VILLAGE, Act.SIGN),
            StepSpec(Role.CAMAT, ChainLevel.DISTRICT, Act.ACKNOWLEDGE),
        ),
        competencies={"pelayanan_publik": 2, "komunikasi": 2, "verifikasi_dokumen": 2},
    ),
)
