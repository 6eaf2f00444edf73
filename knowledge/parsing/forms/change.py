"""How much money rose or fell from one year to another, and of which things."""

from collections.abc import Sequence

from knowledge.parsing.asked import CHANGING, SIDES, Asked, take_count
from knowledge.parsing.forms.ranking import all_of
from knowledge.parsing.levels_said import head, kind_said, said_levels
from knowledge.parsing.sets import without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind

_NOT_HERE = ("who", "average", "by_each", "per_year", "by_year", "target", "same", "begin", "finish")
_TWO = 2


def change(asked: Asked) -> a.Query | None:
    """ "ปี 56 เพิ่มจากปี 55 เท่าไหร่"; in a chat about one year only the other one: "ลดจาก 56 กี่เปอร์เซ็นต์"."""
    heard, parts = asked.heard, asked.parts
    if not (heard.has(*CHANGING) or _sets_years_apart(asked)):
        return None
    if heard.has(*_NOT_HERE) or heard.ranks or heard.draft.amounts.conditions:
        return None
    if any(said.asked for said in said_levels(heard)) or not heard.has("how_much", "share", "budget", "count"):
        return None
    years = _years(asked)
    of = asked.about() or a.All("project")
    of = without_denied(parts, of, "project", "issue", "tactic", "agency")
    if years is None or a.kind_of(of) not in MONEY:
        return None
    in_money = any(heard.tokens[i].is_cue("budget", "amount_unit") for i in heard.at("how_much", "amount_unit"))
    in_percent = heard.take("share")
    take_count(heard)
    heard.take(*CHANGING, *SIDES, "same_years", "previous_year", "next_year")
    if in_percent:
        heard.take("exactly")  # "เท่ากับโตขึ้นกี่เปอร์เซ็นต์"
    if in_money and in_percent:
        return a.Several((a.Tell(a.Change(of, *years)), a.Tell(a.Change(of, *years, percent=True))))
    return a.Tell(a.Change(of, *years, percent=in_percent))


def grown(asked: Asked) -> a.Query | None:
    """ "โครงการไหนงบลดลงในปี 57", "ปี 55 มากกว่าปี 54 อยู่กี่โครงการ": those that have more than before, or less."""
    heard = asked.heard
    levels = [said for said in said_levels(heard) if said.kind in MONEY]
    counted = heard.has("count_project")
    lists = any(said.asked for said in levels)
    if not (counted or lists) or heard.has(*_NOT_HERE, "how_much", "share") or heard.ranks:
        return None
    between = _directed(asked)
    if between is None or heard.draft.amounts.conditions:
        return None
    kind = "project" if counted else kind_said(head(heard, levels))
    first, last, down = between
    of = a.Where(all_of(asked, kind), a.Grew(first, last, down))
    heard.used.update(i for said in levels for i in ((said.at, said.at + 1) if said.asked else (said.at,)))
    heard.take(*CHANGING, *SIDES, "count_project", "count", "same_years", "previous_year")
    if len(heard.at("count_project")) == _TWO:
        every = all_of(asked, kind)  # "จำนวนโครงการที่ได้งบปี 55 มากกว่าปี 54 อยู่กี่โครงการ"
        later, earlier = (a.Number(a.Where(every, a.Funded((year,)))) for year in (last, first))
        return a.Tell(a.Difference(earlier, later) if down else a.Difference(later, earlier))
    if counted:
        return a.Tell(a.Number(of))
    return a.Grouped(a.Change(of, first, last), kind, 0, down)


def steadily(asked: Asked) -> a.Query | None:
    """ "โครงการไหนงบเพิ่มขึ้นทุกปี", "งบประเด็น 3 ลดลงทุกปีใช่ไหม", "โครงการที่ตั้งงบปีเว้นปี": how the years go on."""
    heard = asked.heard
    way = _way(asked)
    if (
        way is None
        or asked.parts.denied_years
        or heard.ranks
        or heard.draft.amounts.conditions
        or heard.draft.amounts.claim is not None
    ):
        return None
    levels = [said for said in said_levels(heard) if said.kind in MONEY]
    things = asked.about()
    asks = heard.has("yes_no", "order_word", "show") and any(said.kind == "project" for said in levels)
    lists = any(said.asked for said in levels) or heard.has("count_project") or (way == "alternate" and asks)
    if not lists and (not isinstance(things, a.Named) or not heard.has("verify", "yes_no")):
        return None
    kind: Kind = a.kind_of(things) if things is not None and not lists else "project"
    kind = kind_said(head(heard, levels)) if any(said.asked for said in levels) else kind
    years = asked.money_years() or heard.index.years
    if kind not in MONEY or len(years) < _TWO:
        return None
    of = a.Where(all_of(asked, kind) if lists else a.All(kind), a.Course(years, way))
    heard.used.update(i for said in levels for i in ((said.at, said.at + 1) if said.asked else (said.at,)))
    counted = heard.has("count_project")
    heard.take("every_year", "steady", "alternate", "same", *CHANGING, "verify", "yes_no", "count_project", "count")
    heard.take(*(() if lists else ("per_year", "how_much")))  # "ปีละเท่าไร เท่ากันทุกปีไหม": each year is told
    if not lists and things is not None:
        yearly = a.Grouped(a.Total(a.Measure("amount", years=asked.money_years()), things), "year")
        return a.Several((a.Among(things, of), yearly))
    return a.Tell(a.Number(of)) if counted else a.Listing(of)


def _way(asked: Asked) -> a.Way | None:
    """Whether the years are said to rise, to fall or to stay."""
    heard = asked.heard
    up, down = heard.has("increase"), heard.has("decrease")
    if heard.has("alternate"):
        return None if up or down or heard.has("steady", "which_year") else "alternate"
    if heard.has("steady") or (heard.has("every_year") and heard.has("same") and not (up or down)):
        return "steady"
    return None if up == down or not heard.has("every_year") else "down" if down else "up"


def _directed(asked: Asked) -> tuple[int, int, bool] | None:
    """The earlier year, the later one, and whether less is meant."""
    heard = asked.heard
    spans = [span.years for span in asked.parts.years if not span.denied]
    if heard.has(*CHANGING):
        down = heard.has("decrease")
        if down == heard.has("increase"):
            return None
        between = _years(asked) or _last_two(asked, spans) or _with_year_before(asked, spans)
        return (*between, down) if between else None
    more, less = heard.has("more_than", "more_op"), heard.has("less_than", "less_op")
    if len(spans) != _TWO or any(len(span) != 1 for span in spans) or more == less:
        return None
    return spans[1][0], spans[0][0], less


def _last_two(asked: Asked, spans: Sequence[tuple[int, ...]]) -> tuple[int, int] | None:
    """The years of the last two turns."""
    two = asked.two_spans
    alone = not spans and len(two) == _TWO and all(len(span) == 1 for span in two)
    return (two[0][0], two[1][0]) if alone else None


def _with_year_before(asked: Asked, spans: Sequence[tuple[int, ...]]) -> tuple[int, int] | None:
    """The one year that is spoken of, and the one before it."""
    years = spans[0] if len(spans) == 1 else asked.years if not spans else ()
    inside = len(years) == 1 and years[0] - 1 in asked.heard.index.years
    return (years[0] - 1, years[0]) if inside else None


def _moved(asked: Asked, step: int) -> tuple[int, int] | None:
    """ "ปีต่อมาลดไปกี่ล้าน" behind a change from one year to the next: a year further on."""
    between = next((n for n in a.nodes(asked.query) if isinstance(n, a.Change)), None) if asked.query else None
    if between is None or between.last - between.first != 1:
        return None
    moved = between.first + step, between.last + step
    return moved if set(moved) <= set(asked.heard.index.years) else None


def _sets_years_apart(asked: Asked) -> bool:
    """ "ปี 55 มากกว่าปี 54 เท่าไร", of one thing or of everything; "สูงกว่าปีก่อนหน้ากี่เปอร์เซ็นต์" behind a year."""
    spans = [span for span in asked.parts.years if not span.denied]
    one = len(asked.parts.things) <= 1 and len(spans) == _TWO and all(len(span.years) == 1 for span in spans)
    beside = asked.heard.has("previous_year", "next_year") and asked.heard.has("share")
    return asked.heard.has(*SIDES) and ((one and asked.heard.has("how_much")) or beside)


def _years(asked: Asked) -> tuple[int, int] | None:
    """The earlier year and the later one: both said, or one or both of them left by the chat."""
    spans = [span.years for span in asked.parts.years if not span.denied]
    step = -1 if asked.heard.has("previous_year") else 1 if asked.heard.has("next_year") else 0
    from_year = spans[0] if len(spans) == 1 else asked.years if not spans else ()
    if step and not spans and (moved := _moved(asked, step)) is not None:
        return moved
    if step and len(from_year) == 1:
        spans = [from_year, (from_year[0] + step,)]
    elif len(spans) == 1 and len(spans[0]) == 1 and len(asked.years) == 1:
        spans.append(asked.years)
    if len(spans) == 1 and len(spans[0]) > 1:
        return spans[0][0], spans[0][-1]
    if not step and not asked.parts.things and (two := _last_two(asked, spans)):
        return two
    years = sorted({year for span in spans for year in span})
    alone = all(len(span) == 1 for span in spans)
    inside = set(years) <= set(asked.heard.index.years)
    return (years[0], years[1]) if alone and inside and len(years) == _TWO else None
