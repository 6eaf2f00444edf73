"""How do the words of a button fit into 64 bytes, and how are they read back?

Telegram gives the data of a pressed button back, and nothing of what it said. In UTF-8 21 Thai letters fill it, so
longer words are written with Thai letters and ASCII letters swapped: a Thai letter then takes one byte.
"""

LONGEST = 64
"""Bytes."""
_SAY, _THAI = "say ", "thai "
_SWAPPED = {0x0E01 + place: 0x21 + place for place in range(0x5B)}
_SWAPPED |= {ascii_letter: thai_letter for thai_letter, ascii_letter in _SWAPPED.items()}


def data(words: str) -> str | None:
    """The data of a button that says these words; None where they are too long for any."""
    written = (_SAY + words, _THAI + words.translate(_SWAPPED))
    return next((text for text in written if len(text.encode()) <= LONGEST), None)


def words(data: str) -> str | None:
    """What a pressed button says; None where it asks for something else: a page, a chart."""
    if data.startswith(_SAY):
        return data.removeprefix(_SAY)
    return data.removeprefix(_THAI).translate(_SWAPPED) if data.startswith(_THAI) else None
