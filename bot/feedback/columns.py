"""How wide is a text on a terminal, and how does it fit into a column? Thai marks take no place of their own."""

from unicodedata import category, east_asian_width

_MARKS = ("Mn", "Me")


def visible(text: str) -> str:
    """The text without what would steer the terminal or cannot be seen; its lines stay."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else " " * (c == "\t") for c in text)


def width(text: str) -> int:
    """Cells that the text takes."""
    return sum(map(_cells, text))


def fit(text: str, cells: int) -> str:
    """One line of exactly so many cells: cut with "…", or filled with spaces."""
    line = " ".join(visible(text).split())
    if width(line) > cells:
        line = f"{_beginning(line, cells - 1)}…"
    return line + " " * (cells - width(line))


def _beginning(line: str, cells: int) -> str:
    """As many letters as find room, each with its marks."""
    taken = 0
    for place, letter in enumerate(line):
        taken += _cells(letter)
        if taken > cells:
            return line[:place]
    return line


def _cells(letter: str) -> int:
    if category(letter) in _MARKS:
        return 0
    return 2 if east_asian_width(letter) in ("W", "F") else 1
