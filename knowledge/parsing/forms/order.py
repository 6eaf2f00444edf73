"""Things or years in order of their money: all of them, the first few, or what stands at one place."""

from knowledge.parsing import edit
from knowledge.parsing.asked import Asked
from knowledge.parsing.forms.ranking import (
    all_of,
    how_many,
    is_place,
    number_of_places,
    place_at,
    ranked_without_kind,
    use_ranked,
)
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import Said, head, kind_said, said_levels
from knowledge.parsing.sets import projects, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY

_SEVERAL = 2


def in_order(asked: Asked) -> a.Query | None:
    """ "เรียงงบประเด็น 1-6 จากมากไปน้อย", "เรียงทั้ง 6 ประเด็น", "ประเด็น 2 เรียงงบมากไปน้อย 3 โครงการแรก"."""
    heard = asked.heard
    if heard.ranks or not heard.has("rank_word", "rank_upward") or heard.draft.amounts.conditions or is_place(heard):
        return None
    if _asks_for_place(heard):
        return None
    ranked = _ordered(asked)
    if ranked is not None and ranked.kind == "year":
        return _years_in_order(asked, ranked)
    if asked.leaning and ranked is None and number_of_places(heard) is not None:
        return None  # "ขอ 7 อันดับ" changes the order that was shown
    number = how_many(heard, ranked or Said("project", -1, False)) or 0
    of = _of_ordered(asked, ranked, number)
    if of is None or a.kind_of(of) not in MONEY or (isinstance(of, a.Named) and len(of.keys) < _SEVERAL):
        return None
    for said in _levels(asked):
        use_ranked(heard, said)
    smallest = heard.take("rank_upward")
    heard.take("rank_word", "both", "by_each", "numeric")
    amount = a.Measure("amount", years=asked.money_years())
    return a.Grouped(a.Total(amount, of), a.kind_of(of), number, smallest)


def place_of(asked: Asked) -> a.Query | None:
    """ "เป็นอันดับที่เท่าไหร่": the order of its like; of projects, which are many, only down to the one asked about."""
    heard, places = asked.heard, _asks_for_place(asked.heard)
    of = asked.about() if places else None
    if not isinstance(of, a.Named) or len(of.keys) != 1 or of.kind not in MONEY or heard.draft.amounts.conditions:
        return None
    if {said.kind for said in said_levels(heard)} - {of.kind} or len(set(heard.ranks.values())) > 1:
        return None
    heard.used.update((*places, *heard.ranks, *(said.at for said in said_levels(heard))))
    amount = a.Measure("amount", years=asked.money_years())
    heard.take("whole", "plan")
    if of.kind != "project":
        return a.Grouped(a.Total(amount, a.All(of.kind)), of.kind, 0, "least" in heard.ranks.values())
    op: a.Operator = "<=" if "least" in heard.ranks.values() else ">="
    until = a.Where(a.All("project"), a.Compared(amount, op, a.Total(amount, of)))
    return a.Listing(a.First(until, amount, 0, op == "<="))


def _asks_for_place(heard: Heard) -> tuple[int, ...]:
    """ "อันดับ(ที่)เท่าไหร่": places of the words."""
    asking = heard.at("how_much", "what")
    for i in heard.at("rank_word"):
        behind = i + 1 + (i + 1 in heard.at("number_word"))
        if behind in asking:
            return tuple(range(i, behind + 1))
    return ()


def _levels(asked: Asked) -> list[Said]:
    return [said for said in said_levels(asked.heard) if said.kind in MONEY or said.kind == "year"]


def _ordered(asked: Asked) -> Said | None:
    """What is put in order: the kind that is said, else all issues or the first few of all."""
    heard, levels = asked.heard, _levels(asked)
    if levels:
        return head(heard, levels)
    of_all = heard.all_issues or number_of_places(heard) is not None
    return ranked_without_kind(heard) if of_all and asked.base is None and not asked.leaning else None


def _of_ordered(asked: Asked, ranked: Said | None, number: int) -> a.Set | None:
    """All of the kind; of an issue or an agency that is named what stands under it."""
    if ranked is not None:
        return all_of(asked, kind_said(ranked))
    of = asked.about()
    one = isinstance(of, a.Named) and len(of.keys) == 1 and of.kind != "project"
    return projects(of) if of is not None and (one or number) else of


def _years_in_order(asked: Asked, ranked: Said) -> a.Query:
    heard = asked.heard
    heard.used.add(ranked.at)
    smallest = heard.take("rank_upward")
    heard.take("rank_word")
    of = without_denied(asked.parts, asked.about() or a.All("project"), "project", "issue", "tactic", "agency")
    return a.Grouped(a.Total(a.Measure("amount", years=asked.money_years()), of), "year", 0, smallest)


def at_place(asked: Asked) -> a.Query | None:
    """ "โครงการที่แพงเป็นอันดับสาม": what comes first when those before it are left out; what ties with it stays."""
    heard, at = asked.heard, place_at(asked.heard)
    number = heard.tokens[at].number if at is not None else None
    if at is None or number is None or number < 1 or len(set(heard.ranks.values())) > 1 or asked.leaning:
        return None
    levels = [said for said in _levels(asked) if said.kind != "year"]
    kind = kind_said(head(heard, levels)) if levels else "project"
    heard.used.update((at, *heard.ranks, *(i for said in levels if said.kind == kind for i in (said.at,))))
    smallest = "least" in heard.ranks.values()
    heard.take("rank_word")
    of, measure = all_of(asked, kind), a.Measure("amount", years=asked.money_years())
    return edit.at_place(of, measure, int(number), smallest=smallest)
