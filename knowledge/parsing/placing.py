"""Which place of an order is asked for behind it: "รองลงมาล่ะ", "อันดับสองคือใคร", "แล้วน้อยสุดล่ะ", "ขอ 7 อันดับ"?"""

from knowledge.parsing import edit
from knowledge.parsing.chat import Given
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind
from knowledge.vocabulary import read as read_vocabulary

_SECOND = 2
_ORDINALS = frozenset(read_vocabulary("quantities")["ordinals"])
_ASKING = ("what", "who", "which_one", "how_much")


def at_place(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """What comes at a place of the order that was told: the first of the rest, in other years where those are named."""
    order = order_in(query)
    if order is None or parts.things:
        return None
    measure, of, kind, smallest, told = order
    place = _place_in_order(heard)
    last = not place and heard.has("rank_word") and heard.has("last_item")  # "แล้วอันดับสุดท้าย": the first from the end
    if last:
        place, smallest = 1, not smallest
        heard.take("last_item")
    if place <= (0 if parts.years or last else told) or heard.ranks:
        return None
    if not heard.has("runner_up"):
        of = without_first(of)
    if {said.kind for said in said_levels(heard)} - {kind}:
        return None
    _take_place(heard, kind)
    years = parts.wanted_years
    if years:
        heard.used.update(i for span in parts.years for i in span.tokens)
        measure = a.Measure(measure.field, measure.kind, years, measure.unit)
    return edit.at_place(of, measure, place, smallest=smallest)


def is_order(query: a.Query) -> bool:
    """Whether it tells what comes first of some things."""
    return order_in(query) is not None


def order_in(query: a.Query) -> tuple[a.Measure, a.Set, Kind, bool, int] | None:
    """What the order is by, of which things, of what kind, from which end, and how many places were told."""
    match query:
        case a.Grouped(value=a.Total(measure=measure, of=of), by=by, n=1, smallest=smallest) if by == a.kind_of(of):
            return measure, of, a.kind_of(of), smallest, 1
        case a.Listing(of=a.First(of=of, by=measure, n=n, smallest=smallest)) if measure.field == "amount":
            return measure, of, a.kind_of(of), smallest, n
    return None


def without_first(of: a.Set) -> a.Set:
    """What an order is made of, also where its first places were left out to tell a later one."""
    match of:
        case a.Without(left=left, right=a.First(of=whole)) if left == whole:
            return left
    return of


def _place_in_order(heard: Heard) -> int:
    """Which place of an order is asked for; 0 where none is."""
    if heard.has("runner_up"):
        return _SECOND
    places = _places(heard)
    return int(heard.tokens[places[-1]].number or 0) if places else 0


def _places(heard: Heard) -> list[int]:
    """ "อันดับ(ที่) 2", "ที่สามล่ะ": places of the words, last that of the number."""
    for i in heard.at("rank_word", "number_word"):
        behind = i + 1 + (i + 1 in heard.at("number_word"))
        numbered = behind < len(heard.tokens) and heard.tokens[behind].number is not None
        counted = i > 0 and heard.tokens[i - 1].number is not None  # "3 อันดับ" are three
        if numbered and not counted and (i in heard.at("rank_word") or heard.has("also", "rank_word")):
            return list(range(i, behind + 1))
    ordinals = [i for i, token in enumerate(heard.tokens) if token.text in _ORDINALS and token.number is not None]
    return ordinals if heard.draft.reading.english and len(ordinals) == 1 else []  # "and the second?"


def _take_place(heard: Heard, kind: Kind) -> None:
    """Use the words that say the place, ask for the kind of things that stand there, and for their figure."""
    heard.used.update(_places(heard))
    heard.take("runner_up", "rank_word", "same", "exactly", "both", "how_much")
    heard.used.update(said.at for said in said_levels(heard))
    if kind != "agency":
        heard.used.update(i for i in heard.at("what", "which_one") if not heard.tokens[i].is_cue("who"))
    else:
        heard.take("who", "what", "which_one", "responsible")


def more_places(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "ขอ 7 อันดับ", "เอา 3 อันดับแรก" behind an order: so many places of it."""
    counted = [i for i in heard.at("rank_word") if i and heard.tokens[i - 1].number is not None]
    if len(counted) != 1 or parts.things or parts.years or heard.ranks or said_levels(heard):
        return None
    number = int(heard.tokens[counted[0] - 1].number or 0)
    of = order_in(query)
    if of is None and isinstance(query, a.Listing) and a.kind_of(query.of) in MONEY:
        of = a.Measure("amount"), query.of, a.kind_of(query.of), False, 0  # "3 อันดับแรก" behind a list
    if not number or of is None:
        return None
    measure, things, _, smallest, _ = of
    heard.used.update((counted[0] - 1, counted[0]))
    heard.take("first_item", "also")
    return a.Listing(a.First(without_first(things), measure, number, smallest))


def other_end(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "แล้วน้อยสุดล่ะ", "แล้วประเด็นที่ได้มากสุด": the same kind of things from the other end."""
    ends, said = set(heard.ranks.values()), said_levels(heard)
    kinds = {node.by for node in a.nodes(query) if isinstance(node, a.Grouped)}
    kinds |= {m.kind for m in edit.measures(query) if m.kind is not None}  # "ประเด็นที่มีโครงการน้อยสุดล่ะ": by their number
    if len(ends) > 1 or parts.things or parts.years or {level.kind for level in said} - kinds:
        return None
    heard.used.update((*heard.ranks, *(level.at for level in said)))
    heard.take("rank_word", "first_item")
    beside = {at + step for at in heard.ranks for step in (-1, 1)}
    numbers = [i for i in sorted(beside & set(range(len(heard.tokens)))) if heard.tokens[i].number]
    heard.used.update(numbers[:1])
    n = int(heard.tokens[numbers[0]].number or 0) if numbers else None
    return edit.turned(query, smallest="least" in ends, n=n)


def order_meant(heard: Heard, given: Given) -> a.Query | None:
    """The order whose other end is asked for: the last that was told, but where the whole plan is meant instead."""
    told = given.query is not None and is_order(given.query)
    return None if told or heard.has("whole", "plan") else given.ranked


def of_one_alone(query: a.Query | None) -> a.Query | None:
    """What comes first of one thing alone is its figure."""
    match query:
        case a.Grouped(value=a.Total(of=a.Named(kind=kind, keys=(_,))) as value, by=by, n=1) if by == kind:
            return a.Tell(value)
    return query
