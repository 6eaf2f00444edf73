"""What does a message ask of a list: all of it, how many, which by number, what of it is about something?"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.parsing.heard import Heard
from knowledge.parsing.lists.phrases import phrases, words_of
from knowledge.query.kinds import Kind
from knowledge.reading import Token

LAST = -1
"""The number of the last item."""
_DASH = "-"
_UNITS, _COUNTING = words_of("unit"), words_of("counting")
_NEXT, _PREVIOUS = words_of("next"), words_of("previous")
_ABOUT, _HOLDS, _INSIDE = words_of("about"), words_of("holds"), words_of("inside")
_LOOSE_UNITS, _FIRST = words_of("loose_unit"), words_of("first")
_UP_TO, _LONGEST_RUN = words_of("up_to"), 30
_ITEM_WORDS = tuple(words_of("item_words"))
_ORDINAL_MARKS = words_of("ordinal_mark")
_SEVERAL, _CONCERNED = words_of("several"), words_of("concerned")
_OF, _JOINING, _FILLER = words_of("of"), words_of("joining"), words_of("filler")
_ORDINALS = words_of("ordinals")
_COUNTS = ("count", "count_item", "count_measure", "count_agency")
_LISTS = ("measure", "stakeholder", "agency_strategy")
_OTHER_LEVELS = ("goal", "tactic", "indicator", "project", "strategy")
_ASKING = (
    "what", "which_one", "how", "who", "also", "there_is", "yes_no", "verify", "name_it", "order_word", "show", "plan",
    "document_word", "spoken_of", "section_eight", "framework", "compare", "total", "number_word", "first_item",
    "last_item", "why", "which_year", "period", "strategy_word",
)  # fmt: skip
"""Cues of words that ask, and say nothing of what is asked about; where a text has them they are of it all the same."""
_NOT_OF_TEXTS = ("budget", "amount_unit", "average", "share", "most", "least", "count_project", "four_years")
"""Cues of what no text has."""


@dataclass(frozen=True)
class Frame:
    """What is asked, with the places of the words that say it."""

    numbers: tuple[int, ...] = ()
    """Items by number, LAST is the last."""
    first: int = 0
    """So many from the beginning; below 0 from the end."""
    step: int = 0
    """1: the one behind the one just told; -1: the one before."""
    count: bool = False
    claims: bool = False
    """Yes or no is asked."""
    which: bool = False
    """Which item it is."""
    counted: str = ""
    """What is counted or numbered, where that is no unit of any list."""
    sought: tuple[int, ...] = ()
    """Words that are looked for among the items."""
    words: tuple[int, ...] = ()
    """All other words that say what is meant."""
    issues: tuple[int, ...] = ()
    """Issues by number."""
    kind: Kind | None = None
    """The kind of list, where it is one that the plan makes by a column of a table."""
    noun: str = ""
    """What a question word stands behind: "มิติใด"."""
    sizes: tuple[int, ...] = ()
    """Places of numbers that say how many there are: "the three approaches"."""
    asks_all: bool = False
    """ "อะไรบ้าง", "what are": several are expected."""
    used: frozenset[int] = field(default_factory=frozenset)
    """Places of the words that ask."""

    @property
    def meant(self) -> tuple[int, ...]:
        """All words that say what is meant, in their order."""
        return tuple(sorted((*self.sought, *self.words)))

    @property
    def said(self) -> frozenset[int]:
        """Places of all words that ask or say what is meant: a form that answers accounts for them."""
        return self.used | {*self.meant}

    @property
    def picks(self) -> bool:
        """Whether it asks for items by their place."""
        return bool(self.numbers or self.first or self.step)


def frame_of(heard: Heard, *, money: bool = False, percent: bool = False, numbered: bool = False) -> Frame | None:
    """The frame of a message; None where it asks for what no text has. `money`, `percent`: a text may speak of it;
    `numbered`: a thing with a number may be meant."""
    others = not numbered and set(heard.draft.levels.numbers) & {*_OTHER_LEVELS}
    if heard.ranks or others or heard.draft.years.tokens:
        return None
    frame = _frame(heard)
    of_money = [] if money else [cue for cue in _NOT_OF_TEXTS if cue != "share" or not percent]
    at = {i for i, token in enumerate(heard.tokens) if token.is_cue(*of_money)}
    return None if at - {*(frame.sought if frame.which or frame.claims else ())} else frame


def list_kind(heard: Heard) -> Kind | None:
    """Whether the agencies that an issue concerns are meant, or their strategies."""
    return _frame(heard).kind


def _frame(heard: Heard) -> Frame:
    """The frame whatever else is said, found once for all forms."""
    found = heard.found.setdefault("frame", None) or _Finder(heard).frame()
    heard.found["frame"] = found
    assert isinstance(found, Frame)  # noqa: S101
    return found


class _Finder:
    """One walk over the words of a message."""

    def __init__(self, heard: Heard) -> None:
        self.tokens = heard.tokens
        self.used: set[int] = set()
        self.numbers: list[int] = []
        self.issues: list[int] = []
        self.sizes: list[int] = []
        self.first = 0
        self.counted = ""

    def frame(self) -> Frame:
        kind, several = self._kind(), bool(phrases(self.tokens, _SEVERAL))
        count = self._count()
        self._find_numbers()
        step = 0 if self._says_year_before(_NEXT) else self._take(_NEXT) - self._take(_PREVIOUS)
        which = self._which()
        sought = self._sought()
        claims = not count and any(token.is_cue("yes_no", "verify") for token in self.tokens)
        claims &= not any(token.is_cue("who", "how", "why", "what") for token in self.tokens)
        noun = self._noun_asked()
        if self._take(_UNITS) and not which:
            which = bool(sought) and not (self.numbers or self.first)
        self.used.update(i for i, token in enumerate(self.tokens) if self._only_asks(token))
        left = {*self.used, *sought, *self.sizes}
        words = tuple(i for i in range(len(self.tokens)) if i not in left)
        several |= bool(self.sizes)
        return Frame(
            tuple(self.numbers), self.first, step, count, claims, which, self.counted,
            tuple(i for i in sought if i not in self.used), words, tuple(self.issues), kind, noun,
            tuple(self.sizes), several, frozenset(self.used),
        )  # fmt: skip

    def _take(self, words: frozenset[str]) -> bool:
        found = {i for run in phrases(self.tokens, words) for i in run} - self.used
        self.used |= found
        return bool(found)

    def _says_year_before(self, words: frozenset[str]) -> bool:
        """ "ปีถัดไป": the next one of years."""
        return any(run.start and self.tokens[run.start - 1].is_cue("year") for run in phrases(self.tokens, words))

    def _only_asks(self, token: Token) -> bool:
        return token.text in _FILLER or token.is_cue(*_ASKING) or token.text in _OF

    def _kind(self) -> Kind | None:
        """Whom an issue concerns, or their strategies; "เกี่ยวข้องกับ" alone only where an issue is spoken of."""
        of_issue = any(token.is_cue("issue") for token in self.tokens)
        runs = [run for run in phrases(self.tokens, _CONCERNED) if of_issue]
        said = [i for i, t in enumerate(self.tokens) if t.is_cue("stakeholder") and (of_issue or t.text not in _INSIDE)]
        if any(token.is_cue("agency_strategy") for token in self.tokens):
            return "agency_strategy"
        if runs or said:
            self.used.update(i for run in runs for i in run)
            return "stakeholder"
        return None

    def _count(self) -> bool:
        """ "กี่ข้อ" counts items of any list, "กี่มิติ" what is called มิติ."""
        at = [i for i, token in enumerate(self.tokens) if token.is_cue(*_COUNTS) or _bare_noun(token.text)]
        for i in at:
            noun = _bare_noun(self.tokens[i].text)
            self.used.add(i)
            if noun and noun not in _UNITS | _LOOSE_UNITS and not self.tokens[i].is_cue("count_agency"):
                self.counted = noun
        return bool(at)

    def _find_numbers(self) -> None:
        for i, token in enumerate(self.tokens):
            if token.number is not None and token.number == int(token.number):
                self._number(i, int(token.number))
        if self._take(_FIRST):
            self.numbers.append(1)
        for i, token in enumerate(self.tokens):
            if i not in self.used and token.is_cue("first_item", "last_item"):
                self.used.add(i)
                self.numbers.append(1 if token.is_cue("first_item") else LAST)

    def _number(self, i: int, number: int) -> None:
        before = self._before(i)
        end = next(
            (j for j in (i - 1, i + 1, i + 2) if self._ends(j) and not (j == i - 1 and self._is_unit(j - 1))), None
        )
        if before is not None and self.tokens[before].is_cue("issue"):
            self.issues.append(number)
            self.used.update(range(before, i + 1))
        elif end is not None and number > 1:
            self.first = number if self.tokens[end].is_cue("first_item") else -number
            self.used.update((i, end))
        elif self.tokens[i].text in _ORDINALS or (before is not None and self._numbers_a_thing(before, i)):
            self.numbers += [*self._between(i, number), number]
            self.used.add(i)
            self._find_noun(before)
        elif self.numbers and i - 1 in self.used and self.tokens[i].before == _DASH:
            self.numbers += [*self._between(i, number), number]
            self.used.add(i)
        elif self.numbers and i > 1 and self.tokens[i - 1].text in _JOINING and i - 2 in self.used:
            self.numbers.append(number)
            self.used.update((i - 1, i))
        elif before is None or not self.tokens[before].is_cue("year", *_OTHER_LEVELS):
            self.sizes.append(i)

    def _between(self, i: int, number: int) -> range:
        """ "ข้อ 1 ถึงข้อ 3": those between two numbers."""
        to = {j for j in range(max(0, i - 3), i) if self.tokens[j].text in _UP_TO} if self.numbers else set()
        self.used |= to
        last = self.numbers[-1] if self.numbers else number
        dash = self.tokens[i].before == _DASH
        return range(last + 1, number if (to or dash) and 0 < last < number <= last + _LONGEST_RUN else last)

    def _find_noun(self, before: int | None) -> None:
        """ "ช่วงที่" 2: what is numbered, where the word is one with the mark of order."""
        word = "" if before is None else self.tokens[before].text
        if before is not None and word in _FILLER and word not in _UNITS:
            self.counted = word
        noun = next((word.removesuffix(mark) for mark in _ORDINAL_MARKS if word.endswith(mark)), "")
        if before is not None and noun and word not in _UNITS:
            self.counted = noun
            self.used.add(before)

    def _before(self, i: int) -> int | None:
        """The word that a number stands behind, over ที่."""
        at = i - 1
        if at > 0 and self.tokens[at].is_cue("number_word") and not self.tokens[at - 1].is_cue("what"):
            unit = self.tokens[at - 1]
            at = at - 1 if unit.is_cue("issue", *_LISTS) or not self._is_unit(at) else at
        return at if at >= 0 else None

    def _numbers_a_thing(self, before: int, number: int) -> bool:
        """Whether the word is numbered: "ข้อ 2", "มิติ 2", "แบบที่ 2"; not "มี 2"."""
        token = self.tokens[before]
        if token.is_cue("issue", "year", "what", "how", "there_is", *_OTHER_LEVELS) or token.number is not None:
            return False
        marked = before < number - 1 or token.text in _UNITS
        return token.text not in _JOINING and (token.text not in _FILLER or marked)

    def _is_unit(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].text in _UNITS

    def _ends(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].is_cue("first_item", "last_item")

    def _which(self) -> bool:
        """ "ข้อไหน", "มาตรการใด": a unit, or what is listed, with a question word."""
        found = False
        for i, token in enumerate(self.tokens):
            asks = token.is_cue("what", "which_one") or (token.is_cue("how_much") and self._is_unit(i - 1))
            if asks and (token.text.startswith(_ITEM_WORDS) or self._is_unit(i - 1)):
                self.used.update((i - 1, i) if self._is_unit(i - 1) else (i,))
                found = True
            elif asks and i and self.tokens[i - 1].is_cue(*_LISTS):
                found = True
        return found

    def _noun_asked(self) -> str:
        """ "มิติไหนเกี่ยวกับ": which of what the list calls its items."""
        asks = [i for i, token in enumerate(self.tokens) if token.is_cue("what", "which_one") and i]
        nouns = [self.tokens[i - 1] for i in asks]
        fits = [n.text for n in nouns if not n.is_cue("issue", *_OTHER_LEVELS) and n.text not in _UNITS]
        return fits[0] if len(fits) == 1 else ""

    def _sought(self) -> tuple[int, ...]:
        """The words behind "พูดถึง" or "มีเรื่อง", or before "อยู่ใน"."""
        for run in self._abouts():
            rest = tuple(self._rest(run.stop))
            if not self._is_inside(run) or not self._asks_behind(run):
                self.used.update(run)
                if rest:
                    return rest
        for run in phrases(self.tokens, _INSIDE):
            rest = tuple(i for i in range(run.start) if self._may_be_meant(i))
            if rest:
                self.used.update(run)
                return rest
        return ()

    def _abouts(self) -> list[range]:
        found = [run for words in (_HOLDS, _ABOUT) for run in phrases(self.tokens, words)]
        found += [range(i, i + 1) for i, token in enumerate(self.tokens) if token.is_cue("spoken_of")]
        return [run for run in found if not self.used & {*run}]

    def _is_inside(self, run: range) -> bool:
        return any(run == other for other in phrases(self.tokens, _INSIDE))

    def _asks_behind(self, run: range) -> bool:
        """ "เกี่ยวข้องกับกิจกรรมข้อใด": the list stands behind it."""
        return any(self.tokens[i].is_cue("what", "which_one") for i in range(run.stop, len(self.tokens)))

    def _rest(self, start: int) -> Iterator[int]:
        for i in range(start, len(self.tokens)):
            ends = self.tokens[i].text in _OF or self.tokens[i].text in _INSIDE
            if ends and any(self._may_be_meant(j) for j in range(start, i)):
                return
            if self._may_be_meant(i):
                yield i

    def _may_be_meant(self, i: int) -> bool:
        token = self.tokens[i]
        return i not in self.used and token.text not in _UNITS and not self._only_asks(token)


def _bare_noun(text: str) -> str:
    """What "กี่มิติ" counts."""
    return next((text.removeprefix(word) for word in _COUNTING if text.startswith(word)), "")
