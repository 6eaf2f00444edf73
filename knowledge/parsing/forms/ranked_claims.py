"""Does a thing come first, or a year, as somebody takes for granted: "คลังจังหวัดได้งบน้อยสุดใช่ไหม"?"""

from knowledge.parsing.asked import Asked
from knowledge.parsing.edit import subject_in
from knowledge.parsing.levels_said import kind_said, said_levels
from knowledge.parsing.sets import money_years
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, stands_under


def _claimed_year(asked: Asked, ends: set[str]) -> a.Query | None:
    """ "ปี 63 เป็นปีที่งบต่ำสุดจริงไหม": the year that is, with its money."""
    heard = asked.heard
    said = [level for level in said_levels(heard) if level.kind == "year"]
    if len(ends) != 1 or len(said) != 1 or len(asked.parts.wanted_years) != 1 or not heard.has("verify", "yes_no"):
        return None
    heard.used.update((*heard.ranks, said[0].at))
    heard.take("verify", "yes_no", "four_years", "whole", "plan")
    of = asked.about() or a.All("project")
    return a.Grouped(a.Total(a.Measure("amount"), of), "year", 1, ends.pop() == "least")


def ranked_claim(asked: Asked) -> a.Query | None:
    """ "คลังจังหวัดได้งบน้อยสุดใช่ไหม": whether a thing comes first or last among its like."""
    heard, things = asked.heard, asked.parts.of("project", "issue", "tactic", "agency")
    ends = set(heard.ranks.values())
    if (of_year := _claimed_year(asked, ends)) is not None:
        return of_year
    if len(ends) == 1 and not asked.parts.things and (of_chat := _ranked_claim_of_chat(asked, ends)) is not None:
        return of_chat
    if len(ends) != 1 or len(things) != 1 or len(things[0].keys) != 1 or not heard.has("verify", "yes_no"):
        return None
    levels = said_levels(heard)
    if any(said.asked or said.kind != things[0].kind for said in levels):
        return None
    heard.used.update((*heard.ranks, *(said.at for said in levels)))
    heard.take("verify", "yes_no")
    measure = a.Measure("amount", years=money_years(heard, asked.parts))
    first = a.First(a.All(things[0].kind), measure, 1, ends.pop() == "least")
    return a.Among(a.Named(things[0].kind, things[0].keys), first)


def _ranked_claim_of_chat(asked: Asked, ends: set[str]) -> a.Query | None:
    """ "แพงสุดในแผนใช่ไหม" behind one thing: whether that comes first, "ในประเด็น" of those that stand with it."""
    heard, of, levels = asked.heard, asked.base, said_levels(asked.heard)
    if asked.base is None and asked.before is not None:
        of = subject_in(asked.before)  # "ในแผน" says of which things, not that another one is meant
    if not isinstance(of, a.Named) or len(of.keys) != 1 or of.kind not in MONEY or not heard.has("verify", "yes_no"):
        return None
    if any(said.asked or said.kind == "year" for said in levels) or heard.has("what", "which_one", "who", "how_much"):
        return None
    within = [kind_said(said) for said in levels if kind_said(said) != of.kind]
    if len(within) > 1 or (within and not stands_under(of.kind, within[0])):
        return None
    heard.used.update((*heard.ranks, *(said.at for said in levels)))
    heard.take("verify", "yes_no", "whole", "plan")
    alike: a.Set = a.Of(of.kind, a.Of(within[0], of)) if within else a.All(of.kind)
    return a.Among(of, a.First(alike, a.Measure("amount", years=asked.years), 1, ends.pop() == "least"))
