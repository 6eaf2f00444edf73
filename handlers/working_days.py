"""By when should something be done, counted in the days on which Thai offices work?"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from handlers.dates import THAILAND

FIRST_ANSWER = 3
"""Working days within which a person hears a first word."""
TAKEN = 2
"""And within which somebody takes the case."""


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a public holiday of Thailand."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def due(given: datetime, days: int) -> datetime:
    """The end of the working day that is so many after the day on which it was given, in UTC."""
    day = given.astimezone(THAILAND).date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return datetime.combine(day + timedelta(days=1), time(), THAILAND).astimezone(UTC)


def late_since(at: datetime, days: int) -> datetime:
    """What was given before this moment is overdue: `due(given, days) <= at`. In UTC, as in the database."""
    day = at.astimezone(THAILAND).date()
    while due(datetime.combine(day, time(), THAILAND), days) > at:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), THAILAND).astimezone(UTC)


@cache
def _holidays(year: int) -> frozenset[date]:
    """The package takes a while to import: not for who asks about the plan."""
    import holidays

    return frozenset(holidays.country_holidays("TH", years=year))
