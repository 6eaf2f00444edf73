"""What does the chat give to a message that leaves words out: the things it is about, and their years?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.index import Index
from knowledge.parsing.edit import measures, subject_in
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import kind_said, said_levels
from knowledge.parsing.older import named, query_of
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import less
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind, stands_under
from knowledge.query.written import WrittenError, read
from knowledge.question import Turn
from knowledge.subject import subject_of
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_THROUGHOUT, _PICKING_WORDS = frozenset(_WORDS["throughout"]), frozenset(_WORDS["picking"])
_OF, _NOUNS, _WHOLE_OF = (frozenset(_WORDS[name]) for name in ("of", "nouns", "whole_of"))
_POINTING = ("this", "both", "only", "which_one", "other")


@dataclass(frozen=True)
class Given:
    """What the last turns leave."""

    of: a.Set | None = None
    """The things talked of; None is the whole plan, or nothing."""
    years: tuple[int, ...] = ()
    """The years of money that were asked for or found."""
    query: a.Query | None = None
    """The last question; None where it was none, or cannot be said as a query."""
    listed: a.Set | None = None
    """The last list that was shown, of several things."""
    pointed: bool = False
    """The message points at it."""


NOTHING = Given()


def given(index: Index, history: Sequence[Turn]) -> Given:
    """What the last turns leave; a turn that asked back leaves nothing that is sure."""
    if not history or history[-1].choices:
        return NOTHING
    last = history[-1]
    query = asked_in(index, last)
    years = () if last.question.ask == "years" and not last.query else _years_of(last, query)
    return Given(_left_by(index, last, query), years, query, _listed(index, history))


def _years_of(turn: Turn, query: a.Query | None) -> tuple[int, ...]:
    return turn.years or (_years(query) if query else turn.question.years)


def _years_before(index: Index, history: Sequence[Turn]) -> tuple[int, ...]:
    """The years last spoken of, or found where years were asked for: what "ปีนั้น" means."""
    return next((years for turn in reversed(history) if (years := _years_of(turn, asked_in(index, turn)))), ())


def asked_in(index: Index, turn: Turn) -> a.Query | None:
    """The query of a turn."""
    if not turn.query:
        return query_of(index, turn)
    try:
        return read(turn.query)
    except WrittenError:
        return None


def _years(query: a.Query) -> tuple[int, ...]:
    funded = (n.years for n in a.nodes(query) if isinstance(n, a.Funded) and len(n.years) < _MANY_YEARS)
    return next((years for years in (*(m.years for m in measures(query)), *funded) if years), ())


def _left_by(index: Index, turn: Turn, query: a.Query | None) -> a.Set | None:
    """The things found, where some were looked for; else those asked about."""
    if query is None:
        codes, agencies = subject_of(index, turn)
        return named(index, codes, agencies)
    match query:
        case a.Several(asks=asks):
            return next((of for ask in asks if (of := _left_by(index, turn, ask)) is not None), None)
        case a.Listing(of=a.Of(kind="agency", of=of)):
            return _named_or_nothing(of)
        case a.Tell(value=a.Number(of=a.Of(kind=kind, of=a.Named() as of))):
            found = _found(index, turn, kind)
            return found if isinstance(found, a.Named) and len(found.keys) == 1 else of
        case a.Text(of=a.Named() as of):
            return of
        case a.Listing(of=a.Of(kind=kind, of=of)) if stands_under(a.kind_of(of), kind):
            return _named_or_nothing(of)
        case a.Listing(of=of) | a.Exists(of=of) | a.Tell(value=a.Number(of=of)):
            found = _found(index, turn, a.kind_of(of))
            return found or _named_or_nothing(of)
        case a.Grouped(by=by, n=n) if by != "year" and n is not None:
            if by == "agency":
                return a.Named("agency", turn.agencies) if turn.agencies else None
            return _found(index, replace(turn, codes=turn.codes[:1]) if n == 1 else turn, by)
    about = subject_in(query)
    return None if about is None else _named_or_nothing(about)


def _named_or_nothing(of: a.Set) -> a.Set | None:
    return None if isinstance(of, a.All) else of


def _found(index: Index, turn: Turn, kind: str) -> a.Set | None:
    """The things of a kind that the answer was about; None where they are too many to point at."""
    codes = tuple(code for code in turn.codes if code in index.entities and index.entities[code].kind == kind)
    return named(index, codes) if len(codes) < _ALL else None


_ALL = 60
_MANY_YEARS = 3
"""Years of a condition from which on it means the whole course of a project, not a time to go on about."""


def _listed(index: Index, history: Sequence[Turn]) -> a.Set | None:
    """The last list of several things of one kind; of things picked from an earlier one it is that list still."""
    shown: a.Named | None = None
    for turn in reversed(history):
        of = named(index, turn.codes) if len(turn.codes) > 1 else None
        if not isinstance(of, a.Named):
            continue
        if shown is None:
            shown = of
        elif of.kind == shown.kind and set(shown.keys) < set(of.keys):
            return of
        else:
            break
        if not _is_picked_from(index, turn, of):
            break
    return shown


def _is_picked_from(index: Index, turn: Turn, of: a.Named) -> bool:
    """Whether a turn asked about just these, by name or place, and found no others."""
    query = asked_in(index, turn)
    return query is not None and of in a.nodes(query)


def applied(heard: Heard, parts: Parts, history: Sequence[Turn]) -> Given | None:
    """What of the chat the message leans on; None where that is not clear."""
    left = given(heard.index, history)
    if heard.has("same_years") and not left.years:
        left = replace(left, years=_years_before(heard.index, history))
    own = any(not thing.denied for thing in parts.things)
    # "ค่าทำเว็บ(นี้)" points at what it names.
    heard.used.update(i for i in heard.at("this") if any(i - 1 in thing.tokens for thing in parts.things))
    # "มีกี่โครงการที่ไม่ใช่ของสรรพากร" is about all projects, "ไม่เอาของสรรพากร" about those just shown.
    lists = heard.has("count_project") or any(said.kind == "project" for said in said_levels(heard))
    own |= bool(parts.things) and lists and not (heard.has("without") and left.listed is not None)
    if any(thing.denied for thing in parts.things):
        heard.take("other")  # "ตัด ก ออกอีกอัน": one more
    points = any(_points(heard, i) for i in heard.at(*_POINTING) if i not in heard.used) or _picks(heard)
    if any(i not in heard.used for i in heard.at("other", "both")):
        return _together(heard, parts, history, left)
    if own and not points and not _is_share_of_named(heard, parts):
        return NOTHING
    of_plan = [i for i in heard.at("whole", "plan") if not any(i in span.tokens for span in parts.years)]
    if history[-1].choices and not of_plan:
        return None  # what was asked back is still open
    if of_plan and not points and not heard.has("share") and not _of_time(heard):
        return NOTHING
    if left.of is not None and not parts.things and (above := _above_said(heard, left.of)) is not None:
        return replace(left, of=above, pointed=True)
    if left.of is not None and not own and (side := _side_picked(heard, left.of)) is not None:
        return replace(left, of=side, pointed=True)
    if points:
        heard.take("this", "which_one")
        heard.used.update(_picking(heard))
        left = replace(left, pointed=True)
    alike = left.of is not None and all(thing.kind == a.kind_of(left.of) for thing in parts.things)
    if own and points and left.of is not None and a.kind_of(left.of) not in MONEY and not alike:
        return None  # one of the indicators just shown, by words that a project has, too
    if own and left.of is None:
        return left  # "ประเด็น 3 กี่ % ของยอดนั้น": the whole of which the chat speaks, in its years
    return left if left.of is not None or not points else None


def _points(heard: Heard, i: int) -> bool:
    """Whether the word points at what was shown: not "ปีนั้น", which is a time, nor "แผนนี้"."""
    return not heard.tokens[i].is_cue("same_years") and all(i != place for _, place in heard.whole_plan)


def _is_share_of_named(heard: Heard, parts: Parts) -> bool:
    """ "คิดเป็นกี่ % ของงบประเด็น 3": what is named is the whole, and the part is what the chat is about."""
    shares = heard.at("share")
    named = [thing for thing in parts.things if not thing.denied]
    behind = bool(named and shares) and all(thing.start > shares[-1] for thing in named)
    return behind and any(t.text in _OF for t in heard.tokens[shares[-1] + 1 : named[0].start])


def _of_time(heard: Heard) -> bool:
    """ "ตลอดแผน": all its years, of whatever the talk is."""
    return any(heard.tokens[i].text in _THROUGHOUT for i in heard.at("whole"))


def _picking(heard: Heard) -> list[int]:
    """ "อันที่", "ตัวที่", "ตัว ที่ได้": of those shown."""
    nouns = (i for i, (a, b) in enumerate(pairwise(heard.tokens)) if _is_picked(a.text, b.text))
    return [*(i for i in heard.at("number_word") if heard.tokens[i].text in _PICKING_WORDS), *nouns]


def _is_picked(noun: str, clause: str) -> bool:
    """Whether a noun and what begins the clause behind it, which may be one word with its verb, pick some."""
    return any(word.startswith(noun) and clause.startswith(word.removeprefix(noun)) for word in _PICKING_WORDS)


def _picks(heard: Heard) -> bool:
    return bool(_picking(heard))


def _above_said(heard: Heard, of: a.Set) -> a.Set | None:
    """ "ทั้งประเด็นรวมได้เท่าไหร่", "ตัวที่สูงสุดของประเด็นนั้น" behind one of its tactics: what that stands under."""
    for said in () if heard.has("share", "same", "other") else said_levels(heard):
        whole = bool(said.at) and heard.tokens[said.at - 1].text in _WHOLE_OF
        whole |= (said.at - 1 if heard.draft.reading.english else said.at + 1) in heard.at("this")
        if whole and said.kind in ("issue", "tactic") and stands_under(a.kind_of(of), kind_said(said)):
            heard.used.update((said.at - 1, said.at))
            heard.take("this")
            return _holder(heard.index, of, kind_said(said))
    return None


def _holder(index: Index, of: a.Set, kind: Kind) -> a.Set:
    """What the things stand under, by name where that is one."""
    keys = of.keys if isinstance(of, a.Named) and of.kind != "agency" else ()
    stored = (index.entities[key] for key in keys if key in index.entities)  # an item is none
    above = {p for entity in stored for p in entity.parents if index.entities[p].kind == kind}
    return a.Named(kind, tuple(above)) if len(above) == 1 else a.Of(kind, of)


def _side_picked(heard: Heard, of: a.Set) -> a.Set | None:
    """ "อันที่แพงกว่า", "ก้อนใหญ่กว่า": of two that were set side by side the larger one, or the smaller."""
    for i in heard.at("more_than", "less_than"):
        before = heard.tokens[i - 1] if i else None
        noun = before is not None and (
            before.text in _NOUNS or before.text in _PICKING_WORDS or before.is_cue("project")
        )
        if noun and isinstance(of, a.Named) and len(of.keys) > 1 and not heard.draft.amounts.conditions:
            heard.used.update((i - 1, i))
            heard.take("this", "number_word")
            return a.First(of, a.Measure("amount"), 1, heard.tokens[i].is_cue("less_than"))
    return None


def _together(heard: Heard, parts: Parts, history: Sequence[Turn], left: Given) -> Given | None:
    """ "ทั้งคู่", "อีกอัน", "ที่เหลือ": several things of the chat at once, or those that were not picked."""
    if heard.has("other"):
        if (siblings := _beside(heard, left)) is not None:
            return replace(left, of=siblings, pointed=True)
        if (rest := _all_others(heard, left)) is not None:
            return replace(left, of=rest, pointed=True)
        if (outside := _outside(left)) is not None:
            heard.take("other", "both", "this")
            return replace(left, of=outside, pointed=True)
        if left.of is None or left.listed is None or a.kind_of(left.of) != a.kind_of(left.listed):
            return None
        heard.take("other", "both", "this")
        return replace(left, of=less(left.listed, left.of), pointed=True)

    things: tuple[str, ...] = ()
    for turn in reversed(history):
        codes = turn.codes
        things = (*(c for c in codes if c not in things), *things)
        if len(things) >= 2:
            break
    of = named(heard.index, things) if len(things) == 2 else None
    if of is None:
        return None
    heard.take("both", "this")
    return replace(left, of=of)


def _all_others(heard: Heard, left: Given) -> a.Set | None:
    """ "ประเด็นอื่นๆ" behind an issue: all but that."""
    of, said = left.of, [level.at for level in said_levels(heard) if level.kind == "issue"]
    others = [at for at in said if at + 1 in heard.at("other")]
    if not isinstance(of, a.Named) or of.kind != "issue" or len(said) != 1 or not others:
        return None
    heard.used.update((said[0], said[0] + 1))
    heard.take("other")
    return a.Without(a.All("issue"), of)


def _outside(left: Given) -> a.Set | None:
    """ "อีกโครงการที่เหลือ" behind what an agency has of an issue: what of the issue it has not."""
    nodes = list(a.nodes(left.query)) if left.query is not None else []
    crossed = next((n for n in nodes if isinstance(n, a.And)), None)
    holders = [n for n in nodes if isinstance(n, a.Named) and n.kind in ("issue", "tactic")]
    agencies = [n for n in nodes if isinstance(n, a.Named) and n.kind == "agency"]
    if crossed is None or len(holders) != 1 or len(agencies) != 1 or left.of != left.listed:
        return None
    return a.Without(a.Of("project", holders[0]), a.Of("project", agencies[0]))


def _beside(heard: Heard, left: Given) -> a.Set | None:
    """ "ที่เหลือในประเด็นนี้": what else stands under the same thing."""
    said = [level for level in said_levels(heard) if level.kind in ("issue", "tactic")]
    if len(said) != 1 or left.of is None or a.kind_of(left.of) != "project" or not heard.has("this", "same"):
        return None
    heard.used.update(level.at for level in said)
    heard.take("other", "this", "same")
    above: Kind = "issue" if said[0].kind == "issue" else "tactic"
    return a.Without(a.Of("project", a.Of(above, left.of)), left.of)
