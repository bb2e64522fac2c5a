"""The gallery in a real browser: axe with every rule, nothing cut off at 360 px, and what the script adds."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS

from .test_gallery import PAGES

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[3]
AXE = (ROOT / "tests" / "browser" / "axe.min.js").read_text()
RUN_AXE = """axe.run(document, {resultTypes: ["violations"]})
    .then((result) => result.violations.map((found) => found.id + " " + found.nodes[0].html))"""
SMALL_TEXT = """[...document.querySelectorAll("main *")]
    .filter((e) => !e.closest("svg") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
    .map((e) => e.outerHTML)"""
SIZES = {"phone": (360, 740), "laptop": (1366, 768)}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.rooms.ui.gallery_settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }
    command = [sys.executable, "-m", "django", "runserver", "--noreload", str(port)]
    server = subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("url", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(page: Page, url: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(url)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL_TEXT) == []


def test_large_text_fits_too(page: Page) -> None:
    """Twice the letters on a phone (WCAG 1.4.4): still nothing to scroll sideways."""
    for url in ("/", "/formulir/?galat=1", "/status/"):
        page.goto(url)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url


def test_summary_takes_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/formulir/?galat=1")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="31 Februari 1990").click()
    expect(page.locator("#id_born_0")).to_be_focused()


def test_skip_link_is_first(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Langsung ke isi halaman")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


def test_double_click_sends_once(page: Page) -> None:
    page.goto("/formulir/")
    sent = page.evaluate(
        """() => {
            let sent = 0;
            window.addEventListener("submit", (event) => { sent += !event.defaultPrevented; event.preventDefault(); });
            const button = document.querySelector("main .s-button");
            button.click();
            button.click();
            return sent;
        }"""
    )
    assert sent == 1
    expect(page.get_by_role("button", name="Lanjut")).to_have_attribute("aria-busy", "true")


def test_answer_opens_its_fields(page: Page) -> None:
    page.goto("/formulir/")
    part = page.get_by_text("Sebutkan keperluannya")
    expect(part).to_be_hidden()
    page.get_by_label("Keperluan lain").check()
    expect(part).to_be_visible()
    page.get_by_label("Koperasi").check()
    expect(part).to_be_hidden()


def test_big_photo_shrinks_before_it_travels(page: Page, tmp_path: Path) -> None:
    picture = tmp_path / "warung.png"
    Image.effect_noise((2400, 1800), 80).convert("RGB").save(picture)
    before = picture.stat().st_size
    page.goto("/formulir/")
    page.get_by_label("Foto tempat usaha").set_input_files(picture)
    expect(page.locator(".s-preview")).to_contain_text("warung.jpg", timeout=20_000)
    file = page.evaluate(
        "(f => ({name: f.name, type: f.type, size: f.size}))(document.querySelector('[type=file]').files[0])"
    )
    assert file["name"] == "warung.jpg" and file["type"] == "image/jpeg" and file["size"] < before
    assert page.locator(".s-preview canvas").get_attribute("aria-label") == "warung.png"


def test_the_focus_stays_in_view_when_the_picture_comes_in_above_it(page: Page, tmp_path: Path) -> None:
    """Whoever tabs on at once stands at the button, which the picture pushes down a moment later."""
    picture = tmp_path / "warung.png"
    Image.effect_noise((900, 1800), 80).convert("RGB").save(picture)
    page.goto("/formulir/")
    page.get_by_label("Foto tempat usaha").set_input_files(picture)
    # In one go, before the picture is read: the button's lower edge is that of the window.
    page.evaluate("""() => { const button = document.querySelector("main form:has([type=file]) button.s-button");
        button.focus({preventScroll: true});
        scrollTo(0, scrollY + button.getBoundingClientRect().bottom - innerHeight); }""")
    expect(page.locator(".s-preview canvas")).to_have_count(1, timeout=20_000)
    expect(page.locator(".s-preview")).to_contain_text("warung.jpg")
    expect(page.locator(":focus")).to_be_in_viewport(ratio=0.9)


def test_other_files_and_broken_pictures_travel_unchanged(page: Page, tmp_path: Path) -> None:
    page.goto("/formulir/")
    for name, body in (("surat.pdf", b"%PDF-1.4 not really"), ("rusak.jpg", b"no picture" * 100_000)):
        path = tmp_path / name
        path.write_bytes(body)
        page.get_by_label("Foto tempat usaha").set_input_files(path)
        expect(page.locator(".s-preview")).to_contain_text(re.compile(rf"{name} · [\d,]+ [kM]B"))
        assert page.evaluate("document.querySelector('[type=file]').files[0].size") == len(body)


def test_print_button_needs_the_script(browser: Browser, page: Page, address: str) -> None:
    page.goto("/status/")
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    plain = browser.new_context(java_script_enabled=False, base_url=address).new_page()
    plain.goto("/status/")
    expect(plain.get_by_role("button", name="Cetak")).to_be_hidden()
    plain.goto("/formulir/")
    expect(plain.get_by_text("Sebutkan keperluannya")).to_be_visible()
    plain.context.close()


def test_paper_shows_the_office_and_nothing_to_click(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto("/terkirim/")
    expect(page.locator(".s-letterhead")).to_be_visible()
    expect(page.locator(".s-top__in")).to_be_hidden()
    expect(page.get_by_text("DATA CONTOH")).to_be_visible()
    expect(page.get_by_role("link", name="Ubah")).to_have_count(0)
    expect(page.locator(".s-foot")).to_be_hidden()
    expect(page.get_by_text("MRL-2026-7KQ4XZ")).to_be_visible()


def test_first_visit_is_small(browser: Browser, address: str) -> None:
    """Requests and bytes of a public form page, style and script as they travel packed; no other host."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    html = page.goto("/formulir/")
    page.wait_for_load_state("networkidle")
    assert html is not None
    assert all(url.startswith(address) for url in seen)
    assert len(seen) <= 6, seen
    static = ROOT / "src" / "sinergi" / "ui" / "static"
    size = len(html.body()) // 3
    for url in seen:
        if "/static/" in url:
            path = static / url.split("/static/")[1]
            packed = path.with_name(path.name + ".gz")
            size += (packed if packed.exists() else path).stat().st_size
    assert size <= 56 * 1024, size
    context.close()
