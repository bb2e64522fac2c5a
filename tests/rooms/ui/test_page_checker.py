"""Each rule of the page checker goes red on a bad sample, and a good page passes."""

import pytest

from tests.factories.page import check_page, findings

GOOD = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>Cek status · Kecamatan</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/static/a.css"><script src="/static/a.js" defer></script></head>
<body><main id="isi"><h1>Cek status</h1><h2>Nomor</h2>
<form method="post" enctype="multipart/form-data">
<input type="hidden" name="csrfmiddlewaretoken" value="x"><label for="a">Nomor</label>
<p id="a_hint">Tertulis di tanda terima.</p><input id="a" name="a" aria-describedby="a_hint">
<input type="file" name="f" aria-label="Foto">
<fieldset><legend>Kabar</legend><label><input type="radio" name="r" value="1"> SMS</label></fieldset>
<button>Cari</button></form>
<table><thead><tr><th scope="col">Unsur</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<svg aria-hidden="true"><path d="M0 0"/></svg><img src="/static/b.png" alt="">
<a href="#isi">Ke atas</a><a href="https://wa.me/62">WhatsApp</a>
<p>NIK 1271 •••• •••• ••12</p></main></body></html>"""


def test_good_page_passes() -> None:
    assert findings(GOOD) == []


BAD = [
    # name of the rule, what to replace, by what, words of the finding
    ("doctype", "<!doctype html>", "", "doctype"),
    ("well-formed", "<h2>Nomor</h2>", "<h2>Nomor</h3>", "not well-formed"),
    ("unclosed", "</table>", "", "not well-formed"),
    ("lang", ' lang="id"', "", "no lang"),
    ("no title", "<title>Cek status · Kecamatan</title>", "", "0 <title>"),
    ("two titles", "</title>", "</title><title>Dua · x</title>", "2 <title>"),
    ("bare title", "Cek status · Kecamatan", "Sinergi", "no more than the site's name"),
    ("empty title", "Cek status · Kecamatan", " · Kecamatan", "no more than the site's name"),
    ("viewport", '<meta name="viewport" content="width=device-width">', "", "no viewport"),
    ("no h1", "<h1>Cek status</h1>", "", "0 <h1>"),
    ("two h1", "<h2>Nomor</h2>", "<h1>Nomor</h1>", "2 <h1>"),
    ("jump", "<h2>Nomor</h2>", "<h3>Nomor</h3>", "jumps from h1 to h3"),
    ("empty heading", "<h2>Nomor</h2>", "<h2></h2>", "empty heading"),
    ("duplicate id", 'id="a_hint"', 'id="a"', "stands twice"),
    ("describedby", 'aria-describedby="a_hint"', 'aria-describedby="b"', "points nowhere"),
    ("for", 'for="a"', 'for="b"', "points nowhere"),
    ("anchor", 'href="#isi"', 'href="#x"', "link to #x points nowhere"),
    ("label", '<label for="a">Nomor</label>', "", "has no label"),
    ("empty label", '<label for="a">Nomor</label>', '<label for="a"></label>', "empty label"),
    (
        "field name as label",
        '<label for="a">Nomor</label>',
        '<label for="a">case_number</label>',
        "a field's name",
    ),
    ("input name", 'name="a" aria', "aria", "has no name"),
    ("legend", "<legend>Kabar</legend>", "", "no legend"),
    ("link text", ">Ke atas</a>", "></a>", "has no text"),
    ("button text", "<button>Cari</button>", "<button> </button>", "has no text"),
    ("dead link", 'href="#isi"', 'href="#"', "goes to"),
    ("script link", 'href="#isi"', 'href="javascript:void(0)"', "goes to"),
    ("new window", 'href="https://wa.me/62"', 'href="https://wa.me/62" target="_blank"', "new window"),
    ("inline script", "</main>", "<script>alert(1)</script></main>", "inline script"),
    ("inline style", "</head>", "<style>a{}</style></head>", "inline <style>"),
    ("style attribute", "<h2>", '<h2 style="color:red">', "style attribute"),
    ("handler", "<button>", '<button onclick="x()">', "onclick handler"),
    ("foreign style", 'href="/static/a.css"', 'href="https://fonts.example/a.css"', "another host"),
    ("foreign script", 'src="/static/a.js"', 'src="//cdn.example/a.js"', "another host"),
    ("foreign picture", 'src="/static/b.png"', 'src="http://x.example/b.png"', "another host"),
    (
        "foreign form",
        '<form method="post"',
        '<form action="https://x.example/" method="post"',
        "another host",
    ),
    ("alt", ' alt=""', "", "no alt"),
    ("svg", '<svg aria-hidden="true">', "<svg>", "svg"),
    ("no th", '<th scope="col">Unsur</th>', "<td>Unsur</td>", "no <th>"),
    ("scope", '<th scope="col">', "<th>", "no scope"),
    ("data-label", "<table>", '<table class="s-table--stack">', "no data-label"),
    ("csrf", '<input type="hidden" name="csrfmiddlewaretoken" value="x">', "", "without a csrf token"),
    ("csrf in address", 'method="post"', 'method="get"', "in an address"),
    ("enctype", ' enctype="multipart/form-data"', "", "enctype"),
    ("template left over", "Tertulis", "{{ hint }}", "left over"),
    ("translation left over", "Tertulis", "%(name)s", "left over"),
    ("None", "<td>1</td>", "<td>None</td>", "stands as a value"),
    ("None after a tag", "<td>1</td>", "<td><b>n</b> None</td>", "stands as a value"),
    ("None in an address", 'href="#isi"', 'href="/kasus/None/"', "holds None"),
    ("object", "Tertulis", "&lt;Case object at 0x7f&gt;", "object shown"),
    ("nik", "1271 •••• •••• ••12", "1271 1204 0585 0001", "whole NIK"),
]


@pytest.mark.parametrize(("rule", "old", "new", "words"), BAD, ids=[row[0] for row in BAD])
def test_rule_goes_red(rule: str, old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(AssertionError, match="/halaman/") as caught:
        check_page(GOOD.replace(old, new, 1), url="/halaman/")
    assert words in str(caught.value)


def test_all_findings_come_at_once() -> None:
    bad = GOOD.replace(' alt=""', "").replace(' lang="id"', "").replace("<th scope", "<th x")
    assert len(findings(bad)) == 3


def test_bytes_are_read() -> None:
    check_page(GOOD.encode(), url="/")
