"""What does one message ask, taken by itself? A draft: a Question with holes, which the conversation may fill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.amounts import Amounts, find_amounts
from knowledge.group import best_group
from knowledge.index import Index
from knowledge.levels import HIGHEST, Levels, find_levels
from knowledge.mentions import Mention, Named
from knowledge.reading import Reading, Token
from knowledge.tokens import between_blanks
from knowledge.vocabulary import read as read_vocabulary
from knowledge.years import Years, find_years

_WORDS = read_vocabulary("small_words")
_SUPERLATIVE, _SMALL = frozenset(_WORDS["superlative"]), frozenset(_WORDS["small"])
_CUT, _OUT = frozenset(_WORDS["cut"]), frozenset(_WORDS["out"])
_LONGEST_NAME_BETWEEN = 8
"""Words from ตัด to ออก."""

_OF_MONEY = (
    "budget", "year", "amount_unit", "which_year", "total", "per_year", "share", "whole", "plan",
    "previous_year", "next_year", "same_years", "first_year", "last_year",
)  # fmt: skip
_CHANGES = frozenset(("increase", "decrease", "change"))
_SETS_BESIDE = ("compare", "more_than", "less_than", "share", "without", "both", "plus", "not", "other")
"""Cues of a message that may be about several things though they are named far apart."""
_JOINERS, _DENYING = frozenset(read_vocabulary("quantities")["number_joiners"]), frozenset(_WORDS["denying"])
_PART_OF_PLAN = frozenset(_WORDS["part_of_plan"])
_SHORTEST_STRATEGY = 8
"""Letters of a strategy's name from which it is named."""
_TIMES, _LIST_MARKS = frozenset(_WORDS["times"]), frozenset(",/+&")
_TELLING = 0.8
"""Weight of a project's name beside which words that something else has, too, name nothing."""
_SURE_SUBJECT, _BESIDE = 0.9, 0.75
"""Weight of a name that is meant beyond doubt, and the part of it from which another one is its rival."""
_LEVELS_IN_NAMES = frozenset(("indicator", "goal", "target", "strategy", "tactic", "increase", "decrease", "change"))
_SURELY_NAMED = 0.6
"""Weight of a name (`mentions.py`) from which a word beside it may belong to it."""


@dataclass(frozen=True)
class Draft:
    """One message taken apart."""

    reading: Reading
    years: Years
    amounts: Amounts
    levels: Levels
    named: Named
    group: str
    """The kind of things it is about (`group.py`)."""
    agencies: tuple[str, ...]
    cues: frozenset[str]
    """Cues outside quoted names."""

    def has(self, *cues: str) -> bool:
        """Whether one of these cues stands in the message, outside quoted names."""
        return not self.cues.isdisjoint(cues)

    def number_of(self, cue: str) -> int | None:
        """The number next to a word with this cue, a place or two from it: "top 4", "5 อันดับแรก"."""
        tokens = self.reading.tokens
        taken = self.years.tokens | self.amounts.tokens | self.levels.tokens
        for i in self.reading.where(cue):
            for j in (i + 1, i - 1, i + 2):
                number = tokens[j].number if 0 <= j < len(tokens) and j not in taken else None
                if number is not None:
                    return int(number)
        return None

    def notions(self) -> frozenset[str]:
        """What the words stand for by which the message names things of the plan."""
        return frozenset(n for m in self.named.mentions for i in m.tokens for n in self.reading.tokens[i].notions)

    def name_weight(self) -> float:
        """How much of the message its names explain, all together."""
        return sum(m.weight for m in self.named.mentions) + self.named.described

    def surest_name(self) -> float:
        """How much the surest of its names explains."""
        return max((m.weight for m in self.named.mentions), default=0.0)


def take_apart(index: Index, reading: Reading, last_group: str = "") -> Draft:
    """The draft of a message, each word used once; `last_group` is what the chat was about."""
    reading = _without_stray_changes(reading)
    amounts = find_amounts(reading)
    reading = _without_shares(reading, amounts)
    years = _without(find_years(reading, index.years), amounts)
    group, named = best_group(index, reading, last_group)
    reading, named = _with_plan_named(index, reading, named)
    meant = _meant(index, reading, named.mentions)
    apart = _are_rivals(index, reading, meant)
    named = replace(
        named, mentions=meant, apart=apart, described=sum(m.weight for m in named.mentions if m not in meant)
    )
    levels = find_levels(reading, years.tokens | amounts.tokens, named.quoted, max(HIGHEST, index.highest))
    agencies = [a for i, t in enumerate(reading.tokens) if i not in named.quoted for a in sorted(t.sense.agencies)]
    cues = _cues(reading, named.quoted | levels.tokens) - _cues_of_names(index, reading, named)
    return Draft(reading, years, amounts, levels, named, group, tuple(dict.fromkeys(agencies)), cues)


def _without_stray_changes(reading: Reading) -> Reading:
    """ "อยากได้บริการอะไรเพิ่มไหม งบเท่าไหร่": what rises or falls is money only beside words of money or a year.

    Without a clause of its own for the figure that is asked, everything may be meant.
    """
    if reading.english or not reading.tokens:
        return reading
    parts = list(between_blanks(reading.tokens))
    asks = [part for part in parts if any(reading.tokens[i].is_cue("how_much") for i in part)]
    tokens = reading.tokens
    of_money = [any(_is_of_money(tokens[i]) for i in part) for part in parts]
    to_number = [*(tokens[part.start].number is not None for part in parts[1:]), False]  # "เพิ่มจาก 61 เป็น 64"
    near = [of or to for of, to in zip(of_money, to_number, strict=True)]
    stray = {
        i for part, is_near in zip(parts, near, strict=True) if asks and part not in asks and not is_near for i in part
    }
    tokens = tuple(_unchanging(token) if i in stray else token for i, token in enumerate(reading.tokens))
    return replace(reading, tokens=tokens)


def _without_shares(reading: Reading, amounts: Amounts) -> Reading:
    """ "ไม่ถึงครึ่งล้าน" is an amount and no share."""
    tokens = tuple(
        replace(token, sense=replace(token.sense, cues=token.sense.cues - {"share"})) if i in amounts.tokens else token
        for i, token in enumerate(reading.tokens)
    )
    return replace(reading, tokens=tokens) if amounts.tokens else reading


def _is_of_money(token: Token) -> bool:
    return token.number is not None or token.is_cue(*_OF_MONEY)


def _unchanging(token: Token) -> Token:
    return replace(token, sense=replace(token.sense, cues=token.sense.cues - _CHANGES))


def _with_plan_named(index: Index, reading: Reading, named: Named) -> tuple[Reading, Named]:
    """ "ยุทธศาสตร์(บริหารภาครัฐ)": words of the strategy's own name behind its word mean the whole plan, nothing of it."""
    for at in reading.where("strategy", "plan"):
        places = list(_words_behind(reading, at))
        said = "".join(reading.tokens[i].text for i in places)
        if len(said) >= _SHORTEST_STRATEGY and said in index.facts.strategy_name:
            whole = replace(reading.tokens[at].sense, cues=frozenset({"whole"}))
            tokens = (*reading.tokens[:at], replace(reading.tokens[at], sense=whole), *reading.tokens[at + 1 :])
            rest = tuple(mention for mention in named.mentions if not mention.tokens <= set(places))
            return replace(reading, tokens=tokens), replace(named, mentions=rest)
    return reading, named


def _words_behind(reading: Reading, at: int) -> Iterator[int]:
    """The words behind a place that name something, up to the next that asks."""
    begun = False
    for i in range(at + 1, len(reading.tokens)):
        token = reading.tokens[i]
        if not begun and token.text in _PART_OF_PLAN:
            continue
        if token.sense.cues or token.number is not None:
            return
        begun = True
        yield i


def _meant(index: Index, reading: Reading, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without those that only describe a surer one: two things are meant where they are joined or set side by side."""
    times = any(token.text in _TIMES for token in reading.tokens)
    if len(mentions) < 2 or times or reading.has(*_SETS_BESIDE):
        return mentions
    asking = [part for part in between_blanks(reading.tokens) if _asks(reading, part)]
    each = [next((m for m in mentions if m.tokens & set(part)), None) for part in asking]
    if len(asking) > 1 and None not in each and len(set(each)) == len(asking):
        return mentions  # "ฝั่งจีนเท่าไร แล้วฝั่งเวียดนามเท่าไร": each is asked of
    inside = tuple(m for m in mentions if any(m.tokens <= set(part) for part in asking))
    if len(asking) == 1 and len(inside) == 1 and inside[0].weight >= _SURE_SUBJECT:
        return inside  # "อีเซอร์วิสได้เงินเท่าไร ทำเว็บแพงแท้": the other clause only talks
    surest = max(mentions, key=lambda mention: mention.weight)
    kinds = {index.entities[code].kind for code in surest.codes}
    if kinds != {"project"} or len(surest.codes) > 1 or surest.weight < _TELLING:
        return mentions
    above = set(index.entities[surest.codes[0]].parents)
    beside = [m for m in mentions if m is surest or above & set(m.codes) or not _only_shares_words(index, reading, m)]
    if surest.weight < _SURE_SUBJECT:
        return tuple(beside)
    return tuple(
        m
        for m in beside
        if m is surest or above & set(m.codes) or _is_in_row(mentions, m) or _stands_beside(reading, m, surest)
    )


def _only_shares_words(index: Index, reading: Reading, mention: Mention) -> bool:
    """Whether what is named beside a project is of another level, of which no word is said and to which nothing joins:
    "เว็บให้คนเข้ามาคุยกัน" means no tactic by เข้ามา."""
    kinds = {index.entities[code].kind for code in mention.codes}
    joined = any(token.text in _JOINERS or token.before in _LIST_MARKS for token in reading.tokens)
    return kinds.isdisjoint(("project", "issue")) and not joined and not reading.has(*kinds)


def _asks(reading: Reading, part: range) -> bool:
    return any(reading.tokens[i].is_cue("how_much", "which_year", "who", "responsible") for i in part)


def _are_rivals(index: Index, reading: Reading, mentions: Sequence[Mention]) -> bool:
    """Whether one of several projects was meant: nothing joins, counts or compares them, nor do they stand in a row."""
    one_each = all({index.entities[c].kind for c in m.codes} == {"project"} and len(m.codes) == 1 for m in mentions)
    counted = any(token.number == len(mentions) for token in reading.tokens)
    if len(mentions) < 2 or not one_each or counted or reading.has(*_SETS_BESIDE, "by_each"):
        return False
    places = sorted(mentions, key=lambda mention: min(mention.tokens))
    return not all(_is_in_row((one, other), other) or _joins(reading, one, other) for one, other in pairwise(places))


def _joins(reading: Reading, one: Mention, other: Mention) -> bool:
    between = reading.tokens[max(one.tokens) + 1 : min(other.tokens)]
    return any(token.text in _JOINERS or token.before in _LIST_MARKS for token in between)


def _is_in_row(mentions: Sequence[Mention], mention: Mention) -> bool:
    """Whether it stands right beside another name: "หนานหนิง เว้ ดงเห่ย"."""
    first, last = min(mention.tokens), max(mention.tokens)
    ends = {max(m.tokens) for m in mentions if m is not mention}
    starts = {min(m.tokens) for m in mentions if m is not mention}
    close = bool(ends & {first - 1, first - 2}) or bool(starts & {last + 1, last + 2})
    return close and len(mention.codes) == 1 and mention.weight >= _SURELY_NAMED


def _stands_beside(reading: Reading, one: Mention, surest: Mention) -> bool:
    """Whether it is a thing of its own: joined to the other, denied beside it, or as sure."""
    first, second = sorted((one, surest), key=lambda mention: min(mention.tokens))
    between = reading.tokens[max(first.tokens) + 1 : min(second.tokens)]
    denied = any(token.is_cue("not", "without") or token.text in _DENYING for token in between)
    return _joins(reading, first, second) or denied or one.weight >= _BESIDE * surest.weight


def _without(years: Years, amounts: Amounts) -> Years:
    """A number that is an amount is no year."""
    if years.tokens and years.tokens <= amounts.tokens:
        return Years(relative=years.relative)
    return years


def _cues(reading: Reading, no_cues: frozenset[int]) -> frozenset[str]:
    """What the message gives away outside its names; a numbered level ("กลยุทธ์ 2") is one, it says what about."""
    cues = {cue for i, token in enumerate(reading.tokens) if i not in no_cues for cue in token.sense.cues}
    cues |= _superlative(reading)
    if _cuts_out(reading):
        cues.add("without")
    return frozenset(cues)


def _cues_of_names(index: Index, reading: Reading, named: Named) -> frozenset[str]:
    """Cues that are words of a project's name: "โครงการถ่ายทอด ตชว." asks for no indicator."""
    sure = [m for m in named.mentions if m.weight >= _SURELY_NAMED and len(m.codes) == 1]
    projects = [(index.entities[m.codes[0]], m.tokens) for m in sure if index.entities[m.codes[0]].kind == "project"]
    return frozenset(
        cue
        for project, words in projects
        for cue in project.cues & _LEVELS_IN_NAMES
        if len(places := list(reading.where(cue))) == 1 and words & {places[0] - 1, places[0] + 1}
    )


def _superlative(reading: Reading) -> set[str]:
    """What a bare ที่สุด means by the words before it: น้อยนิดที่สุด is the least."""
    tokens = reading.tokens
    at = next((i for i, token in enumerate(tokens) if token.text in _SUPERLATIVE), None)
    if at is None or reading.has("most", "least"):
        return set()
    return {"least" if any(t.text in _SMALL for t in tokens[max(0, at - 3) : at]) else "most"}


def _cuts_out(reading: Reading) -> bool:
    """ "ตัดจีนออก", "เอา POC ออก": to leave something out is said in two words with its name between."""
    tokens = reading.tokens
    cut = next((i for i, token in enumerate(tokens) if token.text in _CUT), None)
    return cut is not None and any(t.text in _OUT for t in tokens[cut + 2 : cut + _LONGEST_NAME_BETWEEN])
