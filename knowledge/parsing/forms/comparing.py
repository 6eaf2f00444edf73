"""Things, or years, set side by side: which has more, how far apart they are, how often one goes into the other."""

from dataclasses import replace

from knowledge.parsing.asked import CHANGING, SIDES, TIMES, Asked, sides_of, take_count
from knowledge.parsing.forms.ranking import superlative_set
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.part import YearSpan
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import subject
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind

_TWO = 2


def ratio(asked: Asked) -> a.Query | None:
    """ "เป็นกี่เท่าของ": what one thing is to another."""
    heard, sides = asked.heard, sides_of(asked)
    at = [i for i, token in enumerate(heard.tokens) if token.text in TIMES]
    two = asked.two_things
    if at and not sides and not asked.parts.things and len(two) == _TWO and two[0].kind == two[1].kind in MONEY:
        asked = replace(asked, base=a.Named(two[0].kind, (*two[0].keys, *two[1].keys)))  # "ต่างกันกี่เท่า"
    if not at or not (len(sides) == 2 or _are_two(asked.base)):
        return None
    heard.used.update(at)
    heard.take("count", "share", *SIDES)
    amount = a.Measure("amount", years=asked.money_years())
    if len(sides) == _TWO and not heard.has("compare"):
        return a.Tell(a.Ratio(a.Total(amount, sides[0]), a.Total(amount, sides[1])))
    if len(sides) == _TWO and (both := subject(heard, asked.parts)) is not None:
        return a.Tell(a.Ratio(a.Extreme(amount, both), a.Extreme(amount, both, smallest=True)))
    if asked.base is None or sides:
        return None
    heard.take("both", "this")
    return a.Tell(a.Ratio(a.Extreme(amount, asked.base), a.Extreme(amount, asked.base, smallest=True)))


def _are_two(of: a.Set | None) -> bool:
    return isinstance(of, a.Named) and len(of.keys) == _TWO and of.kind in MONEY


def comparison(asked: Asked) -> a.Query | None:
    """Two or more things, or two spans of years, side by side."""
    heard, parts = asked.heard, asked.parts
    with_chat = any(thing.of_chat for thing in parts.things)
    alike = heard.has("same") or (with_chat and heard.has("exactly"))  # "งบเท่ากันไหม", "เท่ากับ ก เลยเหรอ"
    alike = alike and not heard.has("what", "which_one", "by_each", "every_year")
    if not (alike or heard.has(*SIDES)) or heard.draft.amounts.conditions or heard.has(*CHANGING):
        return None
    sides, spans = _sides_compared(asked), [span for span in parts.years if not span.denied] or _year_beside(asked)
    values: tuple[a.Value, ...] = ()
    if len(spans) == 2 and len(sides) < 2:
        of = asked.about() or a.All("project")
        if all(len(span.years) == 1 for span in spans) and not heard.take("which_year"):
            return None
        values = tuple(a.Total(a.Measure("amount", years=span.years), of) for span in spans)
    elif not spans and not sides and len(asked.two_spans) == _TWO:
        of = asked.base or a.All("project")
        heard.take("same_years", "which_year")
        heard.used.update(i - 1 for i in heard.at("compare", "same_years") if i and heard.tokens[i - 1].number == _TWO)
        heard.used.update(i for i, token in enumerate(heard.tokens) if token.number == _TWO)
        values = tuple(a.Total(a.Measure("amount", years=span), of) for span in asked.two_spans)
    elif not spans and not sides and len(asked.two_things) == _TWO and not _asks_of_others(asked):
        _take_two_of(heard, asked.two_things[0].kind)
        values = _of_two(asked)
    elif len(spans) == 1 and len(sides) < 2 and len(asked.years) == 1 and spans[0].years != asked.years:
        if _are_two(asked.base):
            return None
        of = asked.about() or a.All("project")
        heard.take("same_years", "this")
        heard.take(*(("yes_no", "verify") if heard.has("more_than", "less_than", "more_op", "less_op") else ()))
        values = tuple(a.Total(a.Measure("amount", years=years), of) for years in (asked.years, spans[0].years))
    elif len(sides) > 1 and len(spans) < 2:
        amount = a.Measure("amount", years=asked.money_years())
        values = tuple(a.Total(amount, side) for side in sides)
    if heard.ranks and not spans and len(sides) < _TWO:
        values = _beside_first(asked, sides)
    if len(values) < 2 or _one_holds_another(asked):
        return None
    heard.take(*SIDES)
    heard.take("which_one")
    if alike or with_chat:
        heard.take("same", "exactly", "yes_no", "verify", "both")
    if sides and all(a.kind_of(side) == "agency" for side in sides):
        heard.take("who")
    if len(sides) > 1:
        _take_larger(heard)
    take_count(heard)
    return a.Comparison(values)


def larger_than(asked: Asked) -> a.Query | None:
    """ "มีโครงการไหนเยอะกว่านี้อีกไหม", "โครงการไหนงบน้อยกว่า POC บ้าง": those of a kind that have more, or less, than one."""
    heard, things = asked.heard, asked.parts.things
    said = heard.at("more_than", "less_than")
    kinds = [level for level in said_levels(heard) if level.kind in MONEY]
    if len(said) != 1 or len(kinds) != 1 or heard.has("how_much", "share", "average", "total", "who", "compare"):
        return None
    behind = heard.at("this") if asked.pointed or said[0] + 1 in heard.at("this") else []
    of = asked.base if not things and said[0] + 1 in behind else sides_of(asked)[0] if len(things) == 1 else None
    one = isinstance(of, a.Named) and len(of.keys) == 1 and of.kind == kinds[0].kind
    if of is None or not one or heard.ranks or heard.draft.amounts.conditions or (things and things[0].start < said[0]):
        return None
    amount = a.Measure("amount", years=asked.money_years())
    heard.used.update((said[0], kinds[0].at, *behind))
    heard.take("what", "which_one", "yes_no", "there_is", "other", "order_word")
    op: a.Operator = "<" if heard.tokens[said[0]].is_cue("less_than") else ">"
    return a.Listing(a.Where(a.All(a.kind_of(of)), a.Compared(amount, op, a.Total(amount, of))))


def _of_two(asked: Asked) -> tuple[a.Value, ...]:
    """The figure of each of the two things: their money, or what was counted of them."""
    match asked.before:
        case a.Tell(value=a.Number(of=a.Of(kind=kind, of=a.Named()))) if not asked.heard.has("budget", "amount_unit"):
            asked.heard.take("count_project", "count_item", "count")
            return tuple(a.Number(a.Of(kind, of)) for of in asked.two_things)
    amount = a.Measure("amount", years=asked.money_years())
    return tuple(a.Total(amount, of) for of in asked.two_things)


def _asks_of_others(asked: Asked) -> bool:
    """Whether something else than which of the two is asked: "โครงการไหน", and "ใคร" where those are no agencies."""
    heard = asked.heard
    if all(of.kind == "agency" for of in asked.two_things) and heard.take("who"):
        return bool(said_levels(heard))
    others = [i for i in heard.at("who", "what") if not heard.tokens[i].is_cue("which_one")]
    return bool(others) or (heard.has("which_one") and bool(said_levels(heard)))


def _year_beside(asked: Asked) -> list[YearSpan]:
    """ "ปีก่อนหน้านั้นล่ะ เท่ากันไหม": the year before the one of which the chat speaks, or behind it."""
    before = asked.heard.at("previous_year")
    places = before or asked.heard.at("next_year")
    if len(asked.years) != 1 or len(places) != 1:
        return []
    year = asked.years[0] + (-1 if before else 1)
    asked.heard.used.update(places)
    return [YearSpan((year,), frozenset(places))] if year in asked.heard.index.years else []


def _take_two_of(heard: Heard, kind: Kind) -> None:
    """ "สองหน่วยห่างกันกี่ล้าน": the number and the kind of what the last two turns were about."""
    for said in said_levels(heard):
        if said.kind == kind and said.at and heard.tokens[said.at - 1].number == _TWO:
            heard.used.update((said.at - 1, said.at))


def _sides_compared(asked: Asked) -> list[a.Set]:
    """Each thing that is named; "เทียบประเด็น 1 กับ 6" are two, though their numbers stand together."""
    sides, heard = sides_of(asked), asked.heard
    together = isinstance(sides[0], a.Named) and len(sides[0].keys) > 1 if len(sides) == 1 else False
    if together and heard.has("compare") and not heard.has("total", "plus"):
        return [a.Named(sides[0].kind, (key,)) for key in sides[0].keys] if isinstance(sides[0], a.Named) else sides
    return sides


def _take_larger(heard: Heard) -> None:
    """ "ก แพงกว่า ข จริงไหม", "ใครได้เยอะกว่า": both are told, and so which of them is more."""
    heard.take("verify")
    larger = heard.at("more_than", "less_than")
    heard.used.update(i for i in heard.at("yes_no") if larger and i > min(larger))
    for i in heard.at("who"):
        between = next((heard.tokens[i + 1 : j] for j in larger if j > i), ())
        if between and not any(token.sense.cues - _OF_SIDES for token in between):
            heard.used.add(i)


_OF_SIDES = {"budget", "name_it", "there_is", "how_much"}
"""Cues that may stand between "who" and "more"."""


def _beside_first(asked: Asked, sides: list[a.Set]) -> tuple[a.Value, ...]:
    """ "ห่างจากประเด็นที่ได้มากสุดกี่ล้าน": what is spoken of, and what comes first or last of its kind."""
    of = sides[0] if sides else asked.base
    if not isinstance(of, a.Named) or len(of.keys) != 1 or of.kind not in MONEY:
        return ()
    alone = Parts((), asked.parts.years, asked.parts.nobody, asked.parts.denials)
    first = superlative_set(replace(asked, base=None, parts=alone))
    if not isinstance(first, a.First) or a.kind_of(first) != of.kind or first.by.field != "amount":
        return ()
    return a.Total(first.by, of), a.Total(first.by, first)


def _one_holds_another(asked: Asked) -> bool:
    """Whether an issue beside a project only says where that stands, so that the sides are not what they seem."""
    named = asked.parts.of("project", "tactic", "issue")
    parents = {key for thing in named for one in thing.keys for key in asked.heard.index.entities[one].parents}
    return any(set(thing.keys) & parents for thing in named)
