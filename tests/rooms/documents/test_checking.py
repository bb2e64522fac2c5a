"""What may come in, and in which shape it is stored. Every hostile file here is made by the test."""

import io
import resource
from typing import Any

import pikepdf
import pytest
from PIL import Image

from sinergi.documents import checking, limits
from sinergi.documents.checking import UnacceptableFile
from sinergi.documents.models import Purpose
from tests.factories import documents as files


def check(
    content: bytes, purpose: str = Purpose.ATTACHMENT, name: str = "berkas.pdf"
) -> tuple[checking.Checked, bytes]:
    checked = checking.check(io.BytesIO(content), name=name, size=len(content), purpose=purpose)
    with checked.content as clean:
        return checked, clean.read()


def refusal(content: bytes, purpose: str = Purpose.ATTACHMENT, name: str = "berkas.pdf") -> UnacceptableFile:
    with pytest.raises(UnacceptableFile) as caught:
        check(content, purpose, name)
    assert str(caught.value.words).endswith(".")
    assert "%(" not in str(caught.value.words)
    return caught.value


# --- what is accepted -----------------------------------------------------------------------------------------


def test_photo_is_turned_shrunk_and_freed_of_its_exif() -> None:
    checked, clean = check(files.jpeg(4000, 3000, exif=files.camera_exif(orientation=6)), name="IMG 1.jpg")
    assert checked.media_type == "image/jpeg"
    assert checked.size == len(clean)
    image = Image.open(io.BytesIO(clean))
    assert image.size == (1500, 2000)  # 4000 x 3000 lying on its side
    assert not image.getexif()
    assert b"Exif" not in clean and b"TelpCerdas" not in clean
    # The gradient ran from top (dark) to bottom; turned by 90 degrees it runs from right to left.
    assert image.convert("L").getpixel((10, 1000)) > 200  # type: ignore[operator]
    assert image.convert("L").getpixel((1490, 1000)) < 50  # type: ignore[operator]


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_photos_of_every_color_space_are_accepted(mode: str) -> None:
    _checked, clean = check(files.jpeg(mode=mode))
    assert Image.open(io.BytesIO(clean)).mode in {"RGB", "L"}


def test_transparent_png_gets_white_paper_and_becomes_jpeg() -> None:
    checked, clean = check(files.png(), name="tanda tangan.png")
    assert (checked.media_type, checked.name) == ("image/jpeg", "tanda tangan.jpg")
    assert Image.open(io.BytesIO(clean)).getpixel((5, 5)) == (255, 255, 255)


def test_emblem_stays_a_transparent_png() -> None:
    checked, clean = check(files.png(1200, 1000), Purpose.ARMS)
    image = Image.open(io.BytesIO(clean))
    assert (checked.media_type, image.mode, image.size) == ("image/png", "RGBA", (600, 500))


def test_webp_is_accepted() -> None:
    assert check(files.webp())[0].media_type == "image/jpeg"


def test_forty_megapixel_photo_is_shrunk_within_the_limits_of_the_process() -> None:
    content = files.jpeg(8000, 5000)
    _checked, clean = check(content)
    assert max(Image.open(io.BytesIO(clean)).size) == 2000


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("WEBP", "RGB")])
def test_large_pictures_within_the_limit_are_shrunk_before_they_are_copied(form: str, mode: str) -> None:
    out = io.BytesIO()
    size, more = ((4000, 5000), {"compress_level": 1}) if form == "PNG" else ((3000, 4000), {"method": 0})
    Image.linear_gradient("L").resize(size).convert(mode).save(out, form, **more)
    assert max(Image.open(io.BytesIO(check(out.getvalue())[1])).size) == 2000


def test_pdf_of_a_scanner_is_accepted_and_opens() -> None:
    checked, clean = check(files.pdf(3))
    assert checked.media_type == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(clean)).pages) == 3


def test_type_is_decided_by_content_not_by_name() -> None:
    assert check(files.jpeg(), name="kk.pdf")[0].name == "kk.jpg"
    assert check(files.pdf(), name="foto.jpg")[0].name == "foto.pdf"


# --- PDF: what is taken out -----------------------------------------------------------------------------------


def test_a_photo_inside_a_pdf_does_not_say_where_it_was_taken() -> None:
    photo = files.jpeg(900, 600, exif=files.camera_exif())
    made = files.pdf_of_photo(photo, metadata=b"<x:xmpmeta>Jalan Contoh 5</x:xmpmeta>")
    assert b"TelpCerdas" in made
    _checked, clean = check(made)
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        (image,) = [item for item in streams if item.get("/Subtype") == "/Image"]
        assert "/Metadata" not in image
        kept = image.read_raw_bytes()
        assert not [item for item in streams if b"Jalan Contoh" in item.read_raw_bytes()]
    assert b"TelpCerdas" not in clean and b"Exif" not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(photo)).tobytes()


def hostile(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('x')"))
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    )
    document.attachments["jahat.exe"] = pikepdf.AttachedFileSpec(document, b"MZ-jahat-sekali")
    document.docinfo["/Author"] = "Contoh Nama Orang"
    page = document.pages[0]
    page.AA = pikepdf.Dictionary(O=script)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")),
    )  # fmt: skip
    honest = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://contoh.go.id/")),
    )  # fmt: skip
    disguised = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("jAvascript:void(0)")),
    )  # fmt: skip
    clip = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9])
    page.Annots = pikepdf.Array(
        [document.make_indirect(link), honest, disguised, document.make_indirect(clip)]
    )


def test_everything_active_is_taken_out_of_a_pdf() -> None:
    _checked, clean = check(files.pdf(2, change=hostile))
    for mark in (
        b"JavaScript",
        b"/JS",
        b"app.alert",
        b"OpenAction",
        b"/AA",
        b"Launch",
        b"cmd.exe",
        b"jAvascript",
        b"jahat",
        b"Contoh Nama",
    ):
        assert mark not in pikepdf_text(clean), mark
    opened = pikepdf.open(io.BytesIO(clean))
    assert len(opened.pages) == 2
    assert not opened.attachments
    assert b"https://contoh.go.id/" in pikepdf_text(clean)
    assert [str(one.Subtype) for one in opened.pages[0].Annots] == ["/Link"] * 3  # type: ignore[attr-defined]


def pikepdf_text(content: bytes) -> bytes:
    """The file with every stream unpacked, so that nothing can hide from a search for words."""
    out = io.BytesIO()
    opened = pikepdf.open(io.BytesIO(content))
    opened.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


# --- what is refused ------------------------------------------------------------------------------------------


def test_encrypted_pdf_is_refused_with_or_without_a_password_to_open() -> None:
    for user in ("rahasia", ""):
        locked = files.pdf(encryption=pikepdf.Encryption(owner="pemilik", user=user))
        assert refusal(locked).reason == "encrypted"


def test_too_many_pages_are_refused_with_both_numbers() -> None:
    words = str(refusal(files.pdf(21)).words)
    assert "21" in words and "20" in words


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%%EOF", "pdf"),
        (b"%PDF-1.4\nbukan pdf", "truncated"),
        (files.pdf(3)[:-40], "truncated"),
        (files.jpeg()[:-2000], "truncated"),
        (files.jpeg()[:200], "image"),
        (files.png(500, 500, "RGB", (9, 9, 9))[:-300], "truncated"),
        (b"\xff\xd8\xff" + b"\x00" * 500, "image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "markup"),
        (b"  \n<!DOCTYPE html><html></html>", "markup"),
        (b"<?xml version='1.0'?><svg/>", "markup"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office"),
        (files.zip_of({"word/document.xml": b"<w/>"}), "office"),
        (files.zip_of({"a.pdf": b"%PDF-"}), "office"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "heic"),
        (b"GIF89a" + bytes(100), "kind"),
        (b"MZ" + bytes(100), "kind"),
        (files.EICAR, "kind"),
        (b"#!/bin/sh\nrm -rf /\n", "kind"),
        (b"\x89PNG\r\n\x1a\n", "image"),
    ],
)
def test_what_is_not_a_photo_or_pdf_is_refused_in_words(content: bytes, reason: str) -> None:
    assert refusal(content, name="virus-eicar.com.pdf").reason in {
        reason,
        {"image": "truncated"}.get(reason, reason),
    }


def test_photo_purpose_takes_no_pdf_and_says_what_it_takes() -> None:
    error = refusal(files.pdf(), Purpose.PHOTO)
    assert "foto JPEG" in str(error.words)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (files.flate_bomb, "bomb"),
        (lambda: files.flate_bomb(size=60_000_000), "bomb"),  # memory and time of the opener would bear it
        (lambda: files.flate_bomb(nested=True), "bomb"),
        (lambda: files.object_stream_pdf(1 << 30), "pdf"),  # qpdf runs out of the memory that it is given
        (files.giant_png, "pixels"),
        (lambda: files.zip_of({"bom.txt": bytes(5_000_000)}), "office"),
    ],
    ids=["flate", "small-flate", "flate-in-flate", "object-stream", "png-30k", "zip"],
)
def test_bombs_are_refused_within_two_seconds_of_processor_time(make: Any, reason: str) -> None:
    content = make()
    assert len(content) < 10_000_000
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert refusal(content).reason == reason
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_the_same_object_stream_without_the_bomb_is_an_honest_pdf() -> None:
    assert check(files.object_stream_pdf(1 << 20))[0].media_type == "application/pdf"


def test_sheet_bomb_and_macros_are_refused_for_import() -> None:
    bomb = files.zip_of({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": bytes(200_000_000)})
    assert refusal(bomb, Purpose.IMPORT).reason == "bomb"
    macros = files.zip_of(
        {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}
    )
    assert refusal(macros, Purpose.IMPORT).reason == "macros"
    assert refusal(files.jpeg(), Purpose.IMPORT).reason == "kind"


def test_sheets_are_told_apart_by_structure() -> None:
    xlsx = files.zip_of({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    assert check(xlsx, Purpose.IMPORT, "data.csv")[0].name == "data.xlsx"
    ods = files.zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    assert check(ods, Purpose.IMPORT)[0].media_type == limits.ODS
    checked, clean = check(b"unsur,n4\nU1,3\n", Purpose.IMPORT, "skm.csv")
    assert (checked.media_type, clean) == (limits.CSV, b"unsur,n4\nU1,3\n")


@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"<?php system($_GET[0]); ?>", b"PK\x03\x04" + b"zip-sisipan" * 20]
)
def test_what_hangs_behind_a_photo_or_pdf_is_not_stored(tail: bytes) -> None:
    for content in (files.jpeg() + tail, files.pdf() + tail):
        _checked, clean = check(content)
        assert tail not in clean


def test_pdf_hidden_in_a_photo_comment_is_not_stored() -> None:
    photo = files.jpeg()
    comment = b"%PDF-1.4 jahat <script>"
    polyglot = photo[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + photo[2:]
    _checked, clean = check(polyglot)
    assert b"%PDF" not in clean and b"<script>" not in clean


def test_size_is_refused_before_anything_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "OPENER", "/tidak/ada")
    with pytest.raises(UnacceptableFile) as caught:
        checking.check(io.BytesIO(b""), name="a", size=10_000_001, purpose=Purpose.ATTACHMENT)
    assert "10,0 MB" in str(caught.value.words)


@pytest.mark.parametrize(
    "death", ["import os; os.kill(os.getpid(), 9)", "raise SystemExit(3)", "while True: pass"]
)
def test_opener_that_dies_means_a_refused_file(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, death: str
) -> None:
    opener = tmp_path / "opener.py"
    opener.write_text(death)
    monkeypatch.setattr(checking, "OPENER", opener)
    monkeypatch.setattr(limits, "WALL_SECONDS", 1.0)
    assert refusal(files.jpeg()).reason == "bomb"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\budi\\KTP saya.PDF", "KTP saya.pdf"),
        ("foto\u202egpj.exe", "fotogpj.pdf"),
        ("", "berkas.pdf"),
        ("...", "berkas.pdf"),
        ('a"b<c>:d|e?.pdf', "a_b_c__d_e_.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("nama\x00baris\r\nSet-Cookie: a.pdf", "namabarisSet-Cookie_ a.pdf"),
    ],
)
def test_names_become_safe(name: str, safe: str) -> None:
    assert checking.safe_name(name, "application/pdf") == safe
