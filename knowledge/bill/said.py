"""What does a message say of a bill, word by word: marks, words of asking, and the words that are left?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from knowledge.amounts import Amounts, find_amounts
from knowledge.bill.book import Book
from knowledge.bill.marks import Mark, find_marks, is_sign, with_signs
from knowledge.bill.words import Run, says_topic
from knowledge.clean import clean
from knowledge.correction import put_right
from knowledge.index import Index
from knowledge.reading import Reading
from knowledge.tokens import Token, tokens_of
from knowledge.vocabulary import read as read_vocabulary
from knowledge.vocabulary import read_groups
from knowledge.years import Years, find_years

_ASKING = frozenset((
    "most", "least", "runner_up", "rank_word", "rank_upward", "how_much", "total", "share", "compare",
    "more_than", "less_than", "average", "verify", "yes_no", "count", "count_project", "count_item", "what",
    "order_word", "who", "responsible", "by_each", "also", "this", "without", "not", "other", "both", "plus",
    "which_one", "more_op", "less_op", "at_most", "at_least", "exactly", "between", "until", "upward",
    "amount_unit", "agency", "count_agency", "first_item",
))  # fmt: skip
"""Cues of words that are read here."""
_DIGITS = 2
"""Of a year that is said in short."""
_ABSENT, _KIND_OF_SPENDING = "absent/", "absent/spending_kind"
_SOFT = frozenset((
    "budget", "year", "plan", "whole", "there_is", "show", "name_it", "only", "under", "from", "number_word",
    "project", "how", "same_years", "funding", "within_year", "numeric", "document_word", "spoken_of",
))  # fmt: skip
"""Cues of words that say nothing more beside a set of lines."""


@dataclass(frozen=True)
class Said:
    """One message."""

    text: str
    marks: tuple[Mark, ...]
    tokens: tuple[Token, ...]
    """A sign in the place of each mark."""
    years: Years
    amounts: Amounts
    provinces: frozenset[str]
    """Bare names of provinces that get money."""

    @cached_property
    def cues(self) -> frozenset[str]:
        """Of all words that are no years, amounts or names."""
        return frozenset(cue for i, token in enumerate(self.tokens) if not self.is_taken(i) for cue in token.sense.cues)

    def has(self, *cues: str) -> bool:
        """Whether some word may be one of these."""
        return not self.cues.isdisjoint(cues)

    def is_taken(self, place: int) -> bool:
        """Whether a word is a mark, a year or an amount."""
        return is_sign(self.tokens[place].text) or place in self.years.tokens or place in self.amounts.tokens

    @property
    def says_year(self) -> bool:
        """Whether a number is said to be a year: in full, or by two digits beside a word of years or of a budget."""
        in_full = any(len(self.tokens[place].text) > _DIGITS for place in self.years.tokens)
        return in_full or self.has("year", "budget")

    @property
    def asks_beyond(self) -> bool:
        """Whether it asks for what no bill holds, such as who got the work."""
        talk = {name for i, token in enumerate(self.tokens) if not self.is_taken(i) for name in token.sense.talk}
        return any(name.startswith(_ABSENT) and name != _KIND_OF_SPENDING for name in talk)

    def first(self, *cues: str) -> int | None:
        """How many marks stand before the first of these words; None where there is none."""
        marks = 0
        for token in self.tokens:
            if token.is_cue(*cues) and not is_sign(token.text):
                return marks
            marks += is_sign(token.text)
        return None

    @cached_property
    def denied_from(self) -> int | None:
        """How many marks stand before the first word that takes something back; None where there is none."""
        marks = 0
        for token in self.tokens:
            if token.is_cue("without", "not") or token.text in read_vocabulary("small_words")["denying"]:
                return marks
            marks += is_sign(token.text)
        return None

    def of(self, what: str) -> tuple[Mark, ...]:
        """The marks of one kind."""
        return tuple(mark for mark in self.marks if mark.what == what)

    @cached_property
    def axes(self) -> tuple[Mark, ...]:
        """By what lines may be grouped; not what is taken back, nor what the chat is about ("โครงการนั้น")."""
        named = zip(self.marks, self._behind_marks, strict=True)
        told = [mark for mark, behind in named if not (mark.way == "" and behind is not None and behind.is_cue("this"))]
        return tuple(mark for mark in told if mark.what == "axis" and mark not in self.denied_axes)

    @cached_property
    def denied_axes(self) -> tuple[Mark, ...]:
        """Kinds of units that are taken back: "ไม่รวมกลุ่มจังหวัด"; () where others are taken back as well."""
        at = self.denied_from
        behind = self.marks[at:] if at is not None else ()
        kinds = tuple(mark for mark in behind if mark.axis == "unit" and mark.way in ("", "each"))
        alone = bool(kinds) and all(mark.what == "axis" for mark in behind)
        return kinds if alone and any(mark.axis == "unit" for mark in self.marks if mark not in kinds) else ()

    @property
    def _behind_marks(self) -> tuple[Token | None, ...]:
        """Of each mark the word behind it."""
        followers = (*self.tokens[1:], None)
        return tuple(behind for token, behind in zip(self.tokens, followers, strict=True) if is_sign(token.text))

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """All words but names, years and amounts, as they stand there."""
        return tuple(token.text for i, token in enumerate(self.tokens) if not self.is_taken(i))

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The words that are left, those together that stand together."""
        return tuple(self._runs())

    def _runs(self) -> Iterator[Run]:
        run: list[Token] = []
        about = ahead = False
        for i, token in enumerate(self.tokens):
            part = not self.is_taken(i) and self._may_be_left(i)
            place = part and self._is_place(i)
            if run and (place or not part):
                yield from _run(run, about=about)
                run = []
            if place:
                yield Run((token,))
            elif part:
                about = about if run else ahead
                run.append(token)
            ahead = says_topic(token.text)
        yield from _run(run, about=about)

    def _is_place(self, place: int) -> bool:
        """Whether a word is the bare name of a province; of an everyday word what stands before it says so."""
        token = self.tokens[place]
        before = self.tokens[place - 1].text if place else ""
        plain = not token.sense.everyday or not before or before in read_groups("bill")["small"]["before_place"]
        return token.text in self.provinces and plain

    def _may_be_left(self, place: int) -> bool:
        token = self.tokens[place]
        return token.text not in _fillers() and not token.sense.cues & (_ASKING | _SOFT)


def _run(tokens: list[Token], *, about: bool) -> Iterator[Run]:
    if tokens:
        yield Run(tuple(tokens), about)


def _fillers() -> frozenset[str]:
    return frozenset(read_groups("bill")["small"]["fillers"])


@cache
def _document() -> re.Pattern[str]:
    """What the bill itself is called, which says nothing of its lines."""
    words = sorted(read_groups("bill")["small"]["document"], key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words))


def pays_in_year(index: Index, text: str) -> bool:
    """Whether a message names a year of the bill, if only by two digits, and somebody who gets money in it."""
    if index.bill is None:
        return False
    said = take_in(index, index.bill, text)
    places = any(len(run.tokens) == 1 and run.text in said.provinces for run in said.runs)
    return bool(said.years.inside(index.years)) and said.says_year and (places or bool(said.of("units")))


def take_in(index: Index, book: Book, raw: str) -> Said:
    """A message taken apart."""
    text = _document().sub(" ", clean(raw).lower())
    marks = find_marks(index, book, text)
    signed = with_signs(text, marks)
    pieces = index.cutter.cut(signed, index.slips)
    corrected = put_right(index, pieces)
    if corrected is not None:
        pieces = index.cutter.cut(corrected)
    tokens = tokens_of(index, pieces)
    reading = Reading("".join(piece.text for piece in pieces), tokens, (), text.isascii(), {})
    return Said(text, marks, tokens, find_years(reading, index.years), find_amounts(reading), frozenset(book.provinces))
