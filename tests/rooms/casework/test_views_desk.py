"""The officers' pages: case, acts, signing, counter."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Channel, Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.factories.page import check_page
from tests.rooms.casework.test_views_citizen import get, page_errors, post, seen_on, typed

pytestmark = pytest.mark.django_db

ACTS = [
    "ambil",
    "kembalikan",
    "ajukan",
    "tolak",
    "waktu-baru",
    "pindaian",
    "serahkan",
    "setujui",
    "kembalikan-ke-pemeriksa",
]


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def address(case: Application, act: str = "") -> str:
    return f"/meja/permohonan/{case.reference}/" + (f"{act}/" if act else "")


def test_whole_line_through_the_pages(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    desk, head = people.signed_in(budi), people.signed_in(lurah)
    assert case.reference in get(desk, "/meja/permohonan/")
    get(desk, address(case))
    for page in ("/meja/permohonan/", address(case)):  # one click, from the queue and from the case
        assert f'<form method="post" action="{address(case, "ambil")}">' in get(desk, page)
    post(desk, address(case, "ambil"), {"seen": seen_on(get(desk, address(case)))}, to=case.reference)
    assert address(case, "ambil") not in get(desk, "/meja/permohonan/")
    seen = seen_on(get(desk, address(case, "ajukan")))
    post(desk, address(case, "ajukan"), {"seen": seen, "note": "Lengkap"}, to=case.reference)
    assert case.reference in get(head, "/meja/tanda-tangan/")
    assert case.reference not in get(
        people.signed_in(people.staff("kasi", "kasi", terjun)), "/meja/tanda-tangan/"
    )
    page = get(head, address(case, "setujui"))
    assert "Lengkap" in page
    post(head, address(case, "setujui"), {"seen": seen_on(page), "words": ""}, to="/meja/tanda-tangan/")
    assert address(case, "setujui") not in get(head, "/meja/tanda-tangan/")
    get(desk, address(case, "surat"))  # still being typeset
    from sinergi.letters.jobs import render_letter

    case = Application.objects.get(pk=case.pk)
    render_letter(letter_id=str(case.letter_id))
    assert case.reference in get(desk, "/meja/permohonan/?saring=cetak")
    assert desk.get(address(case, "surat")).headers["Content-Type"] == "application/pdf"
    seen = seen_on(get(desk, address(case, "pindaian")))
    post(
        desk,
        address(case, "pindaian"),
        {"seen": seen, "file": casework.photo("surat.jpg")},
        to=case.reference,
    )
    page = get(desk, address(case, "serahkan"))
    answer = desk.post(address(case, "serahkan"), {"seen": seen_on(page), "collected_by": "Contoh Sari"})
    assert page_errors(answer.content.decode())  # the originals were not ticked
    shown = {f"shown_{item.key}": "on" for item in standard_of(sku).to_show}
    post(
        desk,
        address(case, "serahkan"),
        {"seen": seen_on(page), "collected_by": "Contoh Sari", **shown},
        to=case.reference,
    )
    case = Application.objects.get(pk=case.pk)
    assert (case.status, case.collected_by) == (Status.FINISHED, "Contoh Sari")
    assert case.reference in get(desk, "/meja/permohonan/?saring=tutup")
    get(desk, address(case))


def test_sending_back_names_the_part(sku: ServiceVersion, terjun: Unit, budi: User, now: datetime) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    desk = people.signed_in(budi)
    page = get(desk, address(case, "kembalikan"))
    day = now + timedelta(days=5)
    due = {"deadline_day": day.day, "deadline_month": day.month, "deadline_year": day.year}
    nothing = desk.post(address(case, "kembalikan"), {"seen": seen_on(page), **due})
    check_page(nothing.content, url="kembalikan")
    assert "sedikitnya satu dokumen" in nothing.content.decode()
    key = standard_of(sku).uploads[0].key
    data = {"seen": seen_on(page), f"file_{key}": "Foto KTP terpotong", **due}
    post(desk, address(case, "kembalikan"), data, to=case.reference)
    text = get(desk, address(case))
    assert "Foto KTP terpotong" in text
    assert "Jam berhenti" in text
    assert "Menunggu warga" in get(desk, "/meja/permohonan/?saring=semua")


def test_refusing_asks_for_the_law(sku: ServiceVersion, terjun: Unit, budi: User, now: datetime) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    desk = people.signed_in(budi)
    seen = seen_on(get(desk, address(case, "tolak")))
    answer = desk.post(address(case, "tolak"), {"seen": seen, "explanation": "Bukan warga"})
    check_page(answer.content, url="tolak")
    assert "Dasar hukum penolakan belum diisi" in answer.content.decode()
    assert "Bukan warga" in answer.content.decode()
    data = {
        "seen": seen,
        "explanation": "Alamat usaha di luar kelurahan",
        "legal_reason": "Perwal contoh Pasal 3",
    }
    post(desk, address(case, "tolak"), data, to=case.reference)
    citizen = Client()
    citizen.post("/status/", {"reference": case.reference, "check_text": "0042"})
    text = get(citizen, f"/status/{case.reference}/")
    assert "Perwal contoh Pasal 3" in text
    assert "keberatan" in text


def test_telling_a_new_time_is_read_as_it_is(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime, clock: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    late = now + timedelta(days=3)
    clock.move_to(late)
    desk = people.signed_in(budi)
    assert "Lewat" in get(desk, "/meja/permohonan/?saring=hampir")
    seen = seen_on(get(desk, address(case, "waktu-baru")))
    data = {"seen": seen, "reason": "listrik", "words": "Petugas Terjun mencetak setelah listrik menyala.",
            "new_day_day": "15", "new_day_month": "Juni", "new_day_year": "2026", "new_time": "10:30"}  # fmt: skip
    post(desk, address(case, "waktu-baru"), data, to=case.reference)
    citizen = Client()
    citizen.post("/status/", {"reference": case.reference, "check_text": "0042"})
    text = get(citizen, f"/status/{case.reference}/")
    assert "Petugas Terjun mencetak setelah listrik menyala." in text
    assert "15 Juni 2026 pukul 10.30 WIB" in text


def test_second_officer_sees_what_changed_and_keeps_what_was_typed(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    desk = people.signed_in(budi)
    seen = seen_on(get(desk, address(case, "tolak")))
    operations.take(case, by=people.staff("citra", "examiner", terjun, now=now), now=now)
    data = {"seen": seen, "legal_reason": "Dasar contoh", "explanation": "Panjang sekali saya mengetik ini"}
    answer = desk.post(address(case, "tolak"), data)
    text = answer.content.decode()
    check_page(text, url="tolak")
    assert answer.status_code == 409
    assert "baru saja diubah orang lain" in text
    assert "Contoh Citra" in text
    assert "Panjang sekali saya mengetik ini" in text
    assert seen_on(text) != seen
    again = desk.post(address(case, "tolak"), {**data, "seen": seen_on(text)})
    assert "diperiksa oleh Contoh Citra" in again.content.decode()
    assert Application.objects.get(pk=case.pk).status == Status.EXAMINED


def test_a_scan_that_is_no_picture_is_refused_beside_its_field(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    lurah = people.staff("lurah", "lurah", terjun, now=now)
    case = casework.signed(casework.proposed(sku, terjun, budi, now=now), [lurah], now=now)
    desk = people.signed_in(budi)
    data = {"seen": seen_on(get(desk, address(case, "pindaian")))}
    for bad in (
        SimpleUploadedFile("surat.jpg", b"bukan gambar" * 50),
        SimpleUploadedFile("a.pdf", printed(case)),
    ):
        text = desk.post(address(case, "pindaian"), {**data, "file": bad}).content.decode()
        check_page(text, url="pindaian")
        assert 'href="#id_file"' in text and text.count("govuk-form-group--error") == 1


def printed(case: Application) -> bytes:
    """The letter as it goes to the printer, unsigned."""
    assert case.letter is not None and case.letter.pdf is not None
    return bytes(case.letter.pdf.file.read())


@pytest.mark.parametrize(
    ("act", "typed_in", "button"),
    [("kembalikan", {"file_ktp": "KTP buram"}, "Kembalikan ke pemohon"),
     ("tolak", {"legal_reason": "Dasar contoh", "explanation": "Bukan warga sini"}, "Tolak permohonan")],
)  # fmt: skip
def test_a_stale_page_keeps_words_and_offers_nothing_that_would_be_refused(
    act: str,
    typed_in: dict[str, str],
    button: str,
    sku: ServiceVersion,
    terjun: Unit,
    budi: User,
    now: datetime,
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    desk = people.signed_in(budi)
    opened = get(desk, address(case, act))
    assert f">{button}</button>" in opened
    operations.propose(case, by=budi, now=now)
    deadline = {"deadline_day": "30", "deadline_month": "7", "deadline_year": str(now.year)}
    answer = desk.post(address(case, act), {"seen": seen_on(opened), **typed_in, **deadline})
    text = answer.content.decode()
    check_page(text, url=act)
    assert answer.status_code == 409
    assert all(words in text for words in typed_in.values())
    assert f">{button}</button>" not in text and "Kembali ke permohonan" in text


@pytest.mark.parametrize("page", ["", "berkas", "surat", "bukti", *ACTS])
def test_officer_of_another_unit_finds_nothing(
    page: str, sku: ServiceVersion, terjun: Unit, budi: User, dewi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    url = address(case, page)
    if page == "berkas":
        attachment = case.attachments.first()
        assert attachment
        url += f"{attachment.pk}/"
        assert people.signed_in(budi).get(url).status_code == 200
    stranger = people.signed_in(dewi)
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, {"seen": case.revision}).status_code == 404
    assert Client().get(url).status_code == 302  # to sign in
    assert address(case) not in get(stranger, "/meja/permohonan/")
    assert address(case) not in get(stranger, f"/meja/permohonan/?q={case.reference}")
    assert Application.objects.get(pk=case.pk).revision == case.revision


def test_head_without_examination_reads_but_does_not_decide(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    client = people.signed_in(lurah)
    text = get(client, address(case))
    assert "127112••••••••01" in text
    assert "450585" not in text
    assert "Anda tidak bertugas memeriksa" in text
    answer = client.get(address(case, "tolak"))
    assert answer.headers["Location"] == address(case)
    assert "127112 · 450585 · 0001" in get(people.signed_in(budi), address(case))


def test_counter_entry_without_phone_prints_a_pin(sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    loket = people.staff("loket", "counter", terjun)
    desk = people.signed_in(loket)
    get(desk, "/meja/permohonan/baru/")
    url = f"/meja/permohonan/baru/{sku.service.slug}/"
    get(desk, url)
    data: dict[str, Any] = {"key": str(uuid.uuid4()), "name": "Contoh Opung", "nik": "1271120101500003",
                            "village": terjun.pk, "address": "Jalan Contoh 9", "phone": "", "email": ""}  # fmt: skip
    for page, fields in typed(sku, terjun).items():
        data |= {f"isian-{page}-{key}": value for key, value in fields.items()}
    refused = desk.post(url, data)
    check_page(refused.content, url=url)
    assert "Bacakan untuk apa data dipakai" in refused.content.decode()
    answer = post(desk, url, {**data, "agree": "on"}, to="/baru/berkas/")
    files = answer.headers["Location"]
    assert (
        post(desk, url, {**data, "agree": "on"}, to="/baru/berkas/").headers["Location"] == files
    )  # double click
    page = get(desk, files)
    early = desk.post(files, {"kirim": "1", "declare": "on", "seen": seen_on(page)})
    check_page(early.content, url=files)
    for item in standard_of(sku).uploads:  # each that is needed is named, with a link to its field
        named = f'<a href="#id_berkas-{item.key}-file">{item.label} belum dipilih.</a>'
        assert (named in early.content.decode()) == item.is_required
    chosen = {f"berkas-{item.key}-file": casework.photo() for item in standard_of(sku).uploads}
    sending = {"kirim": "1", "declare": "on", "seen": seen_on(page), **chosen}
    answer = post(desk, files, sending, to="/bukti/")
    slip = get(desk, answer.headers["Location"])
    case = Application.objects.get()
    assert (case.channel, case.status, case.entered_by) == (Channel.COUNTER, Status.RECEIVED, loket)
    assert case.pin
    assert case.pin in slip
    opened = Client().post("/status/", {"reference": case.reference, "check_text": case.pin})
    assert opened.headers["Location"] == f"/status/{case.reference}/"
    assert desk.get(files).headers["Location"] == answer.headers["Location"]


def test_draft_of_the_counter_is_only_for_its_officer(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    loket = people.staff("loket", "counter", terjun)
    draft = operations.enter(
        version=sku, key=uuid.uuid4(), applicant=casework.applicant(terjun), answers={}, by=loket, now=now
    )
    url = f"/meja/permohonan/baru/berkas/{draft.pk}/"
    get(people.signed_in(loket), url)
    assert people.signed_in(budi).get(url).status_code == 404


def test_lost_number_is_found_by_nik_without_an_address(
    sku: ServiceVersion, terjun: Unit, budi: User, dewi: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    url = "/meja/permohonan/cari/"
    get(people.signed_in(budi), url)
    found = people.signed_in(budi).post(url, {"nik": casework.NIK})
    check_page(found.content, url=url)
    assert case.reference in found.content.decode()
    assert case.reference not in people.signed_in(dewi).post(url, {"nik": casework.NIK}).content.decode()


def test_whatsapp_message_is_one_tap_and_marked(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    desk = people.signed_in(budi)
    text = get(desk, address(case))
    link = re.search(r'href="(https://wa.me/6281260000042\?text=[^"]+)"', text)
    assert link
    assert casework.NIK not in link[1]
    shown = re.search(r'name="message" value="([^"]+)"', text)
    assert shown
    post(desk, address(case, "terkirim"), {"message": shown[1]}, to=case.reference)
    assert "wa.me" not in get(desk, address(case))


def test_status_page_takes_four_queries(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    operations.send_back(
        case, [Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)],
        deadline=(now + timedelta(days=3)).date(), by=budi, now=now,
    )  # fmt: skip
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    get(client, f"/status/{case.reference}/")
    with CaptureQueriesContext(connection) as queries:
        get(client, f"/status/{case.reference}/")
    assert len(queries) <= 4, [query["sql"][:120] for query in queries]


def test_originals_shown_at_the_counter_are_recorded(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    client = people.signed_in(budi)
    address = f"/meja/permohonan/{case.reference}/serahkan/"
    data = {"seen": case.revision, "collected_by": "Contoh Sari"}
    assert "harus ditunjukkan dahulu" in client.post(address, data).content.decode()
    assert client.post(address, data | {"shown_asli": "on"}).status_code == 302
    [shown] = case.shown_originals.all()
    assert (shown.requirement.key, shown.seen_by, shown.seen_at is not None) == ("asli", budi, True)
    page = client.get(f"/meja/permohonan/{case.reference}/").content.decode()
    assert "Dokumen asli yang ditunjukkan" in page


def test_who_collected_the_letter_is_read_on_the_case(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, dewi: User, now: datetime
) -> None:
    case = casework.finished(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    for reader in (budi, lurah):
        assert "Diambil oleh Contoh Sari, Selasa, 9 Juni 2026 pukul 09.00 WIB" in get(
            people.signed_in(reader), address(case)
        )
    assert people.signed_in(dewi).get(address(case)).status_code == 404
