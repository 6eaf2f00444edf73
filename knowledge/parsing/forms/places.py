"""How far are the places of an order apart: "อันดับ 2 ห่างจากอันดับ 3", "ห่างจากอันดับสองกี่ล้าน"?"""

from dataclasses import replace

from knowledge.parsing.asked import SIDES, Asked
from knowledge.parsing.heard import Heard
from knowledge.parsing.sets import projects
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY

_LOWEST = 100


def places_apart(asked: Asked) -> a.Query | None:
    """Two places of the order that the chat is about, or what it found and one place."""
    heard, order = asked.heard, asked.query
    said = _places(heard)
    words = {i for at in said.values() for i in at}
    other = any(not thing.tokens <= words for thing in asked.parts.things)
    if not said or not heard.has(*SIDES) or other or not isinstance(order, a.Grouped):
        return None
    if order.by not in MONEY or not isinstance(order.value, a.Total):
        return None
    of, measure = order.value.of, order.value.measure
    if a.kind_of(of) != order.by:
        of = a.All(order.by) if isinstance(of, a.All) else a.Of(order.by, projects(of))
    ranked = a.First(of, measure, smallest=order.smallest)
    values = [a.Total(measure, _shown(asked, order, place) or _at(ranked, place)) for place in said]
    if len(values) == 1 and asked.base is not None and a.kind_of(asked.base) == order.by:
        values.insert(0, a.Total(measure, asked.base))
    if len(values) != 2:
        return None
    heard.used |= words
    heard.take(*SIDES, "how_much")
    return a.Comparison(tuple(values))


def _places(heard: Heard) -> dict[int, tuple[int, int]]:
    """Each place that is said, with where its two words stand."""
    said: dict[int, tuple[int, int]] = {}
    for i in heard.at("rank_word"):
        number = heard.tokens[i + 1].number if i + 1 < len(heard.tokens) else None
        if number is not None and number == int(number) and 0 < number <= _LOWEST:
            said[int(number)] = (i, i + 1)
    return said


def _shown(asked: Asked, order: a.Grouped, place: int) -> a.Set | None:
    """What stands at this place of the order that was shown."""
    listed = asked.listed
    if not isinstance(listed, a.Named) or listed.kind != order.by or place > len(listed.keys):
        return None
    return a.Named(listed.kind, (listed.keys[place - 1],))


def _at(ranked: a.First, place: int) -> a.Set:
    """What comes at this place: the first so many without those before."""
    return ranked if place == 1 else a.Without(replace(ranked, n=place), replace(ranked, n=place - 1))
