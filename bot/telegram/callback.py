"""How do the words of a button fit into 64 bytes, and how are they read back?

Telegram gives the data of a pressed button back, and nothing of what it said. In UTF-8 21 Thai letters fill it, so
longer words are written with Thai letters and ASCII letters swapped: a Thai letter then takes one byte.
"""

from dataclasses import replace

from handlers.action import Action, read_action

LONGEST = 64
"""Bytes."""
_SAY, _THAI, _DO, _THAI_DO = "say ", "thai ", "do ", "dt "
_SWAPPED = {0x0E01 + place: 0x21 + place for place in range(0x5B)}
_SWAPPED |= {ascii_letter: thai_letter for thai_letter, ascii_letter in _SWAPPED.items()}


def data(words: str) -> str | None:
    """The data of a button that says these words; None where they are too long for any."""
    written = (_SAY + words, _THAI + words.translate(_SWAPPED))
    return next((text for text in written if len(text.encode()) <= LONGEST), None)


def pressed(action: Action) -> str | None:
    """The data of a button with an action; None where its words are too long for any."""
    swapped = replace(action, value=action.value.translate(_SWAPPED))
    written = (_DO + action.data, _THAI_DO + swapped.data)
    return next((text for text in written if len(text.encode()) <= LONGEST), None)


def action_of(data: str) -> Action | None:
    """The action of such a button; None for any other."""
    if data.startswith(_DO):
        return read_action(data.removeprefix(_DO))
    swapped = read_action(data.removeprefix(_THAI_DO)) if data.startswith(_THAI_DO) else None
    words = swapped.value.translate(_SWAPPED) if swapped else ""
    return swapped and replace(swapped, value=words, label=words)


def words(data: str) -> str | None:
    """What a pressed button says; None where it asks for something else: a page, a chart."""
    if data.startswith(_SAY):
        return data.removeprefix(_SAY)
    return data.removeprefix(_THAI).translate(_SWAPPED) if data.startswith(_THAI) else None
