"""The same figure for each issue, agency or tactic: "แยกรายประเด็น", "แต่ละหน่วยงานกี่เปอร์เซ็นต์"."""

from knowledge.parsing.asked import CHANGING, SIDES, Asked, take_count
from knowledge.parsing.levels_said import Said, kind_said, said_levels
from knowledge.parsing.sets import conditions, money_years, projects, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import GROUPS, MONEY

_NOT_HERE = ("who", "average", "which_year", "target", "stakeholder", "agency_strategy", "same", *SIDES, *CHANGING)
_MONEY = ("how_much", "budget", "total", "share", "count_project")


def each(asked: Asked) -> a.Query | None:
    """A sum, a share or a number of projects for each thing of the kind that "each" stands before."""
    heard, parts = asked.heard, asked.parts
    said = _each_of(asked)
    if said is None or heard.ranks or heard.has(*_NOT_HERE) or not (heard.has(*_MONEY) or _goes_on_about_sum(asked)):
        return None
    of = asked.about()
    of = a.All("project") if of is None else projects(of)
    of = conditions(heard, parts, of, of_years=False)
    of = without_denied(parts, of, "project", "issue", "tactic", "agency")
    heard.used.add(said.at)
    heard.take("by_each", "total")
    amount = a.Measure("amount", years=asked.money_years(whole=False))
    if heard.take("count_project"):
        return a.Grouped(a.Number(of), kind_said(said))
    if heard.take("share"):
        take_count(heard)
        heard.take("whole", "plan")
        whole = a.Total(amount, of if parts.things else a.All("project"))
        return a.Grouped(a.Share(a.Total(amount, of), whole), kind_said(said))
    return a.Grouped(a.Total(amount, of), kind_said(said))


def plan_by_year(asked: Asked) -> a.Query | None:
    """ "สรุปงบรายปีทั้งแผน", "ขอยอดรวมแยกรายปี 54 55 56 57": the money of the whole plan, year by year."""
    heard, parts = asked.heard, asked.parts
    goes_on = asked.leaning and asked.of_whole_plan()
    if parts.things or (asked.leaning and not goes_on) or heard.ranks:
        return None
    if not (heard.has("budget", "total", "whole") or (goes_on and _goes_on_about_sum(asked))):
        return None
    if heard.has("share", "count_project", *_NOT_HERE) or heard.draft.amounts.conditions:
        return None
    if not heard.take("by_year", *(("per_year",) if goes_on else ())):
        return None
    heard.take("numeric", "how_much")
    heard.used.update(i for i in heard.at("by_each") if i + 1 in heard.at("by_year"))  # "(แยก)เป็นรายปี"
    return a.Grouped(a.Total(a.Measure("amount", years=money_years(heard, parts)), a.All("project")), "year")


def _goes_on_about_sum(asked: Asked) -> bool:
    """ "แยกตามประเด็น", "ปีละเท่าไร" behind a sum of money: of that sum."""
    told = asked.before.value if isinstance(asked.before, a.Tell | a.Grouped) else None
    return asked.leaning and isinstance(told, a.Total) and told.measure.field == "amount"


def _each_of(asked: Asked) -> Said | None:
    """The kind right behind "each", where money can be grouped by it."""
    behind = {i + 1 for i in asked.heard.at("by_each")}
    found = [said for said in said_levels(asked.heard) if said.at in behind and said.kind != "year"]
    return found[-1] if found and found[-1].kind in GROUPS & MONEY else None
