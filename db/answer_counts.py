"""How are answers counted by day? Each process adds what it gave."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.inserting import Insert, for_each_database
from db.staff_models import AnswerCount
from db.statements import dialect, run

Given = Mapping[tuple[str, str, str], int]
"""(day, channel, status) and how many."""


def _or_add(row: Insert) -> Insert:
    more = AnswerCount.count + row.excluded["count"]
    keys = [AnswerCount.day, AnswerCount.channel, AnswerCount.status]
    return row.on_conflict_do_update(index_elements=keys, set_={"count": more})


_ADD = for_each_database(AnswerCount, _or_add)


def add(session: Session, given: Given) -> None:
    """So many more."""
    for (day, channel, status), count in sorted(given.items()):
        run(session, _ADD[dialect(session)], {"day": day, "channel": channel, "status": status, "count": count})
