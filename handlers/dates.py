"""How is a day told to a Thai reader? "3 ก.พ. 2569", as the calendars in Thailand show it."""

from datetime import date, datetime, timedelta, timezone

from handlers.wording import Wording
from knowledge.era import BUDDHIST_ERA

THAILAND = timezone(timedelta(hours=7))


def day(words: Wording, moment: datetime) -> str:
    """The day of a moment in Thailand, its year of the Buddhist era."""
    return date_in_words(words, moment.astimezone(THAILAND))


def date_in_words(words: Wording, one: date) -> str:
    """3 ก.พ. 2569"""
    return f"{one.day} {month_in_words(words, one)}"


def month_in_words(words: Wording, one: date) -> str:
    """ก.พ. 2569"""
    return f"{words.say('dates.months').split()[one.month - 1]} {one.year + BUDDHIST_ERA}"
