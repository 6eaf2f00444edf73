"""How is a day told to a Thai reader? "3 ก.พ. 2569", as the clocks in Thailand show it."""

from datetime import datetime, timedelta, timezone

from handlers.wording import Wording

THAILAND = timezone(timedelta(hours=7))
_BUDDHIST_ERA = 543


def day(words: Wording, moment: datetime) -> str:
    """The day of a moment, its year of the Buddhist era."""
    local = moment.astimezone(THAILAND)
    return f"{local.day} {month(words, local.month)} {local.year + _BUDDHIST_ERA}"


def month(words: Wording, number: int) -> str:
    """The short name of a month, 1 to 12."""
    return words.say("dates.months").split()[number - 1]
