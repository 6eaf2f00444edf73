"""Indicators and the figures that they must reach."""

from knowledge.parsing.asked import SIDES, Asked, is_target, loose_numbers, operator_said, take_count
from knowledge.parsing.heard import BOUNDS
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a


def targets(asked: Asked) -> a.Query | None:
    """Indicators and the figures that they must reach."""
    heard = asked.heard
    if not is_target(asked):
        return None
    indicators = [one for thing in asked.parts.of("indicator") if (one := one_thing(thing))]
    if len(indicators) == 2 and heard.take(*SIDES):
        heard.take("target", "indicator", "share", "goal")
        take_count(heard)
        return a.Comparison(tuple(a.Total(a.Measure("target"), one) for one in indicators))
    return _indicators_by_target(asked) or _figure_of(asked)


def _figure_of(asked: Asked) -> a.Query | None:
    """The figure of one indicator, or the indicators of a goal with theirs."""
    heard = asked.heard
    things = [one for thing in asked.parts.of("indicator", "goal") if (one := one_thing(thing))]
    of = things[0] if len(things) == 1 else None if asked.parts.things else asked.base
    if of is None or a.kind_of(of) not in ("indicator", "goal") or heard.ranks or heard.has(*SIDES, "count_indicator"):
        return None
    if not heard.has("how_much", "share", "target") or any(said.asked for said in said_levels(heard)):
        return None
    heard.take("how_much", "share", "target", "indicator", "goal")
    take_count(heard)
    if isinstance(of, a.Named) and of.kind == "indicator" and len(of.keys) == 1:
        return a.Tell(a.Total(a.Measure("target"), of))
    return a.Listing(of if a.kind_of(of) == "indicator" else a.Of("indicator", of))


def _indicators_by_target(asked: Asked) -> a.Query | None:
    """ "ตัวชี้วัดไหนเป้าต่ำกว่าร้อยละ 70"."""
    heard = asked.heard
    op = operator_said(heard) or ("=" if heard.has("what") and not heard.has(*BOUNDS) else None)
    numbers = loose_numbers(heard)
    if op is None or len(numbers) != 1 or not heard.has("share") or asked.parts.things:
        return None
    heard.used.update(numbers)
    heard.take("share", "target", "indicator", *BOUNDS)
    number = heard.tokens[numbers[0]].number
    bound = int(number) if number is not None else 0
    of: a.Set = a.All("indicator")
    if asked.base is not None and asked.pointed and a.kind_of(asked.base) in ("indicator", "goal", "issue"):
        of = asked.base if a.kind_of(asked.base) == "indicator" else a.Of("indicator", asked.base)
    return a.Listing(a.Where(of, a.Compared(a.Measure("target", unit="ร้อยละ"), op, bound)))
