"""Pages that show every component in every state. Only for looking and for tests."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sinergi.ui.components import (
    Bar,
    BarChart,
    HeatCell,
    HeatChart,
    HeatRow,
    Line,
    LineChart,
    Moment,
    Point,
    Score,
    SummaryRow,
    TimelineEntry,
    Tone,
)
from sinergi.ui.navigation import Chrome, LanguageItem, NavItem
from sinergi.ui.paging import Page

from .forms import FilterForm, OwnerForm

JAKARTA = ZoneInfo("Asia/Jakarta")
D = Decimal


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 5, day, hour, minute, tzinfo=JAKARTA)


PUBLIC = (
    ("Layanan", "/", None),
    ("Cek status", "/status/", None),
    ("Program", "/komponen/", None),
    ("Musyawarah", "/terkirim/", None),
    (
        "Kinerja kami",
        "/formulir/",
        None,
    ),
)
RAIL = (
    ("Antrean kerja", "/antrean/", 23),
    ("Terima di loket", "/a/", 0),
    ("Menunggu paraf", "/b/", 4),
    ("Siap diambil", "/c/", 9),
    ("Kepuasan", "/evaluasi/", None),
    ("Tindak lanjut", "/d/", 3),
    ("Kompetensi tim", "/e/", None),
)


def chrome(request: HttpRequest) -> dict[str, object]:
    desk = request.path in ("/antrean/", "/evaluasi/")
    items = RAIL if desk else PUBLIC
    nav = tuple(NavItem(label, url, count, url == request.path) for label, url, count in items)
    return {
        "chrome": Chrome(
            office="Kecamatan Medan Marelan",
            city="Kota Medan",
            unit="Seksi Pelayanan" if desk else "",
            is_sample=True,
            user_name="Contoh Budi, petugas loket" if desk else "",
            user_url="/akun/",
            sign_out_url="/keluar/",
            nav=() if desk else nav,
            rail=nav if desk else (),
            footer=(
                NavItem("Aksesibilitas", "/aks/"),
                NavItem("Data pribadi", "/data/"),
                NavItem("Masuk petugas", "/masuk/"),
            ),
            languages=(
                LanguageItem("Bahasa Indonesia", "id", "?bahasa=id", True),
                LanguageItem("English", "en", "?bahasa=en"),
            ),
            address="Jalan Contoh 1, Medan. Senin–Jumat 08.00–16.00 WIB",
        )
    }


TIMELINE = (
    TimelineEntry("Diterima", Moment.DONE, at(4, 9, 12), "Lewat HP"),
    TimelineEntry(
        "Dikembalikan kepada Anda",
        Moment.WAIT,
        at(4, 10, 40),
        "Contoh Budi, petugas loket",
        note="Foto usaha tidak terbaca.\nJam pelayanan berhenti 4 jam 20 menit.",
    ),
    TimelineEntry("Diperiksa ulang", Moment.NOW, at(5, 8, 5), "Contoh Budi, petugas loket"),
    TimelineEntry("Tanda tangan lurah", Moment.NEXT, None, "Lurah Rengas Pulau", until=at(5, 15, 30)),
)
REFUSED = (
    TIMELINE[0],
    TimelineEntry(
        "Ditolak",
        Moment.BAD,
        at(5, 11, 0),
        "Kasi Pelayanan",
        note="Tempat usaha di luar kelurahan. Anda dapat mengajukan keberatan.",
    ),
)
ROWS = (
    SummaryRow("NIK", "1271 •••• •••• ••12", "/formulir/"),
    SummaryRow("Nama", "Contoh Pemohon dengan Nama yang Panjang Sekali Sampai Berganti Baris", "/formulir/"),
    SummaryRow("Alamat", "Jalan Contoh 12\nRengas Pulau", "/formulir/"),
    SummaryRow("Foto tempat usaha", "warung.jpg, 640 kB", "/formulir/", "Ganti"),
    SummaryRow("Berkas", "IMG_" + "20260504" * 9 + ".jpg", "/formulir/"),
    SummaryRow("Keterangan", ""),
)
SCORES = (
    Score("Waktu penyelesaian", D("2.94"), D("2.87"), D("3.01"), 410, "C", D("-0.12"), low_rank=True),
    Score("Kejelasan penjelasan", D("3.08"), D("3.02"), D("3.14"), 405, "B", D(0)),
    Score("Prosedur", D("3.26"), D("3.19"), D("3.33"), 1408, "B", D("0.09")),
    Score("Biaya", D("3.86"), D("3.80"), D("3.92"), 412, "A"),
    Score("Sarana", D("3.41"), D("3.05"), D("3.77"), 21, "B", provisional=True),
    Score("Penanganan pengaduan", n=3, hidden="Disembunyikan: kurang dari 5 jawaban"),
    Score("Persyaratan"),
)


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/home.html", {})


def form(request: HttpRequest) -> HttpResponse:
    bound = OwnerForm()
    if "galat" in request.GET:
        data = {
            "nik": "1271 1204 0585 000",
            "name": "Contoh Pemohon",
            "born_day": "31",
            "born_month": "Feb",
            "born_year": "1990",
            "channels": ["wa"],
        }
        bound = OwnerForm(data, {"photo": SimpleUploadedFile("a.jpg", b"x")})
    return render(request, "gallery/form.html", {"form": bound})


def status(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/status.html", {"timeline": TIMELINE, "refused": REFUSED, "rows": ROWS})


def done(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/done.html", {"rows": ROWS[:2], "due": at(14, 10, 30)})


def parts(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Perubahan tersimpan.")
    messages.error(request, "Berkas itu tidak dapat dibaca.")
    return render(
        request,
        "gallery/parts.html",
        {
            "tones": [
                (tone, word)
                for tone, word in zip(
                    Tone,
                    ("Selesai", "Sisa 8 menit", "Lewat 40 menit", "Kembali dari warga", "Draf"),
                    strict=True,
                )
            ],
            "rows": ROWS,
            "page": Page((1, 2), next="abc", previous="def"),
            "crumbs": (
                NavItem("Layanan", "/"),
                NavItem("Surat keterangan usaha", "/a/"),
                NavItem("Persyaratan", "/b/"),
            ),
            "span": dt.timedelta(minutes=45),
        },
    )


def queue_rows(count: int) -> list[dict[str, object]]:
    kinds = (
        ("bad", "Lewat 40 menit", 1.1),
        ("warn", "Sisa 8 menit", 0.73),
        ("info", "Kembali dari warga", 0.41),
        ("mute", "Diterima", 0.12),
    )
    names = ("Surat keterangan usaha", "Dispensasi nikah", "Surat keterangan tidak mampu", "Pengantar SKCK")
    rows: list[dict[str, object]] = []
    for index in range(count):
        tone, words, share = kinds[index % 4]
        rows.append(
            {
                "url": f"/antrean/{index}/",
                "reference": f"MRL-2026-7KQ{index:03}",
                "service": names[index % 4],
                "applicant": f"Contoh Warga {index}" if index else "Contoh" + "panjang" * 12,
                "unit": "Rengas Pulau",
                "tone": tone,
                "words": words,
                "share": share,
                "meter": tone if tone in ("bad", "warn") else "",
                "due": at(14, 10, 30),
                "holder": "Anda" if index % 3 else None,
            }
        )
    return rows


def queue(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "gallery/queue.html",
        {
            "rows": queue_rows(8),
            "page": Page((1,), next="abc"),
            "filter": FilterForm(auto_id="f_%s"),
            "timeline": TIMELINE,
            "chips": [
                NavItem("Semua", "?", 23, True),
                NavItem("Punya saya", "?mine=1", 6),
                NavItem("Hampir terlambat", "?late=1", 3),
            ],
        },
    )


MONTHS = ("Nov", "Des", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun")


def line(label: str, values: tuple[float | None, ...], band: float) -> Line:
    return Line(
        label,
        [
            Point(
                month, value, None if value is None else value - band, None if value is None else value + band
            )
            for month, value in zip(MONTHS, values, strict=True)
        ],
    )


def evaluation(request: HttpRequest) -> HttpResponse:
    lines = LineChart(
        "Naikkah kejelasan penjelasan setelah pelatihan?",
        [
            line("Dilatih", (2.9, 2.88, 2.93, 2.9, 2.95, 3.1, 3.18, 3.21), 0.08),
            line("Belum", (2.92, 2.95, 2.9, None, 2.93, 2.94, 2.98, 2.96), 0.07),
        ],
        2.5,
        3.5,
        "Survei warga, November 2025–Juni 2026, n 2.410",
        mark="Apr",
        mark_label="Pelatihan",
    )
    bars = BarChart(
        "Mengapa terlambat? Penanda tangan sering dinas luar",
        [
            Bar("Penanda tangan dinas luar", 44, 36, 52),
            Bar("Listrik atau jaringan padam", 19, 13, 26, url="/x/"),
            Bar("Berkas kurang", 11, words="11 dari 78"),
            Bar("Lain-lain", None),
        ],
        "78 permohonan terlambat, April–Juni 2026",
    )
    heat = HeatChart(
        "Di mana unsur mana lemah?",
        ("Waktu", "Prosedur", "Biaya", "Perilaku"),
        [
            HeatRow(
                "Rengas Pulau",
                (HeatCell("2,94", "c"), HeatCell("3,26", "b"), HeatCell("3,86", "a"), HeatCell("3,21", "b")),
                "/rp/",
            ),
            HeatRow(
                "Terjun",
                (
                    HeatCell("2,51", "d"),
                    HeatCell("3,11", "b"),
                    HeatCell("3,90", "a"),
                    HeatCell("", note="n 3"),
                ),
            ),
        ],
        "Survei warga, April–Juni 2026",
    )
    return render(
        request, "gallery/evaluation.html", {"scores": SCORES, "lines": lines, "bars": bars, "heat": heat}
    )


def error(request: HttpRequest, page: str) -> HttpResponse:
    return render(request, f"{page}.html", {"wait": dt.timedelta(minutes=35)} if page == "429" else {})
