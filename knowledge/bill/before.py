"""What was a chat about a bill about before this message?"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.bill.asked import Asked, Lines, read_asked
from knowledge.bill.book import Book
from knowledge.bill.said import Said
from knowledge.question import Turn

NARROWS = ("units", "kinds", "called", "items")
"""What marks name."""


def told_before(book: Book, said: Said, history: Sequence[Turn]) -> Asked | None:
    """What the last turn asked of lines, or the same of what it asked otherwise; of the next place the last ranking."""
    if not history:
        return None
    if said.has("runner_up") or any(mark.way == "place" for mark in said.of("axis")):
        ranked = (read_asked(turn.question.lines) for turn in reversed(history) if turn.question.lines)
        return next((asked for asked in ranked if asked.form == "rank"), None)
    if _sets_side_by_side(said) and len(history) > 1:
        return _last_together(history)
    turn = history[-1]
    if turn.question.lines:
        asked = read_asked(turn.question.lines)
        ranks_again = said.has("most", "least") and not said.of("axis") and not said.has("this")
        return asked if ranks_again and asked.form == "rank" else _focused(asked, turn)
    if turn.question.agencies or turn.codes:
        codes = () if turn.question.agencies and not turn.question.about else turn.question.about
        paid = tuple(dict.fromkeys(book.units[code] for code in codes if code in book.units))
        units = turn.question.agencies or turn.agencies or (paid if len(paid) == 1 else ())
        if units or codes:
            return Asked((Lines(units=units, codes=codes, years=turn.question.years),))
    return None


def _sets_side_by_side(said: Said) -> bool:
    """Whether it asks for the last two things together: "รวมสองจังหวัดนี้", "ต่างกันเท่าไร"."""
    refers = said.has("this", "both") and said.has("total", "both", "compare")
    return refers or (said.has("compare") and not any(mark.what in NARROWS for mark in said.marks))


def _last_together(history: Sequence[Turn]) -> Asked | None:
    """What the last two turns were about, side by side: "รวมสองจังหวัดนี้"."""
    last = [(read_asked(turn.question.lines), turn) for turn in history[-2:] if turn.question.lines]
    sides = [_focused(asked, turn).sides for asked, turn in last]
    if len(sides) == 2 and all(len(side) == 1 for side in sides):
        return Asked((sides[0][0], sides[1][0]), "sides")
    return Asked(sides[-1]) if sides else None


def _focused(asked: Asked, turn: Turn) -> Asked:
    """Behind a ranking one goes on about its winner."""
    if asked.form == "rank" and asked.by == "unit" and turn.agencies:
        return replace(asked, sides=(replace(asked.of, units=turn.agencies[:1], heads=""),))
    if asked.form == "rank" and asked.by == "project" and turn.codes:
        return replace(asked, sides=(replace(asked.of, codes=turn.codes[:1], topics=(), called=()),))
    return asked
