"""Which number of a case stands in a message: typed with blanks, in Thai digits, or spelt out digit by digit?"""

import re
from dataclasses import dataclass

from handlers.case_number import find_number
from knowledge.vocabulary import read, read_groups

_DIGITS = str.maketrans("\u0e50\u0e51\u0e52\u0e53\u0e54\u0e55\u0e56\u0e57\u0e58\u0e59", "0123456789")
_SPELT = {word: digit for digit, words in read_groups("numbers")["digits"].items() for word in words}
_DIGIT = "|".join(("[0-9]", *sorted(_SPELT, key=len, reverse=True)))
_ATOM = re.compile(_DIGIT)
_RUN = re.compile(rf"(?:{_DIGIT})(?:[ \-\u2010-\u2015]{{0,3}}(?:{_DIGIT}))+")
_LENGTH = 9
_MONEY = re.compile(r"\s*(?:" + "|".join(map(re.escape, read("money_units"))) + ")") if False else None


@dataclass(frozen=True)
class Written:
    """A number as it stands in a message."""

    number: str
    """Nine digits that a case may have; "" where they are none: a digit must be wrong."""
    before: str
    after: str
    """What stands around it."""
