"""The handbook speaks of buttons and pages by the words that stand on them."""

import re

import pytest

from sinergi.web.wording import words
from tests.house.floors import ROOT

HANDBOOK = ROOT / "docs" / "panduan"
PAGES = sorted(HANDBOOK.glob("*.md"))
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")

# Bold for weight, not for a word on a page.
WEIGHT = {
    "Anda sendiri lupa?",
    "NIP tampil seperti 1,98504E+17?",
    "Sebelumnya, selagi listrik menyala",
    "PIN",
    "benih undian",
    "dan unit di bawahnya",
    "gelombang",
    "hanya",
    "hari terakhir",
    "lembar nomor surat",
    "nomor permohonan",
    "salinan kerja",
    "sebelum",
    "sementara",
    "tanggal yang tertera pada surat",
}


@pytest.fixture(scope="module")
def said():
    """Every text of the pages with its variable parts replaced by an ellipsis."""
    return {re.sub(r"%\(\w+\)s|%s", "…", text).strip() for _, text in words()}


def _bold(path):
    return {" ".join(found.split()) for found in BOLD.findall(path.read_text())}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_named_buttons_and_pages_exist(path, said):
    named = {text for text in _bold(path) if not text.endswith((".", ":", "”.")) and text not in WEIGHT}
    assert sorted(text for text in named if text not in said) == []


def test_quoted_statuses_of_an_application_are_complete():
    from sinergi.casework.workflow import Status

    text = (HANDBOOK / "warga.md").read_text()
    assert [
        label for label in map(str, Status.labels) if label != "Draf" and f"| {label} |" not in text
    ] == []


def test_roles_are_complete():
    from sinergi.access.permissions import Role

    text = (HANDBOOK / "administrator.md").read_text()
    assert [label for label in map(str, Role.labels) if label not in text] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    missing = [target for target in LINK.findall(path.read_text()) if not (path.parent / target).exists()]
    assert not missing


def test_every_page_is_in_the_contents():
    contents = (HANDBOOK / "README.md").read_text()
    assert [path.name for path in PAGES if path.name != "README.md" and path.name not in contents] == []
