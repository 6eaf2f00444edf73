"""How do the words of a button fit into 64 bytes, and how are they read back?

Telegram gives the data of a pressed button back, and nothing of what it said. In UTF-8 21 Thai letters fill it, so
longer words are written with Thai letters and ASCII letters swapped: a Thai letter then takes one byte.
"""

import re

from handlers.action import ASK, Action, read_action

LONGEST = 64
"""Bytes."""
_SAY, _THAI = "say ", "thai "
"""Of earlier versions."""
_DO = "do "
_ASK = re.compile("([as])([te])([0-9a-f]{8})? (.+)", re.DOTALL)
"""Plain or swapped, the language, what was asked before, and the words."""
_SWAPPED = {0x0E01 + place: 0x21 + place for place in range(0x5B)}
_SWAPPED |= {ascii_letter: thai_letter for thai_letter, ascii_letter in _SWAPPED.items()}


def pressed(action: Action) -> str | None:
    """The data of a button with an action; None where its words are too long for any."""
    if action.kind != ASK:
        written: tuple[str, ...] = (_DO + action.data,)
    else:
        after = f"{action.language[0]}{action.subject}"
        written = (f"a{after} {action.value}", f"s{after} {action.value.translate(_SWAPPED)}")
    return next((text for text in written if len(text.encode()) <= LONGEST), None)


def action_of(data: str) -> Action | None:
    """The action of such a button; None for any other."""
    if data.startswith(_DO):
        return read_action(data.removeprefix(_DO))
    found = _ASK.fullmatch(data)
    if found is None:
        return None
    said = found[4].translate(_SWAPPED) if found[1] == "s" else found[4]
    return Action(said, ASK, found[3] or "", said, "en" if found[2] == "e" else "th")


def words(data: str) -> str | None:
    """What a pressed button says; None where it asks for something else: a page, a chart."""
    if data.startswith(_SAY):
        return data.removeprefix(_SAY)
    return data.removeprefix(_THAI).translate(_SWAPPED) if data.startswith(_THAI) else None
