"""Was a target reached? Most say how much there must be at least, some how much there may be at most."""

from decimal import Decimal
from functools import cache
from re import Pattern
from re import compile as pattern_of

from knowledge.vocabulary import read


def is_reached(value: str, target: Decimal | None, target_text: str) -> bool | None:
    """Whether a reported number reaches the target; None of a target without a number."""
    if target is None:
        return None
    return Decimal(value) <= target if _at_most().search("".join(target_text.split())) else Decimal(value) >= target


@cache
def _at_most() -> Pattern[str]:
    """ "ไม่เกินร้อยละ 5", "น้อยกว่า 3 วัน"; "ไม่น้อยกว่า" is at least."""
    words = read("progress")
    plain = ("".join(phrase.split()) for phrase in words["at_most_never"])
    return pattern_of(f"(?<!{words['not'][0]})(?:{'|'.join(words['at_most'])})|{'|'.join(plain)}")
