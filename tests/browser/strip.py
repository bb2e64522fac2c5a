"""Makes docs/images/strip.png from a running demo: home and form on a phone, queue and evaluation on a laptop.

``./sinergi demo`` in one terminal, then ``./sinergi dev python -m tests.browser.strip [ADDRESS]`` in another. The
password is read where the demo keeps its list of sample accounts.
"""

import argparse
import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from sinergi.web.commandline.demo import SIGN_INS
from sinergi.web.homefolder import home_folder
from tests.browser.chromium import CHROMIUM, FLAGS

TARGET = Path(__file__).resolve().parents[2] / "docs" / "images" / "strip.png"
PHONE, LAPTOP = (360, 740), (1280, 800)
HEIGHT, GAP, MOST_BYTES = 740, 24, 300_000


def main() -> None:
    """Take the four pictures and write the strip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--examiner", default="periksa.rengas-pulau")
    parser.add_argument("--head", default="camat")
    args = parser.parse_args()
    password = demo_password()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pictures = [
            *citizen(browser, args.address),
            desk(browser, args.address, args.examiner, password, "/meja/permohonan/"),
            desk(browser, args.address, args.head, password, "/meja/evaluasi/"),
        ]
        browser.close()
    write(pictures)


def demo_password() -> str:
    """The password that all sample accounts share, from the list that the demo prints."""
    words = (home_folder(os.environ) / "run" / SIGN_INS).read_text(encoding="utf-8")
    return words.split("kata sandi semuanya: ", 1)[1].split(")", 1)[0]


def citizen(browser: Browser, address: str) -> list[Image.Image]:
    """The home page, and the first page of an application."""
    page = opened(browser, address, PHONE)
    page.goto("/")
    home = picture(page)
    page.goto("/layanan/keterangan-usaha/ajukan/persetujuan/")
    page.locator("main [name=agree]").check(force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Setuju dan lanjut").click()
    form = picture(page)
    page.context.close()
    return [home, form]


def desk(browser: Browser, address: str, username: str, password: str, path: str) -> Image.Image:
    """A page of the office, signed in."""
    page = opened(browser, address, LAPTOP)
    page.goto("/akun/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("main button").click()
    answer = page.goto(path)
    if answer is None or answer.status != 200 or "/akun/" in page.url:
        raise SystemExit(f"{username} tidak dapat membuka {path}")
    shown = picture(page)
    page.context.close()
    return shown


def opened(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    width, height = size
    return browser.new_context(
        viewport={"width": width, "height": height}, base_url=address, locale="id-ID"
    ).new_page()


def picture(page: Page) -> Image.Image:
    """What the window shows, as high as the strip."""
    page.wait_for_load_state("networkidle")
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shown.resize((round(shown.width * HEIGHT / shown.height), HEIGHT), Image.Resampling.LANCZOS)


def write(pictures: list[Image.Image]) -> None:
    """Side by side with a margin, in as many colors as the size allows."""
    width = sum(one.width for one in pictures) + GAP * (len(pictures) + 1)
    strip = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#d9d6cd")
    left = GAP
    for one in pictures:
        strip.paste(one, (left, GAP))
        left += one.width + GAP
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    for scale in (1.0, 0.8, 0.65, 0.5):
        size = (round(strip.width * scale), round(strip.height * scale))
        small = strip.resize(size, Image.Resampling.LANCZOS).quantize(64, dither=Image.Dither.NONE)
        small.save(TARGET, optimize=True)
        if TARGET.stat().st_size <= MOST_BYTES:
            break
    print(f"{TARGET.name}: {size[0]} x {size[1]}, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
