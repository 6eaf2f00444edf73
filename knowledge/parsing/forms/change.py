"""How much money rose or fell from one year to another."""

from knowledge.parsing.asked import CHANGING, Asked, take_count
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.sets import without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY

_NOT_HERE = ("who", "average", "by_each", "per_year", "by_year", "target", "same", "begin", "finish")
_TWO = 2


def change(asked: Asked) -> a.Query | None:
    """ "ปี 56 เพิ่มจากปี 55 เท่าไหร่"; in a chat about one year only the other one: "ลดจาก 56 กี่เปอร์เซ็นต์"."""
    heard, parts = asked.heard, asked.parts
    if not heard.has(*CHANGING) or heard.has(*_NOT_HERE) or heard.ranks or heard.draft.amounts.conditions:
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
    heard.take(*CHANGING, "compare", "same_years", "previous_year", "next_year")
    if in_money and in_percent:
        return a.Several((a.Tell(a.Change(of, *years)), a.Tell(a.Change(of, *years, percent=True))))
    return a.Tell(a.Change(of, *years, percent=in_percent))


def _years(asked: Asked) -> tuple[int, int] | None:
    """The earlier year and the later one: both said, or one of them left by the chat."""
    spans = [span.years for span in asked.parts.years if not span.denied]
    if len(spans) == 1 and len(spans[0]) == 1 and len(asked.years) == 1:
        spans.append(asked.years)
    if len(spans) == 1 and len(spans[0]) == _TWO:
        return spans[0][0], spans[0][1]
    step = -1 if asked.heard.has("previous_year") else 1 if asked.heard.has("next_year") else 0
    if step and not spans and len(asked.years) == 1:
        spans = [asked.years, (asked.years[0] + step,)]
    years = sorted({year for span in spans for year in span})
    alone = all(len(span) == 1 for span in spans)
    inside = set(years) <= set(asked.heard.index.years)
    return (years[0], years[1]) if alone and inside and len(years) == _TWO else None
