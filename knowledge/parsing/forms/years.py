"""Money in years: of a year that is only named, of each, or in which years there is any."""

from knowledge.parsing.asked import CHANGING, SIDES, Asked, described_as, is_far
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.narrowing import one_year, unfunded
from knowledge.parsing.sets import without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY
from knowledge.vocabulary import read as read_vocabulary

_MORE_THAN_YEARS = ("share", "average", "who", "responsible", "what", "count_project", "count", "order_word", *SIDES)
_TWO = 2
_ALIKE = frozenset(read_vocabulary("small_words")["alike"])
_TELLING = 1.0
"""Weight (`candidates.py`) of one telling word: a fainter name with a year and nothing else asks for no money."""


def each_year(asked: Asked) -> a.Query | None:
    """ "ปี 56 ได้เท่าไหร่ ปี 57 ได้เท่าไหร่": each by itself, though nobody sets them against each other."""
    heard, spans = asked.heard, [span for span in asked.parts.years if not span.denied]
    if len(spans) < _TWO or len(heard.at("how_much")) < len(spans) or heard.has("share", "total", *SIDES, *CHANGING):
        return None
    of = asked.about() or a.All("project")
    if a.kind_of(of) not in MONEY or heard.ranks:
        return None
    return a.Comparison(tuple(a.Total(a.Measure("amount", years=span.years), of) for span in spans))


def in_year(asked: Asked) -> a.Query | None:
    """ "e-Service ปี 56", "เน็ตฟรีปี 54 ได้ไหม": something and years alone ask for its money then."""
    heard, parts = asked.heard, asked.parts
    asks = heard.has("yes_no", "verify", "why")
    years = parts.wanted_years or (parts.denied_years if asks else ())  # "ปี 55 ไม่ได้เลยเหรอ"
    if not years or heard.has(*_MORE_THAN_YEARS) or is_far(asked) or heard.ranks or said_levels(heard):
        return None
    of = asked.about()
    if of is None or isinstance(of, a.All) or a.kind_of(of) not in MONEY:
        return None
    if any(thing.weight < _TELLING for thing in parts.things) and not heard.has("budget"):
        return None
    if heard.draft.amounts.claim is None and not heard.draft.amounts.conditions:
        denial = heard.at("not") if asks else []
        heard.take("yes_no", "verify", *(("not",) if len(denial) == 1 else ()))  # "ปี 54 ไม่ได้เลยเหรอ"
    heard.take("within_year", "only")
    said = [i for span in parts.years for i in span.tokens]
    before = [i for i in heard.at("previous_year", "next_year") if said and i < min(said)]
    heard.used.update(before)  # "ปีก่อนหน้านั้นก็ไม่ได้ใช่ไหม ปี 54 น่ะ"
    of = without_denied(parts, of, "project", "issue", "tactic", "agency")
    return a.Tell(a.Total(a.Measure("amount", years=years), of))


def other_years(asked: Asked) -> a.Query | None:
    """ "ปีอื่นไม่มีเลยหรอ", "ให้เงินทุกปีเลยไหม", "ปีต่อๆ ไปไม่มีแล้วใช่ไหม": whether other years have money; each is told."""
    heard, of = asked.heard, asked.about()
    asks = heard.has("yes_no", "verify") and not heard.has("how_much", *_MORE_THAN_YEARS, *CHANGING)
    said = heard.has("other_year") or (asked.leaning and heard.has("every_year", "next_year", "previous_year"))
    if not (asks and said) or asked.parts.wanted_years or heard.ranks or heard.draft.amounts.conditions:
        return None
    if not isinstance(of, a.Named) or of.kind not in MONEY or len(of.keys) > 1 or said_levels(heard):
        return None
    heard.take("other_year", "every_year", "next_year", "previous_year", "yes_no", "verify", "not", "other", "same")
    return a.Grouped(a.Total(a.Measure("amount"), of), "year")


def by_year(asked: Asked) -> a.Query | None:
    """In which years there is money, and how much in each."""
    heard = asked.heard
    of = asked.about()
    if of is None or isinstance(of, a.All | a.And) or a.kind_of(of) not in MONEY or heard.ranks:
        return None
    changes = heard.at(*CHANGING) if heard.has("verify", "yes_no", "why") else []
    alike = _whether_alike(asked)
    changes += alike
    if (
        heard.has("share", "average", "who")
        or is_far(asked, *changes)
        or any(said.kind == "agency" for said in said_levels(heard))
    ):
        return None
    asks = heard.take("which_year") or _takes_year_word(heard)
    presumes = heard.has("verify", "yes_no", "why") and (bool(changes) or _takes_years_for_granted(asked))
    presumes |= bool(alike)
    if asks:
        heard.used.update(i for i in heard.at("responsible") if i + 1 in heard.at("which_year"))  # "(ดำเนินการ)ปีใด"
        unfunded(heard, asked.parts)  # "ปีที่ไม่มีงบคือปีไหน": each year is told, also those without
        heard.used |= one_year(heard) | described_as(asked)
        heard.take("alternate", "yes_no", "verify", "what")
        heard.used.update(i for i in heard.at("at_least") if heard.tokens[i].is_cue("from"))  # "ตั้งแต่ปีไหน"
    if presumes:
        heard.take("verify", "yes_no", "every_year", "per_year", "by_year")
        heard.take(*(("same_years",) if asked.parts.things and not asked.parts.years else ()))
        heard.used.update(changes)  # "ทำไมถึงถูกตัดงบปี 56": whether it was shows, too
        heard.used.update(i for i in heard.at("at_least") if heard.tokens[i].is_cue("from"))
        return a.Grouped(a.Total(a.Measure("amount"), of), "year")
    if not (asks or heard.take("by_year") or heard.has("per_year")):
        return None
    heard.take("within_year", "how_much", "per_year", "begin", "finish")
    return a.Grouped(a.Total(a.Measure("amount", years=asked.parts.wanted_years), of), "year")


def _takes_year_word(heard: Heard) -> bool:
    """ "year ไหนบ้าง", "ปี อะไร": the word for a year and the one that asks, each by itself."""
    words = [i for i in heard.at("year") if i + 1 in heard.at("what")]
    heard.used.update(i for word in words for i in (word, word + 1))
    return bool(words)


def _takes_years_for_granted(asked: Asked) -> bool:
    """ "ได้งบทุกปีใช่ไหม", "ตั้งแต่ปี 54 จริงหรือ", "ปีละ 5 ล้าน จริงไหม": each year is told, so that it shows."""
    heard = asked.heard
    since = any(heard.tokens[i].is_cue("at_least") for i in heard.at("from")) and len(asked.parts.years) == 1
    a_year = heard.has("per_year") and heard.draft.amounts.claim is not None
    # "(แล้ว GIS) ลงปีเดียวกันหรือเปล่า" behind the years of another one: its own are told.
    as_other = heard.has("same_years") and len(asked.parts.things) == 1 and not asked.parts.years and not heard.ranks
    as_other = as_other and not heard.has("how_much", "budget", "count_project", *SIDES)
    return since or a_year or as_other or heard.has("every_year")


def _whether_alike(asked: Asked) -> list[int]:
    """ "แต่ละปีเท่ากันไหม": each year is told, and whether they are alike shows; the places of the word."""
    heard = asked.heard
    if not heard.has("by_year", "per_year") or asked.parts.years or asked.parts.things:
        return []
    return [i for i in heard.at("same") if heard.tokens[i].text in _ALIKE] if len(heard.at("same")) == 1 else []


def of_years_told(asked: Asked, of: a.Set) -> a.Query | None:
    """ "สองปีนั้นบวกกัน" behind the years of a thing: all those with money; "งบปีนั้น": each, for which is not said."""
    heard, places = asked.heard, asked.heard.at("same_years")
    told = asked.query is not None and any(isinstance(n, a.Grouped) and n.by == "year" for n in a.nodes(asked.query))
    if not (places and told) or asked.years or asked.parts.years or asked.parts.things:
        return None
    heard.used.update(places)
    value = a.Total(a.Measure("amount"), of)
    numbers = [i - 1 for i in places if i and heard.tokens[i - 1].number is not None]
    heard.used.update(numbers)
    return a.Tell(value) if numbers else a.Grouped(value, "year")
