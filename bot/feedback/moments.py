"""How are days and times read and written, as officers in Thailand do?"""

import re
from datetime import UTC, datetime, timedelta

from handlers.dates import THAILAND
from knowledge.era import BUDDHIST_ERA

_EARLIEST_BUDDHIST = 2400


def day(text: str) -> datetime:
    """The first moment of a day such as 2026-11-22 or 2569-11-22. Raises ValueError for anything else."""
    found = re.fullmatch("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text.strip())
    try:
        year, month, number = map(int, found.groups() if found else ())
        western = year - BUDDHIST_ERA if year >= _EARLIEST_BUDDHIST else year
        return datetime(western, month, number, tzinfo=THAILAND).astimezone(UTC)  # as the database holds its times
    except ValueError:
        raise ValueError(f"{text!r} is not a day such as 2026-11-22 or 2569-11-22.") from None


def day_after(text: str) -> datetime:
    """The first moment that does not belong to the day any more."""
    return day(text) + timedelta(days=1)


def here(moment: datetime) -> datetime:
    """The same moment by Thai clocks, to the second."""
    return moment.astimezone(THAILAND).replace(microsecond=0)


def shown_day(moment: datetime) -> str:
    """22/11/2569"""
    local = here(moment)
    return f"{local:%d/%m}/{local.year + BUDDHIST_ERA}"


def shown_time(moment: datetime) -> str:
    """22/11/2569 22:40"""
    return f"{shown_day(moment)} {here(moment):%H:%M}"
