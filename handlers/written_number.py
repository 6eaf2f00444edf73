"""Which number of a case stands in a message: typed with blanks, in Thai digits, or spelt out digit by digit?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from handlers.case_number import find_number
from knowledge.vocabulary import read, read_groups

_SPELT = {word: digit for digit, words in read_groups("numbers")["digits"].items() for word in words}
_DIGIT = "|".join((r"\d", *sorted(_SPELT, key=len, reverse=True)))
_ATOM = re.compile(_DIGIT)
_RUN = re.compile(rf"(?<![\d.,])\+?(?:{_DIGIT})(?:[ \-\u2010-\u2015]{{0,3}}(?:{_DIGIT}))*")
_BROKEN = re.compile(
    rf"(?<![\d.,])(?:{_DIGIT})(?:[ \-\u2010-\u2015]{{0,3}}(?:\r?\n)?[ \-\u2010-\u2015]{{0,3}}(?:{_DIGIT})){{8}}(?!\d)"
)
"""Nine digits that a narrow letter, or a thumb, broke over lines."""
_PIECE = re.compile(rf"(?:{_DIGIT})(?:[\-\u2010-\u2015]?(?:{_DIGIT}))*")
_MONEY = re.compile(rf"[.,]?\d|\s*(?:{'|'.join(word for words in read('money_units').values() for word in words)})")
"""Behind digits: they go on, or count money."""


@dataclass(frozen=True)
class Written:
    """Nine digits as they stand in a message."""

    number: str
    """What a case may be called; "" where a digit must be wrong."""
    before: str
    after: str
    """What stands around them."""


def written_number(text: str) -> Written | None:
    """The number of a case in a message, the first right one if there is one; None where no nine digits stand there.
    Broken over lines it counts only where it is right: numbers stand on lines of their own, too."""
    found = [
        Written(find_number(digits) or "", text[:start], text[end:])
        for start, end in _places(text)
        if len(digits := _digits(text[start:end])) == len("482915737") and digits[0] != "0"
    ]
    right = next(chain((one for one in found if one.number), _broken(text)), None)
    return right or (found[0] if found else None)


def _broken(text: str) -> Iterator[Written]:
    for run in _BROKEN.finditer(text):
        number = find_number(_digits(run[0]))
        if number and not _MONEY.match(text, run.end()):
            yield Written(number, text[: run.start()], text[run.end() :])


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where digits stand together: whole runs, then, as other figures may stand beside, their pieces without blanks."""
    for run in _RUN.finditer(text):
        if not (run[0].startswith("+") or _MONEY.match(text, run.end())):
            yield run.span()
            yield from (piece.span() for piece in _PIECE.finditer(text, *run.span()))


def _digits(run: str) -> str:
    return "".join(_SPELT.get(atom) or str(int(atom)) for atom in _ATOM.findall(run))
