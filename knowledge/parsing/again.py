"""What was asked last, asked once more: the share or the order of another year, the order without what it found."""

from dataclasses import replace

from knowledge.parsing import edit
from knowledge.parsing.asked import take_count
from knowledge.parsing.chat import Given
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.of_shown import of_shown
from knowledge.parsing.parts import Parts
from knowledge.parsing.placing import order_in, without_first
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY
from knowledge.vocabulary import read as read_vocabulary

_POINTING = ("this", "which_one", "both", "only", "other")
_NEAR = 2
_ALIKE = frozenset(read_vocabulary("small_words")["alike"])
_PRONOUNS, _DOING = (frozenset(read_vocabulary("small_words")[name]) for name in ("they", "doing"))
_ADDING = frozenset(read_vocabulary("small_words")["adding"])
_SEVERAL_ASKED = tuple(read_vocabulary("small_words")["several_asked"])
_BARE_AMOUNT = frozenset(read_vocabulary("small_words")["bare_amount"])


def again(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """The last question in another year, without what it found, or what it listed."""
    query = given.query
    if query is None:
        return None
    return (
        _share_of_years(heard, parts, query)
        or _first_of_years(heard, parts, given)
        or _without_found(heard, parts, given)
        or of_shown(heard, parts, given)
        or _next_below(heard, parts, given)
        or _amount_of_it(heard, parts, given)
        or _planned(heard, parts, given)
        or _alike_in_money(heard, parts, given)
        or _more_than_it(heard, parts, given)
        or _of_its_agency(heard, parts, given)
        or _added_to_it(heard, parts, given)
        or _what_was_found(heard, parts, given)
    )


def _share_of_years(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "ปี 57 กี่ %" behind the share of another year: its share, of the same years together where they were the whole."""
    match query:
        case a.Tell(value=a.Share(part=a.Total(measure=measure) as part, whole=a.Total(measure=of) as whole) as share):
            if parts.things or not parts.wanted_years or parts.denied_years or measure.field != "amount":
                return None
            if not measure.years or said_levels(heard) or heard.has("whole", "plan", "four_years", "every_year"):
                return None
            if heard.has("how_much", "budget") and not heard.has("share"):
                return None  # "ปี 57 กี่ล้าน": the money itself
            heard.take("share")
            take_count(heard)
            asked_of = replace(measure, years=parts.wanted_years)
            within = replace(of, years=parts.wanted_years) if of.years == measure.years else of
            return a.Tell(replace(share, part=replace(part, measure=asked_of), whole=replace(whole, measure=within)))
    return None


def _first_of_years(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "แล้วอันดับ 1 ของปี 56 คือโครงการใด" behind an order: what comes first of the same things in that year."""
    order = order_in(given.ranked or given.query) if given.query is not None else None
    ends = set(heard.ranks.values())
    if order is None or parts.things or not parts.wanted_years or parts.denied_years or len(ends) != 1:
        return None
    measure, of, kind, _, _ = order
    said = said_levels(heard)
    numbers = [i for i in heard.loose_numbers if {i - 1, i + 1} & set(heard.ranks)]
    if {level.kind for level in said} - {kind} or heard.has(*_POINTING) or numbers:
        return None
    heard.used.update((*heard.ranks, *(level.at for level in said)))
    heard.take("what", "who", "how_much")
    years = replace(measure, years=parts.wanted_years)
    return a.Grouped(a.Total(years, without_first(of)), kind, 1, "least" in ends)


def _without_found(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "ถ้าไม่นับโครงการนี้ล่ะ อันไหน" behind what comes first: what does without it."""
    order, of, places = given.ranked or given.query, given.of, heard.at("without")
    match order:
        case a.Grouped(by=by, n=1) if by != "year" and len(places) == 1 and not (parts.things or parts.years):
            pointed = [i for i in heard.at("this") if 0 < i - places[0] <= _NEAR]
            kinds = {level.kind for level in said_levels(heard)}
            found = isinstance(of, a.Named) and of.kind == by
            if not pointed or kinds - {by} or not found or heard.has("total", "share", "count", "average"):
                return None
            left = of
            heard.used.update((places[0], *pointed, *(level.at for level in said_levels(heard))))
            heard.used.update(heard.ranks)
            heard.take("what", "which_one", "who")
            return edit.about(order, lambda old: a.Without(old, left) if left is not None else None)
    return None


def _next_below(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "รองลงมาคือประเด็นไหน" behind one issue, told in no order: the first of those that have less than it."""
    of, query = given.of, given.query
    if not heard.has("runner_up") or heard.ranks or parts.things or parts.years or given.ranked is not None:
        return None
    if not isinstance(of, a.Named) or len(of.keys) != 1 or of.kind not in MONEY or query is None:
        return None
    told = {measure for measure in edit.measures(query) if measure.field == "amount"}
    if len(told) != 1 or {level.kind for level in said_levels(heard)} - {of.kind} or not _is_figure_of(query, of):
        return None
    heard.used.update(level.at for level in said_levels(heard))
    heard.take("runner_up", "what", "which_one", "who", "how_much")
    measure = told.pop()
    below = a.Where(a.All(of.kind), a.Compared(measure, "<", a.Total(measure, of)))
    return a.Grouped(a.Total(measure, below), of.kind, 1)


def _is_figure_of(query: a.Query, of: a.Named) -> bool:
    """Whether just the money of the thing, or its share, was told or checked."""
    match query:
        case a.Tell(value=value) | a.Check(value=value):
            part = value.part if isinstance(value, a.Share) else value
            return isinstance(part, a.Total) and part.of == of
    return False


def _amount_of_it(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "จำนวนล่ะ" behind who pays for a project: its money."""
    of, said = given.of, [i for i in heard.at("count") if heard.tokens[i].text in _BARE_AMOUNT]
    if len(said) != 1 or parts.things or parts.years or not isinstance(of, a.Named) or len(of.keys) != 1:
        return None
    others = {cue for i, token in enumerate(heard.tokens) if i not in said for cue in token.sense.cues}
    if of.kind != "project" or others - {"also", "how_much", "budget", "amount_unit", "show", "this"}:
        return None
    heard.used.update(said)
    heard.take("this")
    return a.Tell(a.Total(a.Measure("amount", years=given.years), of))


def _planned(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "แล้วที่ตั้งไว้ในแผนล่ะ" behind what was spent of a project: what the plan has for it."""
    of = given.of
    if not (heard.has("name_it") and heard.has("plan")) or parts.things or parts.years or heard.ranks:
        return None
    others = {cue for token in heard.tokens for cue in token.sense.cues} - {"name_it", "plan", "also", "number_word"}
    if others - {"budget", "how_much", "show"} or not isinstance(of, a.Named) or of.kind not in MONEY:
        return None
    return a.Tell(a.Total(a.Measure("amount"), of))


def _alike_in_money(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "มีโครงการอื่นที่งบรวมเท่ากันไหม" behind one project: those of its kind that have as much."""
    of = given.of
    if not isinstance(of, a.Named) or len(of.keys) != 1 or of.kind not in MONEY or parts.things or parts.years:
        return None
    said = said_levels(heard)
    alike = [i for i in heard.at("same", "exactly") if heard.tokens[i].text in _ALIKE]
    if not (alike and heard.has("other")) or {level.kind for level in said} != {of.kind} or heard.ranks:
        return None
    if heard.has("how_much", "share", "average", "target", "count_project", "not", "without", "who"):
        return None
    heard.used.update(level.at for level in said)
    heard.take("same", "exactly", "other", "yes_no", "verify", "what", "which_one", "every_year")
    measure = a.Measure("amount", years=given.years)
    return a.Listing(a.Without(a.Where(a.All(of.kind), a.Compared(measure, "=", a.Total(measure, of))), of))


def _more_than_it(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "มีโครงการไหนแพงกว่านี้ไหม" behind one project: those of its kind that have more, or less."""
    of, said, sides = given.of, said_levels(heard), heard.at("more_than", "less_than")
    if not isinstance(of, a.Named) or len(of.keys) != 1 or of.kind not in MONEY or parts.things or parts.years:
        return None
    pointed = [i for i in heard.at("this") if sides and 0 < i - sides[-1] <= _NEAR]
    asks = heard.has("what", "which_one", "who", "yes_no", "count_project", f"count_{of.kind}")
    if len(sides) != 1 or not pointed or not asks or {level.kind for level in said} - {of.kind} or heard.ranks:
        return None
    counts = heard.has("count_project", f"count_{of.kind}")
    if not (said or counts) or heard.draft.amounts.conditions or heard.has("share", "average", "target", "not"):
        return None
    if heard.has("how_much"):
        return None  # by how much is asked of one other, not of all
    less = heard.tokens[sides[0]].is_cue("less_than")
    heard.used.update((*sides, *pointed, *(level.at for level in said)))
    heard.take("what", "which_one", "who", "yes_no", "other", "count_project", f"count_{of.kind}")
    measure = a.Measure("amount", years=given.years)
    found = a.Where(a.All(of.kind), a.Compared(measure, "<" if less else ">", a.Total(measure, of)))
    return a.Tell(a.Number(found)) if counts else a.Listing(found)


def _of_its_agency(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "หน่วยงานนี้รับผิดชอบอะไรบ้าง", "เขาทำอะไรอีก" behind a project: what else its agency does."""
    of = given.of
    if not isinstance(of, a.Named) or len(of.keys) != 1 or of.kind != "project" or parts.things or parts.years:
        return None
    said = said_levels(heard)
    step = -1 if heard.draft.reading.english else 1
    pointing = heard.at("this", "same")
    agency = [level.at for level in said if level.kind == "agency" and level.at + step in pointing]
    they = [i for i, token in enumerate(heard.tokens) if token.text in _PRONOUNS] if _asked_who(given.query) else []
    does = [i for i, token in enumerate(heard.tokens) if token.text in _DOING] + heard.at("responsible")
    projects = any(level.kind == "project" for level in said)
    if {level.kind for level in said} - {"agency", "project"} or heard.ranks:
        return None
    if not (agency or (they and (does or projects))) or not (heard.has("what") or (projects and heard.has("other"))):
        return None
    if heard.has("how_much", "budget", "count", "share", "average", "who"):
        return None
    heard.used.update((*(i for at in agency for i in (at, at + step)), *does, *(level.at for level in said)))
    heard.take("what", "responsible", "yes_no", "same")
    its: a.Set = a.Of("project", a.Of("agency", of))
    return a.Listing(a.Without(its, of) if heard.take("other") else its)


def _asked_who(query: a.Query | None) -> bool:
    """Whether it was asked who answers for something."""
    return isinstance(query, a.Listing) and isinstance(query.of, a.Of) and query.of.kind == "agency"


def _added_to_it(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "บวก POC ด้วย" behind the money of another thing: of both."""
    keys = [key for thing in parts.things for key in thing.keys]
    kinds = {thing.kind for thing in parts.things}
    joined = any(thing.of_chat for thing in parts.things) and heard.tokens[0].text in _ADDING
    match given.query:
        case a.Tell(value=a.Total(measure=measure)) if joined and len(kinds) == 1 and measure.field == "amount":
            unclear = any(thing.denied or (len(thing.keys) > 1 and not thing.several) for thing in parts.things)
            if parts.years or heard.ranks or unclear:
                return None
            return a.Tell(a.Total(measure, a.Named(kinds.pop(), tuple(dict.fromkeys((*reversed(keys),))))))
    return None


def _what_was_found(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "โครงการอะไร" behind a question that found one project: that one, not all that there are ("อะไรบ้าง")."""
    of, query, said = given.of, given.query, said_levels(heard)
    cues = {cue for token in heard.tokens for cue in token.sense.cues}
    if parts.things or parts.years or query is None or not isinstance(of, a.Named) or len(of.keys) != 1:
        return None
    asks = cues & {"what", "what_name"} and not cues - {"what", "what_name", of.kind, "also"}
    several = any(token.text.endswith(_SEVERAL_ASKED) for token in heard.tokens)
    if not asks or several or {level.kind for level in said} != {of.kind} or of in a.nodes(query):
        return None
    heard.used.update(level.at for level in said)
    heard.take("what", "what_name")
    return a.Listing(of)
