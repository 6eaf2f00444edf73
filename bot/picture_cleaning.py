"""What is left of a photo before it is kept? Only what it shows: no place, no time, no camera, no second picture."""

import struct
import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

LARGEST = 10 * 1024 * 1024
"""Bytes of a photo as it was sent; Telegram's own limit."""
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000, "HEIF": 25_000_000}
"""Of a photo as it was sent: phones make as many. A small file may claim many more, to fill the memory; of a JPEG no
more is read than is needed, of the others everything."""
MOST_SCANS = 32
"""Of a JPEG: programs write ten at most, and each is drawn over the whole picture."""
_SCAN = b"\xff\xda"
LONGEST_SIDE = 2000
"""Pixels of a photo as it is kept: a sign on a pole can still be read."""
_QUALITY = 85
_TYPES = tuple(MOST_PIXELS)
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
)
"""What Pillow raises for a file that is broken, or no picture at all."""
# Pillow warns of details that do not matter here, such as EXIF data that cannot be read.
warnings.filterwarnings("ignore", module=r"PIL\.")
# One thread, no second pictures: what one photo may take is limited.
register_heif_opener(thumbnails=False, decode_threads=1)


def clean(photo: bytes) -> bytes | None:
    """The photo as a JPEG without anything but its pixels; None for what is no JPEG, PNG, WebP or HEIC that can be
    shown.

    It goes by the content, whatever name or type it was given. May take a second and 300 MB: see `picture_process.py`.
    """
    if photo.count(_SCAN) > MOST_SCANS and photo.startswith(b"\xff"):
        return None
    try:
        with Image.open(BytesIO(photo), formats=_TYPES) as image:
            if image.width * image.height > MOST_PIXELS.get(image.format or "", MOST_PIXELS["JPEG"]):
                return None
            return _jpeg(_opaque(_upright(image)))
    except _UNREADABLE:
        return None


def _upright(image: Image.Image) -> Image.Image:
    """Small enough, and turned as the camera was held."""
    if image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # of a JPEG it reads no more than it needs
    return ImageOps.exif_transpose(image)


def _opaque(image: Image.Image) -> Image.Image:
    """On white paper. The paper is new: what was attached to the picture does not come along."""
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return paper


def _jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()
