"""Files that claim to be photos, and would fill the memory or take the processor of whoever opens them."""

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image

SCAN, END = b"\xff\xda", b"\xff\xd9"


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of this kind."""
    given = BytesIO()
    image.save(given, kind, **options)
    return given.getvalue()


def with_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan is drawn again and again."""
    given = file(Image.new("RGB", (4000, 3000), "gray"), "JPEG", progressive=True)
    last, end = given.rfind(SCAN), given.rfind(END)
    return given[:end] + given[last:end] * count + END


def frames(kind: str, count: int = 30) -> bytes:
    """An animation."""
    pictures = [Image.new("RGB", (3000, 3000), (number, 0, 0)) for number in range(count)]
    return file(pictures[0], kind, save_all=True, append_images=pictures[1:])


def claim_of_webp(side: int) -> bytes:
    """34 bytes that claim to be a picture of so many pixels a side."""
    head = struct.pack("<BI", 0x2F, (side - 1) | (side - 1) << 14) + b"\0" * 9
    return b"RIFF" + struct.pack("<I", 12 + len(head)) + b"WEBPVP8L" + struct.pack("<I", len(head)) + head


def with_words(megabytes: int) -> bytes:
    """A small PNG with a word that becomes so large."""
    words = b"k\0\0" + zlib.compress(b"a" * megabytes * 1_000_000, 9)
    chunk = struct.pack(">I", len(words)) + b"zTXt" + words + struct.pack(">I", zlib.crc32(b"zTXt" + words))
    given = file(Image.new("RGB", (10, 10)), "PNG")
    place = given.index(b"IDAT") - 4
    return given[:place] + chunk + given[place:]


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "40 scans": lambda: with_scans(40),
    "2,000 scans": lambda: with_scans(2000),
    "WebP": lambda: claim_of_webp(16383),
    "less WebP": lambda: claim_of_webp(5000),
    "words": lambda: with_words(300),
    "bits": lambda: file(Image.new("1", (30_000, 30_000)), "PNG", optimize=True),
    "palette": lambda: file(Image.new("P", (5000, 5000)), "PNG"),
    "TIFF": lambda: file(Image.new("1", (30_000, 30_000)), "TIFF", compression="group4"),
    "GIF": lambda: frames("GIF"),
}
"""Those of which nothing may be kept."""
