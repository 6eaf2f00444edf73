"""What comes first, last, or the first few, of things or of years."""

from dataclasses import replace

from knowledge.parsing.asked import Asked, is_one_among, per_each, take_count
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import Said, head, kind_said, said_levels
from knowledge.parsing.sets import conditions, money_years, projects, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind, stands_under
from knowledge.vocabulary import read as read_vocabulary


def superlative_set(asked: Asked) -> a.Set | None:
    """ "สามโครงการใหญ่สุด", "โครงการที่ได้งบน้อยสุด" as a set; None where nothing is ranked, or years are."""
    heard = asked.heard
    if not heard.ranks or (len(set(heard.ranks.values())) > 1):
        return None
    ranked = _ranked(asked)
    if ranked is None or ranked.kind == "year" or ranked.kind not in MONEY:
        return None
    base = None if asked.pointed else asked.base
    if base is not None and is_one_among(base, kind_said(ranked)):
        asked = replace(asked, base=None)
    elif base is not None and a.kind_of(base) == ranked.kind and base != asked.listed:
        return None  # of those spoken of, or of all?
    if is_place(heard):
        return None
    heard.used.update(_leaves_out_unfunded(heard))
    number = how_many(heard, ranked) or 1
    counted = _counted_kind(heard, ranked)
    smallest = "least" in heard.ranks.values()
    heard.used.update(heard.ranks)
    use_ranked(heard, ranked)
    measure = a.Measure("amount", years=asked.money_years())
    if counted is not None:
        measure = a.Measure("count", kind=counted)
    return a.First(all_of(asked, kind_said(ranked)), measure, number, smallest)


def use_ranked(heard: Heard, ranked: Said) -> None:
    """The word for what is ranked, with the one behind it that asks and the one before it: "(ราย)โครงการ(ไหน)"."""
    if ranked.at >= 0:
        heard.used.update((ranked.at, *([ranked.at + 1] if ranked.asked else [])))
    heard.used.update(i for i in heard.at("by_each") if i == ranked.at - 1)
    again = [said for said in said_levels(heard) if said.kind == ranked.kind]  # "ประเด็นที่ได้น้อยสุด ประเด็นไหน"
    heard.used.update(i for said in again for i in ((said.at, said.at + 1) if said.asked else (said.at,)))
    heard.take("which_one", "what_name")  # "โครงการที่งบน้อยสุด คืออันไหน", "ชื่ออะไร"
    ties = (i for i in heard.at("same") if heard.tokens[i].is_cue("exactly") and i > min(heard.ranks, default=i))
    heard.used.update(ties)  # "มีหลายอันเท่ากัน": what ties with the first is told anyhow
    take_count(heard)


def _leaves_out_unfunded(heard: Heard) -> list[int]:
    """ "ไม่นับที่ไม่มีงบ": what has no figure has no place in an order anyhow."""
    for i in heard.at("without"):
        near = range(i + 1, min(i + 1 + _NEAR, len(heard.tokens)))
        denials = [j for j in near if j in heard.at("not")]
        money = [j for j in near if denials and j > denials[0] and j in heard.at("budget")]
        if money:
            return [i, *denials, *money]
    return []


_NEAR = 5


def all_of(asked: Asked, kind: Kind) -> a.Set:
    """Everything of a kind that the message is about: the projects of an agency, the tactics of an issue."""
    of = asked.about()
    if of is None:
        of = a.All(kind)
    elif a.kind_of(of) != kind:
        of = a.Of(kind, of)
    if kind == "project":
        of = conditions(asked.heard, asked.parts, of, of_years=False)
    return without_denied(asked.parts, of, kind, "project", "issue", "tactic", "agency")


def _ranked(asked: Asked) -> Said | None:
    """The kind of things that is ranked."""
    heard = asked.heard
    levels = [said for said in said_levels(heard) if said.at not in heard.used]
    if not levels:
        if asked.base is None and (number_of_places(heard) is not None or heard.has("which_one")):
            return ranked_without_kind(heard)
        picked = any(heard.tokens[i].text in _PICKING for i in heard.at("number_word"))
        if picked and asked.pointed:
            heard.used.update(i for i in heard.at("number_word") if heard.tokens[i].text in _PICKING)
            return Said("project", -1, False)
        if asked.pointed and asked.base is not None and (heard.has("which_one") or asked.noun_of_shown):
            return _among_shown(asked.base)
        if asked.base is not None and asked.base == asked.listed and number_of_places(heard) is not None:
            return _among_shown(asked.base)  # "top 3" behind a list
        if asked.base is not None and not asked.parts.things and len(heard.tokens) <= _BARE:
            return _among_shown(asked.base)  # "แพงสุด" behind a list, or behind what holds projects
        lone = heard.has("which_one") or heard.has("responsible")  # "ใครเป็นเจ้าของโครงการที่..." is one word
        return Said("project", -1, False) if asked.base is None and lone else None
    top, rank = head(heard, levels), min(heard.ranks, default=0)
    before = [said for said in levels if said.kind == "project" and said.at < rank < top.at]
    return before[-1] if top.kind == "agency" and before else top  # "โครงการที่งบน้อยสุด อยู่กับหน่วยงานใด"


def ranked_without_kind(heard: Heard) -> Said:
    """ "top 3 งบปี 54" ranks projects, "ทั้งหกประเด็น อันไหนได้งบมากสุด" the issues."""
    return Said("issue", heard.all_issues[0][1], False) if heard.all_issues else Said("project", -1, False)


def _among_shown(base: a.Set) -> Said | None:
    """ "อันไหนแพงสุด" behind several things: of those; behind what holds projects, of its projects."""
    kind = a.kind_of(base)
    if isinstance(base, a.Named) and len(base.keys) == 1:
        return Said("project", -1, False) if kind != "project" and kind in MONEY else None
    return Said(kind, -1, False) if kind in MONEY else None


def number_of_places(heard: Heard) -> int | None:
    """The place of the number of "3 อันดับแรก", "top 5"; None where so many are not asked for."""
    near = (j + d for j in (*heard.at("rank_word"), *heard.ranks) for d in (-1, 1))
    found = (i for i in near if _is_how_many(heard, i) and heard.tokens[i].text not in _SOME)  # "the cheapest one"
    return next(found, None)


def _is_how_many(heard: Heard, i: int) -> bool:
    number = heard.tokens[i].number if 0 <= i < len(heard.tokens) else None
    return number is not None and 0 < number <= _MOST_PLACES and i in heard.loose_numbers


def how_many(heard: Heard, ranked: Said) -> int | None:
    """ "สองกลยุทธ์ที่...", "3 อันดับแรก", "top 5": how many of them, where that is said."""
    beside = _beside_kind(heard, ranked)
    if beside is not None and _are_all(heard, ranked, beside):
        heard.used.add(beside)
        return None
    at = number_of_places(heard) if beside is None else beside
    number = heard.tokens[at].number if at is not None else None
    if at is not None and number is not None:
        heard.used.add(at)
        heard.take("rank_word", "first_item")
        return int(number)
    pairs = [i for i in heard.at("both") if i + 1 in heard.at("first_item")]  # "สองโครงการแรก"
    heard.used.update((*pairs, *(i + 1 for i in pairs)))
    if pairs or (ranked.at >= 0 and heard.tokens[ranked.at].is_cue("shared", "both")):
        return _TWO
    return None


def _beside_kind(heard: Heard, ranked: Said) -> int | None:
    """The place of the number of "หกประเด็น", "ประเด็นทั้งหก"."""
    behind = heard.tokens[ranked.at + 1].text if 0 <= ranked.at < len(heard.tokens) - 1 else ""
    places = (ranked.at - 1, *((ranked.at + 2,) if behind in _WHOLE_OF else ()))
    return next((i for i in places if _is_how_many(heard, i)), None)


def _are_all(heard: Heard, ranked: Said, at: int) -> bool:
    """ "Which of the six issues gets most", "เรียงหกประเด็น": whether the number says how many the plan has."""
    match ranked.kind:
        case "issue" | "tactic" | "project" as kind:
            asks = ranked.asked or not heard.ranks or any(i < at for i in heard.at("what", "which_one"))
            return asks and heard.tokens[at].number == len(heard.index.of_kind(kind))
    return False


_MOST_PLACES, _TWO = 100, 2
_BARE = 3
"""Words of a message that says no more than which comes first."""


def is_place(heard: Heard) -> bool:
    """ "อันดับ 2": one place of an order, not the first two."""
    return place_at(heard) is not None


def place_at(heard: Heard) -> int | None:
    """Where the number of "อันดับ 2" stands."""
    at = [i + 1 for i in heard.at("rank_word") if heard.tokens[i].text in _PLACE]
    numbers = [i for i in at if i < len(heard.tokens) and heard.tokens[i].number is not None]
    return numbers[0] if numbers and not heard.has("first_item") else None


_WORDS = read_vocabulary("small_words")
_SOME = frozenset(read_vocabulary("quantities")["some"])
_PICKING, _PLACE, _STILL, _WHOLE_OF = (frozenset(_WORDS[name]) for name in ("picking", "place", "still", "whole_of"))


def _counted_kind(heard: Heard, ranked: Said) -> Kind | None:
    """The kind by whose number things are ranked: "ประเด็นไหนมีโครงการเยอะสุด", "มีจำนวนโครงการมากที่สุด"."""
    if (below := counted_below(heard, ranked)) is not None:
        heard.used.add(below.at)
        heard.take(f"count_{below.kind}")
        return kind_said(below)
    counted = heard.draft.levels.counted
    if not counted or heard.has("budget") or not stands_under(counted, kind_said(ranked)):
        return None
    heard.take(f"count_{counted}", "which_one")
    return counted


def counted_below(heard: Heard, ranked: Said) -> Said | None:
    """ "ประเด็นไหนมีกลยุทธ์น้อยที่สุด": the things that are counted, where no money is spoken of."""
    if heard.has("budget", "how_much"):
        return None
    others = [s for s in said_levels(heard) if s.kind not in (ranked.kind, "year")]
    # "ที่มีโครงการน้อยสุด ประเด็นไหน": also before the kind that is asked for.
    below = [s for s in others if s.at > ranked.at or (s.at - 1 in heard.at("there_is") and s.at + 1 in heard.ranks)]
    fits = [s for s in below if stands_under(kind_said(s), kind_said(ranked))]
    return fits[0] if len(fits) == 1 else None


def ranking(asked: Asked) -> a.Query | None:
    """What comes first, last, or the first few: named, or with who answers for it, or added up."""
    heard = asked.heard
    if not heard.ranks:
        return _larger_of_two(asked)
    if len(set(heard.ranks.values())) > 1:
        return _both_ends(asked)
    ranked = _ranked(asked)
    if ranked is not None and ranked.kind == "year":
        return _ranked_years(asked, ranked)
    owner = ranked is not None and ranked.kind == "project" and _owner_before(heard)
    take_whether_still(heard)
    found = superlative_set(asked)
    if not isinstance(found, a.First):
        return None
    if owner:
        heard.take("who", "responsible", "agency")
        return a.Listing(a.Of("agency", found))
    if heard.has("average") and per_each(heard) and found.by.field == "amount" and found.by.kind is None:
        return _ranked_averages(asked, found)
    adds_up = heard.has("how_much") or any(not heard.tokens[i].is_cue("budget") for i in heard.at("total"))
    if found.n > 1 and heard.take("total") and adds_up:
        heard.take("how_much")
        return a.Tell(a.Total(found.by, found))
    if found.n == 1 and found.by.field in ("amount", "count") and not heard.draft.amounts.conditions:
        return a.Grouped(a.Total(found.by, found.of), a.kind_of(found.of), 1, found.smallest)
    return a.Listing(found)


def _both_ends(asked: Asked) -> a.Query | None:
    """ "ประเด็นไหนได้เงินมากสุดกับน้อยสุด": the first, and the last."""
    heard, ranked = asked.heard, _ranked(asked)
    if ranked is None or asked.leaning or heard.has("average", "share", "compare") or is_place(heard):
        return None
    kind, amount = ranked.kind, a.Measure("amount", years=asked.money_years())
    if kind != "year" and (kind not in MONEY or _counted_kind(heard, ranked) is not None):
        return None
    of = (asked.about() or a.All("project")) if kind == "year" else all_of(asked, kind)
    use_ranked(heard, ranked)
    heard.used.update(heard.ranks)
    ends = dict.fromkeys(heard.ranks[i] == "least" for i in sorted(heard.ranks))
    return a.Several(tuple(a.Grouped(a.Total(amount, of), kind, 1, smallest) for smallest in ends))


def take_whether_still(heard: Heard) -> None:
    """ "(ยังเป็นอันเดิมไหม)": what comes first is told, which answers that; its words are used."""
    if any(token.text in _STILL for token in heard.tokens):
        heard.take("yes_no", "verify", "same")


def _ranked_averages(asked: Asked, found: a.First) -> a.Query | None:
    """ "ประเด็นไหนเฉลี่ยต่อโครงการสูงสุด"."""
    heard, by = asked.heard, a.kind_of(found.of)
    if by == "project":
        return None
    heard.take("average", "by_each", "count_project")
    heard.used.update(said.at for said in said_levels(heard) if said.kind in (by, "project"))
    each = a.All("project") if isinstance(found.of, a.All) else projects(found.of)
    return a.Grouped(a.Average(found.by, each), by, found.n, found.smallest)


_SEVERAL = 2


def _larger_of_two(asked: Asked) -> a.Query | None:
    """ "ตัวไหนงบเยอะกว่า": which of those just shown."""
    heard, said = asked.heard, asked.heard.at("more_than", "less_than")
    of = next((of for of in (asked.base, asked.listed) if _is_several(of)), None)
    if of is None or not said or asked.parts.things or heard.draft.amounts.conditions:
        return None
    if not heard.has("which_one", "what", "who") or heard.has("average", "how_much"):
        return None
    counted = isinstance(asked.before, a.Tell) and isinstance(asked.before.value, a.Number)
    if counted and len(asked.two_things) == _TWO:
        return None  # of the two numbers just told
    if heard.has("who") and a.kind_of(of) != "agency":
        return None  # "ใครมากกว่า": agencies are meant
    heard.take("more_than", "less_than", "which_one", "who")
    heard.used.update(level.at for level in said_levels(heard) if level.kind == a.kind_of(of))
    amount = a.Measure("amount", years=asked.money_years())
    smallest = any(heard.tokens[i].is_cue("less_than") for i in said)
    return a.Grouped(a.Total(amount, of), a.kind_of(of), 1, smallest)


def _is_several(of: a.Set | None) -> bool:
    return isinstance(of, a.Named) and len(of.keys) >= _SEVERAL and of.kind in MONEY


def _owner_before(heard: Heard) -> bool:
    """ "ใครเป็นเจ้าของโครงการที่...": who, of what is ranked behind it."""
    rank, levels = heard.ranks, said_levels(heard)
    who = heard.at("who", "responsible")
    return bool(who) and bool(rank) and (not levels or any(s.kind == "project" for s in levels))


def _ranked_years(asked: Asked, ranked: Said) -> a.Query | None:
    heard = asked.heard
    number, smallest = how_many(heard, ranked) or 1, "least" in heard.ranks.values()
    of = asked.about() or a.All("project")
    of = without_denied(asked.parts, of, "project", "issue", "tactic", "agency")
    heard.used.update(heard.ranks)
    use_ranked(heard, ranked)
    heard.take("by_year")
    return a.Grouped(a.Total(a.Measure("amount", years=money_years(heard, asked.parts)), of), "year", number, smallest)
