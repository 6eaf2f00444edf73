"""How is Thai mended that came out of a PDF, where only one reading is possible, and what is left in doubt?

A PDF may place marks by letters of its own (private use), apart from the letter they belong to, or in another order.
"""

import re
from functools import lru_cache

_ADOBE = {
    0xF700: 0x0E10, 0xF701: 0x0E34, 0xF702: 0x0E35, 0xF703: 0x0E36, 0xF704: 0x0E37,
    0xF705: 0x0E48, 0xF706: 0x0E49, 0xF707: 0x0E4A, 0xF708: 0x0E4B, 0xF709: 0x0E4C,
    0xF70A: 0x0E48, 0xF70B: 0x0E49, 0xF70C: 0x0E4A, 0xF70D: 0x0E4B, 0xF70E: 0x0E4C,
    0xF70F: 0x0E0D, 0xF710: 0x0E31, 0xF711: 0x0E4D, 0xF712: 0x0E47,
    0xF713: 0x0E48, 0xF714: 0x0E49, 0xF715: 0x0E4A, 0xF716: 0x0E4B, 0xF717: 0x0E4C,
    0xF718: 0x0E38, 0xF719: 0x0E39, 0xF71A: 0x0E3A,
}  # fmt: skip
"""Where the fonts of Windows and Adobe keep the same marks, moved to the left or down for tall letters."""
_ABOVE = "\u0e31\u0e34-\u0e39\u0e47"
"""Vowels above and below a letter."""
_TONES = "\u0e48-\u0e4b"
_LETTER = "\u0e01-\u0e2e"
_MENDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(wrong), right)
    for wrong, right in (
        # A mark or SARA AM begins no word: the blank before it was made by the PDF.
        (rf"(?<=[{_LETTER}]) +(?=[{_ABOVE}{_TONES}\u0e33\u0e4c\u0e4d])", ""),
        (rf"([{_TONES}])\u0e4d\u0e32", r"\1" + "\u0e33"),
        (rf"\u0e4d([{_TONES}]?)\u0e32", r"\1" + "\u0e33"),
        (rf"([{_TONES}\u0e4c])([{_ABOVE}])", r"\2\1"),
        (rf"(?<=[{_LETTER}])([\u0e32\u0e33])([{_TONES}])", r"\2\1"),
        ("\u0e40\u0e40", "\u0e41"),
    )
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ORPHAN = re.compile(rf"(?:^|[^\u0e00-\u0e7f]|[\u0e40-\u0e44])[{_ABOVE}{_TONES}\u0e4c\u0e4d]")
"""A mark without a letter, or right behind a vowel that is written before its letter."""


@lru_cache(maxsize=4096)  # the names of ministries and units stand in every row
def mend(text: str) -> str:
    """The text with its marks where they belong, as far as that is certain."""
    if text.isascii():
        return text
    text = text.translate(_ADOBE)
    for wrong, right in _MENDED:
        text = wrong.sub(right, text)
    return text


@lru_cache(maxsize=4096)
def doubt(text: str) -> str:
    """The piece of a mended text that is still not right; "" where there is none."""
    found = _PRIVATE.search(text) or _ORPHAN.search(text)
    return text[max(0, found.start() - 10) : found.end() + 10] if found else ""


def readable(text: str) -> str:
    """Without letters of private use, which nobody can read."""
    return _PRIVATE.sub("", text)
