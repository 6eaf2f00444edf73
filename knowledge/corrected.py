"""Does a message take back what was answered to the one before it: "ไม่ใช่ หมายถึงปี 56", "ตอบไม่ตรง"?"""

import re

from knowledge.short_answer import is_wrong, short_answer
from knowledge.vocabulary import read

_SMALL = read("small_words")
_SHORT = 3
"""Letters of a no that is too small to take anything back by itself: "ไม่ทราบ" does not."""


def corrects(text: str) -> bool:
    """Whether it says that something else was meant, or that the answer is wrong."""
    said = " ".join(text.lower().split())
    return bool(_TAKES_BACK.match(said) or _MEANS.match(said)) or (short_answer(said) != "" and is_wrong(said))


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BY_ITSELF = [word for word in _SMALL["correcting"] if len(word) > _SHORT]
_TAKES_BACK = re.compile(
    f"(?:{_any_of(_BY_ITSELF)})(?:[\\s,.]|$|{_any_of(_SMALL['instead'])})"
    f"|(?:{_any_of(_SMALL['correcting'])})[\\s,.]+(?:{_any_of(_SMALL['instead'])})"
)
_MEANS = re.compile(_any_of(_SMALL["meaning"]))
