"""The competency dictionary: nine competencies of PermenPANRB 38/2017, and technical ones of the counter.

The names and clusters are the regulation's. The wording of the levels follows it in short and is to be compared
with its annex; the technical competencies are the office's own (the regulation leaves them to each post).
"""

from dataclasses import dataclass

from sinergi.organization.models import CompetencyCluster

REGULATION = "PermenPANRB 38/2017; rumusan level perlu dicocokkan dengan lampirannya"
OWN = "Kamus kantor (PermenPANRB 38/2017: kompetensi teknis menurut jabatan)"


@dataclass(frozen=True)
class Entry:
    """One competency; ``levels`` describe levels 1 to 5 in order."""

    key: str
    name: str
    cluster: str
    definition: str
    levels: tuple[str, str, str, str, str]
    legal_basis: str = REGULATION


DICTIONARY: tuple[Entry, ...] = (
    Entry(
        "integritas",
        "Integritas",
        CompetencyCluster.MANAGERIAL,
        "Konsisten berperilaku selaras dengan nilai, norma, dan etika organisasi, serta jujur.",
        (
            "Bertindak sesuai nilai, norma, dan etika organisasi dalam kapasitas pribadi.",
            "Mengingatkan dan mengajak rekan kerja bertindak sesuai nilai, norma, dan etika.",
            "Memastikan anggota yang dipimpin bertindak sesuai nilai, norma, dan etika.",
            "Menciptakan situasi kerja yang mendorong kepatuhan pada nilai, norma, dan etika.",
            "Menjadi teladan penerapan standar keadilan dan etika di tingkat nasional.",
        ),
    ),
    Entry(
        "kerja_sama",
        "Kerja Sama",
        CompetencyCluster.MANAGERIAL,
        "Membina hubungan kerja yang efektif dan berkomitmen saling membantu.",
        (
            "Berpartisipasi dalam kelompok kerja.",
            "Menumbuhkan tim kerja yang partisipatif dan efektif.",
            "Membangun tim kerja yang meningkatkan kinerja organisasi.",
            "Membangun komitmen dan sinergi antartim.",
            "Menciptakan kerja sama yang konsisten di dalam dan di luar instansi.",
        ),
    ),
    Entry(
        "komunikasi",
        "Komunikasi",
        CompetencyCluster.MANAGERIAL,
        "Menerangkan pandangan dan gagasan secara jelas, lisan dan tertulis, serta mendengarkan dengan baik.",
        (
            "Menyampaikan informasi dengan jelas dan lengkap sehingga dipahami sama.",
            "Aktif berkomunikasi, mendengarkan, dan menanggapi pesan dengan tepat.",
            "Berkomunikasi tegas dan santun untuk hal yang peka, rumit, atau kompleks.",
            "Mengemukakan pemikiran dari banyak sisi untuk mendorong kesepakatan.",
            "Menggagas sistem komunikasi yang terbuka untuk mencari pemecahan masalah.",
        ),
    ),
    Entry(
        "orientasi_hasil",
        "Orientasi pada Hasil",
        CompetencyCluster.MANAGERIAL,
        "Bertekad menyelesaikan pekerjaan dengan hasil yang baik dan terus memperbaikinya.",
        (
            "Bertanggung jawab memenuhi standar kerja.",
            "Meningkatkan hasil kerja pribadi di atas standar.",
            "Menetapkan target yang menantang bagi unit kerja.",
            "Mendorong unit kerja melampaui hasil sebelumnya.",
            "Meningkatkan mutu pencapaian kerja organisasi.",
        ),
    ),
    Entry(
        "pelayanan_publik",
        "Pelayanan Publik",
        CompetencyCluster.MANAGERIAL,
        "Melaksanakan tugas pelayanan publik secara profesional, terbuka, dan tidak memihak.",
        (
            "Menjalankan tugas mengikuti standar pelayanan.",
            "Mengawasi dan menjelaskan proses pelayanan secara terbuka.",
            "Memperbaiki standar pelayanan di lingkup unit kerja.",
            "Memantau, menilai, dan mengantisipasi dampak isu jangka panjang pada pelayanan.",
            "Memastikan kebijakan pelayanan yang objektif, netral, dan tidak diskriminatif.",
        ),
    ),
    Entry(
        "pengembangan_diri",
        "Pengembangan Diri dan Orang Lain",
        CompetencyCluster.MANAGERIAL,
        "Meningkatkan pengetahuan dan keterampilan diri sendiri dan orang lain.",
        (
            "Mengembangkan diri.",
            "Meningkatkan kemampuan rekan dengan contoh dan penjelasan.",
            "Memberi umpan balik dan bimbingan.",
            "Menyusun program pengembangan jangka panjang.",
            "Menciptakan situasi yang mendorong organisasi terus belajar.",
        ),
    ),
    Entry(
        "mengelola_perubahan",
        "Mengelola Perubahan",
        CompetencyCluster.MANAGERIAL,
        "Menyesuaikan diri dengan keadaan baru dan tidak bergantung pada cara lama.",
        (
            "Mengikuti perubahan dengan arahan.",
            "Proaktif menyesuaikan diri dengan perubahan.",
            "Membantu orang lain mengikuti dan mengantisipasi perubahan.",
            "Memimpin perubahan pada unit kerja.",
            "Menggalang dukungan agar perubahan berkelanjutan.",
        ),
    ),
    Entry(
        "pengambilan_keputusan",
        "Pengambilan Keputusan",
        CompetencyCluster.MANAGERIAL,
        "Membuat keputusan yang baik secara tepat waktu dan bertanggung jawab.",
        (
            "Mengumpulkan informasi untuk bertindak sesuai kewenangan.",
            "Menganalisis masalah secara mendalam.",
            "Membandingkan pilihan dan menyeimbangkan risikonya.",
            "Menyelesaikan masalah berisiko tinggi dan mengurangi dampaknya.",
            "Mengambil keputusan untuk masalah jangka panjang dan strategis.",
        ),
    ),
    Entry(
        "perekat_bangsa",
        "Perekat Bangsa",
        CompetencyCluster.SOCIOCULTURAL,
        "Menghargai keberagaman dan menjaga persatuan dalam bekerja dan melayani.",
        (
            "Peka memahami dan menerima kemajemukan.",
            "Aktif mengembangkan sikap saling menghargai.",
            "Mempromosikan sikap toleransi dan persatuan.",
            "Mendayagunakan perbedaan untuk kemajuan organisasi.",
            "Mewakili pemerintah membangun hubungan sosial yang baik.",
        ),
    ),
    Entry(
        "administrasi_kelurahan",
        "Pelayanan administrasi kelurahan",
        CompetencyCluster.TECHNICAL,
        "Menerima, memeriksa, menyusun, dan mencatat surat keterangan di kelurahan dan kecamatan.",
        (
            "Menerima berkas dan menjelaskan persyaratan menurut standar pelayanan.",
            "Memeriksa kelengkapan dan menyusun surat keterangan tanpa kesalahan.",
            "Menangani permohonan yang tidak biasa dan membimbing rekan.",
            "Memperbaiki prosedur dan formulir berdasarkan hasil evaluasi.",
            "Merancang pelayanan administrasi tingkat kecamatan.",
        ),
        OWN,
    ),
    Entry(
        "verifikasi_dokumen",
        "Verifikasi dokumen kependudukan",
        CompetencyCluster.TECHNICAL,
        "Memeriksa kebenaran dan keaslian dokumen kependudukan serta melindungi isinya.",
        (
            "Mengenali dokumen kependudukan dan isinya.",
            "Mencocokkan data antardokumen dan menemukan ketidaksesuaian.",
            "Menemukan tanda pemalsuan dan memastikannya kepada instansi penerbit.",
            "Menetapkan cara verifikasi dan mengawasi pelaksanaannya.",
            "Merumuskan kebijakan verifikasi lintas instansi.",
        ),
        OWN,
    ),
    Entry(
        "penanganan_pengaduan",
        "Penanganan pengaduan",
        CompetencyCluster.TECHNICAL,
        "Menerima, menelusuri, dan menjawab pengaduan masyarakat menurut PermenPANRB 62/2018.",
        (
            "Menerima pengaduan dengan santun dan mencatatnya lengkap.",
            "Menelusuri masalah dan menyusun jawaban yang jelas dan tepat waktu.",
            "Menengahi pengaduan yang sulit dan mencegah terulang.",
            "Menganalisis pola pengaduan menjadi perbaikan layanan.",
            "Merancang sistem penanganan pengaduan.",
        ),
        OWN,
    ),
)
