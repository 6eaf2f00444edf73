"""What stands under a thing, and what beside it: its indicators, the other projects of its tactic."""

from knowledge.parsing.asked import SIDES, Asked
from knowledge.parsing.levels_said import Said, kind_said, said_levels
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind, stands_under, way

_NOT_HERE = ("how_much", "share", "average", "who", "stakeholder", "agency_strategy", "by_each", *SIDES)
_BELOW: tuple[Kind, ...] = ("project", "tactic", "goal", "indicator", "measure")


def beside(asked: Asked) -> a.Query | None:
    """ "โครงการในกลยุทธ์เดียวกันกับ PPIS": what has the same thing above it, without itself."""
    heard = asked.heard
    of = only_thing(asked)
    levels = said_levels(heard)
    if of is None or not heard.has("same") or len(levels) < 2 or heard.has(*_NOT_HERE):
        return None
    listed, above = levels[0].kind, levels[-1].kind
    if listed == "year" or above == "year" or a.kind_of(of) != listed or not stands_under(listed, above):
        return None
    heard.used.update(said.at for said in levels)
    heard.take("same", "other")
    return a.Listing(a.Without(a.Of(listed, a.Of(above, of)), of))


def below(asked: Asked) -> a.Query | None:
    """ "ประเด็น 4 มีตัวชี้วัดอะไรบ้าง", "กี่ตัวชี้วัด": what stands under the thing, listed or counted."""
    heard, of = asked.heard, only_thing(asked)
    counted = heard.draft.levels.counted
    said = _only_level(asked, _BELOW)
    if of is None or asked.parts.years or heard.ranks or heard.has(*_NOT_HERE):
        return None
    if asked.pointed and asked.parts.things:
        return None  # "ในนี้เป็นเรื่องไอทีกี่โครงการ": of those shown
    kind = counted if counted in _BELOW else kind_said(said) if said is not None and said.asked else None
    if kind is None or not stands_under(kind, a.kind_of(of)) or way(a.kind_of(of), kind) is None:
        return None
    if counted:
        heard.take(f"count_{counted}", "count")
    heard.used.update(() if said is None else (said.at, said.at + 1))
    found: a.Set = a.Of(kind, of)
    if kind == "project" and asked.leaning and asked.years and not asked.parts.things:
        heard.take("same_years")
        found = a.Where(found, a.Funded(asked.years))  # "ของโครงการไหน" behind the money of a year
    return a.Tell(a.Number(found)) if counted else a.Listing(found)


def only_thing(asked: Asked) -> a.Set | None:
    """The one thing that it is about, of whatever kind."""
    if asked.heard.draft.amounts.conditions:
        return None
    things = [thing for thing in asked.parts.things if not thing.denied]
    if any(thing.denied for thing in asked.parts.things) or len(things) > 1:
        return None
    return one_thing(things[0]) if things else asked.base


def _only_level(asked: Asked, kinds: tuple[Kind, ...]) -> Said | None:
    levels = [said for said in said_levels(asked.heard) if said.kind in kinds]
    return levels[0] if len(levels) == 1 else None
