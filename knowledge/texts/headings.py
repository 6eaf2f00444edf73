"""Under which headings and numbers do passages of the plan stand?"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Passage


def headings_of(session: Session, keys: Sequence[str], language: str) -> dict[str, str]:
    """By key (`P4`) the heading; beside the English one the Thai one."""
    positions = [int(key[1:]) for key in keys if key[1:].isdecimal()]
    query = select(Passage.position, Passage.heading, Passage.heading_en).where(Passage.position.in_(positions))
    return {
        f"P{position}": f"{english} ({thai})" if language == "en" and english else thai
        for position, thai, english in session.execute(query)
    }


def numbers_of(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """By key (`P4`) the number that the plan prints before a measure."""
    positions = [int(key[1:]) for key in keys if key[1:].isdecimal()]
    query = select(Passage.position, Passage.number).where(Passage.position.in_(positions), Passage.number.is_not(None))
    return {f"P{position}": number for position, number in session.execute(query) if number is not None}
