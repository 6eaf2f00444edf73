"""Where does a line of a picture end? Thai has no blanks between words, and a drawing does not wrap."""

import re
from collections.abc import Iterator
from functools import cache

from bot.telegram.length import split
from knowledge.cut import FOLLOWS, Cutter
from knowledge.lexicon import base

_SPACED = FOLLOWS - frozenset("\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f")
"""The signs above and below letters take no room; sara a, aa, am, lakkhang, mai yamok and paiyan noi do."""
_LETTER, _NARROW, _WIDE = 0.6, 0.36, 0.86
"""Widths of Sarabun's letters as parts of the font size. Lines of the plan's texts come out 6% too wide by them, the
worst 1% too narrow."""
_NARROWS = frozenset(" .,:;()-/·fijlrtI\u0e40\u0e42\u0e43\u0e44")
_WIDES = frozenset("mwMW%…\u0e0c\u0e0d\u0e12\u0e13")
_RUN = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]+|\s+|[^\s\u0e01-\u0e3a\u0e40-\u0e4e]+")
_OPENING, _CLOSING = tuple("([“"), tuple(")]”,.:;%\u0e2f\u0e46")


def width(text: str) -> float:
    """About how wide a line is, as a multiple of the font size."""
    return sum(_width(letter) for letter in text)


def wrap(text: str, room: float, most: int) -> list[str]:
    """The text in lines that fit the room, at most so many; three dots stand for the rest."""
    lines = [""]
    for word in _words(text, room):
        if width(lines[-1] + word.rstrip()) <= room:
            lines[-1] += word
        else:
            lines.append(word.lstrip())
    lines = [line.strip() for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], _ended(lines[most - 1], room)]
    return lines


def _width(letter: str) -> float:
    if letter in _SPACED:
        return 0
    return _NARROW if letter in _NARROWS else _WIDE if letter in _WIDES else _LETTER


def _words(text: str, room: float) -> Iterator[str]:
    """What is not parted by the end of a line: words with the marks that belong to them, and the blanks between."""
    held = ""
    for piece in _pieces(text):
        if held and not held.endswith(_OPENING) and not piece.startswith(_CLOSING):
            yield from _short_enough(held, room)
            held = ""
        held += piece
    yield from _short_enough(held, room)


def _pieces(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        if run[0] in "\u0e2f\u0e46" or not "\u0e01" <= run[0] <= "\u0e4e":
            yield run
        else:
            yield from (run[piece.start : piece.end] for piece in _cutter().cut(run))


def _short_enough(word: str, room: float) -> list[str]:
    return [word] if width(word) <= room else split(word, int(room))


def _ended(line: str, room: float) -> str:
    """The last line that is shown, with dots: its last words give way to them."""
    while line and width(line + "…") > room:
        line = line[:-1]
    return line.rstrip() + "…"


@cache
def _cutter() -> Cutter:
    return Cutter(base().terms, base().words)
