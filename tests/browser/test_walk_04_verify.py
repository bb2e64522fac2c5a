"""Walk 4: anyone scans the code on a letter."""

import pytest

from sinergi.accounts.models import User
from sinergi.letters import operations
from sinergi.organization.models import Unit
from tests.browser.conftest import Arrive
from tests.factories import casework, letters

pytestmark = pytest.mark.browser


def test_anyone_checks_a_letter(
    arrive: Arrive, sku: object, terjun: Unit, budi: User, lurah: User, now: object
) -> None:
    case = casework.signed(casework.proposed(sku, terjun, budi, now=now), [lurah], now=now)  # type: ignore[arg-type]
    letter = case.letter
    assert letter is not None
    bank = arrive()
    unknown = bank.go("/s/AAAAAAAAAAAAAAAAAAAAAA/", status=404).look("unknown").page.inner_html("main")
    assert bank.go(f"/s/{letter.code}/", status=404).page.inner_html("main") == unknown  # not signed yet
    letter.refresh_from_db()
    letter = operations.store_signed_scan(letter, letters.scan(), by=budi, now=now)  # type: ignore[arg-type]
    bank.go(f"/s/{letter.code}/").sees(
        "terdaftar dan berlaku", letter.number, "9 Juni 2026", "Surat Keterangan Usaha"
    )
    bank.sees("Kelurahan Terjun").misses("Contoh Sari Pemohon", "450585").look("valid")
    budi_at_desk = arrive("budi")
    budi_at_desk.go(f"/meja/surat/{letter.pk}/").look("letter")
    operations.withdraw(letter, reason="Salah nama usaha.", by=lurah.at(now), now=now)  # type: ignore[arg-type]
    bank.go(f"/s/{letter.code}/").sees("sudah ditarik", letter.number).misses("Salah nama usaha").look(
        "withdrawn"
    )
