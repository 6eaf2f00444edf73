"""How is a stored photo shown before somebody opens it? LINE takes no preview of more than a megabyte."""

from io import BytesIO

from PIL import Image

LONGEST_SIDE = 480
"""Pixels: whatever is on it, that many never fill a megabyte."""
_QUALITY = 80


def preview(photo: bytes) -> bytes:
    """The same, small. It is a JPEG that was cleaned before it was stored, and no more of it is read than is needed."""
    with Image.open(BytesIO(photo), formats=("JPEG",)) as image:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        file = BytesIO()
        image.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
