"""Contrast of every colour pair in use, and the size of what a citizen's phone must load."""

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STYLES = ROOT / "frontend" / "styles"
BUILT = ROOT / "src" / "sinergi" / "ui" / "static" / "ui"
SOURCE = (STYLES / "_palette.scss").read_text()
PALETTE = dict(re.findall(r'"([\w-]+)":\s*(#[0-9a-f]{6})', SOURCE))
PAIRS = re.findall(r'\("([\w-]+)", "([\w-]+)"\)', SOURCE)


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "background"), PAIRS)
def test_pair_can_be_read(text: str, background: str) -> None:
    assert contrast(PALETTE[text], PALETTE[background]) >= 4.5


def test_every_background_with_text_is_paired() -> None:
    assert len(PAIRS) > 30
    named = {name for pair in PAIRS for name in pair}
    # Lines, threads and the accent's shades carry no text.
    assert set(PALETTE) - named <= {"line", "line-strong", "deli-deep"}


def test_controls_stand_out() -> None:
    """Borders of fields and marks need 3 : 1 (WCAG 1.4.11)."""
    for name in ("ink", "line-strong", "deli"):
        assert contrast(PALETTE[name], PALETTE["card"]) >= 3


def test_colours_stand_in_the_palette_only() -> None:
    for path in STYLES.glob("*.scss"):
        if path.name in ("_palette.scss", "_print.scss"):  # paper is black on white
            continue
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*\{)", path.read_text().replace("#isi", "")), (
            path.name
        )


def test_nothing_of_the_british_government_is_shipped() -> None:
    for path in BUILT.glob("*.css"):
        text = path.read_text().lower()
        for word in ("gds transport", "crown", "gov.uk", "http:", "https:", "data:"):
            assert word not in text, (path.name, word)


def test_public_page_stays_light() -> None:
    def packed(name: str) -> int:
        return len(gzip.compress((BUILT / name).read_bytes(), 9))

    assert packed("public.css") <= 10_000
    assert packed("public.js") <= 9_000
    assert (BUILT / "jakarta.woff2").stat().st_size <= 28_000
    assert (BUILT / "band.svg").stat().st_size < 1_000


def test_packed_files_hold_the_same() -> None:
    for path in (*BUILT.glob("*.css"), *BUILT.glob("*.js"), *BUILT.glob("*.svg")):
        packed = path.with_name(path.name + ".gz")
        assert gzip.decompress(packed.read_bytes()) == path.read_bytes()
        assert path.with_name(path.name + ".br").exists()


def test_lock_names_no_host_and_checks_every_package() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text()
    assert "://" not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages and all(entry["integrity"].startswith("sha512-") for entry in packages.values())


def test_key_figures_are_drawn_for_the_public_too() -> None:
    """A measured effect stands at the desk and in "Anda bilang, kami lakukan"; the public gets public.css only."""
    assert ".s-figures{" in (BUILT / "public.css").read_text()


def test_a_table_that_scrolls_shows_it() -> None:
    """A shadow that stays and a cover that moves; without them a cut word looks like the end of the table."""
    rule = (BUILT / "public.css").read_text().split(".s-scroll{", 1)[1].split("}", 1)[0]
    assert rule.count("local") == 2 and rule.count("gradient") == 4
