"""Letters of the five founding services, in the usual layout of a surat keterangan.

Classification codes: Permendagri 83/2022, as far as known; every one is data that the office confirms.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sinergi.audit.actors import Actor
from sinergi.catalogue.models import ServiceVersion, VersionStatus
from sinergi.letters.models import Paper, Template
from sinergi.letters.operations import write_template
from sinergi.organization.models import Office

TO_CONFIRM = "Permendagri 83/2022; kode klasifikasi perlu dicocokkan dengan kantor"

_OPENING = """\
Yang bertanda tangan di bawah ini {signer_title}, {district}, {city}, menerangkan dengan sebenarnya bahwa:

Nama : {holder}
NIK : {nik}
Tempat, tanggal lahir : {birth_place}, {birth_date}
Jenis kelamin : {sex}
"""
_HOME = """\
Pekerjaan : {occupation}
Alamat : {address}, Kelurahan {village}
"""
_CLOSING = """
Surat ini berlaku sampai dengan {valid_until}.

Demikian surat ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."""

_BUSINESS = (
    _OPENING
    + _HOME
    + """
adalah warga {unit} yang menurut keterangannya dan hasil pemeriksaan petugas memiliki usaha sebagai berikut:

Nama usaha : {business_name}
Jenis usaha : {business_type}
Alamat usaha : {business_address}
Berjalan sejak : {business_since}

Surat keterangan ini dibuat untuk:

Keperluan : {purpose}
Ditujukan kepada : {addressed_to}
Keterangan : {note}
"""
    + _CLOSING
)

_POVERTY = (
    _OPENING
    + _HOME
    + """
adalah warga {unit} yang menurut pernyataannya dan hasil pemeriksaan petugas tergolong keluarga tidak mampu, dengan \
keadaan sebagai berikut:

Penghasilan per bulan : {income}
Jumlah tanggungan : {dependents} orang
Tempat tinggal : {house}
Bantuan yang diterima : {assistance}

Surat keterangan ini dibuat untuk:

Nama pengguna surat : {beneficiary}
Hubungan : {relation}
Keperluan : {purpose}
Ditujukan kepada : {addressed_to}
"""
    + _CLOSING
)

_WEDDING = (
    "Berdasarkan permohonan dan berkas yang telah diperiksa, {signer_title}, {city}, memberikan dispensasi nikah, "
    "yaitu pelaksanaan akad nikah kurang dari sepuluh hari kerja sejak pendaftaran, kepada:\n\n"
    "Nama : {holder}\n"
    "NIK : {nik}\n"
    "Tempat, tanggal lahir : {birth_place}, {birth_date}\n"
    "Kedudukan : {applicant_is}\n"
    + _HOME
    + """
dengan calon pasangannya:

Nama calon pasangan : {partner_name}
NIK : {partner_nik}
Tempat, tanggal lahir : {partner_birth_place}, {partner_birth_date}
Alamat : {partner_address}

yang akan melangsungkan akad nikah:

Tanggal akad : {wedding_date}
Tempat akad : {wedding_place}
Terdaftar di : {kua}, tanggal {registered_on}
Alasan : {reason}

Dispensasi ini tidak menyangkut umur calon pengantin; dispensasi umur diputus oleh pengadilan.
"""
    + _CLOSING
)

_POLICE = (
    _OPENING
    + _HOME
    + """
adalah warga {unit}. Surat ini diberikan sebagai pengantar untuk mengurus Surat Keterangan Catatan Kepolisian \
(SKCK):

Kantor tujuan : {police_office}
Keperluan : {purpose}
Keterangan : {note}
"""
    + _CLOSING
)

_UNMARRIED = (
    _OPENING
    + "Agama : {religion}\n"
    + _HOME
    + """
adalah warga {unit} yang menurut surat pernyataannya bermeterai dan keterangan dua orang saksi sampai hari ini belum \
pernah menikah. Saksi-saksi:

Saksi pertama : {witness1_name} ({witness1_relation})
Saksi kedua : {witness2_name} ({witness2_relation})

Surat keterangan ini dibuat untuk:

Keperluan : {purpose}
Ditujukan kepada : {addressed_to}
Keterangan : {note}
"""
    + _CLOSING
)


@dataclass(frozen=True)
class Founding:
    """The letter of the service at ``slug``."""

    slug: str
    classification: str
    title: str
    body: str


TEMPLATES = (
    Founding("keterangan-usaha", "500.3", "Surat Keterangan Usaha", _BUSINESS),
    Founding("keterangan-tidak-mampu", "400.9", "Surat Keterangan Tidak Mampu", _POVERTY),
    Founding("dispensasi-nikah", "400.8", "Surat Dispensasi Nikah", _WEDDING),
    Founding("pengantar-skck", "300.1", "Surat Pengantar SKCK", _POLICE),
    Founding("keterangan-belum-menikah", "400.12", "Surat Keterangan Belum Menikah", _UNMARRIED),
)


@transaction.atomic
def load(office: Office, *, by: Actor, now: datetime) -> list[Template]:
    """Write the letters of those founding services that ``office`` has and that have none yet. Returns the new ones."""
    by_slug = {
        version.service.slug: version
        for version in ServiceVersion.objects.select_related("service").filter(
            service__office=office, status=VersionStatus.PUBLISHED, letter_template__isnull=True
        )
    }
    return [
        write_template(
            version=by_slug[one.slug], classification=one.classification, title=one.title, body=one.body,
            legal_basis=TO_CONFIRM, paper=Paper.F4, by=by, now=now,
        )
        for one in TEMPLATES
        if one.slug in by_slug
    ]  # fmt: skip
