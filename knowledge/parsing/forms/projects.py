"""Projects: those that are named, that stand under what is named, or that fulfil what is said of them; listed, counted,
added up, or with who answers for them."""

from knowledge.parsing.asked import SIDES, Asked, is_one_among, sums_up
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import Said, said_levels
from knowledge.parsing.part import Thing
from knowledge.parsing.sets import conditions, money_years, projects, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind
from knowledge.vocabulary import read as read_vocabulary

_NOT_HERE = (
    "share", "average", "target", "indicator", "goal", "measure", "stakeholder", "agency_strategy", "which_year", "why",
    "how", "by_each", "rank_word", "rank_upward", "increase", "change", "funding", "period", *SIDES,
)  # fmt: skip
"""Cues of what is asked in other forms."""
_NAMING = ("what", "which_one", "order_word", "what_name")
_OF = frozenset(read_vocabulary("small_words")["of"])
_HOLDERS: tuple[Kind, ...] = ("issue", "tactic", "agency")


def projects_asked(asked: Asked) -> a.Query | None:
    """ "โครงการใต้กลยุทธ์ 1 มีอะไรบ้าง", "PMQA มีกี่โครงการ", "อปท. ร่วมรับผิดชอบโครงการใด งบรวมเท่าใด"."""
    heard, parts = asked.heard, asked.parts
    levels = [said for said in said_levels(heard) if not _leads_to_thing(asked, said)]
    if heard.ranks or heard.has(*_NOT_HERE) or not _about_projects(asked, levels):
        return None
    base = _meant(asked)
    if base is None:
        return None
    of = conditions(heard, parts, projects(base), of_years=True, spoken=asked.years)
    if of != base and isinstance(base, a.Named) and base.kind == "project" and len(base.keys) == 1:
        return None  # "จ่ายภาษีทุกปี มีโครงการมาถามไหม": of one thing, the condition is of something else
    of = without_denied(parts, of, "project", "issue", "tactic", "agency")
    if not asked.leaning:
        heard.used.update(i for i in heard.at("this") if i and heard.tokens[i - 1].text in _OF)  # "(ใน)นี้": in the plan
    if (claimed := _claimed(asked, of, levels)) is not None:
        return claimed
    asks = asks_of(asked, of, levels)
    heard.used.update(said.at for said in levels if said.kind == "project")
    heard.take("yes_no", "which_one", "what", "what_name")
    if any(thing.kind == "agency" for thing in parts.things) or parts.nobody:
        heard.take("agency", "responsible")
    if not asks:
        return None
    return asks[0] if len(asks) == 1 else a.Several(asks)


def _leads_to_thing(asked: Asked, said: Said) -> bool:
    """ "กลยุทธ์(ที่จะจัดสรรอุปกรณ์)", "กลยุทธ์นี้": a kind that only says what is named or pointed at; its word is used."""
    if said.kind not in _HOLDERS:
        return False
    things = [t for t in asked.parts.things if t.kind == said.kind and 0 < t.start - said.at <= _NEAR]
    base = asked.base
    pointed = base is not None and said.at + 1 in asked.heard.at("this")
    if things or pointed or said.at + 1 in asked.heard.used:
        asked.heard.used.add(said.at)
        return True
    return False


_NEAR = 3


def _about_projects(asked: Asked, levels: list[Said]) -> bool:
    """Whether projects are asked for: by their word, or as what was shown or stands under what is named."""
    heard = asked.heard
    if any(said.kind not in ("project", "agency") for said in levels):
        return False
    if heard.has("count_project") or any(said.kind == "project" for said in levels):
        return True
    if heard.has("project") and asked.parts.of("project"):
        return heard.has("there_is", "yes_no", *_NAMING)  # "มีโครงการ(สอนคอม)ไหม"
    holds = asked.parts.of(*_HOLDERS) or (asked.base is not None and a.kind_of(asked.base) == "project")
    return bool(holds) and heard.has("which_one")


def _meant(asked: Asked) -> a.Set | None:
    """What the projects are, or belong to; all where nothing is named; None where that is not clear."""
    named = asked.parts.of("project")
    others = {asked.heard.index.entities[code].kind for thing in named for code in thing.others}
    if named and (asked.parts.of("issue", "tactic") or "issue" in others):
        return None  # the issue, or only what of it was named?
    if len(named) == 1 and not asked.parts.of(*_HOLDERS):
        return a.Named("project", named[0].keys)  # all that the words may mean
    if not asked.parts.of("project", *_HOLDERS) and asked.base is None and _things_of_others(asked):
        return None
    of = asked.about() or a.All("project")
    if of == asked.base and not asked.pointed and asked.heard.has("count_project") and is_one_among(of, "project"):
        return a.All("project")  # "มีกี่โครงการ" behind one of them
    return of if a.kind_of(of) in MONEY else None


def _things_of_others(asked: Asked) -> list[Thing]:
    return [thing for thing in asked.parts.things if thing.kind not in ("project", *_HOLDERS)]


def _claimed(asked: Asked, of: a.Set, levels: list[Said]) -> a.Query | None:
    """ "แผนนี้มี 30 โครงการ ถูกหรือเปล่า": whether there are so many."""
    heard = asked.heard
    if not heard.has("yes_no", "verify") or heard.has("count", "count_project", "how_much", "who", *_NAMING):
        return None
    numbers = [said.at - 1 for said in levels if said.kind == "project" and said.at - 1 in heard.loose_numbers]
    count = heard.tokens[numbers[0]].number if numbers else 2 if heard.has("both") else None
    if len(numbers) > 1 or count is None:
        return None
    heard.used.update((*numbers, *(said.at for said in levels)))
    heard.take("both", "yes_no", "verify")
    return a.Check(a.Number(of), "=", int(count))


def asks_of(asked: Asked, of: a.Set, levels: list[Said], *, alone: bool = False) -> tuple[a.Ask, ...]:
    """What is asked of projects, in the order in which it is told; nothing where that is only a sum or an agency, for
    which there are other forms, unless `alone`."""
    heard = asked.heard
    last = max(heard.at("count_project", "count_item", "count"), default=-1)
    counts = heard.take("count_project") or (_counts_items(asked) and asks_how_many(heard, "count_item", "count"))
    heard.used.update(heard.at("count_item", "count") if counts else ())
    names = any(i > last or not heard.tokens[i].is_cue("order_word") for i in heard.at(*_NAMING))
    sums = heard.has("how_much") or (sums_up(heard) and heard.has("budget"))
    who = bool(heard.at("who")) or any(said.kind == "agency" and said.asked for said in levels)
    found: list[a.Ask] = []
    if counts and not names:
        heard.take("numeric")
        found.append(a.Tell(a.Number(of)))
    elif names or not (sums or who or sums_up(heard)):
        found.append(a.Listing(of))
    if not found and not alone:
        return ()
    if sums:
        heard.take("how_much", "total")
        years = money_years(heard, asked.parts)
        found.append(a.Tell(a.Total(a.Measure("amount", years=years), of)))
    if heard.has("budget") and heard.take("per_year", "by_year"):
        found.append(a.Grouped(a.Total(a.Measure("amount"), of), "year"))
    if who and not asked.parts.nobody:
        heard.take("who", "responsible", "agency")
        found.append(a.Listing(a.Of("agency", of)))
    return tuple(found)


def asks_how_many(heard: Heard, *cues: str) -> bool:
    """Whether a word of counting is left that has not said what is counted in: "(นับ)ที่ทำร่วมกันด้วย"."""
    return any(i not in heard.used for i in heard.at(*cues))


def _counts_items(asked: Asked) -> bool:
    """ "มีโครงการในมือกี่อัน": whatever is counted are the projects spoken of."""
    return asked.heard.draft.levels.counted in ("", "item", "project")
