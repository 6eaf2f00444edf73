"""Which of several stored plans does a message mean?

Words for a plan decide (its period or name, "the plan before"), then a thing or a year that only other plans have, then
the province, strategy or title that is named; where nothing does, it is the plan that the chat is in.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.clean import clean
from knowledge.cut import squeeze
from knowledge.era import BUDDHIST_ERA, CENTURY, FIRST_OF_ERA
from knowledge.index import Index
from knowledge.lexicon import key
from knowledge.plan_content import by_content
from knowledge.plans_stored import StoredPlans
from knowledge.vocabulary import read as read_vocabulary

Kind = Literal["one", "unsure", "none", "list", "compare"]

_SHORTEST_TITLE = 8
"""Letters of a title or strategy's name by which a plan may be known."""
_SHORTEST_PLACE = 5
"""Letters of a province that is known by its bare name; a shorter one needs a word before it."""
_YEAR = r"'?(\d{4}|\d\d)"


@dataclass(frozen=True)
class Choice:
    """What a message means."""

    kind: Kind
    """one: a plan; unsure: one of these; none: one that is not stored; list: which there are; compare: two of them."""
    plans: tuple[Index, ...]
    text: str
    """The message without the words that say which plan; "" where it says nothing else."""
    counts: bool = False
    """Of a comparison: of projects, not money."""
    part: str = ""
    """Of a comparison: what is asked of each plan, without the words that compare."""
    same: bool = False
    """Of a comparison: it is of what the chat is about."""


@dataclass(frozen=True)
class _Said:
    """A place where a message speaks of a plan."""

    start: int
    end: int
    plans: tuple[Index, ...]
    """Which it may be; none where there is no such plan."""
    stays: bool = False
    """It is left in the message: "this plan", or a year that may also be asked for."""


def which_plan(plans: StoredPlans, text: str, current: Index) -> Choice:
    """The plan that a message means within a chat about the current one."""
    if not plans.several:
        return Choice("one", (plans.default,), text)
    cleaned = clean(text)
    if _pattern("which").search(cleaned):
        return Choice("list", plans.indexes, "")
    said = _apart(_relative(plans, cleaned, current), _periods(plans, cleaned), _called(plans, cleaned))
    turns = [each for each in said if not each.stays]
    rest = _without(cleaned, turns) if turns else text
    if compared := _compared(cleaned, said, current):
        same = bool(_pattern("same_thing").search(cleaned))
        return Choice("compare", compared, _bare(rest), _counts_projects(cleaned), _of_one(cleaned, said), same)
    if any(not each.plans for each in said):
        return Choice("none", (), rest)
    found = _narrow(plans.indexes, [each.plans for each in said])
    for narrow in (by_content, _by_itself):
        found = narrow(found, cleaned, current) if len(found) > 1 else found
    return _chosen(plans, found, current, _bare(rest) if turns else rest)


def _chosen(plans: StoredPlans, found: Sequence[Index], current: Index, rest: str) -> Choice:
    """Where several are left it is the chat's, else the default one; others the person must tell apart."""
    for likely in (current, plans.default):
        if likely in found:
            return Choice("one", (likely,), rest)
    return Choice("one" if len(found) == 1 else "unsure", tuple(found), rest)


def _narrow(all_plans: Sequence[Index], said: Iterable[Sequence[Index]]) -> Sequence[Index]:
    """What everything that was said leaves; where that contradicts itself, all of it."""
    found = all_plans
    for some in said:
        both = [index for index in found if index in some]
        found = both or [index for index in all_plans if index in found or index in some]
    return found


# --- What is said of the plan itself


def _relative(plans: StoredPlans, text: str, current: Index) -> Iterator[_Said]:
    """ "แผนก่อน", "แผนปัจจุบัน", "แผนนี้"."""
    meant: dict[str, Callable[[], tuple[Index, ...]]] = {
        "before": lambda: _beside(plans, current, -1),
        "after": lambda: _beside(plans, current, 1),
        "now": lambda: (plans.default,),
        "here": lambda: (current,),
    }
    for name, find in meant.items():
        for match in _pattern(name).finditer(text):
            follows = text[match.end() :].lstrip()
            if not follows.startswith(tuple(_words("no_plan"))) and not follows[:1].isdigit():
                yield _Said(*match.span(), find(), stays=name == "here")


def _beside(plans: StoredPlans, current: Index, way: int) -> tuple[Index, ...]:
    """The plans whose period is the next one before (-1) or after, of the same province where there are any; of a chat
    that is in that plan already, itself."""
    for start in dict.fromkeys((current, plans.default)):
        others = [index for index in plans.indexes if _lies(index, start, way)]
        others = [index for index in others if index.facts.province == start.facts.province] or others
        if others:
            ends = [index.years[-1] if way < 0 else -index.years[0] for index in others]
            return tuple(index for index, end in zip(others, ends, strict=True) if end == max(ends))
        if start is not plans.default and _lies(start, plans.default, way):
            return (start,)
    return ()


def _lies(index: Index, start: Index, way: int) -> bool:
    """Whether a plan's period lies before (-1) or after another's; where they share years, by their first."""
    return (index.years[0] - start.years[0]) * way > 0


def _periods(plans: StoredPlans, text: str) -> Iterator[_Said]:
    """ "แผน 2561-2565", "ปี 61 ถึง 65": a plan's period, from its first year to its last; "แผนปี 65": a year of it."""
    before = f"(?:(?:{_either('plan')})\\s*(?:{_either('of_years')})?\\s*)?"
    for match in re.finditer(rf"{before}(?<!\d){_YEAR}\s*(?:{_either('until')})\s*{_YEAR}(?!\d)", text):
        period = _full(match[1]), _full(match[2])
        if found := _of_period(plans, *period):
            yield _Said(*match.span(), found)
    for match in re.finditer(rf"(?:{_either('plan')})\s*(?:{_either('of_years')})?\s*{_YEAR}(?!\d)", text):
        year = _full(match[1])
        if found := _of_period(plans, year, year):
            yield _Said(*match.span(), found)
        elif found := tuple(index for index in plans.indexes if year in index.years):
            yield _Said(*match.span(), found, stays=True)


def _of_period(plans: StoredPlans, first: int, last: int) -> tuple[Index, ...]:
    return tuple(index for index in plans.indexes if (index.years[0], index.years[-1]) == (first, last))


def _full(year: str) -> int:
    number = int(year)
    if number < 100:
        return CENTURY + number
    return number + BUDDHIST_ERA if number < FIRST_OF_ERA else number


def _called(plans: StoredPlans, text: str) -> Iterator[_Said]:
    """ "แผน old", "old:5.3.6": the name under which a plan was loaded."""
    for stamp, index in zip(plans.stamps, plans.indexes, strict=True):
        name = re.escape(clean(stamp.name))
        for match in re.finditer(rf"(?:{_either('plan')})\s*{name}(?!\w|:\d):?|(?<!\w){name}:(?=\d)", text):
            yield _Said(*match.span(), (index,))


def _by_itself(found: Sequence[Index], text: str, current: Index) -> Sequence[Index]:
    """Those of the plans whose province, strategy or title is named."""
    letters = squeeze(text).letters
    of_place = [i for i in found if _names_province(i, text)]
    told = (
        [i for i in found if i in of_place or (i is current and any(_pays(i, each) for each in of_place))],
        [i for i in found if _names_strategy(i, text)],
        [i for i in found if any(name in letters for name in _titles(i))],
    )
    return _narrow(found, [some for some in told if some])


def _names_province(index: Index, text: str) -> bool:
    province, english = clean(index.facts.province), index.facts.province_en.lower()
    if not province:
        return False
    if re.search(rf"(?:{_either('province')})\s*{re.escape(province)}", text):
        return True
    return (len(province) >= _SHORTEST_PLACE and province in text) or (
        english.isascii() and bool(re.search(rf"\b{re.escape(english)}\b", text))
    )


def _pays(index: Index, of_place: Index) -> bool:
    """Whether a plan gives money to another one's province, as a budget bill does: there that is an agency."""
    return bool(index.vocabulary.sense(key(of_place.facts.province)).agencies)


def _names_strategy(index: Index, text: str) -> bool:
    [issue] = _words("issue")
    number = re.escape(index.facts.strategy)
    return bool(re.search(rf"(?<!{issue})(?:{_either('strategy')})\s*{number}(?![\d.])", text))


def _titles(index: Index) -> Iterator[str]:
    facts = index.facts
    for name in (facts.more.title, facts.more.title_en, facts.strategy_name, facts.strategy_name_en):
        letters = squeeze(clean(name)).letters
        if len(letters) >= _SHORTEST_TITLE:
            yield letters


# --- Two plans set against each other


def _compared(text: str, said: Sequence[_Said], current: Index) -> tuple[Index, ...]:
    """The two plans that are compared, in the order in which they are said; () where none are."""
    sides = tuple(dict.fromkeys(index for each in said for index in each.plans))
    if any(len(each.plans) != 1 for each in said) or not sides:
        return ()
    if len(sides) == 2 and any(word in text for word in _words("differ")):
        return sides
    before = (text[: each.start].rstrip() for each in said)
    against = tuple(_words("against"))
    if len(sides) == 1 and sides[0] is not current and all(part.endswith(against) for part in before):
        return (current, sides[0]) if any(word in text for word in _words("differ")) else ()
    return ()


def _of_one(text: str, said: Sequence[_Said]) -> str:
    """ "งบเน็ตฟรีแผนนี้กับแผนก่อนต่างกันเท่าไร" asked of one plan: "งบเน็ตฟรี เท่าไร"."""
    joins = rf"(?:(?<![a-z])(?:{_either('joins_plans')})(?![a-z])\s*)*"
    for each in reversed(said):
        before, after = text[: each.start].rstrip(), text[each.end :].lstrip()
        text = f"{re.sub(f'{joins}$', '', before)} {re.sub(f'^{joins}', '', after)}"
    return " ".join(_pattern("differ_said").sub(" ", text).split())


def _counts_projects(text: str) -> bool:
    return all(any(word in text for word in _words(name)) for name in ("projects", "counted"))


# --- Words


def _apart(*found: Iterator[_Said]) -> tuple[_Said, ...]:
    """In order; where two share letters the longer one."""
    kept: list[_Said] = []
    for each in sorted((said for some in found for said in some), key=lambda said: said.start - said.end):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda said: said.start))


def _without(text: str, said: Sequence[_Said]) -> str:
    """The message that speaks of a plan still, but not of which."""
    *_, thai, english = _words("called")
    sign = english if text.isascii() else thai
    for each in reversed(said):
        text = f"{text[: each.start]} {sign} {text[each.end :]}"
    return text.strip()


def _bare(text: str) -> str:
    """What is said beside the words for the plan; "" where that is nothing."""
    left = re.sub(rf"{_either('called')}|{_either('only_turns')}|\s", "", text)
    return text if left else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_either(name))


@cache
def _either(name: str) -> str:
    phrases = sorted(_words(name), key=len, reverse=True)
    return "|".join(_spaced(phrase) for phrase in phrases)


def _spaced(phrase: str) -> str:
    return r"\s*".join(map(re.escape, phrase.split()))


def _words(name: str) -> list[str]:
    return read_vocabulary("which_plan")[name]
