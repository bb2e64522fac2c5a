"""The desk pages of supervision: evidence, users of a service, taking words back, the record, the office's own data."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sinergi.accounts.models import User
from sinergi.audit.models import SealCheck
from sinergi.audit.operations import plant_root, seal_settled
from sinergi.casework.models import AbandonedDraft
from sinergi.evaluation import operations
from sinergi.organization.models import Unit
from sinergi.surveys.models import Comment
from tests.browser.conftest import Arrive
from tests.factories import casework, evaluation, people


@pytest.fixture
def evidence(sku: Any, terjun: Unit, paya_pasir: Unit, budi: User, lurah: User, now: datetime) -> None:
    evaluation.answers([terjun, paya_pasir], sku.service, since=date(2025, 10, 1), count=7, weak="prosedur")
    for number in range(3):
        people.staff(f"petugas{number}", "examiner", terjun)
    day = datetime(2026, 3, 10, 9, 0, tzinfo=now.tzinfo)
    for _each in range(11):
        casework.proposed(sku, terjun, budi, now=day)
    AbandonedDraft.objects.create(
        office=sku.service.office,
        version=sku,
        unit=terjun,
        month=date(2026, 3, 1),
        part=f"page:{sku.form['pages'][0]['key']}",
        n=14,
    )
    Comment.objects.bulk_create(
        Comment(
            office=sku.service.office, service=sku.service, month=date(2026, 3, 1), text="Saya dimintai uang"
        )
        for _each in range(12)
    )


@pytest.mark.django_db(transaction=True)
def test_head_reads_the_evidence_and_counts_users(arrive: Arrive, evidence: None, camat: User) -> None:
    head = arrive("camat")
    head.go("/meja/evaluasi/?periode=2026-TW1").look("overview")
    head.go("/meja/evaluasi/unsur/prosedur/?periode=2026-TW1").look("prosedur")
    assert "Draf yang tidak dikirim" in head.text()
    head.go("/meja/evaluasi/unsur/waktu/?periode=2026-TW1").look("waktu")
    head.go("/meja/evaluasi/unsur/biaya/?periode=2026-TW1").look("biaya")
    assert "Yang tidak kami ketahui" in head.text()
    head.go("/meja/evaluasi/pengguna/?periode=2026-TW1").look("users")
    head.fill(users="banyak", source="Buku register").click("Simpan jumlah pengguna").look("users, error")
    head.fill(users="1.200").click("Simpan jumlah pengguna").look("counted")
    assert "dari 1.200 pengguna" in head.text()


@pytest.mark.django_db(transaction=True)
def test_head_takes_an_announcement_back(arrive: Arrive, camat: User, terjun: Unit, now: datetime) -> None:
    action = evaluation.action(camat, [terjun])
    operations.start(action, on=now.date(), by=camat, now=now)
    operations.publish(action, said="Antre lama", did="Loket ditambah", by=camat, now=now)
    head = arrive("camat").go(f"/meja/evaluasi/tindak-lanjut/{action.pk}/").look("action")
    head.click("Tarik pengumuman").look("unpublish").click("Tarik pengumuman").look("unpublish, error")
    head.fill(reason="Angkanya keliru").click("Tarik pengumuman")
    assert "Pengumuman ditarik" in head.page.locator("body").inner_text()


@pytest.mark.django_db(transaction=True)
def test_administrator_reads_the_record_and_keeps_the_office(
    arrive: Arrive, root: Unit, terjun: Unit, sku: Any, budi: User, now: datetime, tmp_path: Path
) -> None:
    people.staff("admin", "admin", root)
    casework.proposed(sku, terjun, budi, now=now)
    admin = arrive("admin").go("/meja/jejak/").look("never checked")
    seal_settled(now=now + timedelta(minutes=5))
    plant_root(now=now + timedelta(minutes=5))
    SealCheck.objects.create(seals=1, sealed_to=9, at=now)
    admin.go("/meja/jejak/").look("intact")
    admin.go("/meja/jejak/?hal=tidak-ada").look("nothing found")
    admin.go("/meja/jejak/?hari_day=31&hari_month=2&hari_year=2026").look("no such day")
    admin.go("/meja/kantor/").look("office").fill(email="salah").click("Simpan data kantor").look("error")
    picture = BytesIO()
    Image.new("RGBA", (300, 360), "navy").save(picture, "PNG")
    arms = tmp_path / "lambang.png"
    arms.write_bytes(picture.getvalue())
    admin.go(f"/meja/kantor/kop/{root.pk}/").look("letterhead").fill(arms=str(arms))
    admin.click("Simpan kop surat").look("letterhead with arms")
    assert "Belum ada gambar lambang" not in admin.text()
