"""Sums of money, and what is reckoned with them: shares and averages."""

from dataclasses import replace

from knowledge.parsing.asked import (
    ALL_OF_IT,
    CHANGING,
    SIDES,
    TIMES,
    Asked,
    is_target,
    per_each,
    sides_of,
    sums_up,
    take_count,
)
from knowledge.parsing.edit import subject_in
from knowledge.parsing.forms.ranking import superlative_set
from knowledge.parsing.forms.years import of_years_told
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import kind_said, said_levels
from knowledge.parsing.part import Thing
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import conditions, money_years, one_thing, projects, subject, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, way
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_OF, _WHOLE_OF, _WHOLE_THING = (frozenset(_WORDS[name]) for name in ("of", "whole_of", "whole_thing"))
_JOINERS = frozenset(read_vocabulary("quantities")["number_joiners"])
_HALVES = frozenset(_WORDS["halves"])
_ADDED = frozenset(_WORDS["added_together"])
_TWO = 2
_HALF = 50
"""Percent."""
_MONEY = ("budget", "how_much", "amount_unit", "total", "four_years", "whole")


def share(asked: Asked) -> a.Query | None:
    """What part of a whole: of the plan, of what is named behind "of", of the issue that the thing stands in."""
    heard = asked.heard
    halves = [i for i in heard.at("share") if heard.tokens[i].text in _HALVES]
    places = [i for i in heard.at("share") if i not in halves] or (halves if heard.has("verify", "yes_no") else [])
    if not places or is_target(asked) or any(token.text in TIMES for token in heard.tokens):
        return None
    heard.used.update(places)
    heard.take("exactly")
    take_count(heard)
    if (of_all_years := _share_of_all_years(asked)) is not None:
        return of_all_years
    if (of_itself := _share_of_whole_thing(asked, places[-1])) is not None:
        return of_itself
    years = asked.money_years(whole=False)
    amount = a.Measure("amount", years=years)
    if (told := _share_of_count(asked) or _change_in_percent(asked) or _share_of_itself(asked, amount)) is not None:
        return told
    whole, part = _whole_and_part(asked, places[-1])
    if part is None:
        goes_on = asked.of_whole_plan() and bool(asked.parts.wanted_years)  # "ปี 62 กี่ %" behind the whole plan
        return _share_of_years(asked, whole) if goes_on or not asked.leaning else None
    part = without_denied(asked.parts, part, "project", "issue", "tactic", "agency")
    if len(sides_of(asked)) < _TWO:
        heard.take("compare")  # "เทียบเป็นสัดส่วน"
    if years and not asked.parts.years:
        heard.take("same_years")
    figure = a.Share(a.Total(amount, part), a.Total(amount, whole))
    halves = [i for i, token in enumerate(heard.tokens) if token.text in _HALVES]
    if halves and heard.take("verify", "yes_no"):
        heard.used.update(halves)
        return a.Check(figure, ">=", _HALF)  # "กินเกินครึ่งจริงไหม"
    return a.Tell(figure)


def _whole_and_part(asked: Asked, at: int) -> tuple[a.Set, a.Set | None]:
    """What it is a share of, and what is the part."""
    heard, parts = asked.heard, asked.parts
    holders = parts.of("project", "issue", "tactic", "agency")
    if asked.base is not None and len(holders) == 1 and asked.pointed and (named := one_thing(holders[0])):
        first = min(asked.heard.at("this"), default=at)  # "มันกินเงินด้านเทคโนโลยีไปกี่ %": the part is said first
        return (named, asked.base) if holders[0].start > first else (asked.base, named)
    behind = _told_of(asked, at)
    if not behind and len(holders) == 2 and holders[1].kind in ("issue", "tactic"):
        between = _has_of_between(heard, holders[0].start, holders[1].start)
        behind = [holders[1]] if between else []  # "สัดส่วนงบเทศบาลในประเด็น 6"
    if behind and (found := one_thing(behind[0])) and len(behind) == 1:
        rest = Parts(tuple(t for t in parts.things if t not in behind), parts.years, parts.nobody, parts.denials)
        part = superlative_set(asked) or subject(heard, rest, asked.base)
        return found, part
    if (whole := _first_behind(asked, at)) is not None and asked.base is not None:
        return whole, asked.base
    part = superlative_set(asked) or asked.about()
    if part is None and any(thing.denied for thing in parts.things):
        part = a.All("project")
    levels = [said for said in said_levels(heard) if said.at > at and said.kind in ("issue", "tactic")]
    if levels and part is not None and way(a.kind_of(part), kind := kind_said(levels[0])):
        above = [said.at for said in levels if said.kind == kind]  # "ของประเด็นประชาสัมพันธ์ทั้งประเด็น"
        heard.used.update(above)
        heard.used.update(i for i in heard.at("same", "this") if i - 1 in above)
        return a.Of(kind, part), part
    return a.All("project"), part


def _told_of(asked: Asked, at: int) -> list[Thing]:
    """What the share is said to be of: behind "of", not where money goes ("of the plan goes to issue 3"), nor, in
    English, what takes it ("of issue 3 does the project take")."""
    heard = asked.heard
    things = [t for t in asked.parts.things if not t.denied and t.start > at and _has_of_between(heard, at, t.start)]
    between = heard.tokens[max(things[0].tokens) + 1 : things[1].start] if len(things) > 1 else ()
    if heard.draft.reading.english and between and not any(token.text in _JOINERS for token in between):
        return things[:1]
    return [t for t in things if not _goes_to(heard, at, t.start)]


def _goes_to(heard: Heard, at: int, start: int) -> bool:
    """Whether between "of" and the name the money goes somewhere: "ของทั้งแผนไปลงที่ประเด็น 3"."""
    of = max((i for i in range(at, start) if heard.tokens[i].text in _OF), default=start)
    return any(of < i < start and i not in heard.draft.years.tokens for i in heard.at("until"))


def _first_behind(asked: Asked, at: int) -> a.Set | None:
    """ "คิดเป็นกี่ % ของโครงการที่แพงที่สุด": what comes first, said as the whole."""
    ranks = asked.heard.ranks
    if not ranks or asked.parts.things or min(ranks) < at or not _has_of_between(asked.heard, at, min(ranks)):
        return None
    return superlative_set(replace(asked, base=None))


def _share_of_count(asked: Asked) -> a.Query | None:
    """ "คิดเป็นกี่ % ของทั้งหมด" behind a count: of all things of the kind."""
    match asked.query:
        case a.Tell(value=a.Number(of=of)) if not asked.parts.things and not asked.heard.has("budget"):
            return a.Tell(a.Share(a.Number(of), a.Number(a.All(a.kind_of(of)))))
    return None


def _change_in_percent(asked: Asked) -> a.Query | None:
    """ "คิดเป็นกี่ %" behind a change: the same change in percent of where it began."""
    match asked.before or asked.query:
        case a.Tell(value=a.Change() as change) if not (asked.parts.things or asked.parts.years):
            return None if asked.heard.has("whole", "plan") else a.Tell(replace(change, percent=True))
        case a.Tell(value=a.Change(first=first) as change) if asked.parts.wanted_years == (first,):
            asked.heard.take("from")  # "คิดเป็น % จากฐานปี 55"
            return None if asked.parts.things or asked.parts.denied_years else a.Tell(replace(change, percent=True))
    return _percent_of_first(asked)


def _percent_of_first(asked: Asked) -> a.Query | None:
    """ "คิดเป็น % จากฐานปี 55" behind two years set side by side: how far the later is from the earlier."""
    heard, parts = asked.heard, asked.parts
    match asked.before:
        case a.Comparison(values=(a.Total(measure=one, of=of), a.Total(measure=other, of=same))) if of == same:
            years = sorted({*one.years, *other.years})
            alone = len(one.years) == len(other.years) == 1 and len(years) == _TWO
            based = not parts.wanted_years or parts.wanted_years == (years[0],)
            if not (alone and based) or parts.things or parts.denied_years or heard.has("whole", "plan", "total"):
                return None
            heard.take("from", "increase", "decrease", "change", "compare")
            return a.Tell(a.Change(of, years[0], years[1], percent=True))
    return None


def _share_of_whole_thing(asked: Asked, at: int) -> a.Query | None:
    """ "งบปี 61 คิดเป็นร้อยละเท่าไหร่ของงบทั้งโครงการ": a year of the thing named, of all its years."""
    heard, parts = asked.heard, asked.parts
    named, years = parts.of("project", "issue", "tactic"), parts.wanted_years
    behind = [i for i in heard.at("total") if i > at and heard.tokens[i].text in _WHOLE_THING]
    levels = [s.at for s in said_levels(heard) if s.at > at and heard.tokens[s.at - 1].text in _WHOLE_OF]
    of = one_thing(named[0]) if len(named) == 1 and len(parts.things) == 1 else None
    if of is None or not years or not (behind or levels):
        return None
    heard.used.update((*behind, *levels))
    return a.Tell(a.Share(a.Total(a.Measure("amount", years=years), of), a.Total(a.Measure("amount"), of)))


def _share_of_all_years(asked: Asked) -> a.Query | None:
    """ "คิดเป็นกี่ % ของทั้ง 4 ปี" behind the money of a year: of that of all years."""
    heard, parts = asked.heard, asked.parts
    if not (heard.has("four_years", "every_year") and asked.years and asked.leaning) or parts.things or parts.years:
        return None
    heard.take("four_years", "every_year", "whole", "plan")
    of = asked.base or a.All("project")
    return a.Tell(a.Share(a.Total(a.Measure("amount", years=asked.years), of), a.Total(a.Measure("amount"), of)))


def _share_of_itself(asked: Asked, amount: a.Measure) -> a.Query | None:
    """ "คิดเป็นกี่ % ของทั้งประเด็น" behind some years of an issue, "ของทั้งหมด" behind a year of the plan: of all years."""
    heard, of = asked.heard, asked.base
    if of is None and asked.leaning and asked.before is not None and subject_in(asked.before) == a.All("project"):
        of = a.All("project")
    said = [level.at for level in said_levels(heard) if of is not None and level.kind == a.kind_of(of)]
    words = _WHOLE_THING | ALL_OF_IT if isinstance(of, a.All) else _WHOLE_THING
    said = said or [i for i in heard.at("total", "whole") if heard.tokens[i].text in words or isinstance(of, a.All)]
    if of is None or not amount.years or asked.parts.things or asked.parts.years or len(said) != 1:
        return None
    heard.used.add(said[0])
    heard.take("whole", "plan")
    return a.Tell(a.Share(a.Total(amount, of), a.Total(replace(amount, years=()), of)))


def _has_of_between(heard: Heard, at: int, start: int) -> bool:
    return any(heard.tokens[i].text in _OF for i in range(at, start))


def _share_of_years(asked: Asked, whole: a.Set) -> a.Query | None:
    """ "ปี 55 เป็นกี่ % ของทั้งแผน": one year of all."""
    years = money_years(asked.heard, asked.parts)
    if not years:
        return None
    return a.Tell(a.Share(a.Total(a.Measure("amount", years=years), whole), a.Total(a.Measure("amount"), whole)))


def average(asked: Asked) -> a.Query | None:
    """Per project or per year."""
    heard = asked.heard
    if not heard.has("average") or heard.has(*SIDES) or heard.ranks:
        return None
    per_thing = per_each(heard)
    heard.take("average", "per_year")
    of = asked.about() or a.All("project")
    of = conditions(heard, asked.parts, of, of_years=False)
    of = without_denied(asked.parts, of, "project", "issue", "tactic", "agency")
    amount = a.Measure("amount", years=asked.money_years())
    if per_thing:
        return a.Tell(a.Average(amount, projects(of)))
    return a.Tell(a.Average(amount, of, per="year"))


def money(asked: Asked) -> a.Query | None:
    """A sum of money."""
    heard = asked.heard
    if not heard.has(*_MONEY) or heard.has("share", "average", "who", "per_year", *CHANGING) or heard.ranks:
        return None
    if heard.has("order_word") and not heard.has("how_much", "budget", "amount_unit", "total"):
        return None  # "list all projects"
    lists = any(said.kind == "project" for said in said_levels(heard))
    asks_sum = heard.has("how_much") or sums_up(heard)
    if lists and (heard.draft.amounts.conditions or not heard.has("budget")) and not asks_sum:
        return None
    narrows = isinstance(asked.query, a.Listing) and a.kind_of(asked.query.of) != "agency"
    if narrows and heard.has("only") and not heard.has("how_much", "total"):
        return None  # "เอาเฉพาะที่ไม่มีงบปี 62" behind a list narrows it
    if asked.parts.denied_years and heard.has("why", "yes_no", "verify") and not (asks_sum or asked.parts.wanted_years):
        return None  # "ทำไม ก ไม่มีงบปี 55" leaves no year out of a sum
    take_count(heard)
    of = asked.about()
    spoken = asked.leaning and asked.years and isinstance(asked.query, a.Grouped)  # "เท่าไหร่" behind the year that won
    added = heard.has("same_years") or (any(t.text in _ADDED for t in heard.tokens) and not asked.parts.things)
    both = asked.leaning and heard.has("total") and added and len(asked.two_spans) == _TWO
    if of is None and not (heard.has("whole", "plan", "project", "budget") or asked.parts.years or spoken or both):
        return None
    of = a.All("project") if of is None else of
    bounded = [said for said in said_levels(heard) if said.kind in ("issue", "tactic", "agency")]
    if heard.draft.amounts.conditions and len(bounded) == 1 and isinstance(of, a.All | a.Named):
        heard.used.add(bounded[0].at)
        of = a.All(kind_said(bounded[0])) if a.kind_of(of) != bounded[0].kind else of
    of = conditions(heard, asked.parts, of if a.kind_of(of) in MONEY else projects(of), of_years=False)
    of = without_denied(asked.parts, of, "project", "issue", "tactic", "agency")
    if a.kind_of(of) not in MONEY:
        return None
    if heard.has("how_much") and heard.draft.amounts.claim is None:
        heard.take("yes_no", "verify", "numeric")  # "มีงบใช่ไหม รวมเท่าไหร่"
    if len(asked.parts.of("project", "issue", "tactic", "agency")) > 1:
        heard.take("plus")
    heard.take(*(() if asked.parts.things else ("both",)), *(("within_year",) if asked.parts.years else ()))
    if both and not asked.parts.years:
        heard.take("same_years")
        heard.used.update(i for i, token in enumerate(heard.tokens) if token.number == _TWO)
        spans = tuple(sorted({year for span in asked.two_spans for year in span}))
        return a.Tell(a.Total(a.Measure("amount", years=spans), of))  # "บวกกันสองปีนั้น"
    if (in_years := of_years_told(asked, of)) is not None:
        return in_years
    years = () if _sums_up(asked) else asked.money_years()
    return a.Tell(a.Total(a.Measure("amount", years=years), of))


def _sums_up(asked: Asked) -> bool:
    """ "รวมแล้ว" behind the years of one thing: all its years together."""
    one = isinstance(asked.base, a.Named) and len(asked.base.keys) == 1
    told = isinstance(asked.query, a.Tell) and isinstance(asked.query.value, a.Total)
    return one and told and asked.heard.has("total") and not asked.parts.years
