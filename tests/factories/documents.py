"""Files for tests, made here: honest ones, broken ones and bombs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(
    content: bytes, name: str = "berkas.bin", kind: str = "application/octet-stream"
) -> SimpleUploadedFile:
    """An uploaded file as a view gets it."""
    return SimpleUploadedFile(name, content, kind)


def jpeg(width: int = 640, height: int = 480, *, exif: bytes | None = None, mode: str = "RGB") -> bytes:
    """A photo with a gradient, so that turning it can be seen."""
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    out = io.BytesIO()
    image.save(out, "JPEG", **({"exif": exif} if exif else {}))
    return out.getvalue()


def camera_exif(*, orientation: int = 1) -> bytes:
    """EXIF of a phone: orientation, maker, and the place where the photo was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "TelpCerdas"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (3.0, 40.0, 12.5)
    return exif.tobytes()


def png(width: int = 64, height: int = 64, mode: str = "RGBA", color: object = (0, 0, 0, 0)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), color).save(out, "PNG")  # type: ignore[arg-type]
    return out.getvalue()


def webp() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "WEBP")
    return out.getvalue()


def giant_png(side: int = 30_000) -> bytes:
    """A well-formed gray PNG of side x side zeros: a few hundred kB that unfold to 900 MB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    row = bytes(side + 1) * 100
    body = b"".join(packer.compress(row) for _ in range(side // 100)) + packer.flush()
    head = struct.pack("!IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: int = 1, *, change: Callable[[pikepdf.Pdf], None] | None = None, **save: object) -> bytes:
    """A PDF with ``pages`` empty pages; ``change`` adds to it."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def deflated(head: bytes, zeros: int) -> bytes:
    """``head`` and then ``zeros`` zero bytes (whole MiB), deflated: the same packed mebibyte over and over."""
    mebibytes = zeros >> 20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    one = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    total = zlib.adler32(head)
    for _ in range(mebibytes):
        low, high = total & 0xFFFF, total >> 16
        total = low | ((high + low * (1 << 20)) % 65521) << 16  # Adler-32 of a mebibyte of zeros
    return b"\x78\xda" + body + one * mebibytes + packer.flush() + struct.pack("!I", total)


def flate_bomb(*, nested: bool = False, size: int = 1 << 30) -> bytes:
    """A PDF whose only page content unfolds to a gibibyte of zeros (or twice packed)."""

    def add(document: pikepdf.Pdf) -> None:
        raw = deflated(b"", size)
        stream = pikepdf.Stream(document, zlib.compress(raw) if nested else raw)
        names = [pikepdf.Name.FlateDecode] * (2 if nested else 1)
        stream.Filter = pikepdf.Array(names) if nested else names[0]
        document.pages[0].Contents = document.make_indirect(stream)

    return pdf(change=add, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def object_stream_pdf(zeros: int) -> bytes:
    """A PDF whose catalog and page lie in an object stream that carries ``zeros`` bytes more: nobody opens it
    without.
    """
    objects = (
        b"<</Type/Catalog/Pages 3 0 R>> ",
        b"<</Type/Pages/Kids[5 0 R]/Count 1>> ",
        b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 595 842]>> ",
    )
    places = (0, len(objects[0]), len(objects[0]) + len(objects[1]))
    index = b"2 %d 3 %d 5 %d " % places
    packed = deflated(index + b"".join(objects), zeros)
    head = b"%PDF-1.5\n"
    holder = (
        b"1 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (len(index), len(packed))
        + packed + b"\nendstream\nendobj\n"
    )  # fmt: skip
    table_at = len(head) + len(holder)
    rows = [(0, 0, 0), (1, len(head), 0), (2, 1, 0), (2, 1, 1), (1, table_at, 0), (2, 1, 2)]
    table = zlib.compress(b"".join(struct.pack("!BIB", *row) for row in rows))
    tail = (
        b"4 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(table)
        + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table_at
    )  # fmt: skip
    return head + holder + tail


def zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf_of_photo(photo: bytes, *, metadata: bytes) -> bytes:
    """A page with a JPEG as it came from the camera, and a description of the picture."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(600, 400))
    image = pikepdf.Stream(
        pdf, photo, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=900, Height=600,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    about = pikepdf.Stream(pdf, metadata, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    image["/Metadata"] = pdf.make_indirect(about)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(image)))
    page.Contents = pdf.make_stream(b"q 600 0 0 400 0 0 cm /Im0 Do Q")
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()
