"""What does somebody say of cases: of their own, how content they are, or how many there are?

The words stand in vocabulary/cases.yaml. They are looked for in the letters of a message, without blanks, tones
and other signs above them, for what is said of a case is short and typed in a hurry.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from knowledge.clean import clean
from knowledge.numerals import NUMBER_WORD, english_value, thai_value
from knowledge.vocabulary import read

Wish = Literal["", "undo", "withdraw", "add", "contest"]
"""What is wanted of a case of one's own."""

_WISHES: tuple[Wish, ...] = ("undo", "withdraw", "add", "contest")
"""The first that is said counts: "ไม่ถอนเรื่อง" withdraws nothing."""
_BETWEEN = re.compile(r"[\s,.:;!()\"'…\-]+")
_WORD_EDGE = r"(?<![a-z]){}(?![a-z])"
_SIGN = "[\u0e47-\u0e4c]"
"""Tones and the signs that shorten or silence, which hurried thumbs leave out."""
_NUMBER = re.compile(r"(?<![\d.])\d{1,2}(?![\d.])")
_OUT_OF = re.compile(rf"(?:/|{'|'.join(read('cases')['out_of'])})\s*(?:5|10)(?!\d)")
_STARS = re.compile("[\u2b50\u2605\U0001f31f]")
_FULL = 5
_TOO_MANY = 99


@lru_cache(maxsize=16)
def letters(text: str) -> str:
    """The message in small regular letters, without blanks and signs above them; English words stay apart."""
    cleaned = _bare(clean(text))
    return cleaned if cleaned.isascii() else _BETWEEN.sub("", cleaned)


def _bare(text: str) -> str:
    return re.sub(_SIGN, "", text)


def says(text: str, *groups: str) -> bool:
    """Whether the letters hold a word of these groups."""
    return any(_pattern(group).search(text) for group in groups)


def wish(text: str) -> Wish:
    """What the letters want of a case, or ""."""
    return next((name for name in _WISHES if says(text, name)), "")


def is_mine(text: str) -> bool:
    """Whether the letters speak of the person's own case, as "เรื่องเฮา"."""
    return says(text, "mine")


def speaks_of_a_case(text: str) -> bool:
    """Whether the letters call something a matter that was told, as "เรื่องน้ำไปถึงไหนแล้ว", and not a project."""
    return says(text, "one_case") and not says(text, "plan_words")


def asks(text: str, *besides: str) -> bool:
    """Whether the letters, besides the words of these groups, ask something or speak of the plan."""
    for group in besides:
        text = _pattern(group).sub("", text)
    return says(text, "asking")


def requests(text: str) -> bool:
    """Whether the letters want something to be given or sent, without asking."""
    return says(text, "requests")


def tells_another(text: str) -> bool:
    """Whether the letters say that a matter of its own follows."""
    return says(text, "another")


def rest(text: str, *groups: str) -> str:
    """What is left of the letters without the words of these groups, small words, digits and signs."""
    for group in (*groups, "filler"):
        text = _pattern(group).sub("", text)
    return "".join(ch for ch in text if ch.isalpha() or "\u0e30" <= ch <= "\u0e4e")


def without(text: str, *groups: str) -> str:
    """A clean text, its tones and blanks as they are, without the words of these groups."""
    for group in groups:
        text = _loose(group).sub(" ", text)
    return text


def loose_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds the words, the longest first, whatever tones and blanks are left out or put in."""
    ordered = sorted(map(str.lower, words), key=len, reverse=True)
    return re.compile("|".join(_loose_form(_bare(word)) for word in ordered))


def score(raw: str) -> tuple[int | None, bool]:
    """The points that a message gives, None where it gives none; and whether it says that they are points."""
    stars = len(_STARS.findall(raw))
    text = letters(_OUT_OF.sub("", _with_digits(clean(raw))))
    if stars and not rest(text):
        return stars, True
    if says(text, "full_marks"):
        return _FULL, True
    said, numbers = says(text, "points") or bool(_gives().search(text)), _NUMBER.findall(text)
    given = len(numbers) == 1 and (said or not rest(text))
    return (int(numbers[0]) if given else None), said


@cache
def _gives() -> re.Pattern[str]:
    """ "ไม่พอใจ ให้ 1": a number given at the end."""
    return re.compile(rf"(?:{_pattern('give').pattern})\s?\d{{1,2}}$")


def _with_digits(text: str) -> str:
    """ "ให้ห้าคะแนน" is "ให้5คะแนน"."""
    if text.isascii():
        values = {word: english_value(word) for word in text.split()}
        return " ".join(word if values[word] is None else str(values[word]) for word in text.split())
    return NUMBER_WORD.sub(lambda found: str(min(int(thai_value(found[0])), _TOO_MANY)), text)


def _loose_form(word: str) -> str:
    if word.isascii():
        return _WORD_EDGE.format(re.escape(word))
    return r"\s?".join(f"{re.escape(letter)}{_SIGN}?" for letter in word if letter != " ")


@cache
def _loose(group: str) -> re.Pattern[str]:
    return loose_pattern(read("cases")[group])


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """The words of a group, longest first."""
    words = {_bare(word.lower()) for word in read("cases")[group]}
    forms = [_form(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(forms))


def _form(word: str) -> str:
    if word.isascii():
        return _WORD_EDGE.format(re.escape(word))
    return re.escape(_BETWEEN.sub("", word))
