"""Sums of money, and what is reckoned with them: shares, ratios, comparisons, averages."""

from knowledge.parsing.asked import CHANGING, FAR, SIDES, TIMES, Asked, is_target, sides_of, take_count
from knowledge.parsing.forms.ranking import kind_said, superlative_set
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import conditions, money_years, one_thing, projects, subject, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, way
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_OF = frozenset(_WORDS["of"])
_HALVES = frozenset(_WORDS["halves"])
_ONE_OF_MANY = frozenset(_WORDS["one_of_many"])
_MONEY = ("budget", "how_much", "amount_unit", "total", "four_years", "whole")


def ratio(asked: Asked) -> a.Query | None:
    """ "เป็นกี่เท่าของ": what one thing is to another."""
    heard, sides = asked.heard, sides_of(asked)
    at = [i for i, token in enumerate(heard.tokens) if token.text in TIMES]
    if not at or len(sides) != 2:
        return None
    heard.used.update(at)
    heard.take("count", "share")
    amount = a.Measure("amount", years=asked.money_years())
    return a.Tell(a.Ratio(a.Total(amount, sides[0]), a.Total(amount, sides[1])))


def share(asked: Asked) -> a.Query | None:
    """What part of a whole: of the plan, of what is named behind "of", of the issue that the thing stands in."""
    heard = asked.heard
    places = [i for i in heard.at("share") if heard.tokens[i].text not in _HALVES]
    if not places or is_target(asked) or any(token.text in TIMES for token in heard.tokens):
        return None
    heard.used.update(places)
    heard.take("exactly")
    take_count(heard)
    years = asked.money_years(whole=False)
    amount = a.Measure("amount", years=years)
    if (counted := _share_of_count(asked)) is not None:
        return counted
    whole, part = _whole_and_part(asked, places[-1])
    if part is None:
        return None if asked.leaning else _share_of_years(asked, whole)
    part = without_denied(asked.parts, part, "project", "issue", "tactic", "agency")
    if years and not asked.parts.years:
        heard.take("same_years")
    return a.Tell(a.Share(a.Total(amount, part), a.Total(amount, whole)))


def _whole_and_part(asked: Asked, at: int) -> tuple[a.Set, a.Set | None]:
    """What it is a share of, and what is the part."""
    heard, parts = asked.heard, asked.parts
    holders = parts.of("project", "issue", "tactic", "agency")
    if asked.base is not None and len(holders) == 1 and heard.has("this") and (whole := one_thing(holders[0])):
        return whole, asked.base
    behind = [t for t in parts.things if not t.denied and t.start > at and _has_of_between(heard, at, t.start)]
    if not behind and len(holders) == 2 and holders[1].kind in ("issue", "tactic"):
        between = _has_of_between(heard, holders[0].start, holders[1].start)
        behind = [holders[1]] if between else []  # "สัดส่วนงบเทศบาลในประเด็น 6"
    if behind and (found := one_thing(behind[0])) and len(behind) == 1:
        rest = Parts(tuple(t for t in parts.things if t not in behind), parts.years, parts.nobody, parts.denials)
        part = superlative_set(asked) or subject(heard, rest, asked.base)
        return found, part
    part = superlative_set(asked) or asked.about()
    if part is None and any(thing.denied for thing in parts.things):
        part = a.All("project")
    above = next((said for said in said_levels(heard) if said.at > at and said.kind in ("issue", "tactic")), None)
    if above is not None and part is not None and way(a.kind_of(part), kind_said(above)):
        heard.used.add(above.at)
        return a.Of(kind_said(above), part), part
    return a.All("project"), part


def _share_of_count(asked: Asked) -> a.Query | None:
    """ "คิดเป็นกี่ % ของทั้งหมด" behind a count: of all things of the kind."""
    match asked.query:
        case a.Tell(value=a.Number(of=of)) if not asked.parts.things and not asked.heard.has("budget"):
            return a.Tell(a.Share(a.Number(of), a.Number(a.All(a.kind_of(of)))))
    return None


def _has_of_between(heard: Heard, at: int, start: int) -> bool:
    return any(heard.tokens[i].text in _OF for i in range(at, start))


def _share_of_years(asked: Asked, whole: a.Set) -> a.Query | None:
    """ "ปี 55 เป็นกี่ % ของทั้งแผน": one year of all."""
    years = money_years(asked.heard, asked.parts)
    if not years:
        return None
    return a.Tell(a.Share(a.Total(a.Measure("amount", years=years), whole), a.Total(a.Measure("amount"), whole)))


def comparison(asked: Asked) -> a.Query | None:
    """Two or more things, or two spans of years, side by side."""
    heard, parts = asked.heard, asked.parts
    if not heard.has(*SIDES) or heard.draft.amounts.conditions or heard.has(*CHANGING):
        return None
    sides, spans = sides_of(asked), [span for span in parts.years if not span.denied]
    values: tuple[a.Value, ...] = ()
    if len(spans) == 2 and len(sides) < 2:
        of = asked.about() or a.All("project")
        if all(len(span.years) == 1 for span in spans) and not heard.take("which_year"):
            return None
        values = tuple(a.Total(a.Measure("amount", years=span.years), of) for span in spans)
    elif len(sides) > 1 and len(spans) < 2:
        amount = a.Measure("amount", years=asked.money_years())
        values = tuple(a.Total(amount, side) for side in sides)
    if len(values) < 2 or _one_holds_another(asked):
        return None
    heard.take(*SIDES)
    heard.take("which_one")
    return a.Comparison(values)


def _one_holds_another(asked: Asked) -> bool:
    """Whether an issue beside a project only says where that stands, so that the sides are not what they seem."""
    named = asked.parts.of("project", "tactic", "issue")
    parents = {key for thing in named for one in thing.keys for key in asked.heard.index.entities[one].parents}
    return any(set(thing.keys) & parents for thing in named)


def average(asked: Asked) -> a.Query | None:
    """Per project or per year."""
    heard = asked.heard
    if not heard.has("average") or heard.has(*SIDES) or heard.ranks:
        return None
    per_thing = heard.take("per_project") or any(t.text in _ONE_OF_MANY for t in heard.tokens)
    heard.used.update(i for i, t in enumerate(heard.tokens) if t.text in _ONE_OF_MANY)
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
    lists = heard.has("order_word") and any(said.kind == "project" for said in said_levels(heard))
    if lists and not heard.has("budget", "how_much"):
        return None
    take_count(heard)
    of = asked.about()
    if of is None and not (heard.has("whole", "plan", "project", "budget") or asked.parts.years):
        return None
    of = a.All("project") if of is None else of
    of = conditions(heard, asked.parts, of if a.kind_of(of) in MONEY else projects(of), of_years=False)
    of = without_denied(asked.parts, of, "project", "issue", "tactic", "agency")
    if a.kind_of(of) not in MONEY:
        return None
    heard.take("both")
    years = () if _sums_up(asked) else asked.money_years()
    return a.Tell(a.Total(a.Measure("amount", years=years), of))


def _sums_up(asked: Asked) -> bool:
    """ "รวมแล้ว" behind the years of one thing: all its years together."""
    one = isinstance(asked.base, a.Named) and len(asked.base.keys) == 1
    told = isinstance(asked.query, a.Tell) and isinstance(asked.query.value, a.Total)
    return one and told and asked.heard.has("total") and not asked.parts.years


def claim(asked: Asked) -> a.Query | None:
    """ "เมืองเว้ตั้งไว้ 20 ล้าน จริงไหม": whether a figure is so."""
    heard = asked.heard
    satang = heard.draft.amounts.claim
    if satang is None or not heard.has("verify", "yes_no") or heard.has("share", *CHANGING) or heard.ranks:
        return None
    of = asked.about()
    if of is None and not (heard.has("plan", "whole") or asked.parts.years):
        return None
    heard.used |= heard.draft.amounts.tokens
    heard.take("verify", "yes_no")
    of = without_denied(asked.parts, of or a.All("project"), "project", "issue", "tactic", "agency")
    if a.kind_of(of) not in MONEY:
        return None
    return a.Check(a.Total(a.Measure("amount", years=asked.money_years()), of), "=", satang)


def by_year(asked: Asked) -> a.Query | None:
    """In which years there is money, and how much in each."""
    heard = asked.heard
    of = asked.about()
    if not isinstance(of, a.Named) or of.kind not in MONEY or heard.ranks or heard.has("share", "average", "who", *FAR):
        return None
    if not (heard.take("which_year") or heard.take("by_year")):
        return None
    heard.take("within_year", "how_much", "per_year", "begin", "finish")
    return a.Grouped(a.Total(a.Measure("amount"), of), "year")
