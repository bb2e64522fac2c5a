"""Steps that several walks share."""

import email
import email.policy
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from sinergi.casework.standards import standard_of
from tests.browser.visitor import Visitor
from tests.factories import casework, documents

SARI = {
    "name": "Contoh Sari Pemohon",
    "nik": "1271 1245 0585 0001",
    "address": "Jalan Contoh 5, Lingkungan 3",
    "phone": "0812-6000-0042",
}
LAST_DIGITS = "0042"


def picture(folder: Path, name: str = "foto.jpg", *, color: str = "teal") -> Path:
    """A photo as a phone takes it, in a file."""
    content = BytesIO()
    Image.new("RGB", (1280, 960), color).save(content, "JPEG")
    return written(folder, name, content.getvalue())


def paper(folder: Path, name: str = "kk.pdf") -> Path:
    """A PDF of one page, in a file."""
    return written(folder, name, documents.pdf())


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def boxes(name: str, day: str) -> dict[str, str]:
    """The three boxes of a date ``2026-05-14``."""
    year, month, number = day.split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def typed(version: Any, village: Any) -> dict[str, dict[str, Any]]:
    """What a person types on each page of the form."""
    answers = casework.answers(version, village)
    pages: dict[str, dict[str, Any]] = {}
    for page in standard_of(version).definition.pages:
        pages[page.key] = {}
        for one in page.fields:
            value = answers[one.key]
            pages[page.key] |= boxes(one.key, value) if one.type == "date" else {one.key: value}
    return pages


def agreed(person: Visitor, version: Any) -> Visitor:
    """As far as the first question."""
    return (
        person.go(f"/layanan/{version.service.slug}/ajukan/persetujuan/")
        .fill(agree=True)
        .click("Setuju dan lanjut")
    )


def apply(person: Visitor, version: Any, village: Any, folder: Path, **changes: str) -> str:
    """The whole application; returns its number."""
    agreed(person, version)
    person.fill({**SARI, **changes, "village": village.pk}).click("Lanjut", exact=True)
    for values in typed(version, village).values():
        person.fill(values).click("Lanjut", exact=True)
    if person.path.endswith("/berkas/"):
        person.page.locator("main a.s-button").click()
        person.page.wait_for_url("**/berkas/*/")
    while person.page.get_by_role("button", name="Unggah dan lanjut").count():
        if person.page.get_by_role("link", name="Lewati").count():
            person.click("Lewati")
        else:
            person.fill(file=picture(folder)).click("Unggah dan lanjut")
    person.fill(declare=True).click("Kirim permohonan")
    return reference(person)


def reference(person: Visitor) -> str:
    """The number on the page."""
    found = re.search(r"MRL-\d{4}-[0-9A-Z]{6}", person.text())
    assert found, person.text()
    return found[0]


def follow(person: Visitor, number: str, check: str = LAST_DIGITS) -> Visitor:
    """Open the status with number and second fact."""
    return person.go("/status/").fill(reference=number, check_text=check).click("Lihat status")


def mails(handler: Any) -> list[tuple[str, str, str]]:
    """What arrived: to whom, subject, text."""
    found = []
    for envelope in handler.mails:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        part = message.get_body(("plain",))
        found.append((envelope.rcpt_tos[0], str(message["Subject"]), part.get_content() if part else ""))
    return found
