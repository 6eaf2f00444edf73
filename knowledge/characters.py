"""What of a text that comes from outside can be stored, sent and shown?"""

import re

_PLANES = "".join(chr(0x10000 * plane + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_SPACES = {ord(mark): " " for mark in "\x0b\x0c\x85"}
"""Controls that part words: dropped, they would join them."""
_UNFIT = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{_PLANES}]")
"""Controls, and what Unicode says will never be a character. PostgreSQL cannot store a NUL, Excel opens no file with
the others, a terminal obeys them."""


def storable(text: str) -> str:
    r"""The text without what nobody can read; tabs and the ends of lines stay.

    `"\ud83d"` alone is valid JSON but half a character, which can be neither stored nor sent back.
    """
    if text.isprintable():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNFIT.sub("", whole.translate(_SPACES))


def one_line(text: str) -> str:
    """The same on one line, its spaces single: for names."""
    return " ".join(storable(text).split())
