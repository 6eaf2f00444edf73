"""Which lines of the plan stand around a cited one?"""

from pathlib import Path
from typing import Any

from knowledge.readers.heads import is_total, year_of

FOLDER = Path(__file__).parents[2] / "knowledge" / "data"
"""Where bundled plans lie."""
AROUND = 3
"""So many lines that are not empty are shown before the cited line and after it."""


def read_document(name: str, known: tuple[str, ...], folder: Path = FOLDER) -> str | None:
    """The text of a stored plan's document; None for any other name and where the file is not bundled.

    `known` are the names in the database, so that `../../.env` or another file of the folder is never opened.
    """
    if name not in known or Path(name).name != name:
        return None
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def lines_around(text: str, line: int, year: int) -> list[dict[str, Any]] | None:
    """The cited line, counted from 1, between its neighbours; None where the text has no such line.

    `year` is one of the plan's, for what its tables write as '54.
    """
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return None
    filled = [number for number, words in enumerate(lines, start=1) if words.strip() or number == line]
    place = filled.index(line)
    shown = filled[max(0, place - AROUND) : place + AROUND + 1]
    return [{"number": number, "text": lines[number - 1], "years": _years(lines, number, year)} for number in shown]


def _years(lines: list[str], number: int, year: int) -> dict[int, str]:
    """Which cells of a budget table's row are whose year's, by the table's head: {3: "2554", ...}."""
    if "\t" not in lines[number - 1]:
        return {}
    for head in reversed(lines[: number - 1]):
        cells = {place: cell.strip() for place, cell in enumerate(head.split("\t")) if cell.strip()}
        if not cells:
            return {}
        years = {place: found for place, cell in cells.items() if (found := year_of(cell, year))}
        if years and all(place in years or is_total(cell) for place, cell in cells.items()):
            return {place: str(found) for place, found in years.items()}
    return {}
