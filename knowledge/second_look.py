"""What was perhaps meant by a message that no word of the plan explains? What is nearest in meaning is offered.

Mostly the person chooses, and the figure is that of what was chosen. Where one thing is far nearer than any other and a
figure, a year or an agency of it is asked for, it is answered at once, and the answer says what was taken to be meant.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Self

from knowledge.draft import Draft
from knowledge.index import Index, Kind
from knowledge.intent import settle
from knowledge.leftover import meant_for, receivers
from knowledge.mentions import Mention
from knowledge.names.skeleton import bones
from knowledge.notions import FOREIGN
from knowledge.question import Question
from knowledge.reading import Token
from knowledge.subject import Subject
from knowledge.vocabulary import read

_OF_A_PLAN = ("budget", "responsible", "which_year", "project", "plan", "funding", "per_year", "agency", "who")
_OF_ANYTHING = ("how_much", "year", "total")
"""Cues of somebody who asks about a plan, and of somebody who may, as does who asks whether there is such a thing.
A question that has none asks about the world."""
_ONLY_ASKS = frozenset(("how_much", "which_year", "year", "budget", "who", "responsible", "agency", "total", "yes_no"))
"""Cues of words that ask something of a thing and do not describe it."""
NOT_UNDERSTOOD = ("words", "nothing")
"""Reasons that are no knowledge: perhaps the plan has it after all."""
_NAMED_THEN = ("feedback", "perhaps")
"""Reasons that give way to a thing that is as good as named."""
_PERHAPS, _PERHAPS_ELSE, _LIKELY = 0.05, 0.14, 0.3
"""How near (`names/meaning.py`) the nearest must be to be shown beside "not found": where a plan is asked about, and
where anything may be; and how near to be asked for outright, or to be shown where the message seemed understood.

docs/understanding.md shows what that finds and what it costs. It was learned from Thai: in English nothing is likely.
"""
_AHEAD, _ALIKE = 0.12, 0.25
"""How far the nearest must be before the second, words counted, and how near in meaning alone, to be answered at once:
docs/understanding.md."""
_MOST_LEFT = 8
"""Words beside the names from which on a message tells a story."""
_JOINERS = frozenset(read("quantities")["number_joiners"])
_NAMED = 0.6
"""How near a thing is that is named, whatever is asked of it."""
_STANDS_OUT, _FAR_AHEAD = 0.4, 0.25
"""The same for one so far before the second."""
_OF_ITS_OWN, _BEFORE_OTHERS = 0.12, 0.06
"""How near in meaning the nearest must be where the agency that was named answers for it, and how far before others."""
_ASKING = ("count", "count_item", "there_is", "yes_no", "verify", "what", "show")
"""Cues of a message that asks something, though not of a plan: it is of one where it names a thing of it."""
_FOUND = 1.0
"""Weight (`mentions.py`) of a thing that was found by its meaning or its letters."""
_OF_ONE = ("budget", "how_much", "which_year", "year", "responsible", "who", "per_year", "share", "yes_no", "verify")
"""Cues of what may be asked of one thing."""
_PER_WORD = 0.15
"""By how much a word of its names that was said brings a thing nearer, where the word tells all (`Index.weights`)."""
_OF_AGENCY = 0.15
"""By how much the agency that was named brings what it answers for nearer."""
_BY_CHANCE, _COVERED = 0.25, 0.4
"""Share of a description's letters (`names/table.py`) that any long name has, and from which it is a name misread or
cut short: "ประตูน้ำบ้านจืองา"."""
_LOOKED_AT, _OFFERED = 60, 3
"""Projects near in meaning, and by their letters, that are compared, and how many are offered."""
_DESCRIBES = 3
"""Words beside another place from which something is described."""
_ONE_WORD, _MORE_LEFT = 1.0, 0.5
"""Weight of a name that is one telling word (`mentions.py`), and of what it leaves over (`leftover.py`)."""
OF_PROJECTS = ("budget", "years", "agencies", "funding", "overview")
"""What is asked of projects more than of anything else, unless a word for another kind of thing is said."""
_OTHER_LEVELS = ("issue", "tactic", "goal", "indicator", "measure", "stakeholder", "strategy")
_DENYING = frozenset(read("small_words")["denying"])
_TELLING = 4
"""Letters from which a nickname is no part of another word."""
_KINDS: tuple[Kind, ...] = ("project",)


@dataclass(frozen=True)
class Perhaps:
    """What of the plan may be meant."""

    codes: tuple[str, ...] = ()
    """The nearest first."""
    likely: bool = False
    """One of it is likely meant."""
    surely: bool = False
    """The first is far nearer than the others."""


def perhaps_meant(index: Index, draft: Draft, reason: str) -> Perhaps:
    """What of the plan is nearest to a message that asks about something.

    `reason` says why it is no question so far, as in `Understood`, or which talk it seemed.
    """
    least = 0.0 if reason == "elsewhere" and _only_the_place(draft) else _least(draft, reason)
    if not least and not draft.has(*_ASKING):
        return Perhaps()
    looks = _Looks.at(index, draft)
    codes = tuple(looks.worth)[:_OFFERED]
    if not codes or (not least and not (looks.is_ahead and looks.is_named)):
        return Perhaps()
    covered = reason in (*NOT_UNDERSTOOD, "elsewhere") and looks.covers.get(codes[0], 0.0) >= _COVERED
    if looks.nearest < least and not covered:
        return Perhaps()
    meant = looks.nearest >= _LIKELY and not draft.reading.english
    other = _is_of_other_matter(draft)
    likely = (meant or covered) and reason in NOT_UNDERSTOOD and not other
    known = reason in NOT_UNDERSTOOD or (reason in _NAMED_THEN and looks.is_named)
    known |= reason == "elsewhere" and _lies_there(index, draft, codes[0])
    plain = _asks(draft) or looks.is_named
    tells_story = len(draft.named.left) > _MOST_LEFT and not looks.is_named
    surely = looks.is_ahead and known and plain and not (other or tells_story or _is_of_more(draft))
    return Perhaps(codes, likely, surely) if least or surely else Perhaps()


def _lies_there(index: Index, draft: Draft, code: str) -> bool:
    """Whether the other place, or the other body, that was said stands in the name of the thing or of its agency."""
    agencies = [name for name, codes in index.answers_for.items() if code in codes]
    names = bones(" ".join((index.entities[code].name, *agencies)))
    places = [bones(token.text) for token in draft.reading.tokens if token.is_cue(FOREIGN)]
    return bool(places) and all(place in names for place in places)


def _asks(draft: Draft) -> bool:
    """Whether something is asked of one thing, whatever it is."""
    return draft.has(*_OF_ONE) and not draft.reading.english


def _is_of_other_matter(draft: Draft) -> bool:
    """Whether all that nothing explains is a plain word for people or a matter ("โครงการของครู"): what the plan has of
    that says so, and what only lies near is something else."""
    left, tokens = set(draft.named.left), draft.reading.tokens
    return bool(left) and left <= {*meant_for(tokens), *receivers(tokens)}


def _is_of_more(draft: Draft) -> bool:
    """Whether it is of several things, says what is not meant, or speaks of daily life."""
    tokens = draft.reading.tokens
    counted = any(a.number is not None and a.number > 1 and b.is_cue("project") for a, b in pairwise(tokens))
    joined = draft.has("total", "compare", "more_than", "less_than") and any(t.text in _JOINERS for t in tokens)
    kinds = draft.levels.asked in _OTHER_LEVELS and draft.has("which_one", "what")
    several = counted or kinds or draft.has("both", "plus") or (joined and not draft.years.named)
    denies = any(token.text in _DENYING for token in tokens)
    return several or denies or draft.has("other_matter")


def with_thing(index: Index, draft: Draft, code: str) -> Draft:
    """The draft as if what nothing explained in it, and what it was thought to name, were the name of this thing."""
    tokens, taken = draft.reading.tokens, draft.years.tokens | draft.amounts.tokens | draft.levels.tokens
    name = index.entities[code].name
    numbers = {i for i, t in enumerate(tokens) if t.number is not None and i not in taken and _has_number(name, t)}
    places = frozenset((*draft.named.left, *(i for m in draft.named.mentions for i in m.tokens), *numbers))
    first, last = min(places, default=0), max(places, default=0)
    places |= {i for i in range(first + 1, last) if tokens[i].is_cue("not")}
    mention = Mention((code,), places or frozenset(range(len(tokens))) - taken, _FOUND)
    named = replace(draft.named, mentions=(mention,), left=(), left_weight=0.0, left_hard=0.0, foreign=False)
    return replace(draft, named=named)


def _has_number(name: str, token: Token) -> bool:
    return f"{token.number:g}" in re.findall(r"\d+", name.replace(",", ""))


def _only_the_place(draft: Draft) -> bool:
    """ "งบปี 55 ของจังหวัดอุดรธานี": nothing is described but the other place."""
    tokens = draft.reading.tokens
    kept = (t for i, t in enumerate(tokens) if i not in draft.years.tokens and t.sense.cues.isdisjoint(_ONLY_ASKS))
    return sum(not token.is_cue(FOREIGN) for token in kept) < _DESCRIBES


def rather_meant(index: Index, draft: Draft, question: Question) -> tuple[str, ...]:
    """What is likely meant instead of what a question is about, where that stands on one word and more is left over.

    "จับตาโรคระบาด" names no project by จับตา, though only one has that word.
    """
    one_word = draft.surest_name() <= _ONE_WORD and draft.named.left_weight >= _MORE_LEFT
    pinned = draft.reading.codes or draft.levels.numbers or draft.reading.names or draft.has(*_OTHER_LEVELS)
    if pinned or not one_word or not question.about or question.ask not in OF_PROJECTS or draft.reading.english:
        return ()
    looks = _Looks.at(index, draft)
    nearest = tuple(looks.worth)[:_OFFERED]
    return nearest if looks.nearest >= _LIKELY and nearest[0] not in question.about else ()


def _least(draft: Draft, reason: str) -> float:
    """How near something must be to be offered; 0 where nothing is asked of a plan."""
    figure = draft.has("which_year") or (draft.has("how_much") and bool(draft.years.named))
    of_plan = figure or draft.has(*_OF_A_PLAN)
    exists = draft.has("there_is") and draft.has("yes_no")
    if not (of_plan or exists or draft.has(*_OF_ANYTHING)):
        return 0.0
    if reason in NOT_UNDERSTOOD:
        return _PERHAPS if of_plan else _PERHAPS_ELSE
    return _PERHAPS_ELSE if figure or (of_plan and reason == "elsewhere") else _LIKELY


@dataclass(frozen=True)
class _Looks:
    """How near the things of a plan are to what a message describes."""

    alike: Mapping[str, float]
    """In meaning."""
    covers: Mapping[str, float]
    """Which share of its letters their names have."""
    worth: Mapping[str, float]
    """All together, with the words of their names and the agency that were said; the nearest first."""
    own: frozenset[str]
    """What the agencies that were named answer for."""

    @classmethod
    def at(cls, index: Index, draft: Draft) -> Self:
        """Of the things that are nearest in meaning, and those that share most letters."""
        text = described(index, draft)
        near = index.meanings.near(text, _KINDS, _LOOKED_AT)
        alike, covers = dict(zip(near.codes, near.alike, strict=True)), index.naming.covering(text, _LOOKED_AT)
        said = frozenset(notion for token in draft.reading.tokens for notion in token.notions)
        own = frozenset(code for name in draft.agencies for code in index.answers_for.get(name, ()))
        farthest, worth = min(near.alike, default=0.0), dict[str, float]()
        for code in (code for code in alike | covers if index.entities[code].kind in _KINDS):
            words = sum(index.weights.get(notion, 0.0) for notion in said & index.entities[code].notions)
            worth[code] = alike.get(code, farthest) + _PER_WORD * words + (_OF_AGENCY if code in own else 0.0)
            worth[code] += max(0.0, covers.get(code, 0.0) - _BY_CHANCE)
        return cls(alike, covers, dict(sorted(worth.items(), key=lambda one: -one[1])), own)

    @property
    def nearest(self) -> float:
        """How near in meaning the nearest is."""
        return max(self.alike.values(), default=0.0)

    @property
    def is_ahead(self) -> bool:
        """Whether the first is far nearer than the second, in meaning alone or by its letters, too; or a little, where
        the agency that was named answers for it."""
        alike, covered = self.alike.get(self.first, 0.0), self.covers.get(self.first, 0.0)
        if self.first in self.own and alike >= _OF_ITS_OWN and self._lead >= _BEFORE_OTHERS:
            return True
        ahead = self._lead >= _AHEAD and self.worth.get(self.first, 0.0) >= _LIKELY
        return ahead and (alike >= _ALIKE or covered >= _COVERED)

    @property
    def is_named(self) -> bool:
        """Whether the first is as good as named."""
        worth = self.worth.get(self.first, 0.0)
        return worth >= _NAMED or (worth >= _STANDS_OUT and self._lead >= _FAR_AHEAD)

    @property
    def first(self) -> str:
        """The nearest; "" where there is none."""
        return next(iter(self.worth), "")

    @property
    def _lead(self) -> float:
        """How far the first is before the second."""
        first, second = [*self.worth.values(), 0.0, 0.0][:2]
        return first - second


def described(index: Index, draft: Draft) -> str:
    """What a message says of a thing, without what it asks of it; all of it, where nothing else is left."""
    tokens, names = draft.reading.tokens, draft.reading.names
    kept = [
        (" " if token.before == " " else "") + (names[token.text].text if token.text in names else token.text)
        for i, token in enumerate(tokens)
        if i not in draft.years.tokens and token.sense.cues.isdisjoint(_ONLY_ASKS)
    ]
    return _plainly(index, "".join(kept).strip() or draft.reading.letters)


def _plainly(index: Index, text: str) -> str:
    """With places as titles write them, and without the plan's own province: everything in it lies there."""
    called, pattern = _nicknames()
    told = pattern.sub(lambda found: called[found[0]], text)
    return told.replace(index.facts.province, " ") if index.facts.province else told


@cache
def _nicknames() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The province that is meant by each of its names, and what finds one of them, the longest first."""
    called = {name: province for province, names in read("nicknames").items() for name in (province, *names)}
    long_enough = sorted((name for name in called if len(name) >= _TELLING), key=lambda name: (-len(name), name))
    return called, re.compile("|".join(map(re.escape, long_enough)))


def asked_of(index: Index, draft: Draft, codes: Sequence[str]) -> Question:
    """What the message asks, of whichever of these things it meant: the question is about none of them yet."""
    subject = Subject(tuple(codes), own=True, unclear=tuple(codes))
    return replace(settle(index, draft, subject), about=())
