"""What stays Indonesian on an English page says so (WCAG 3.1.2), and an Indonesian page gets no extra byte."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Office, Unit
from sinergi.ui import language
from tests.factories import casework, people
from tests.factories import information as programmes
from tests.factories import participation as meetings
from tests.factories.page import check_page

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NOW = people.NOW

pytestmark = pytest.mark.django_db


class _Reader(HTMLParser):
    """Text by the language that it is in; titles and attributes cannot say one of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.said: dict[str, list[str]] = {"id": [], "en": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or (self.open[-1][1] if self.open else "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not {"title", "option", "textarea"} & {tag for tag, _lang in self.open}:
            self.said[self.open[-1][1] if self.open else "en"].append(" ".join(data.split()))


def spoken(html: str) -> dict[str, str]:
    reader = _Reader()
    reader.feed(html)
    return {code: "\n".join(parts) for code, parts in reader.said.items()}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sku(office: Office) -> ServiceVersion:
    return casework.services(office, now=NOW)["keterangan-usaha"]


def read(client: Client, url: str) -> dict[str, str]:
    """An English page; the same page in Indonesian has the language of the page and that of the switch only."""
    client.cookies["bahasa"] = "en"
    answer = client.get(url)
    assert answer.status_code == 200, url
    english = answer.content.decode()
    check_page(english, url=url)
    client.cookies["bahasa"] = "id"
    indonesian = client.get(url).content.decode()
    assert indonesian.count('lang="id"') == 1, url
    return spoken(english)


def texts_of(version: ServiceVersion) -> set[str]:
    """Everything that a standard says in words of its own."""
    standard = standard_of(version)
    found = {version.service.name, version.service.summary, version.product, version.intro}
    found |= {text for item in standard.requirements for text in (item.label, item.help)}
    for page in standard.definition.pages:
        found |= {page.title, page.intro}
        found |= {text for field in page.fields for text in (field.label, field.help)}
        found |= {choice.label for field in page.fields for choice in field.choices}
    return {" ".join(text.split()) for text in found if text and " " in text.strip()}


def check(said: dict[str, str], texts: set[str], *, sure: str) -> None:
    """``sure`` is on the page, in Indonesian; and no text of the standard is read aloud in English."""
    assert sure in said["id"], said
    assert {text for text in texts if text in said["en"]} == set()


def test_public_pages(client: Client, office: Office, sku: ServiceVersion, terjun: Unit) -> None:
    texts = texts_of(sku)
    for url in (
        "/",
        reverse("catalogue:list"),
        f"/layanan/{sku.service.slug}/",
        f"/layanan/{sku.service.slug}/ajukan/",
    ):
        check(read(client, url), texts, sure=sku.service.name)
    owner = people.staff("penyunting", "editor", terjun)
    programme = programmes.programme(terjun, owner, title="Pembagian beras")
    for url in (reverse("information:list"), reverse("information:programme", args=[programme.slug])):
        check(read(client, url), {"Pembagian beras", programme.summary}, sure="Pembagian beras")
    meeting = meetings.published(terjun)
    texts = {row.text for row in meeting.agreements.all()} | {meeting.title, meeting.photo_text}
    check(read(client, f"/musyawarah/{meeting.slug}/"), texts | {"Mari membahas"}, sure=meeting.title)
    check(read(client, "/musyawarah/"), {meeting.title}, sure=meeting.title)


def test_the_journey_of_an_application(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    texts = texts_of(sku)
    started = casework.draft(sku, terjun, now=NOW)
    slug = sku.service.slug
    client.post(f"/status/tautan/{started.token}/")
    base = f"/layanan/{slug}/ajukan/"
    page = standard_of(sku).definition.pages[0]
    asked = read(client, f"{base}isian/{page.key}/")
    check(asked, texts, sure=page.fields[0].label)
    assert page.title in asked["id"]
    item = standard_of(sku).uploads[0]
    check(read(client, f"{base}berkas/"), texts, sure=item.label)
    check(read(client, f"{base}berkas/{item.key}/"), texts, sure=item.help)
    case = Application.objects.get(pk=started.application.pk)
    asked_for = next(field for field in page.fields if field.choices)
    answer = {choice.key: choice.label for choice in asked_for.choices}[case.text_answers[asked_for.key]]
    check(read(client, f"{base}periksa/"), texts, sure=answer)
    operations.submit(case, seen=case.revision, token=started.token, by=casework.APPLICANT, now=NOW)
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    check(read(client, f"/status/{case.reference}/bukti/"), texts, sure=sku.service.name)


def test_the_desk(sku: ServiceVersion, terjun: Unit, budi: User) -> None:
    case = casework.taken(sku, terjun, budi, now=NOW)
    finding = Finding(words="Fotonya buram sekali", requirement_key=standard_of(sku).uploads[0].key)
    operations.send_back(case, [finding], deadline=NOW.date().replace(day=22), by=budi, now=NOW)
    client = people.signed_in(budi)
    said = read(client, f"/meja/permohonan/{case.reference}/")
    check(said, texts_of(sku), sure="Fotonya buram sekali")
    assert "Fotonya buram" not in said["en"]


def test_the_verification_page_names_the_kind_in_indonesian(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User
) -> None:
    lurah = people.staff("lurah", "lurah", terjun)
    case = casework.ready(casework.proposed(sku, terjun, budi, now=NOW), [lurah], budi, now=NOW)
    assert case.letter is not None
    said = read(client, reverse("letters:verify", args=[case.letter.code]))
    check(said, {case.letter.title}, sure=case.letter.title)


@pytest.mark.parametrize(("code", "shown"), [("id", "a &amp; b"), ("en", '<span lang="id">a &amp; b</span>')])
def test_marked_text_is_escaped_once(code: str, shown: str) -> None:
    with translation.override(code):
        once: Any = language.marked("a & b")
        assert once == shown
        assert language.marked("") == ""
