"""Which words of a message has a reading used, and which operators would it drop?

A reading that leaves a word of operation unused (not, only, share, other, a number ...) does not say what was asked:
it is no reading. Names, years and amounts are used by whoever puts them into the query.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.mentions import Mention
from knowledge.parsing.name_words import words_of_name
from knowledge.reading import Token
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_SUPERLATIVE, _SMALL = frozenset(_WORDS["superlative"]), frozenset(_WORDS["small"])
DENYING = frozenset(_WORDS["denying"])
"""Words that take back what stands behind them, besides those with the cue `not`."""
BOUNDS = ("more_op", "less_op", "more_than", "less_than", "at_most", "at_least", "exactly", "upward", "between")
"""Cues of a bound."""
_CHAPTER, _WRITING = frozenset(_WORDS["chapter"]), frozenset(_WORDS["writing"])
_NEAR_PLAN, _REACH_OF_WRITING = 3, 3
_SOFT = frozenset(
    (
        "also", "amount_unit", "budget", "four_years", "from", "funded", "how_much", "name_it", "number_word",
        "order_word", "plan", "project", "show", "there_is", "total", "under", "until", "what", "whole", "year",
    )
)  # fmt: skip
"""Cues of words that may stand beside any question: they say what it is about, and change no figure."""


_OF_NAMES = ("increase", "decrease", "change", "indicator", "goal", "target", "tactic")
"""Cues that are none where the draft says that they are words of a name ("เพิ่มสมรรถนะบุคลากร", "ถ่ายทอดตัวชี้วัด") or stand
before a number ("กลยุทธ์ 2")."""


@dataclass
class Heard:
    """One message while a reading is made of it."""

    index: Index
    draft: Draft
    aside: frozenset[int] = frozenset()
    """Places of words that stand beside the question (`asides.py`)."""
    used: set[int] = field(default_factory=set)
    """Places of the words that the reading accounts for."""
    found: dict[str, object] = field(default_factory=dict)
    """What of the message is the same for every reading, and found once."""

    def again(self) -> "Heard":
        """The same message for another reading, with what is used so far."""
        return Heard(self.index, self.draft, self.aside, set(self.used), self.found)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its words."""
        return self.draft.reading.tokens

    def at(self, *cues: str) -> list[int]:
        """Places of the words with one of these cues, outside names."""
        quoted = self.draft.named.quoted | self.named_tokens | self.aside
        said = [cue for cue in cues if cue not in _OF_NAMES or self.draft.has(cue)]
        return [i for i in self.draft.reading.where(*said) if i not in quoted]

    def has(self, *cues: str) -> bool:
        """Whether one of these cues stands outside names."""
        return bool(self.at(*cues))

    @cached_property
    def ranks(self) -> dict[int, str]:
        """Places of the words that rank, each with most or least: a bare ที่สุด by the words before it."""
        found = {i: "least" if self.tokens[i].is_cue("least") else "most" for i in self.at("most", "least")}
        for i, token in enumerate(() if found else self.tokens):
            if token.text in _SUPERLATIVE and i not in found:
                small = any(t.text in _SMALL for t in self.tokens[max(0, i - 3) : i])
                if small or self.has("budget"):  # "ให้ความสำคัญที่สุด" is no order of money
                    found[i] = "least" if small else "most"
        return found

    @cached_property
    def whole_plan(self) -> tuple[tuple[int, int], ...]:
        """ "แผนนี้", "แผนพัฒนาจังหวัดชุดนี้", "ยุทธศาสตร์ที่ 5 นี้": places of its word and of each that says which; it points
        at nothing that was shown."""
        found = [*self.all_issues, *self._plan_pointed_at()]
        for i in self.at("plan", "strategy", "whole"):
            at = i + 1 + ((i + 1) in self.at("number_word"))
            if at < len(self.tokens) and self.tokens[at].text == self.index.facts.strategy:
                found.append((i, at))
                at += 1
                if at in self.at("this"):
                    found.append((i, at))
            if self.draft.reading.english and i - 1 in self.at("this"):
                found.append((i, i - 1))  # "in this plan"
        return tuple(found)

    def _plan_pointed_at(self) -> Iterator[tuple[int, int]]:
        of_plan = [*self.at("plan", "strategy", "whole"), *(at for _, at in self.all_issues)]
        pointing = self.at("this")
        for i, j in ((i, j) for i in of_plan for j in pointing if 0 < j - i <= _NEAR_PLAN):
            if not any(t.sense.cues or t.number is not None for t in self.tokens[i + 1 : j]):
                yield i, j

    @cached_property
    def all_issues(self) -> tuple[tuple[int, int], ...]:
        """ "ใน(หกประเด็น)", "across all (six issues)", "(หกประเด็น)นี้": as many as the plan has; the places of number and
        word."""
        return tuple(self._all_issues())

    def _all_issues(self) -> Iterator[tuple[int, int]]:
        issues = len(self.index.of_kind("issue"))
        for i, token in enumerate(self.tokens):
            led = i > 0 and self.tokens[i - 1].text in _BEFORE_ALL
            if token.number != issues or i + 1 == len(self.tokens):
                continue
            if self.tokens[i + 1].is_cue("issue") and (led or i + 2 in self.at("this")):
                yield i, i + 1

    def take(self, *cues: str) -> bool:
        """Use every word with one of these cues; whether there is any."""
        found = self.at(*cues)
        self.used.update(found)
        return bool(found)

    @property
    def named_tokens(self) -> frozenset[int]:
        """Places of the words that name something."""
        return frozenset[int]().union(*(mention.tokens for mention in self.mentions))

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What it names, with all words of its name, outside what stands beside the question."""
        return tuple(mention for mention in self._in_full if not mention.tokens <= self.aside)

    @property
    def _in_full(self) -> tuple[Mention, ...]:
        """What it names, found once for every reading."""
        if (found := self.found.get("named in full")) is None:
            named = self.draft.named.mentions
            found = tuple(replace(m, tokens=m.tokens | words_of_name(self.index, self.draft, m)) for m in named)
            self.found["named in full"] = found
        return cast("tuple[Mention, ...]", found)

    @property
    def loose_numbers(self) -> list[int]:
        """Places of the numbers that are no years and no amounts, and number nothing."""
        taken = self.draft.years.tokens | self.draft.levels.tokens | self.draft.amounts.tokens
        taken |= {i for place in self.whole_plan for i in place} | self.named_tokens | self.own_chapters
        taken |= {i - 1 for i in self.at("same_years")}  # "(สอง)ปีนั้น" counts years
        return [i for i, token in enumerate(self.tokens) if token.number is not None and i not in taken]

    @cached_property
    def own_chapters(self) -> frozenset[int]:
        """ "กำลังเขียนบทที่ (2)", "จะใส่ในบทที่ (4)": numbers of chapters of what somebody writes, which is not the plan."""
        found = set()
        for i in (i for i, token in enumerate(self.tokens) if token.number is not None and i):
            at = i - 1 - self.tokens[i - 1].is_cue("number_word")
            before = self.tokens[max(0, at - _REACH_OF_WRITING) : max(0, at)]
            if self.tokens[at].text in _CHAPTER and any(token.text in _WRITING for token in before):
                found.add(i)
        return frozenset(found)

    def dropped(self) -> tuple[int, ...]:
        """Places of the words of operation, numbers and unknown words that the reading does not use."""
        left = (i for i in range(len(self.tokens)) if i not in self.used and i not in self.aside)
        return tuple(i for i in left if self._counts(i))

    def _counts(self, i: int) -> bool:
        token = self.tokens[i]
        cues = token.sense.cues - _SOFT
        if i not in self.draft.levels.tokens:
            cues -= {cue for cue in _OF_NAMES if not self.draft.has(cue)}
        if token.is_cue("under") and not self.draft.amounts.tokens:
            cues -= set(BOUNDS)  # "under issue 3"
        operates = bool(cues) or token.text in DENYING
        operates |= token.text in _SUPERLATIVE and not self.ranks  # "ถูกลืมที่สุด คือได้งบน้อยสุด" ranks once
        return (
            operates
            or i in self.named_tokens
            or token.number is not None
            or bool(token.sense.agencies)
            or (i in self.draft.named.left and not _is_polite(token))
        )

    def clause_before(self, i: int) -> Iterator[int]:
        """Places before this one, the nearest first, up to where another clause ends."""
        for j in range(i - 1, -1, -1):
            if self.tokens[j].text in _CLAUSE:
                return
            yield j

    def clause_behind(self, i: int) -> Iterator[int]:
        """Places behind this one, up to where another clause begins."""
        for j in range(i + 1, len(self.tokens)):
            if self.tokens[j].text in _CLAUSE:
                return
            yield j


def _is_polite(token: Token) -> bool:
    """Whether it greets or thanks."""
    return any(group.split("/")[0] in _POLITE for group in token.sense.talk)


_BEFORE_ALL = frozenset((*_WORDS["whole_of"], *read_vocabulary("quantities")["within"]))
_POLITE = ("greeting", "thanks")
_CLAUSE = frozenset(_WORDS["clause"])
