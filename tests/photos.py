"""Photos as phones make them, with everything in them that must not be kept, and what is found in a photo that was."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

MAKER = "Secretphone 9"
COMMENT = b"taken by somchai"
_ORIENTATION, _MAKE, _GPS = 0x0112, 0x010F, 0x8825


def picture(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """The left half is red, the right half blue."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste((255, 0, 0), (0, 0, width // 2, height))
    return image.convert(mode)


def photo(width: int = 400, height: int = 300, kind: str = "JPEG", mode: str = "RGB", turned: int = 1) -> bytes:
    """With the place where it was taken, the phone and a comment; `turned` as EXIF says how the phone was held."""
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKE] = turned, MAKER
    degrees = (IFDRational(16), IFDRational(25), IFDRational(55))
    exif.get_ifd(_GPS).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    file = BytesIO()
    more = {"comment": COMMENT} if kind == "JPEG" else {}
    picture(width, height, mode).save(file, kind, exif=exif, **more)
    return file.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A few thousand bytes that claim to be a very large picture."""
    file = BytesIO()
    Image.new("1", (width, height)).save(file, "PNG", optimize=True)
    return file.getvalue()


def opened(kept: bytes) -> Image.Image:
    """A photo that was kept."""
    return Image.open(BytesIO(kept))


def kept_in(folder: Path) -> list[Path]:
    """All files of a storage."""
    return sorted(folder.rglob("*.*"))
