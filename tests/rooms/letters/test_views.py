"""The public check of a letter, and the letter desk."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.letters import operations, queries
from sinergi.letters.models import Book, Letter, RegisterEntry, new_code
from sinergi.letters.workflow import EntryStatus, Status
from sinergi.organization.models import Office, Unit
from tests.factories import letters, people
from tests.factories.page import check_page

NOW = people.NOW


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def services(office: Office) -> dict[str, letters.ServiceVersion]:
    return letters.services(office)


@pytest.fixture
def usaha(services: dict[str, letters.ServiceVersion]) -> letters.ServiceVersion:
    return services["keterangan-usaha"]


def page(client: Client, name: str, *args: object, status: int = 200, **query: object) -> str:
    url = reverse(f"letters:{name}", args=args)
    answer = client.get(url, query)
    assert answer.status_code == status, answer.content[:500]
    html = answer.content.decode()
    check_page(html, url=url)
    return html


def test_valid_letter_shows_what_can_be_compared_and_nothing_more(
    client: Client, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    letter = letters.valid(terjun, services["keterangan-tidak-mampu"])
    html = page(client, "verify", letter.code)
    assert letter.signed_scan is not None
    digest = bytes(letter.signed_scan.sha256).hex()
    for shown in (
        letter.number, "14 Mei 2026", "Surat Keterangan Tidak Mampu", "C*** S*** A***", "Lurah Terjun", "Berlaku",
        "14 Agustus 2026", f"{digest[:4]} {digest[4:8]}",
    ):  # fmt: skip
        assert shown in html
    for hidden in (letters.NIK, "Siti", "Aminah", "Rahmad Buddin", "198001012005011001", "Contoh Lurah"):
        assert hidden not in html


def test_unsigned_letter_answers_exactly_like_an_unknown_code(
    client: Client, terjun: Unit, usaha: letters.ServiceVersion
) -> None:
    draft, printed = letters.issued(terjun, usaha), letters.rendered(terjun, usaha)
    voided = letters.rendered(terjun, usaha)
    operations.void_number(
        voided.entries.get(), reason="Salah ketik nama pemohon.", by=letters.SYSTEM, now=NOW
    )
    answers, work = [], []
    for code in (new_code(), draft.code, printed.code, voided.code):
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(reverse("letters:verify", args=[code]))
        assert answer.status_code == 404
        check_page(answer.content.decode(), url="/s/…/")
        answers.append(answer.content.replace(code.encode(), b""))
        work.append([query["sql"].replace(code, "") for query in caught])
    assert len(set(answers)) == 1
    assert work[1:] == work[:1] * 3


def test_withdrawn_and_expired_letters_say_so(
    client: Client, terjun: Unit, usaha: letters.ServiceVersion
) -> None:
    withdrawn, old = letters.valid(terjun, usaha), letters.valid(terjun, usaha, now=NOW - timedelta(days=250))
    operations.withdraw(withdrawn, reason="Rahasia: data Contoh Siti keliru.", by=letters.SYSTEM, now=NOW)
    html = page(client, "verify", withdrawn.code)
    assert "sudah ditarik" in html
    assert "14 Mei 2026" in html
    assert "Rahasia" not in html  # a reason may hold personal data
    assert "Masa berlaku surat ini sudah habis" in page(client, "verify", old.code)


@pytest.mark.parametrize("code", ["a", "x" * 21, "x" * 23, "%00" * 22, "../../etc/passwd", "x" * 3000])
def test_strange_codes_are_not_found(client: Client, office: Office, code: str) -> None:
    assert client.get(f"/s/{code}/").status_code == 404


def test_check_of_a_letter_takes_two_queries(
    client: Client, terjun: Unit, usaha: letters.ServiceVersion
) -> None:
    letter = letters.valid(terjun, usaha)
    with CaptureQueriesContext(connection) as caught:
        row = queries.verification(letter.code)
    assert row is not None
    assert len(caught) == 2
    assert queries.verification("' or 1=1 --") is None


def test_desk_is_only_for_those_who_keep_the_register(
    terjun: Unit, budi: User, dewi: User, usaha: letters.ServiceVersion
) -> None:
    letter = letters.valid(terjun, usaha)
    entry = letter.entries.get()
    personnel = people.staff("pega", "personnel", terjun)
    addresses = [
        reverse("letters:letter", args=[letter.pk]), reverse("letters:pdf", args=[letter.pk]),
        reverse("letters:scan", args=[letter.pk]), reverse("letters:void", args=[entry.pk]),
        reverse("letters:late", args=[entry.pk]),
    ]  # fmt: skip
    for stranger in (dewi, personnel):
        client = people.signed_in(stranger)
        for address in addresses:
            assert client.get(address).status_code == 404, (stranger, address)
        answer = client.post(
            reverse("letters:withdraw", args=[letter.pk]), {"tarik-reason": "alasan panjang"}
        )
        assert answer.status_code == 404
    assert people.signed_in(personnel).get(reverse("letters:register")).status_code == 404
    assert people.signed_in(personnel).get(reverse("letters:reserve")).status_code == 404
    for address in addresses:
        assert Client().get(address).status_code == 302
        assert people.signed_in(budi).get(address).status_code == 200, address


def test_register_shows_every_number_of_the_own_unit_only(
    terjun: Unit, paya_pasir: Unit, budi: User, usaha: letters.ServiceVersion
) -> None:
    used, other = letters.valid(terjun, usaha), letters.issued(paya_pasir, usaha)
    voided = letters.rendered(terjun, usaha)
    operations.void_number(voided.entries.get(), reason="Kertas macet di pencetak.", by=budi, now=NOW)
    block = operations.reserve_block(unit=terjun, book=Book.OUTGOING, count=2, by=budi, now=NOW)
    client = people.signed_in(budi)
    html = page(client, "register")
    assert used.number in html
    assert "Kertas macet di pencetak." in html
    assert "Disediakan" in html
    assert other.number not in html
    assert other.number not in page(client, "register", unit=paya_pasir.pk)
    assert client.get(reverse("letters:void", args=[other.entries.get().pk])).status_code == 404
    assert "Belum ada nomor" in page(client, "register", buku="diketahui")
    assert "Lembar nomor surat" in page(client, "block", block)
    page(client, "register", unit="x" * 40, tahun="9" * 9, buku="'")


def test_register_costs_the_same_at_20_and_2000_numbers(
    terjun: Unit, budi: User, usaha: letters.ServiceVersion
) -> None:
    client = people.signed_in(budi)
    costs = []
    letter = letters.issued(terjun, usaha)
    register = letter.entries.get().register
    for wanted in (20, 2000):
        have = RegisterEntry.objects.count()
        copies = [
            Letter(
                office=letter.office, unit=terjun, version=usaha, template=letter.template, number=f"n/{index}",
                title=letter.title, holder=f"Contoh {index}", values={}, issued_at=NOW,
            )
            for index in range(have, wanted)
        ]  # fmt: skip
        Letter.objects.bulk_create(copies)
        RegisterEntry.objects.bulk_create(
            RegisterEntry(register=register, number=have + index + 1, letter=copy, given_at=NOW)
            for index, copy in enumerate(copies)
        )
        with CaptureQueriesContext(connection) as caught:
            html = page(client, "register")
        costs.append(len(caught))
        assert html.count("<tr>") == min(wanted, 50) + 1
    assert costs[0] == costs[1]


def test_officer_prints_stores_the_scan_and_withdraws(
    terjun: Unit, budi: User, usaha: letters.ServiceVersion
) -> None:
    client = people.signed_in(budi)
    letter = letters.issued(terjun, usaha)
    assert "sedang disiapkan" in page(client, "letter", letter.pk)
    assert client.get(reverse("letters:pdf", args=[letter.pk])).status_code == 404
    operations.render(letter, now=NOW)
    page(client, "letter", letter.pk)
    pdf = client.get(reverse("letters:pdf", args=[letter.pk]))
    assert (pdf["Content-Type"], pdf["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    scan = reverse("letters:scan", args=[letter.pk])
    assert client.get(scan).status_code == 404
    empty = client.post(scan)
    check_page(empty.content.decode(), url=scan)
    assert "belum diunggah" in empty.content.decode()
    fake = SimpleUploadedFile("surat.pdf", b"MZ\x90 bukan pdf", content_type="application/pdf")
    refused = client.post(scan, {"scan": fake})
    check_page(refused.content.decode(), url=scan)
    assert "govuk-error-summary" in refused.content.decode()
    stored = client.post(scan, {"scan": letters.scan()}, follow=True)
    check_page(stored.content.decode(), url=scan)
    assert "sekarang berlaku" in stored.content.decode()
    withdraw = reverse("letters:withdraw", args=[letter.pk])
    short = client.post(withdraw, {"tarik-reason": "x"})
    check_page(short.content.decode(), url=withdraw)
    assert "Tuliskan alasannya" in short.content.decode()
    done = client.post(withdraw, {"tarik-reason": "Usaha ternyata sudah tutup."}, follow=True)
    check_page(done.content.decode(), url=withdraw)
    letter.refresh_from_db()
    assert letter.status == Status.WITHDRAWN


def test_power_cut_from_reserved_sheet_to_late_entry(
    terjun: Unit, budi: User, usaha: letters.ServiceVersion
) -> None:
    client = people.signed_in(budi)
    page(client, "reserve")
    bad = client.post(reverse("letters:reserve"), {"unit": terjun.pk, "book": "keluar", "count": "500"})
    check_page(bad.content.decode(), url="/meja/surat/blok/")
    assert bad.status_code == 200 and "Banyaknya nomor paling banyak 50." in bad.content.decode()
    made = client.post(
        reverse("letters:reserve"), {"unit": terjun.pk, "book": "keluar", "count": "2"}, follow=True
    )
    check_page(made.content.decode(), url="/meja/surat/blok/")
    first, second = RegisterEntry.objects.order_by("number")
    page(client, "late", first.pk)
    wrong = client.post(
        reverse("letters:late", args=[first.pk]),
        {
            "version": usaha.pk, "holder": "Contoh Warga", "dated_on_day": "15", "dated_on_month": "5",
            "dated_on_year": "2026", "signer_title": "Lurah Terjun", "reason": "Listrik padam.", "scan": letters.scan(),
        },
    )  # fmt: skip
    check_page(wrong.content.decode(), url="/meja/surat/")
    assert "paling akhir 14 Mei 2026" in wrong.content.decode()
    assert "Contoh Warga" in wrong.content.decode()
    right = client.post(
        reverse("letters:late", args=[first.pk]),
        {
            "version": usaha.pk, "holder": "Contoh Warga", "dated_on_day": "14", "dated_on_month": "Mei",
            "dated_on_year": "2026", "signer_title": "Lurah Terjun", "reason": "Listrik padam.", "scan": letters.scan(),
        },
        follow=True,
    )  # fmt: skip
    check_page(right.content.decode(), url="/meja/surat/")
    assert "Listrik padam." in right.content.decode()
    page(client, "void", second.pk)
    done = client.post(reverse("letters:void", args=[second.pk]), {"reason": "Tidak terpakai."}, follow=True)
    check_page(done.content.decode(), url="/meja/surat/")
    second.refresh_from_db()
    assert second.status == EntryStatus.VOIDED
    assert "sudah dibatalkan" in page(client, "void", second.pk)
    assert "tidak sedang disediakan" in page(client, "late", second.pk)


def test_arms_of_the_office_reach_the_letter(terjun: Unit, usaha: letters.ServiceVersion) -> None:
    import pikepdf
    from PIL import Image

    from sinergi.documents import operations as documents
    from sinergi.documents.models import Purpose

    drawn = io.BytesIO()
    Image.new("RGB", (64, 80), (11, 93, 78)).save(drawn, "PNG")
    upload = SimpleUploadedFile("lambang.png", drawn.getvalue(), content_type="image/png")
    arms = documents.store(upload, office=terjun.office, purpose=Purpose.ARMS, by=letters.SYSTEM, now=NOW)
    operations.set_letterhead(unit=terjun, arms=arms, address="Jalan Contoh 1", by=letters.SYSTEM, now=NOW)
    letter = letters.rendered(terjun, usaha)
    assert letter.pdf is not None
    with letter.pdf.file.open("rb") as file, pikepdf.open(file) as document:
        objects = document.objects
        assert any(
            isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image" and int(one.Height) == 80
            for one in objects
        )
