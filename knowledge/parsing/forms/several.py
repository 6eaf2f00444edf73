"""Several asks about one thing in one message: each is answered."""

from knowledge.parsing.asked import SIDES, Asked
from knowledge.parsing.forms.kin import only_thing
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import kind_said, said_levels
from knowledge.parsing.narrowing import one_year
from knowledge.parsing.sets import money_years, projects
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind, stands_under

_COUNTED: tuple[Kind, ...] = ("project", "tactic", "goal", "indicator", "measure")
_NOT_HERE = ("share", "average", "same", "by_each", *SIDES)

_NEAR = 2
"""Words from "a year" to the amount that is asked for a year."""


def several(asked: Asked) -> a.Query | None:
    """ "อยู่กลยุทธ์ไหน งบรวมเท่าไหร่ ใครรับผิดชอบ"; "มีกี่โครงการ กี่ตัวชี้วัด"."""
    heard = asked.heard
    of = only_thing(asked)
    if heard.ranks or heard.has(*_NOT_HERE):
        return None
    if asked.parts.years and (heard.has("which_year") or asked.parts.denied_years or not heard.has("how_much")):
        return None
    if of is None:
        counts = {} if asked.parts.things or asked.leaning else _counts(asked, None)
        return a.Several(tuple(counts[at] for at in sorted(counts))) if len(counts) > 1 else None
    found = {**_kin(asked, of), **_counts(asked, of), **_facts(asked, of)}
    asks = tuple(found[at] for at in sorted(found))
    if asked.parts.things:  # "..., and how many has it?": of what was named before
        heard.used.update(i for i in heard.at("this") if i > min(thing.start for thing in asked.parts.things))
    return a.Several(asks) if len(asks) > 1 else None


def _kin(asked: Asked, of: a.Set) -> dict[int, a.Ask]:
    """What it stands under and what stands under it, where that is asked for."""
    found: dict[int, a.Ask] = {}
    for said in said_levels(asked.heard):
        if said.kind in ("year", "agency") or not said.asked:
            continue
        kind, own = kind_said(said), a.kind_of(of)
        if any(a.kind_of(ask.of) == kind for ask in found.values() if isinstance(ask, a.Listing)):
            asked.heard.used.update((said.at, said.at + 1))  # "วัดผลด้วย(ตัวชี้วัด)": asked for once
            continue
        if kind == own == "project" and len(getattr(of, "keys", ())) > 1:
            found[said.at] = a.Listing(of)
            asked.heard.used.update((said.at, said.at + 1))
        elif stands_under(own, kind) or stands_under(kind, own):
            found[said.at] = a.Listing(a.Of(kind, of))
            asked.heard.used.update((said.at, said.at + 1))
    return found


def _counts(asked: Asked, of: a.Set | None) -> dict[int, a.Ask]:
    found: dict[int, a.Ask] = {}
    for kind in _COUNTED:
        for at in asked.heard.at(f"count_{kind}")[:1]:
            if of is None or stands_under(kind, a.kind_of(of)):
                found[at] = a.Tell(a.Number(a.All(kind) if of is None else a.Of(kind, of)))
                asked.heard.used.add(at)
    for said in said_levels(asked.heard):
        behind = [i for i in (said.at + 1, said.at + 2) if i in asked.heard.at("count_item", "count")]
        if behind and said.kind in _COUNTED and (of is None or stands_under(kind_said(said), a.kind_of(of))):
            every: a.Set = a.All(kind_said(said)) if of is None else a.Of(kind_said(said), of)
            found[said.at] = a.Tell(a.Number(every))
            asked.heard.used.update((said.at, *behind))
    return found


def _facts(asked: Asked, of: a.Set) -> dict[int, a.Ask]:
    """Money, its years, who answers for it."""
    heard, found = asked.heard, dict[int, a.Ask]()
    if a.kind_of(of) not in MONEY:
        return found
    total = a.Total(a.Measure("amount", years=money_years(heard, asked.parts)), of)
    yearly = heard.at("which_year") or heard.at("per_year", "by_year")
    for at in (heard.at("how_much") or _sum_said(heard))[:1]:
        if not any(0 < at - year <= _NEAR for year in heard.at("per_year", "by_year")):  # "ปีละเท่าไร" asks once
            found[at] = a.Tell(total)
    for at in yearly[:1]:
        found[at] = a.Grouped(total, "year")
        heard.used |= one_year(heard)
    agencies = [said.at for said in said_levels(heard) if said.kind == "agency"]
    if asked.parts.of("agency"):
        agencies = []
    for at in (heard.at("who") or agencies)[:1]:
        if a.kind_of(of) != "agency":
            found[at] = a.Listing(a.Of("agency", projects(of)))
            heard.used.update((at, at + 1))
            heard.take("agency")
    heard.take("how_much", "which_year", "per_year", "by_year", "who", "responsible", "total", "yes_no")
    return found


def _sum_said(heard: Heard) -> list[int]:
    """ "หน่วยงาน + งบรวม": a sum that is noted, not asked for in a word of its own."""
    return heard.at("total") if heard.has("budget") else []
