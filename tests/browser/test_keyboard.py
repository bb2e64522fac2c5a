"""The whole application with nothing but Tab, Space, arrows, Enter and typing."""

from pathlib import Path
from typing import Any

import pytest

from sinergi.casework.models import Application
from sinergi.casework.workflow import Status
from sinergi.organization.models import Unit
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.browser.visitor import LAPTOP, PHONE_SCRIPT, Visitor

pytestmark = pytest.mark.browser
MOST_TABS = 60
MOST_PICTURES = 50
HERE = """() => { const e = document.activeElement; if (!e || e === document.body) return null;
    const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    return {name: e.name || "", tag: e.tagName, type: e.type || "", text: (e.innerText || "").trim(),
            seen: r.width > 0 && r.bottom > 0 && r.top < innerHeight,
            marked: s.outlineStyle !== "none" || s.boxShadow !== "none"
                || ["radio", "checkbox"].includes(e.type)}; }"""


class Keys:
    """Walks a page with the keyboard and watches that the focus is always seen."""

    def __init__(self, person: Visitor) -> None:
        self.person, self.page = person, person.page

    def to(self, *, name: str = "", text: str = "") -> dict[str, Any]:
        """Tab on to the field ``name``, or to the button or link with these words."""
        for _each in range(MOST_TABS):
            here = self.page.evaluate(HERE)
            if here and ((name and here["name"] == name) or (text and here["text"].startswith(text))):
                return self._seen(here)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name or text} is not reached by Tab on {self.person.path}")

    def _seen(self, here: dict[str, Any]) -> dict[str, Any]:
        """The focus is marked, and in view once the browser has drawn: it scrolls with the next picture."""
        for _picture in range(MOST_PICTURES):
            if here["seen"]:
                break
            self.page.wait_for_timeout(20)
            here = dict(self.page.evaluate(HERE))
        assert here["seen"], here
        assert here["marked"], here
        return here

    def press(self, text: str) -> None:
        self.to(text=text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            here = self.to(name=name)
            if here["type"] == "radio":
                self.page.keyboard.press("Space")  # the first of the answers
            elif here["type"] == "checkbox":
                self.page.keyboard.press("Space")
            elif here["tag"] == "SELECT":
                self.page.keyboard.type(str(value))
            else:
                self.page.keyboard.press("ControlOrMeta+a")
                self.page.keyboard.type(str(value))


@pytest.mark.parametrize("device", [PHONE_SCRIPT, LAPTOP], indirect=True, ids=["phone", "laptop"])
def test_application_by_keyboard_alone(arrive: Arrive, sku: Any, terjun: Unit, tmp_path: Path) -> None:
    sari = arrive().go("/layanan/keterangan-usaha/")
    keys = Keys(sari)
    keys.press("Ajukan")
    keys.press("Mulai")
    keys.type({"agree": True})
    keys.press("Setuju dan lanjut")
    keys.type({**{name: steps.SARI[name] for name in ("name", "nik")}, "village": "Terjun"})
    keys.type({"address": steps.SARI["address"], "phone": steps.SARI["phone"]})
    keys.press("Lanjut")
    for values in steps.typed(sku, terjun).values():
        keys.type(values)
        keys.press("Lanjut")
    keys.press("Unggah KTP-el")
    for name in ("ktp.jpg", "kk.pdf", "usaha.jpg"):
        path = steps.paper(tmp_path, name) if name.endswith("pdf") else steps.picture(tmp_path, name)
        keys.to(name="file")
        sari.fill(file=path)  # the window that opens for choosing is the system's own
        keys.press("Unggah dan lanjut")
    keys.type({"declare": True})
    keys.press("Kirim permohonan")
    number = steps.reference(sari)
    assert Application.objects.get(reference=number).status == Status.RECEIVED
