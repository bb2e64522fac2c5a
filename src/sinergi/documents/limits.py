"""What may be stored for which purpose, as data: kinds of file, size, pages, pixels, and how long it is kept."""

from dataclasses import dataclass
from types import MappingProxyType

from sinergi.documents.models import Purpose

MEGABYTE = 1_000_000
JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
EXTENSIONS = MappingProxyType({JPEG: "jpg", PNG: "png", PDF: "pdf", CSV: "csv", XLSX: "xlsx", ODS: "ods"})


@dataclass(frozen=True)
class Limits:
    """Limits of one purpose: ``size`` in bytes, ``pages`` of a PDF, ``side`` the longest side of a stored image
    in pixels.

    ``keep_png`` keeps PNG (an emblem with transparency); every other image becomes JPEG.
    """

    kinds: frozenset[str]
    size: int
    pages: int = 0
    side: int = 2000
    keep_png: bool = False


_IMAGES = frozenset({JPEG, PNG, WEBP})

LIMITS = MappingProxyType(
    {
        Purpose.ATTACHMENT: Limits(_IMAGES | {PDF}, size=10 * MEGABYTE, pages=20),
        Purpose.SIGNED_SCAN: Limits(_IMAGES | {PDF}, size=15 * MEGABYTE, pages=20),
        Purpose.MINUTES: Limits(_IMAGES | {PDF}, size=15 * MEGABYTE, pages=60),
        Purpose.PHOTO: Limits(_IMAGES, size=15 * MEGABYTE, side=1600),
        Purpose.ARMS: Limits(frozenset({JPEG, PNG}), size=2 * MEGABYTE, side=600, keep_png=True),
        Purpose.IMPORT: Limits(frozenset({CSV, XLSX, ODS}), size=20 * MEGABYTE),
        Purpose.LETTER: Limits(frozenset({PDF}), size=10 * MEGABYTE, pages=20),
    }
)

# Below this longest side (pixels) a picture of a document is hardly readable, and who sends it is told. The smallest
# thing asked for is an identity card, 85.6 mm wide: one that fills 700 pixels has 8 to the millimetre, so its 1.5 mm
# letters are 12 pixels high, which is about what an eye needs; with a margin around it, or for a sheet of A4 (60 dpi),
# it is less. A phone's camera gives 3000 and more, so a smaller picture was cut out, forwarded or taken from a screen.
READABLE_SIDE = 700

# The most pixels of an image before it is decoded. JPEG is decoded at a reduced scale, so it may be larger; a WebP is
# held three times while it is decoded.
PIXELS = MappingProxyType({"JPEG": 120_000_000, "PNG": 24_000_000, "WEBP": 12_000_000})
# The most bytes that all streams of a PDF, or all members of a spreadsheet, may unpack to.
UNPACKED = 192 * MEGABYTE
UNPACKED_SHEET = 150 * MEGABYTE
PDF_OBJECTS = 60_000

# Limits of the process that opens a file.
CPU_SECONDS = 1.5  # with the start of the process a refusal comes within two seconds
WALL_SECONDS = 8.0
ADDRESS_SPACE = 256 * 1024 * 1024
