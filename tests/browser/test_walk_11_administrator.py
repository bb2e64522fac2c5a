"""Walk 11: the administrator makes users, gives roles from a date, resets a password without email."""

from datetime import timedelta
from typing import Any

import pytest

from sinergi.accounts.models import User
from sinergi.organization.models import Unit
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.factories import people

pytestmark = pytest.mark.browser
OWN = "kata-sandi-sendiri-2026"


def one_time_password(admin: Any) -> str:
    text: str = admin.page.locator("dd.s-nowrap").inner_text()
    return text.strip()


def test_administrator_makes_a_user_with_a_role_from_a_date(
    arrive: Arrive, services: Any, terjun: Unit, root: Unit, clock: Any
) -> None:
    people.staff("admin", "admin", root)
    admin, rina = arrive("admin"), arrive()
    admin.go("/meja/pengguna/").look("one").click("Buat akun baru").look().click(
        "Buat akun", exact=True
    ).look("error")
    admin.fill(name="Contoh Rina", username="Rina Terjun", role="counter", unit=terjun.pk)
    admin.click("Buat akun", exact=True).sees("tanpa spasi").look("bad name")
    admin.fill(username="rina.terjun", **steps.boxes("starts_on", "2026-06-10")).click(
        "Buat akun", exact=True
    )
    admin.sees("Akun sudah dibuat", "rina.terjun").look("slip")
    password = one_time_password(admin)
    rina.sign_in("rina.terjun", password).sees("Buat kata sandi Anda sendiri").look()
    rina.fill(password=OWN, again="lain-sama-sekali").click("Simpan kata sandi").sees("tidak sama").look(
        "error"
    )
    rina.fill(password=OWN, again=OWN).click("Simpan kata sandi").look("before the role")
    rina.go("/meja/permohonan/", status=404).look("404")
    clock.shift(timedelta(days=1))
    rina.sign_in("rina.terjun", OWN).go("/meja/permohonan/").sees("Antrean kosong")
    user = User.objects.get(username="rina.terjun")
    admin.sign_in("admin").go(f"/meja/pengguna/{user.pk}/").sees("Petugas loket", "Kelurahan Terjun").look(
        "user"
    )
    admin.click("Beri peran").look().fill(role="examiner", unit=terjun.pk, acting=True).click("Beri peran")
    admin.sees("Hari terakhir belum diisi").look("error")
    admin.fill(steps.boxes("last_day", "2026-06-30")).click("Beri peran").sees(
        "Plh/Plt", "30 Juni 2026"
    ).look("acting")
    admin.click("Buat kata sandi baru").look().click("Buat kata sandi baru").sees(
        "Kata sandi baru sudah dibuat"
    )
    fresh = one_time_password(admin)
    rina.go("/meja/permohonan/")
    assert rina.path == "/akun/login/"  # signed out everywhere
    rina.sign_in("rina.terjun", fresh).sees("Buat kata sandi Anda sendiri")


def test_others_do_not_find_the_page(arrive: Arrive, services: Any, terjun: Unit, budi: User) -> None:
    arrive("budi").go("/meja/pengguna/", status=404)
