"""A message that asks nothing of its own changes the last question: "ปี 57 ล่ะ", "ไม่นับปี 55", "แล้ว อปท. ล่ะ", "น้อยสุดล่ะ"."""

from functools import partial

from knowledge.parsing import edit
from knowledge.parsing.asked import ALL_OF_IT
from knowledge.parsing.chat import Given
from knowledge.parsing.heard import BOUNDS, Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.part import Thing
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import less, one_thing, projects
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY

_ASKS = (
    "who", "responsible", "which_year", "share", "average", "compare", "more_than", "less_than", "increase", "decrease",
    "change", "per_year", "by_year", "by_each", "count", "count_project", "why", "how", "tactic", "goal", "indicator",
    "target", "measure", "stakeholder", "yes_no", "there",
)  # fmt: skip
"""Cues of a message that asks something of its own."""


_WHEN = ("every_year", "four_years", "next_year", "previous_year")


def elliptic(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """The last question with the message's parts put in; None where it asks for itself, or nothing fits."""
    if given.query is None or heard.has(*_ASKS):
        return None
    query: a.Query | None = given.query
    if (listed := _what_was_counted(heard, parts, given.query)) is not None:
        return listed
    if heard.draft.amounts.conditions:
        return _of_amount(heard, parts, given.query)
    if heard.has("budget", "how_much", "total") and not _tells_money(given.query):
        return None
    if heard.ranks:
        return _other_end(heard, parts, given.query)
    if not parts.things:
        heard.take("only")
    own = [thing for thing in parts.things if not thing.denied]
    old = edit.subject_in(given.query)
    spoken_of = set(old.keys) if isinstance(old, a.Named) else set()
    denied = [t for t in parts.things if t.denied and not (own and set(t.keys) <= spoken_of)]
    if denied:
        heard.take("other")  # "ตัด ก ออกอีกอัน": one more
    if not parts.things and not parts.years and heard.has("other"):
        return _the_others(heard, given)
    every = any(token.text in ALL_OF_IT for token in heard.tokens)
    if not (own or denied or parts.years or every or heard.has(*_WHEN)):
        return None
    heard.take("same")
    if own:
        query = _about_another(heard, given.query, own)
    if query is not None and denied:
        query = _without(query, denied)
    return query and _of_years(heard, parts, query, given)


def _the_others(heard: Heard, given: Given) -> a.Query | None:
    """ "อีกอันล่ะ": the last question of what was listed and not yet picked; "อีกสามปีที่เหลือ": of the other years."""
    rest = tuple(year for year in heard.index.years if year not in given.years)
    if any(said.kind == "year" for said in said_levels(heard)) or heard.has("other_year"):
        heard.take("other", "other_year")
        heard.used.update(i for i, token in enumerate(heard.tokens) if token.number == len(rest))
        return edit.with_years(given.query, rest) if given.query and given.years and rest else None
    if given.query is None or given.of is None or given.listed is None or given.of == given.listed:
        return None
    heard.take("other")
    left = less(given.listed, given.of)
    return edit.about(given.query, lambda _: left) if a.kind_of(given.of) == a.kind_of(given.listed) else None


def _other_end(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "แล้วน้อยสุดล่ะ", "แล้วประเด็นที่ได้มากสุด": the same kind of things from the other end."""
    ends, said = set(heard.ranks.values()), said_levels(heard)
    kinds = {node.by for node in a.nodes(query) if isinstance(node, a.Grouped)}
    if len(ends) > 1 or parts.things or parts.years or {level.kind for level in said} - kinds:
        return None
    heard.used.update((*heard.ranks, *(level.at for level in said)))
    return edit.turned(query, smallest="least" in ends)


def _tells_money(query: a.Query) -> bool:
    return isinstance(query, a.Tell) and not isinstance(query.value, a.Number)


def _what_was_counted(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "อะไรบ้าง" behind a count: the things themselves."""
    match query:
        case a.Tell(value=a.Number(of=of)) if heard.has("what", "order_word") and not (parts.things or parts.years):
            return None if heard.has("budget", "how_much", "project", "issue") else a.Listing(of)
    return None


def _what_was_counted_now(heard: Heard, query: a.Query | None) -> a.Query | None:
    """A count that was narrowed, as a list where names are asked for."""
    match query:
        case a.Tell(value=a.Number(of=of)) if heard.has("what", "order_word"):
            return a.Listing(of)
    return query


def _of_amount(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "แล้วที่ไม่ถึง 1 ล้านล่ะ": the same list with another amount."""
    conditions = heard.draft.amounts.conditions
    if len(conditions) > 1 or parts.things or parts.years or heard.has("budget", "project"):
        return None
    heard.used |= heard.draft.amounts.tokens
    heard.take(*BOUNDS)
    return edit.with_amount(query, conditions[0].op, conditions[0].number, conditions[0].upper)


def _about_another(heard: Heard, query: a.Query, own: list[Thing]) -> a.Query | None:
    """The same of another thing, or, with "only", of what of it is that thing's."""
    sets = [found for thing in own if (found := one_thing(thing))]
    if len(sets) != 1 or len(own) != 1:
        return None
    new = sets[0]
    old = edit.subject_in(query)
    root = old.of if isinstance(old, a.Of) else old
    if root is None or a.kind_of(new) not in MONEY or a.kind_of(root) not in MONEY:
        return None
    if heard.take("only") and isinstance(query, a.Listing):
        return edit.about(query, lambda old: a.And(projects(old), projects(new)))
    return edit.about(query, lambda old: _in_place_of(old, new))


def _in_place_of(old: a.Set, new: a.Set) -> a.Set | None:
    """The new thing where the old one stands: itself, or what is its, with the old conditions."""
    match old:
        case a.Where(of=of, condition=condition, negated=negated):
            inner = _in_place_of(of, new)
            return None if inner is None else a.Where(inner, condition, negated)
        case a.Of(kind=kind, of=a.Named() | a.Last() | a.All()):
            return new if a.kind_of(new) == kind else a.Of(kind, new)
        case a.All(kind=kind):
            return new if a.kind_of(new) == kind else a.Of(kind, new)
        case a.Named() | a.Last():
            return new
    return None


def _without(query: a.Query, denied: list[Thing]) -> a.Query | None:
    sets = [found for thing in denied if (found := one_thing(thing))]
    if len(sets) < len(denied):
        return None
    for one in sets:
        made = edit.about(query, partial(_less, one))
        if made is None:
            return None
        query = made
    return query


def _less(left_out: a.Set, old: a.Set) -> a.Set:
    match old:
        case a.Without(left=left, right=a.Named(kind=kind, keys=keys)) if isinstance(left_out, a.Named):
            if kind == left_out.kind:  # one more of those left out before
                return a.Without(left, a.Named(kind, (*keys, *left_out.keys)))
    return a.Without(projects(old), projects(left_out))


def _of_years(heard: Heard, parts: Parts, query: a.Query, given: Given) -> a.Query | None:
    every = any(token.text in ALL_OF_IT for token in heard.tokens)
    if (heard.take("every_year", "four_years") or every) and not parts.years:
        return edit.with_years(query, ())
    step = 1 if heard.take("next_year") else -1 if heard.take("previous_year") else 0
    if step and not parts.years:
        moved = tuple(year + step for year in given.years)
        inside = len(moved) == 1 and set(moved) <= set(heard.index.years)
        return edit.with_years(query, moved) if inside else None
    if not parts.years:
        return query
    years = parts.wanted_years
    if parts.denied_years:
        kept = years or given.years or heard.index.years
        years = tuple(year for year in kept if year not in parts.denied_years)
    if years and not edit.has_years(query) and not any(isinstance(n, a.First) for n in a.nodes(query)):
        counted = isinstance(query, a.Tell) and isinstance(query.value, a.Number)
        if counted or isinstance(query, a.Listing):
            found = edit.about(query, lambda old: a.Where(projects(old), a.Funded(years)))
            return _what_was_counted_now(heard, found) if counted else found
    return edit.with_years(query, years) if years else None
