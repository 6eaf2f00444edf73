"""Things that fulfil what is said of them: listed, counted, or with who answers for them."""

from knowledge.parsing.asked import FAR, SIDES, Asked, described_as, loose_numbers, operator_said, sums_up
from knowledge.parsing.edit import subject_in
from knowledge.parsing.forms.projects import asks_how_many
from knowledge.parsing.forms.ranking import all_of, counted_below
from knowledge.parsing.heard import BOUNDS
from knowledge.parsing.levels_said import Said, head, kind_said, said_levels
from knowledge.parsing.sets import conditions, money_years, one_thing, projects, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_DOING = frozenset(_WORDS["doing"])
_WITH = frozenset(_WORDS["with_whom"])


def by_count(asked: Asked) -> a.Query | None:
    """ "เป้าประสงค์ไหนมีตัวชี้วัดมากกว่าหนึ่งตัว"; "ประเด็นไหนได้น้อยกว่าค่าเฉลี่ย"; "ประเด็นไหนได้เกิน 20 ล้าน"."""
    heard = asked.heard
    levels = said_levels(heard)
    top = head(heard, levels) if levels else None
    counted = heard.draft.levels.counted
    if counted in MONEY and counted != "project" and (funded := _funded(asked, counted)) is not None:
        heard.take(f"count_{counted}")
        return a.Tell(a.Number(a.Where(all_of(asked, counted), funded, _is_denied(asked))))
    asks = top is not None and (top.asked or (bool(heard.draft.amounts.conditions) and heard.has("who", "what")))
    if top is None or top.kind in ("year", "project") or not asks:
        return None
    kind, op = kind_said(top), operator_said(heard)
    condition = _condition_on(asked, top, op)
    if condition is None:
        return None
    heard.used.add(top.at)
    heard.take(*BOUNDS, "yes_no", *(("who",) if kind == "agency" else ()))
    negated = isinstance(condition, a.Funded | a.Has) and _is_denied(asked)
    return a.Listing(a.Where(all_of(asked, kind), condition, negated))


def _funded(asked: Asked, kind: Kind) -> a.Condition | None:
    """ "ประเด็นไหนไม่ได้งบปี 2555"; "หน่วยงานไหนไม่มีงบเลย"."""
    heard, parts = asked.heard, asked.parts
    years = parts.denied_years or parts.wanted_years
    if kind not in MONEY or not heard.has("budget") or heard.has("how_much", "share", "total", *SIDES):
        return None
    if not (years or _is_denied(asked)):
        return None
    heard.take("not", "budget", "there_is")
    return a.Funded(years) if years else a.Has("budget")


def _is_denied(asked: Asked) -> bool:
    return bool(asked.parts.denied_years) or bool(asked.heard.at("not"))


def _condition_on(asked: Asked, top: Said, op: a.Operator | None) -> a.Condition | None:
    heard, kind = asked.heard, kind_said(top)
    amounts = heard.draft.amounts
    measure = a.Measure("amount", years=money_years(heard, asked.parts))
    if len(amounts.conditions) > 1:
        return None
    if amounts.conditions and kind in MONEY:
        heard.used |= amounts.tokens
        one = amounts.conditions[0]
        return a.Compared(measure, one.op, one.number, one.upper)
    if op is not None and heard.has("average") and kind in MONEY:
        heard.take("average")
        heard.used.update(s.at for s in said_levels(heard) if s.kind == kind)
        heard.used.update(loose_numbers(heard))
        return a.Compared(measure, op, a.Average(measure, all_of(asked, kind)))
    if (funded := _funded(asked, kind)) is not None:
        return funded
    below = counted_below(heard, top)
    numbers = loose_numbers(heard)
    if op is None and (heard.take("only") or (below is not None and numbers)):
        op = "="  # "ประเด็นใดมีโครงการ 7 โครงการ"
    if op is None or below is None or len(numbers) != 1:
        return None
    heard.used.update((below.at, *numbers))
    number = heard.tokens[numbers[0]].number
    return a.Compared(a.Measure("count", kind=kind_said(below)), op, int(number) if number is not None else 0)


def listing(asked: Asked) -> a.Query | None:
    """Projects that fulfil what is said of them: listed, counted, or with who answers for them."""
    heard, parts = asked.heard, asked.parts
    levels = said_levels(heard)
    of_projects = bool(levels) and all(said.kind == "project" for said in levels)  # "โครงการเกินสิบล้านมีกี่อัน"
    counted = heard.has("count_project") or (of_projects and heard.has("count_item"))
    listed = isinstance(asked.query, a.Listing) or (
        isinstance(asked.query, a.Tell) and isinstance(asked.query.value, a.Number)
    )
    narrows = listed and heard.has("only") and not parts.things
    picks = asked.base is not None and (bool(heard.used) or narrows)
    about_projects = counted or any(s.kind == "project" for s in levels) or picks
    if not about_projects or heard.has("share", "average", *FAR) or heard.ranks:
        return None
    lists = any(s.kind == "project" and s.asked for s in levels)
    lists = lists or (heard.has("order_word") and any(s.kind == "project" for s in levels))
    bounded = bool(heard.draft.amounts.conditions) and not heard.has("how_much")
    lists |= bounded or (heard.has("total") and not sums_up(heard) and not heard.has("how_much", "budget"))
    money = heard.has("how_much", "total") or (heard.has("budget") and asked.base is not None)
    if money and not (lists or counted or heard.has("yes_no")):
        return None
    if asked.base is not None and a.kind_of(asked.base) not in MONEY:
        return None
    if lists and parts.years and heard.has("how_much"):
        return None
    base = asked.about() or a.All("project")
    if isinstance(base, a.Named) and base.kind == "project" and len(base.keys) == 1:
        return None
    of = conditions(heard, parts, projects(base), of_years=True, spoken=asked.years)
    if narrows:
        heard.take("only")
    of = without_denied(parts, of, "project", "issue", "tactic", "agency")
    again = counted and isinstance(of, a.Named) and isinstance(asked.query, a.Listing)  # "นับได้กี่โครงการ" behind a list
    if isinstance(of, a.All | a.Named | a.Last) and not again:
        return None
    heard.used.update(i for s in levels if s.kind == "project" for i in ((s.at, s.at + 1) if s.asked else (s.at,)))
    if any(thing.kind == "agency" for thing in parts.things):
        heard.take("agency", "responsible")  # "ที่สำนักงานจังหวัดเป็นผู้รับผิดชอบ"
    if heard.has("who") and not parts.nobody:
        heard.take("who", "responsible")
        return a.Listing(a.Of("agency", of))
    if counted or (asks_how_many(heard, "count") and not heard.draft.levels.counted):
        heard.take("count_project", "count", "yes_no", *(("count_item",) if of_projects else ()))
        return a.Tell(a.Number(of))
    heard.take("yes_no", "which_one")
    if any(thing.denied and thing.kind == "agency" for thing in parts.things):
        heard.take("shared")  # "ตัดที่ร่วมกับ อปท. ออก"
    return a.Listing(of)


def who(asked: Asked) -> a.Query | None:
    """Who answers for it."""
    heard = asked.heard
    of = _guessed_of(asked) or asked.about()
    clipped = _asks_agency(asked)
    if of is None or not (clipped or heard.has("who", "responsible")) or heard.ranks:
        return None
    if heard.has("how_much", "share", "which_year", *FAR):
        return None
    if a.kind_of(of) == "agency" or any(heard.tokens[i - 1].text in _WITH for i in heard.at("who") if i):
        return None
    heard.take("who", "responsible", "agency")
    if clipped or heard.has("who"):
        heard.take("what", "yes_no", "verify")  # "มีโครงการไหม ใครทำ", "ใครทำเหรอ"
        heard.used |= described_as(asked)
    heard.used.update(said.at for said in said_levels(heard) if said.kind == "agency")
    if any(thing.denied and thing.kind == "agency" for thing in asked.parts.things):
        heard.take("other")  # "นอกจากเทศบาล มีหน่วยไหนอีก"
    found: a.Set = a.Of("agency", conditions(heard, asked.parts, projects(of), of_years=True))
    return a.Listing(without_denied(asked.parts, found, "agency", "project"))


def _guessed_of(asked: Asked) -> a.Set | None:
    """ "ใครจัด อปท. หรือเปล่า": the agency is a guess, and what is asked of is the thing beside it."""
    things = asked.parts.of("project")
    guesses = asked.parts.of("agency") and asked.heard.has("who") and asked.heard.has("yes_no", "verify")
    return one_thing(things[0]) if guesses and len(things) == 1 else None


def _asks_agency(asked: Asked) -> bool:
    """ "ถ่ายทอดตัวชี้วัดสู่บุคคล หน่วยรับผิดชอบ", "ผู้รับผิดชอบ?": the word alone, where no agency is named."""
    heard = asked.heard
    said = [level for level in said_levels(heard) if level.kind == "agency"]
    others = heard.has("count", "count_agency", "budget", "total", "same", "stakeholder", "not", "without", "shared")
    return len(said) == 1 and not others and not asked.parts.of("agency") and not asked.parts.nobody


def whose_claim(asked: Asked) -> a.Query | None:
    """ "เทศบาลเป็นคนทำเรื่องเมืองดงเห่ยใช่ไหม": whether the agency answers for the thing."""
    heard, parts = asked.heard, asked.parts
    agencies, things = parts.of("agency"), parts.of("project", "tactic", "issue")
    spoken = asked.base or (subject_in(asked.before) if asked.before is not None else None)  # "สรรพากรทำใช่ไหม"
    of = one_thing(things[0]) if len(things) == 1 else spoken if not things else None
    if len(agencies) != 1 or of is None or a.kind_of(of) == "agency" or not heard.has("verify", "yes_no"):
        return None
    doing = max(agencies[0].tokens) + 1 < len(heard.tokens) and heard.tokens[max(agencies[0].tokens) + 1].text in _DOING
    if not (doing or heard.has("responsible")) or heard.has(
        "how_much", "share", "who", "which_year", "count_project", "shared", *FAR
    ):
        return None
    if len(parts.things) > len(things) + 1 or parts.years or heard.draft.amounts.conditions or heard.ranks:
        return None
    heard.take("verify", "yes_no", "responsible", "agency")
    return a.Among(a.Named("agency", agencies[0].keys), a.Of("agency", projects(of)))
