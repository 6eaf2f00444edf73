"""How many cases are there, of each kind that can be told apart without telling whose they are?"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.feedback_models import Feedback


@dataclass(frozen=True)
class Tally:
    """Cases that are alike."""

    codes: tuple[str, ...]
    """What of the plan they concern; () for other matters."""
    agency: str
    state: str
    fixed: bool | None
    number: int


def tallies(session: Session, since: datetime | None = None, until: datetime | None = None) -> Sequence[Tally]:
    """All cases given from one moment to just before the other, alike ones counted together."""
    codes, agency, state, fixed = Feedback.codes, Feedback.agency, Feedback.state, Feedback.fixed
    counted = select(codes, agency, state, fixed, func.count()).group_by(codes, agency, state, fixed)
    if since:
        counted = counted.where(Feedback.created_at >= since)
    if until:
        counted = counted.where(Feedback.created_at < until)
    rows = session.execute(counted)
    return [Tally(tuple(json.loads(codes)), agency, state, fixed, n) for codes, agency, state, fixed, n in rows]
