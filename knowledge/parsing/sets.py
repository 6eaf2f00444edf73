"""What is a question about? The things named, narrowed by everything else that the message says of them."""

from collections.abc import Sequence
from itertools import pairwise

from knowledge.parsing.heard import BOUNDS, Heard
from knowledge.parsing.narrowing import one_year, only_years, take_bounds_again, together, unfunded
from knowledge.parsing.part import Thing, UnclearError
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind
from knowledge.vocabulary import read as read_vocabulary

_HOLDERS: tuple[Kind, ...] = ("issue", "tactic", "agency")
_JOINERS, _LIST_MARKS = frozenset(read_vocabulary("quantities")["number_joiners"]), frozenset(",/+&")
_CLOSE = 1
"""Words between two names that stand in a row: "หนานหนิง เมืองเว้"."""
_PICKING = frozenset(read_vocabulary("small_words")["picking"])
_LINKING = frozenset((*read_vocabulary("small_words")["relative"], *read_vocabulary("small_words")["of"]))
"""Words by which the second name says more of the first: "หอประชุมที่ชลบุรี"."""


def projects(of: a.Set) -> a.Set:
    """The projects of a set, which may be some already."""
    return of if a.kind_of(of) == "project" else a.Of("project", of)


def less(of: a.Set, left_out: a.Set) -> a.Set:
    """The set without another of its kind; of things that are named, the other names."""
    if isinstance(of, a.Named) and isinstance(left_out, a.Named):
        kept = tuple(key for key in of.keys if key not in left_out.keys)
        return a.Named(of.kind, kept) if kept else of
    return a.Without(of, left_out)


def one_thing(thing: Thing) -> a.Set | None:
    """The thing as a set; None where it is not clear which was meant."""
    if len(thing.keys) > 1 and not thing.several:
        return None
    return a.Named(thing.kind, thing.keys)


def subject(heard: Heard, parts: Parts, base: a.Set | None = None) -> a.Set | None:
    """What the message is about as a whole: things named, joined where they are of one kind, narrowed where not.

    None where it names nothing, or not clearly. `base`: what the chat is about, if the message points at it.
    """
    named = parts.of("project")
    holders = [thing for thing in parts.of(*_HOLDERS) if not _holds(heard, thing, named)]
    if named and any(thing.kind != "agency" for thing in holders):
        return None  # a project that does not stand under what is named beside it: one of them was not meant
    sets = [found for thing in holders if (found := one_thing(thing))]
    if len(sets) < len(holders):
        return None
    of = _projects_named(heard, parts, named) if named else base
    if named and of is None:
        return None
    for kind in _HOLDERS:
        alike = [s for s in sets if a.kind_of(s) == kind]
        if alike:
            joined = _joined(alike)
            of = joined if of is None else a.And(projects(of), projects(joined))
    return of


def _joined(sets: Sequence[a.Set]) -> a.Set:
    """Named things of one kind as one."""
    keys = tuple(dict.fromkeys(key for s in sets if isinstance(s, a.Named) for key in s.keys))
    return a.Named(a.kind_of(sets[0]), keys)


def _holds(heard: Heard, thing: Thing, named: Sequence[Thing]) -> bool:
    """Whether a thing only says where a named project stands, or whose it is: its issue or its agency beside it."""
    if not named:
        return False
    if thing.kind == "agency":
        own = {code for name in thing.keys for code in heard.index.answers_for.get(name, ())}
        return all(key in own for project in named for key in project.keys)
    parents = [heard.index.entities[key].parents for project in named for key in project.keys]
    return any(set(thing.keys) & set(above) for above in parents)


def _projects_named(heard: Heard, parts: Parts, named: Sequence[Thing]) -> a.Set | None:
    """The projects; what may mean several is narrowed by the issue beside it, or by what it is said not to be."""
    if len(named) > 1 and not _are_together(heard, named):
        return None
    meant: list[str] = []
    for thing in named:
        keys = thing.keys
        if len(keys) > 1 and not thing.several:
            above = {key for holder in parts.of("issue", "tactic") for key in holder.keys}
            inside = tuple(key for key in keys if above & set(heard.index.entities[key].parents))
            keys = inside or keys
            denied = {key for other in parts.things if other.denied for key in other.keys}
            keys = tuple(key for key in keys if key not in denied)
            if len(keys) > 1 and not (parts.years and _picks_one(heard)):
                return None
        meant += keys
    return a.Named("project", tuple(dict.fromkeys(meant))) if meant else None


def _are_together(heard: Heard, named: Sequence[Thing]) -> bool:
    """Whether several projects are named as several: joined, one right behind the other, or counted.

    Else the words of one description may have been taken for two names.
    """
    if any(not thing.tokens for thing in named) or heard.has("both", "plus", "compare", "by_each"):
        return True
    if any(token.number == len(named) for token in heard.tokens) or any(thing.several for thing in named):
        return True
    places = sorted(named, key=lambda thing: thing.start)
    return all(_is_joined(heard, one, other) for one, other in pairwise(places))


def _is_joined(heard: Heard, one: Thing, other: Thing) -> bool:
    between = heard.tokens[max(one.tokens) + 1 : other.start]
    joins = any(token.text in _JOINERS or token.before in _LIST_MARKS for token in between)
    return joins or (len(between) <= _CLOSE and not any(token.text in _LINKING for token in between))


def _picks_one(heard: Heard) -> bool:
    """ "โครงการเวียดนาม ตัวที่ทำปี 57": of what the name may mean those with money then."""
    return heard.has("which_one", "only") or any(token.text in _PICKING for token in heard.tokens)


def without_denied(parts: Parts, of: a.Set, *kinds: Kind) -> a.Set:
    """The set without what is taken back of these kinds. Raises UnclearError where that may be several things."""
    for thing in parts.things:
        if thing.denied and thing.kind in kinds:
            found = one_thing(thing)
            nothing_left = isinstance(of, a.Named) and isinstance(found, a.Named) and set(of.keys) <= set(found.keys)
            if found is None or nothing_left:
                raise UnclearError
            if a.kind_of(of) == thing.kind and not isinstance(of, a.All):
                of = less(of, found)
            else:
                of = a.Without(projects(of), projects(found))
    return of


def conditions(heard: Heard, parts: Parts, of: a.Set, *, of_years: bool, spoken: tuple[int, ...] = ()) -> a.Set:
    """The set narrowed by amounts, years with money or none, agencies or none; their words are used.

    `of_years`: years say which projects, not of which years the money is meant; `spoken`: those the chat speaks of.
    """
    draft, years = heard.draft, parts.wanted_years
    bounded = bool(draft.amounts.conditions) or draft.amounts.claim is not None
    summed = heard.has("total") and not heard.has("count_project")  # "มีทั้งหมดกี่โครงการ" adds nothing up
    each = heard.take("every_year", *(("per_year",) if bounded else ())) and not summed
    when: a.Quantifier = "each" if each else "total"
    if draft.amounts.conditions:
        when = "some" if heard.take("within_year") else when
        heard.used |= draft.amounts.tokens
        heard.take(*BOUNDS)
        take_bounds_again(heard)
        for one in draft.amounts.conditions:
            measure = a.Measure("amount", years=years)
            of = a.Where(of, a.Compared(measure, one.op, one.number, one.upper, when))
    elif of_years and draft.amounts.claim is not None and (each or heard.has("steady")):
        heard.used |= draft.amounts.tokens
        heard.take("steady", "every_year", "total")
        of = a.Where(of, a.Compared(a.Measure("amount"), "=", draft.amounts.claim, 0, "each"))
    elif of_years and draft.amounts.claim is not None and not heard.has("verify"):
        heard.used |= draft.amounts.tokens  # "ปี 55 มีโครงการไหนตั้งงบ 5 ล้านบ้าง"
        of = a.Where(of, a.Compared(a.Measure("amount", years=years), "=", draft.amounts.claim))
    elif of_years:
        of = _by_years(heard, parts, of, when)
        if not parts.years and spoken and heard.take("same_years"):
            of = a.Where(of, a.Funded(spoken))
    if parts.nobody:
        heard.take("agency", "responsible", "who")
        of = a.Where(of, a.Has("agency"), negated=True)
    if (single := one_year(heard)) and (of_years or not years):
        heard.used |= single
        of = a.Where(of, a.Compared(a.Measure("years"), "=", 1))
    elif of_years and not draft.amounts.conditions and only_years(heard, parts):
        of = a.Where(of, a.Compared(a.Measure("years"), "=", len(years)))
    if (shared := together(heard, parts)) is not None:
        of = a.Where(projects(of), shared)
    return of


def _by_years(heard: Heard, parts: Parts, of: a.Set, when: str) -> a.Set:
    """Those with money in the years named and none in those taken back."""
    plan, years = heard.index.years, parts.wanted_years
    if when == "each" and not parts.years:
        return a.Where(of, a.Funded(plan))
    denied = parts.denied_years
    if unfunded(heard, parts) and not denied:
        if not years:
            return a.Where(of, a.Has("budget"), negated=True)
        denied, years = years, ()
    if years:
        of = a.Where(of, a.Funded(years))
    if years and len(years) == 1:
        before = tuple(y for y in plan if y < years[0]) if heard.take("begin", "first_year") else ()
        after = tuple(y for y in plan if y > years[0]) if heard.take("finish") else ()
        denied = (*denied, *before, *after)
    for year in denied:
        of = a.Where(of, a.Funded((year,)), negated=True)
    return of


def money_years(heard: Heard, parts: Parts) -> tuple[int, ...]:
    """Of which years money is meant; () is all."""
    if parts.denied_years:
        kept = parts.wanted_years or heard.index.years
        return tuple(year for year in kept if year not in parts.denied_years)
    return parts.wanted_years
