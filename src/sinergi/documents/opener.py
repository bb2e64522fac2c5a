"""Opens one file from outside in a process of its own and writes a clean copy, or says why not.

Run as a program: order as JSON in the first argument, the file on standard input, the clean copy to standard
output, one JSON object to standard error: ``{"type": …}`` or ``{"refused": reason, …}``. It imports nothing of
the application, holds no secret, and its memory and processor time are bounded before the first byte is read.
Whatever is stored was written anew by this process, so nothing hidden behind or between the content survives.
"""

import io
import json
import re
import resource
import signal
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

HEADS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
SHEETS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


class Unacceptable(Exception):
    """``reason`` is a key of the parent's table of words; ``facts`` fill it."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


def bound(order: dict[str, Any]) -> None:
    """Limit this process: memory, processor time, output. Nothing may be started from here."""
    space, cpu = order["address_space"], order["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu) + 1, int(cpu) + 2))
    signal.setitimer(signal.ITIMER_PROF, cpu)  # ends the process too, and counts finer than whole seconds
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * order["size"], 4 * order["size"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def kind_of(head: bytes) -> str:
    """The type by the first bytes; the name and the sender's word count for nothing."""
    for start, kind in HEADS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise Unacceptable("heic")
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unacceptable("office")
    if re.match(rb"\s*(<\?xml|<!--|<svg|<!doctype|<html)", head, re.IGNORECASE):
        raise Unacceptable("markup")
    return "text" if b"\x00" not in head else "unknown"


def main() -> None:
    order = json.loads(sys.argv[1])
    bound(order)
    try:
        answer = write_clean(sys.stdin.buffer, sys.stdout.buffer, order)
    except Unacceptable as error:
        answer = {"refused": error.reason, **error.facts}
    except MemoryError:
        answer = {"refused": "bomb"}
    sys.stderr.write(json.dumps(answer))


def write_clean(source: BinaryIO, target: BinaryIO, order: dict[str, Any]) -> dict[str, Any]:
    """Write the clean copy and return its ``type``, of an image also the longest ``side`` in pixels; raises
    `Unacceptable`."""
    content = source.read(order["size"] + 1)
    if not content:
        raise Unacceptable("empty")
    if len(content) > order["size"]:
        raise Unacceptable("size")
    kind = kind_of(content[:512])
    kinds = set(order["kinds"])
    if kind in {"zip", "text"}:
        kind = spreadsheet(content, kind, kinds, order)
        target.write(content)
        return {"type": kind}
    if kind not in kinds:
        raise Unacceptable("kind", found=kind)
    if kind == "application/pdf":
        clean_pdf(content, target, order)
        return {"type": kind}
    return clean_image(content, kind, target, order)


# --- images ---------------------------------------------------------------------------------------------------


def clean_image(content: bytes, kind: str, target: BinaryIO, order: dict[str, Any]) -> dict[str, Any]:
    """Decode an image within its limits, turn it as the camera meant, and write it anew without any metadata."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - after the limits are set

    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first and is stricter
    form = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}[kind]
    try:
        image: Any = Image.open(io.BytesIO(content), formats=[form])
        width, height = image.size
        if width * height > order["pixels"][form]:
            raise Unacceptable("pixels", width=width, height=height)
        if form == "JPEG":
            image.draft("RGB", (order["side"], order["side"]))
        image.load()
        image = ImageOps.exif_transpose(reduced(image, order["side"]))
    except UnidentifiedImageError as error:
        raise Unacceptable("image") from error
    except (OSError, SyntaxError, ValueError, EOFError, zlib.error) as error:
        truncated = "truncated" in str(error) or isinstance(error, EOFError)
        raise Unacceptable("truncated" if truncated else "image") from error
    if order["keep_png"] and form == "PNG":
        image = reduced(image.convert("RGBA"), order["side"])
        image.save(target, "PNG")
        return {"type": "image/png", "side": max(image.size)}
    image = reduced(on_white(image), order["side"])
    image.save(target, "JPEG", quality=82, progressive=True)
    return {"type": "image/jpeg", "side": max(image.size)}


def reduced(image: Any, side: int) -> Any:
    """No side longer than ``side``; before anything makes a second copy of a large picture. Colors of a palette
    cannot be mixed: they wait until they are real ones."""
    if image.mode in {"RGB", "RGBA", "L", "LA", "CMYK"}:
        image.thumbnail((side, side))
    return image


def on_white(image: Any) -> Any:
    """RGB or gray; transparent parts become white, as on paper."""
    from PIL import Image  # noqa: PLC0415

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    if image.mode in {"I;16", "I", "F"}:
        raise Unacceptable("image")
    image.info.clear()
    return image if image.mode in {"RGB", "L"} else image.convert("RGB")


# --- PDF ------------------------------------------------------------------------------------------------------

# Everywhere in the file: what runs, opens, submits, plays or carries something else.
ACTIVE = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/Collection",
    "/RichMediaContent", "/RichMediaSettings", "/Renditions", "/PieceInfo", "/Threads", "/URLS", "/IDS",
    "/Metadata",
)  # fmt: skip
# Segments of a JPEG that a picture needs to be shown rightly: JFIF, color profile, Adobe's kind of color.
SHOWN_SEGMENTS = {0xE0, 0xE2, 0xEE}
NAMED = ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AP", "/URLS", "/IDS", "/AlternatePresentations")
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
LOCAL_ACTIONS = {"/GoTo", "/Named"}
LINKS = re.compile(rb"(https?|mailto|tel):", re.IGNORECASE)
DEAD_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
# A blank page scanned at 600 dpi in color unpacks to 105 MB at about 1000:1, at 300 dpi to 26 MB; more is no page.
BLANK = 32_000_000
HIGHEST_RATIO = 300
IMAGE_FILTERS = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}


def clean_pdf(content: bytes, target: BinaryIO, order: dict[str, Any]) -> None:
    """Open a PDF, bound what it unpacks to, take out everything active, and write it anew."""
    import pikepdf  # noqa: PLC0415 - after the limits are set

    if b"%%EOF" not in content[-2048:]:
        raise Unacceptable("truncated")
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Unacceptable("encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Unacceptable("pdf") from error
    if pdf.is_encrypted:
        raise Unacceptable("encrypted")
    try:
        check_shape(pdf, order)
        for item in pdf.objects:
            disarm(item, depth=0)
            if isinstance(item, pikepdf.Stream) and [*map(str, filters_of(item))] == ["/DCTDecode"]:
                settings: Any = item.get("/DecodeParms")
                item.write(
                    bare_jpeg(item.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=settings
                )
        for key in ("/Metadata", "/Names", "/AcroForm", "/Perms", "/DSS", "/URI"):
            drop_root(pdf, key)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.remove_unreferenced_resources()
        out = io.BytesIO()
        pdf.save(out, min_version="1.4", compress_streams=True)
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise Unacceptable("pdf") from error
    target.write(out.getbuffer())


def bare_jpeg(content: bytes) -> bytes:
    """A JPEG without EXIF (where it was taken, by which camera), XMP, captions and comments; pixels untouched."""
    if not content.startswith(b"\xff\xd8"):
        return content
    kept, place = [b"\xff\xd8"], 2
    while place + 4 <= len(content) and content[place] == 0xFF and content[place + 1] != 0xDA:
        marker = content[place + 1]
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in SHOWN_SEGMENTS:
            kept.append(content[place:end])
        place = end
    return b"".join([*kept, content[place:]])


def drop_root(pdf: Any, key: str) -> None:
    """Names and forms: kept where they are only destinations or plain fields, their active parts are gone already."""
    if key not in pdf.Root:
        return
    if key == "/AcroForm":
        pdf.Root.AcroForm["/NeedAppearances"] = False
    elif key == "/Names":
        for name in NAMED:
            if name in pdf.Root.Names:
                del pdf.Root.Names[name]
    else:
        del pdf.Root[key]


def check_shape(pdf: Any, order: dict[str, Any]) -> None:
    pages = len(pdf.pages)
    if pages == 0:
        raise Unacceptable("pdf")
    if order["pages"] and pages > order["pages"]:
        raise Unacceptable("pages", pages=pages)
    if len(pdf.objects) > order["pdf_objects"]:
        raise Unacceptable("bomb")
    import pikepdf  # noqa: PLC0415

    left = order["unpacked"]
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            left -= unpacked_size(item, left, order)


def unpacked_size(stream: Any, left: int, order: dict[str, Any]) -> int:
    """How many bytes a stream unpacks to, without unpacking more than ``left``; raises `Unacceptable` for more."""
    filters = [str(name) for name in filters_of(stream)]
    raw = stream.read_raw_bytes()
    if IMAGE_FILTERS.intersection(filters):
        size = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
        if size > order["pixels"]["JPEG"]:
            raise Unacceptable("bomb")
        filters = filters[:-1]
    if not filters:
        return len(raw)
    if filters == ["/FlateDecode"]:
        return inflated_size(raw, left)
    if filters in (["/ASCIIHexDecode"], ["/ASCII85Decode"]):
        return len(raw)
    packed = [name for name in filters if name not in {"/ASCIIHexDecode", "/ASCII85Decode"}]
    # A packing inside a packing multiplies: a thousandfold twice is a million. No honest program writes it.
    if len(packed) > 1 or len(raw) > order["unpacked"] // 1032:
        raise Unacceptable("bomb")
    size = (
        len(stream.read_bytes()) if not IMAGE_FILTERS.intersection(map(str, filters_of(stream))) else len(raw)
    )
    if size > left:
        raise Unacceptable("bomb")
    return size


def filters_of(stream: Any) -> Iterator[Any]:
    found = stream.get("/Filter")
    if found is None:
        return iter(())
    import pikepdf  # noqa: PLC0415

    return iter(found) if isinstance(found, pikepdf.Array) else iter((found,))


def inflated_size(raw: bytes, left: int) -> int:
    """Size of deflated data, counted in pieces so that a bomb never unfolds."""
    engine, total, piece = zlib.decompressobj(), 0, raw
    try:
        while piece:
            total += len(engine.decompress(piece, 1 << 20))
            if total > left or (total > BLANK and total > len(raw) * HIGHEST_RATIO):
                raise Unacceptable("bomb")
            piece = engine.unconsumed_tail
    except zlib.error:
        return total  # damaged data: what cannot be unpacked cannot explode; qpdf copies it as it is
    return total


def disarm(item: Any, depth: int) -> None:
    """Take active entries out of one object and what lies directly inside it."""
    import pikepdf  # noqa: PLC0415

    if depth > 60:
        raise Unacceptable("pdf")
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in ACTIVE:
            if key in item:
                del item[key]
        action = item.get("/A")
        if isinstance(action, pikepdf.Dictionary) and not is_harmless(action):
            del item["/A"]
        if str(item.get("/S", "")) in ACTIONS:
            del item["/S"]
        annotations = item.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            item["/Annots"] = pikepdf.Array([one for one in annotations if not is_dead(one)])
        for value in item.values() if isinstance(item, pikepdf.Dictionary) else item.stream_dict.values():
            if not value.is_indirect if isinstance(value, pikepdf.Object) else False:
                disarm(value, depth + 1)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                disarm(value, depth + 1)


def is_harmless(action: Any) -> bool:
    """A jump within the file, or a link of the usual kinds: ``javascript:`` and ``file:`` are addresses too."""
    import pikepdf  # noqa: PLC0415

    kind, address = str(action.get("/S", "")), action.get("/URI")
    if kind != "/URI":
        return kind in LOCAL_ACTIONS
    return isinstance(address, pikepdf.String) and LINKS.match(bytes(address)) is not None


def is_dead(annotation: Any) -> bool:
    import pikepdf  # noqa: PLC0415

    return (
        isinstance(annotation, pikepdf.Dictionary) and str(annotation.get("/Subtype", "")) in DEAD_ANNOTATIONS
    )


# --- spreadsheets ---------------------------------------------------------------------------------------------


def spreadsheet(content: bytes, kind: str, kinds: set[str], order: dict[str, Any]) -> str:
    """CSV text, XLSX or ODS, told apart by structure. They are read by our own reader and never shown to anybody."""
    if kind == "text":
        if "text/csv" not in kinds:
            raise Unacceptable("kind", found="text")
        if b"\x00" in content:
            raise Unacceptable("kind", found="unknown")
        return "text/csv"
    if not kinds & set(SHEETS.values()):
        raise Unacceptable("office")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unacceptable("truncated") from error
    if len(members) > 2000 or sum(member.file_size for member in members) > order["unpacked_sheet"]:
        raise Unacceptable("bomb")
    if any(member.flag_bits & 1 for member in members):
        raise Unacceptable("encrypted")
    names = {member.filename for member in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unacceptable("macros")
    for member in members:
        check_member(archive, member)
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return SHEETS["xlsx"]
    if "mimetype" in names and archive.read("mimetype").strip() == SHEETS["ods"].encode():
        return SHEETS["ods"]
    raise Unacceptable("office")


def check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A member must unpack to the size that it claims."""
    try:
        with archive.open(member) as part:
            total = 0
            while piece := part.read(1 << 20):
                total += len(piece)
                if total > member.file_size:
                    raise Unacceptable("bomb")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unacceptable("truncated") from error


if __name__ == "__main__":
    main()
