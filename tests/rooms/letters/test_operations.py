"""Numbers without gap, the states of a letter, late entry, and who may do what."""

import secrets
import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError, IntegrityError
from procrastinate.contrib.django.models import ProcrastinateJob

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event
from sinergi.catalogue.models import Act
from sinergi.letters import jobs, operations, queries
from sinergi.letters.models import Book, Letter, Register, RegisterEntry
from sinergi.letters.operations import signing
from sinergi.letters.operations.numbers import take_numbers
from sinergi.letters.workflow import ENTRY_MOVES, MOVES, EntryStatus, Status
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories import documents, letters, people

NOW = people.NOW


@pytest.fixture
def services(office: Office) -> dict[str, letters.ServiceVersion]:
    return letters.services(office)


def numbers(unit: Unit, book: str = Book.OUTGOING) -> list[int]:
    rows = RegisterEntry.objects.filter(register__unit=unit, register__code=book)
    return sorted(rows.values_list("number", flat=True))


def test_issue_numbers_in_the_units_register_and_in_that_of_who_acknowledges(
    office: Office, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    first = letters.issued(terjun, services["keterangan-tidak-mampu"])
    second = letters.issued(terjun, services["keterangan-usaha"])
    assert (first.number, second.number) == ("400.9/01/TERJUN/V/2026", "500.3/02/TERJUN/V/2026")
    root = root_unit(office)
    assert numbers(terjun) == [1, 2]
    assert numbers(root, Book.ACKNOWLEDGED) == [1]
    assert numbers(root) == []
    acknowledged = first.signers.get(act=Act.ACKNOWLEDGE)
    assert acknowledged.number == "Reg. 400.9/01/MRL/V/2026"
    assert first.valid_until == date(2026, 8, 14)
    job = (
        ProcrastinateJob.objects.filter(task_name="sinergi.letters.jobs.render_letter").order_by("id").first()
    )
    assert job is not None
    assert job.args == {"letter_id": str(first.pk)}


def test_a_new_year_begins_at_one_by_the_clock_of_the_office(
    terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    version = services["keterangan-usaha"]
    letters.issued(terjun, version)
    last_utc_hour_of_2026 = NOW.replace(year=2027, month=1, day=1, hour=0, minute=30)
    assert letters.issued(terjun, version, now=last_utc_hour_of_2026).number == "500.3/01/TERJUN/I/2027"


def test_rolled_back_issue_leaves_no_gap(terjun: Unit, services: dict[str, letters.ServiceVersion]) -> None:
    version = services["keterangan-usaha"]
    letters.issued(terjun, version)
    with pytest.raises(RuntimeError), transaction.atomic():
        letters.issued(terjun, version)
        raise RuntimeError("power cut")
    assert letters.issued(terjun, version).number == "500.3/02/TERJUN/V/2026"
    assert numbers(terjun) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_twelve_writers_who_fail_half_way_get_one_to_n(office: Office, terjun: Unit) -> None:
    version = letters.services(office)["keterangan-tidak-mampu"]
    chain = letters.signatories(terjun, version)
    done: list[str] = []
    trouble: list[BaseException] = []
    start = threading.Barrier(12)

    def work() -> None:
        start.wait()
        try:
            for _try in range(6):
                try:
                    with transaction.atomic():
                        letter = operations.issue(
                            office=office, unit=terjun, version=version, holder="Contoh", values={}, signatories=chain,
                            by=SYSTEM, now=NOW,
                        )  # fmt: skip
                        if secrets.randbelow(3) == 0:
                            raise LookupError
                    done.append(letter.number)
                except LookupError:
                    continue
        except BaseException as error:
            trouble.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    assert len(set(done)) == len(done) > 12
    assert numbers(terjun) == list(range(1, len(done) + 1))
    assert numbers(root_unit(office), Book.ACKNOWLEDGED) == list(range(1, len(done) + 1))
    assert Register.objects.get(unit=terjun).last_number == len(done)
    assert Letter.objects.count() == len(done)


def test_issue_refuses_without_signer_or_template(
    office: Office, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    version = services["keterangan-usaha"]
    common = {"office": office, "unit": terjun, "holder": "Contoh", "values": {}, "by": SYSTEM, "now": NOW}
    with pytest.raises(Refused, match="penanda tangan"):
        operations.issue(version=version, signatories=[], **common)
    chain = letters.signatories(terjun, version)
    version.letter_template.delete()
    with pytest.raises(Refused, match="Templat surat"):
        operations.issue(version=version, signatories=chain, **common)
    assert numbers(terjun) == []


@pytest.mark.parametrize("name", ["Contoh محمد", "Contoh 山田"])
def test_issue_refuses_letters_that_cannot_be_printed(
    name: str, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    with pytest.raises(Refused, match="huruf Latin"):
        letters.issued(terjun, services["keterangan-usaha"], holder=name)


def test_decoration_is_left_out_of_letters(terjun: Unit, services: dict[str, letters.ServiceVersion]) -> None:
    letter = letters.issued(
        terjun, services["keterangan-usaha"], business_name="Warung \U0001f35c Contoh\u200b\x07"
    )
    assert letter.values["business_name"] == "Warung Contoh"


def test_who_may_issue(
    budi: User, dewi: User, terjun: Unit, office: Office, services: dict[str, letters.ServiceVersion]
) -> None:
    version = services["keterangan-usaha"]
    camat = people.staff("camat", "camat", root_unit(office))
    personnel = people.staff("pega", "personnel", root_unit(office))
    letters.issued(terjun, version, by=budi)
    letters.issued(terjun, version, by=camat)  # the last approval of a chain gives the number
    for stranger in (dewi, personnel):
        with pytest.raises(Refused):
            letters.issued(terjun, version, by=stranger)


def test_scan_makes_valid_and_only_once(
    budi: User, dewi: User, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    letter = letters.issued(terjun, services["keterangan-usaha"])
    with pytest.raises(Refused, match="belum selesai disiapkan"):
        operations.store_signed_scan(letter, letters.scan(), by=budi, now=NOW)
    operations.render(letter, now=NOW)
    with pytest.raises(Refused, match="Hanya petugas surat"):
        operations.store_signed_scan(letter, letters.scan(), by=dewi, now=NOW)
    done = operations.store_signed_scan(letter, letters.scan(), by=budi, now=NOW)
    assert (done.status, done.signed_at) == (Status.VALID, NOW)
    with pytest.raises(Refused, match="sudah disimpan"):
        operations.store_signed_scan(letter, letters.scan(), by=budi, now=NOW)


def test_the_printed_file_itself_is_no_signed_scan(
    budi: User, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    letter = letters.rendered(terjun, services["keterangan-usaha"])
    assert letter.pdf is not None
    printed = letter.pdf.file.read()
    with pytest.raises(Refused, match="belum ditandatangani"):
        operations.store_signed_scan(letter, documents.upload(printed, "surat.pdf"), by=budi, now=NOW)
    letter.refresh_from_db()
    assert letter.signed_scan_id is None
    done = operations.store_signed_scan(
        letter, documents.upload(documents.pdf(), "pindaian.pdf"), by=budi, now=NOW
    )
    assert done.status == Status.VALID


def test_withdraw_needs_a_reason_and_keeps_the_number(
    budi: User, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    letter = letters.valid(terjun, services["keterangan-usaha"])
    with pytest.raises(Refused, match="alasannya"):
        operations.withdraw(letter, reason=" salah ", by=budi, now=NOW)
    operations.withdraw(letter, reason="Data usaha ternyata keliru.", by=budi, now=NOW)
    with pytest.raises(Refused, match="sudah ditarik"):
        operations.withdraw(letter, reason="Data usaha ternyata keliru.", by=budi, now=NOW)
    assert RegisterEntry.objects.get(letter=letter).status == EntryStatus.USED
    event = Event.objects.get(code="letter.withdrawn")
    assert (event.subject_label, event.actor_id) == (letter.number, budi.audit_id)


def test_void_takes_an_unsigned_letter_along_but_never_a_valid_one(
    budi: User, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    version = services["keterangan-usaha"]
    unsigned, signed = letters.rendered(terjun, version), letters.valid(terjun, version)
    entry = operations.void_number(
        unsigned.entries.get(), reason="Salah ketik nama pemohon.", by=budi, now=NOW
    )
    unsigned.refresh_from_db()
    assert (entry.status, unsigned.status) == (EntryStatus.VOIDED, Status.WITHDRAWN)
    with pytest.raises(Refused, match="sudah dibatalkan"):
        operations.void_number(entry, reason="Salah ketik nama pemohon.", by=budi, now=NOW)
    with pytest.raises(Refused, match="sudah ditandatangani"):
        operations.void_number(signed.entries.get(), reason="Salah ketik nama pemohon.", by=budi, now=NOW)
    assert letters.issued(terjun, version).number == "500.3/03/TERJUN/V/2026"  # 1 is never given again


def test_reserved_block_late_entry_and_visible_voids(
    budi: User, dewi: User, terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    version = services["keterangan-usaha"]
    letters.issued(terjun, version)
    block = operations.reserve_block(unit=terjun, book=Book.OUTGOING, count=3, by=budi, now=NOW)
    assert letters.issued(terjun, version).number == "500.3/05/TERJUN/V/2026"
    two, three, _four = queries.block_entries(budi, block)
    facts = {
        "version": version, "holder": "Contoh Warga", "signer_title": "Lurah Terjun",
        "reason": "Listrik padam sejak pagi.", "by": budi,
    }  # fmt: skip
    later = NOW + timedelta(days=2)
    with pytest.raises(Refused, match="sesudah tanggal itu"):
        operations.enter_late(two, dated_on=date(2026, 5, 13), upload=letters.scan(), now=later, **facts)
    with pytest.raises(Refused, match="sesudah hari ini"):
        operations.enter_late(two, dated_on=date(2026, 6, 1), upload=letters.scan(), now=later, **facts)
    with pytest.raises(Refused, match="Hanya petugas surat"):
        operations.enter_late(
            two, dated_on=date(2026, 5, 15), upload=letters.scan(), now=later, **{**facts, "by": dewi}
        )
    letter = operations.enter_late(two, dated_on=date(2026, 5, 15), upload=letters.scan(), now=later, **facts)
    assert (letter.number, letter.status) == ("500.3/02/TERJUN/V/2026", Status.VALID)
    assert letter.issued_at.astimezone(people.NOW.tzinfo).date() == date(2026, 5, 15)
    assert letter.entries.get().late_reason == "Listrik padam sejak pagi."
    with pytest.raises(Refused, match="tidak sedang disediakan"):
        operations.enter_late(two, dated_on=date(2026, 5, 15), upload=letters.scan(), now=later, **facts)
    operations.void_number(three, reason="Kertas rusak kena air.", by=budi, now=later)
    count = queries.register_count(terjun, year=2026, book=Book.OUTGOING)
    assert (count.given, count.voided, count.reserved) == (5, 1, 1)
    for wrong in (0, 51):
        with pytest.raises(Refused):
            operations.reserve_block(unit=terjun, book=Book.OUTGOING, count=wrong, by=budi, now=NOW)


def test_a_number_cannot_be_deleted_nor_given_twice(
    terjun: Unit, services: dict[str, letters.ServiceVersion]
) -> None:
    letter = letters.issued(terjun, services["keterangan-usaha"])
    entry = letter.entries.get()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        entry.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.create(register_id=entry.register_id, number=1, letter=letter, given_at=NOW)


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(Status.values)
    assert set(ENTRY_MOVES) == set(EntryStatus.values)


def test_template_names_only_fields_of_the_form(services: dict[str, letters.ServiceVersion]) -> None:
    write = {
        "version": services["keterangan-usaha"],
        "classification": "1",
        "title": "T",
        "by": SYSTEM,
        "now": NOW,
    }
    for body in ("Nama : {nama_ibu}", "Isi {holder", "Isi {0}}"):
        with pytest.raises(Refused) as caught:
            operations.write_template(body=body, **write)
        assert caught.value.field == "body"
    operations.write_template(body="Nama : {holder}\nUsaha : {business_name}", **write)


def test_letterhead_pattern_is_data(terjun: Unit, services: dict[str, letters.ServiceVersion]) -> None:
    with pytest.raises(Refused, match="Pola nomor"):
        operations.set_letterhead(unit=terjun, pattern="{klasifikasi}/{unit}", by=SYSTEM, now=NOW)
    operations.set_letterhead(
        unit=terjun, pattern="{urut:03}/{unit}/{bulan_angka}-{tahun}", by=SYSTEM, now=NOW
    )
    assert letters.issued(terjun, services["keterangan-usaha"]).number == "001/TERJUN/05-2026"


def test_new_version_keeps_the_letter_until_it_has_its_own(
    services: dict[str, letters.ServiceVersion],
) -> None:
    version = services["keterangan-usaha"]
    version.pk, version.number, version.status = None, version.number + 1, "draft"
    version.save()
    assert queries.template_for(version).title == "Surat Keterangan Usaha"


def test_blocks_and_single_numbers_share_one_counter(terjun: Unit) -> None:
    assert [take_numbers(terjun, Book.OUTGOING, year=2026).last for _ in range(2)] == [1, 2]
    assert take_numbers(terjun, Book.OUTGOING, year=2026, count=4).first == 3


def test_sealed_columns_hold_no_plain_text(terjun: Unit, services: dict[str, letters.ServiceVersion]) -> None:
    letter = letters.issued(terjun, services["keterangan-usaha"])
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(l)::text from letters_letter l where id = %s", [letter.pk])
        row = cursor.fetchone()[0]
    assert letters.NIK not in row
    assert "Siti" not in row


def test_job_typesets_and_may_run_twice(terjun: Unit, services: dict[str, letters.ServiceVersion]) -> None:
    letter = letters.issued(terjun, services["keterangan-usaha"])
    queued = ProcrastinateJob.objects.filter(task_name=jobs.render_letter.name).get()
    jobs.render_letter(**queued.args)
    letter.refresh_from_db()
    first = letter.pdf_id
    jobs.render_letter(**queued.args)
    letter.refresh_from_db()
    assert letter.pdf_id == first is not None
    assert Event.objects.filter(code="letter.rendered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_scan_and_void_at_once_end_in_one_of_the_two(
    office: Office, terjun: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The void comes when the scan has looked at the letter and has not written yet."""
    version = letters.services(office)["keterangan-usaha"]
    letter = letters.rendered(terjun, version)
    entry = letter.entries.get()
    looked, voided = threading.Event(), threading.Event()
    store = signing.documents.store

    def slowly(*args: object, **named: object) -> object:
        looked.set()
        voided.wait(1)  # in vain as long as the letter is locked
        return store(*args, **named)

    monkeypatch.setattr(signing.documents, "store", slowly)
    refused = []

    def scan() -> None:
        try:
            operations.store_signed_scan(letter, letters.scan(), by=SYSTEM, now=NOW)
        except Refused as error:
            refused.append(error)
        finally:
            connections.close_all()

    def void() -> None:
        assert looked.wait(30)
        try:
            operations.void_number(entry, reason="Salah ketik nama pemohon.", by=SYSTEM, now=NOW)
        except Refused as error:
            refused.append(error)
        finally:
            voided.set()
            connections.close_all()

    threads = [threading.Thread(target=scan), threading.Thread(target=void)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    letter.refresh_from_db()
    entry.refresh_from_db()
    assert (letter.status, entry.status) == (Status.VALID, EntryStatus.USED)
    assert len(refused) == 1
