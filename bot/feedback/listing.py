"""Which cases are there, one a line?"""

import shutil

from sqlalchemy.orm import Session

from bot.feedback.change import state_of
from bot.feedback.columns import fit
from bot.feedback.moments import shown_day
from bot.feedback.wording import number_of, say
from db import case_search
from db.case_search import Counts, Filters
from db.feedback_models import Feedback

_WIDTHS = (11, 10, 15, 16)
"""Cells of number, day, state and who handles it; the text takes the rest of the line."""
_NARROWEST = 20
_GAP = "  "


def listing(session: Session, filters: Filters, limit: int) -> str:
    """The newest cases under their heads, and how many there are of each kind."""
    counted = case_search.counts(session, filters)
    if not counted.all:
        return say("list.none" if filters == Filters() else "list.none_fits")
    found = case_search.newest(session, filters, limit)
    heads = tuple(say(f"list.{name}") for name in ("number", "day", "state", "who", "text"))
    table = [_line(heads), *(_line(_cells(case)) for case in found)]
    rest = [say("list.newest", shown=len(found), all=counted.all)] if len(found) < counted.all else []
    return "\n".join([*table, "", *rest, _counts(counted)])


def _cells(case: Feedback) -> tuple[str, ...]:
    who = case.assignee or case.agency or "-"
    return number_of(case.number), shown_day(case.created_at), state_of(case), who, case.text or say("list.erased")


def _line(cells: tuple[str, ...]) -> str:
    taken = sum(_WIDTHS) + len(_GAP) * len(_WIDTHS)
    rest = max(_NARROWEST, shutil.get_terminal_size().columns - taken)
    return _GAP.join(fit(cell, cells) for cell, cells in zip(cells, (*_WIDTHS, rest), strict=True)).rstrip()


def _counts(counted: Counts) -> str:
    return say("list.counts", all=counted.all, **vars(counted))
