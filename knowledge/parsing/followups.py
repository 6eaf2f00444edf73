"""A message that asks nothing of its own changes the last question: "ปี 57 ล่ะ", "ไม่นับปี 55", "แล้ว อปท. ล่ะ", "น้อยสุดล่ะ"."""

from functools import partial

from knowledge.parsing import edit
from knowledge.parsing.again import again
from knowledge.parsing.asked import ALL_OF_IT, CHANGING, loose_numbers, operator_said
from knowledge.parsing.chat import Given
from knowledge.parsing.edit import measures
from knowledge.parsing.exchange import take_exchange, take_split_off
from knowledge.parsing.forms.ranking import take_whether_still
from knowledge.parsing.heard import BOUNDS, Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.named_things import as_kind
from knowledge.parsing.part import Thing
from knowledge.parsing.parts import Parts
from knowledge.parsing.placing import at_place, is_order, more_places, of_one_alone, order_meant, other_end
from knowledge.parsing.sets import less, one_thing, projects
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, stands_under
from knowledge.vocabulary import read as read_vocabulary

_ASKS = (
    "who", "responsible", "which_year", "share", "average", "compare", "more_than", "less_than", "increase", "decrease",
    "change", "per_year", "by_year", "by_each", "count", "count_project", "why", "how", "tactic", "goal", "indicator",
    "target", "measure", "stakeholder", "yes_no", "there",
)  # fmt: skip
"""Cues of a message that asks something of its own."""


_SECOND = 2
_BARE_FIGURE = {"how_much", "budget", "also", "amount_unit"}
"""Cues of "กี่ล้าน", which behind things set side by side asks how far they are apart."""
_ALIKE = frozenset(read_vocabulary("small_words")["alike"])
_LEFT_OVER = frozenset(read_vocabulary("small_words")["left_over"])
_CRITERION = frozenset(read_vocabulary("small_words")["criterion"])
_WHEN = ("every_year", "four_years", "next_year", "previous_year")


def elliptic(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """The last question with the message's parts put in; None where it asks for itself, or nothing fits."""
    if given.query is None:
        return None
    if (placed := at_place(heard, parts, given.ranked or given.query)) is not None:
        return placed
    if (longer := more_places(heard, parts, given.query)) is not None:
        return longer
    take_exchange(heard, parts)
    take_split_off(heard, parts)
    if is_order(given.query):
        take_whether_still(heard)  # "ปีถัดมายังอันเดิมไหม"
    if (shared := _of_another_whole(heard, parts, given.query) or again(heard, parts, given)) is not None:
        return shared
    if isinstance(given.query, a.Comparison):
        asks_again = heard.take("compare", "more_than", "less_than")  # "ปี 56 ล่ะ ต่างกันเท่าไหร่": in the same way once more
        heard.take("how_much", *(("yes_no", "verify") if asks_again else ()))
        bare = heard.has("how_much") and not {c for t in heard.tokens for c in t.sense.cues} - _BARE_FIGURE
        if (asks_again or bare) and not (parts.things or parts.years):
            return given.query
    if edit.is_change(given.query) and parts.years and not parts.things and not heard.has("how_much", "share"):
        heard.take("compare", *CHANGING)  # "ปี 56 เทียบกับปี 55 ล่ะ" behind such a change
    if edit.is_change(given.query) and any(thing.denied for thing in parts.things) and heard.has("yes_no"):
        heard.take("yes_no", *CHANGING)  # "ถ้าไม่นับประเด็น 3 ล่ะ ยังโตอยู่ไหม"
    if heard.draft.amounts.conditions and heard.has("also"):
        heard.take("count")  # "ถ้านับ 10 ล้านพอดีด้วย"
    if (bounded := _of_bare_amount(heard, parts, given.query)) is not None:
        return bounded
    if (back := _asked_back(heard, parts, given) or _of_one_year(heard, parts, given.query)) is not None:
        return back
    if parts.years and not parts.things and heard.has("there_is") and heard.has("other"):
        heard.take("other", "other_year", "there_is", "yes_no")  # "ปี 56 มีอีกไหม", "มีปีอื่นอีกไหมนอกจากปี 54"
    if any(i not in heard.used for i in heard.at(*_ASKS)):
        return None
    query: a.Query | None = given.query
    if (listed := _what_was_counted(heard, parts, given.query)) is not None:
        return listed
    if edit.lists_unfunded(given.query) and parts.years:
        heard.take("which_one", "what", "not", "there_is")  # "แล้วปี 55 ล่ะ ตัวไหนไม่มี"
    if _counts(given.query):
        heard.take("count_item", "there_is")  # "มีกี่อัน": counted once more
    if heard.draft.amounts.conditions:
        return _of_amount(heard, parts, given.query)
    if heard.has("budget", "how_much", "total") and not _tells_money(given.query):
        return None
    if heard.ranks:
        return other_end(heard, parts, order_meant(heard, given) or given.query)
    if parts.years and not parts.things and _tells_money(given.query) and heard.take("whole"):
        return a.Tell(a.Total(a.Measure("amount", years=parts.wanted_years), a.All("project")))  # "แล้วทั้งแผนปี 55"
    if (of_all := _of_whole_plan(heard, parts, given.query)) is not None:
        return of_all
    if not parts.things:
        heard.take("only")
    own = [thing for thing in parts.things if not thing.denied]
    old = edit.subject_in(given.query)
    spoken_of = set(old.keys) if isinstance(old, a.Named) else set()
    denied = [t for t in parts.things if t.denied and not (own and set(t.keys) <= spoken_of)]
    if denied:
        heard.take("other")  # "ตัด ก ออกอีกอัน": one more
    if not parts.things and not parts.years and heard.has("other"):
        return _the_others(heard, given)
    every = any(token.text in ALL_OF_IT for token in heard.tokens)
    if not (own or denied or parts.years or every or heard.has(*_WHEN)):
        return None
    heard.used.update(i for i in heard.at("same") if heard.tokens[i].text not in _ALIKE)
    if parts.years:
        heard.take("within_year")  # "ปี 56 ก้อนเดียว"
    if own:
        if _asks_money_behind_share(heard, given.query):
            return None  # "อันสุดท้ายได้เท่าไหร่" behind a share: its money
        query = _figure_of_picked(given, parts, own) or _about_another(heard, given.query, own)
        query = of_one_alone(query)
    if query is not None and denied:
        query = _without(query, denied)
        if isinstance(query, a.Grouped) and query.by != "year" and any(t.text in _LEFT_OVER for t in heard.tokens):
            query = a.Tell(query.value)  # "ตัดประเด็น 3 ออก เหลือ": what is left of them all
    return query and _of_years(heard, parts, query, given)


def _asked_back(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "มีแค่นี้เองเหรอ" behind a list: that list; "ทุกปีเลยเหรอ" behind money: its years."""
    if parts.things or parts.years or not heard.has("yes_no", "verify") or heard.has("what", "who", "how_much", "not"):
        return None
    if heard.has("every_year") and given.of is not None and a.kind_of(given.of) in MONEY:
        heard.take("every_year", "yes_no", "verify")
        return a.Grouped(a.Total(a.Measure("amount"), given.of), "year")
    return _shown_again(heard, given)


def _of_one_year(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "ปีเดียวอะ" behind a sum over all years: what it comes to in each."""
    match query:
        case a.Tell(value=a.Total(measure=a.Measure(field="amount", years=())) as value) if heard.has("one_year"):
            if parts.things or parts.years or heard.has("not", "count_project", "project", "what"):
                return None
            heard.take("one_year", "how_much")
            return a.Grouped(value, "year")
    return None


def _shown_again(heard: Heard, given: Given) -> a.Query | None:
    """ "มีแค่นี้เองเหรอ": the list once more."""
    if heard.has("only") and isinstance(given.query, a.Listing):
        heard.take("only", "this", "yes_no", "verify")
        return given.query
    return None


def _of_whole_plan(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "ทั้งแผนล่ะ" behind an average or a count: the same of the whole plan; a sum may be meant of all years instead."""
    match query:
        case a.Tell(value=a.Average() | a.Number() as value) if heard.has("whole", "plan"):
            if parts.things or parts.years or heard.has("budget", "how_much", "share"):
                return None
            heard.take("whole", "plan")
            return edit.about(query, lambda _: a.All(a.kind_of(value.of)))
    return None


def _of_another_whole(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "ถ้าเทียบกับทั้งแผนล่ะ" behind a share: the same part of another whole."""
    match query:
        case a.Tell(value=a.Share(part=a.Total(measure=measure) as part)) if heard.has("compare", "share"):
            if not heard.has("whole", "plan") or parts.things or parts.years or heard.has("how_much", "more_than"):
                return None
            heard.take("compare", "share", "whole", "plan", "count")
            return a.Tell(a.Share(part, a.Total(measure, a.All("project"))))
    return None


def _the_others(heard: Heard, given: Given) -> a.Query | None:
    """ "อีกอันล่ะ": the last question of what was listed and not yet picked; "อีกสามปีที่เหลือ": of the other years."""
    rest = tuple(year for year in heard.index.years if year not in given.years)
    if any(said.kind == "year" for said in said_levels(heard)) or heard.has("other_year"):
        heard.take("other", "other_year")
        heard.used.update(i for i, token in enumerate(heard.tokens) if token.number == len(rest))
        return edit.with_years(given.query, rest) if given.query and given.years and rest else None
    if given.query is None or given.of is None or given.listed is None or given.of == given.listed:
        return None
    heard.take("other")
    left = less(given.listed, given.of)
    _take_how_many(heard, left)
    return edit.about(given.query, lambda _: left) if a.kind_of(given.of) == a.kind_of(given.listed) else None


def _take_how_many(heard: Heard, of: a.Set) -> None:
    """ "อีก(สอง)อัน", "อีก(3)โครงการ": as many as there are."""
    count = len(of.keys) if isinstance(of, a.Named) else 0
    heard.used.update(i for i, token in enumerate(heard.tokens) if token.number == count)
    if count == _SECOND:
        heard.take("both")


def _counts(query: a.Query) -> bool:
    return isinstance(query, a.Tell) and isinstance(query.value, a.Number)


def _tells_money(query: a.Query) -> bool:
    told = isinstance(query, a.Tell | a.Comparison) and not _counts(query)
    return told and all(m.field != "target" for m in measures(query))


def _what_was_counted(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "อะไรบ้าง" behind a count: the things themselves."""
    match query:
        case a.Tell(value=a.Number(of=of)) if heard.has("what", "order_word") and not (parts.things or parts.years):
            if heard.has("budget", "how_much", "project", "issue"):
                return None
            heard.take("every_year")  # "ไล่ชื่อมาให้ครบ"
            return a.Listing(of)
    return None


def _what_was_counted_now(heard: Heard, query: a.Query | None) -> a.Query | None:
    """A count that was narrowed, as a list where names are asked for."""
    match query:
        case a.Tell(value=a.Number(of=of)) if heard.has("what", "order_word"):
            return a.Listing(of)
    return query


def _of_amount(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "แล้วที่ไม่ถึง 1 ล้านล่ะ": the same list with another amount."""
    conditions = heard.draft.amounts.conditions
    if len(conditions) > 1 or _names_a_thing(heard, parts) or parts.years or heard.has("budget", "project"):
        return None
    heard.used |= heard.draft.amounts.tokens
    heard.take(*BOUNDS)
    op, number = conditions[0].op, conditions[0].number
    old = [n for n in a.nodes(query) if isinstance(n, a.Compared)]
    if op == "=" and len(old) == 1 and old[0].bound == number and heard.has("also"):
        heard.take("count")
        op = _WITH_ENDS.get(old[0].op, op)  # "ถ้านับ 10 ล้านพอดีด้วย" behind "เกิน 10 ล้าน"
    return edit.with_amount(query, op, number, conditions[0].upper)


def _names_a_thing(heard: Heard, parts: Parts) -> bool:
    """Whether something is named, beside the word for a bound: "ใช้เกณฑ์ ≥ 10"."""
    return any(not t.tokens or any(heard.tokens[i].text not in _CRITERION for i in t.tokens) for t in parts.things)


def _of_bare_amount(heard: Heard, parts: Parts, query: a.Query) -> a.Query | None:
    """ "ขยับเป็นเกิน 6" behind "เกิน 5 ล้าน": in the same unit."""
    op, numbers = operator_said(heard), loose_numbers(heard)
    named = _names_a_thing(heard, parts)
    if op is None or len(numbers) != 1 or named or parts.years or heard.has("how_much", "project", "share"):
        return None
    number = heard.tokens[numbers[0]].number
    changed = edit.with_amount(query, op, int(number * _MILLION)) if number is not None else None
    if changed is not None:
        heard.used.update(numbers)
        heard.take(*BOUNDS, *CHANGING)
    return changed


_MILLION = 10**8
"""Satang; what is said without a unit of an amount said before is in millions, as plans have it."""
_WITH_ENDS: dict[a.Operator, a.Operator] = {">": ">=", "<": "<="}


def _asks_money_behind_share(heard: Heard, query: a.Query) -> bool:
    shares = isinstance(query, a.Tell) and isinstance(query.value, a.Share)
    return shares and heard.has("how_much") and not heard.has("share", "also")


def _figure_of_picked(given: Given, parts: Parts, own: list[Thing]) -> a.Query | None:
    """ "ตัวแรก ปี 61" behind a list: the money of one of those shown."""
    picked, shown = one_thing(own[0]) if len(own) == 1 else None, given.listed
    if not (isinstance(given.query, a.Listing) and isinstance(shown, a.Named) and isinstance(picked, a.Named)):
        return None
    of_shown = set(picked.keys) <= set(shown.keys) and picked.kind in MONEY
    return a.Tell(a.Total(a.Measure("amount"), picked)) if of_shown and parts.years else None


def _about_another(heard: Heard, query: a.Query, own: list[Thing]) -> a.Query | None:
    """The same of another thing, or, with "only", of what of it is that thing's."""
    sets = [found for thing in own if (found := one_thing(thing))]
    if len(sets) != 1 or len(own) != 1:
        return None
    new = sets[0]
    root = edit.root_of(edit.subject_in(query))
    if root is None:
        return None
    if a.kind_of(new) not in MONEY or a.kind_of(root) not in MONEY:
        within = isinstance(root, a.All) and stands_under(a.kind_of(root), a.kind_of(new)) and new
        alike = within or as_kind(heard, own[0], a.kind_of(root))  # "จัดเก็บรายรับล่ะ" behind the figure of an indicator
        heard.take("only")
        return edit.about(query, lambda old: edit.in_place_of(old, alike)) if alike else None
    if isinstance(root, a.All) and root != edit.subject_in(query):
        heard.take("this")  # "ในนั้นอยู่ประเด็น 2 กี่ตัว": what narrowed them still does
    crossing = a.kind_of(root) != a.kind_of(new) and not isinstance(root, a.All)
    if heard.take("only") and (isinstance(query, a.Listing) or crossing):
        return edit.about(query, lambda old: a.And(projects(old), projects(new)))
    return edit.about(query, lambda old: edit.in_place_of(old, new))


def _without(query: a.Query, denied: list[Thing]) -> a.Query | None:
    sets = [found for thing in denied if (found := one_thing(thing))]
    if len(sets) < len(denied):
        return None
    for one in sets:
        made = edit.about(query, partial(_less, one))
        if made is None:
            return None
        query = made
    return query


def _less(left_out: a.Set, old: a.Set) -> a.Set:
    match old:
        case a.Without(left=left, right=a.Named(kind=kind, keys=keys)) if isinstance(left_out, a.Named):
            if kind == left_out.kind:  # one more of those left out before
                return a.Without(left, a.Named(kind, (*keys, *left_out.keys)))
    return a.Without(projects(old), projects(left_out))


def _of_years(heard: Heard, parts: Parts, query: a.Query, given: Given) -> a.Query | None:
    every = any(token.text in ALL_OF_IT for token in heard.tokens)
    together = heard.has("four_years") or every
    if (heard.take("every_year", "four_years") or every) and not parts.years:
        match query:
            case a.Grouped(value=value, by="year", n=None) if together:
                return a.Tell(value)
        return edit.with_years(query, ())
    step = 1 if heard.take("next_year") else -1 if heard.take("previous_year") else 0
    if step and not parts.years:
        moved = tuple(year + step for year in given.years)
        inside = len(moved) == 1 and set(moved) <= set(heard.index.years)
        return edit.with_years(query, moved) if inside else None
    if not parts.years:
        return query
    years = parts.wanted_years
    if parts.denied_years:
        kept = years or given.years or heard.index.years
        years = tuple(year for year in kept if year not in parts.denied_years)
    match query:
        case a.Listing(of=a.Of(kind="agency", of=a.Named(kind=kind) as of)) if kind in MONEY and years:
            return a.Tell(a.Total(a.Measure("amount", years=years), of))  # nobody answers for one year alone
        case a.Listing(of=a.Named(kind=kind, keys=(_,)) as of) if kind in MONEY and years:
            return a.Tell(a.Total(a.Measure("amount", years=years), of))  # "in 2013 only?" behind what it is
    if years and not edit.has_years(query) and not any(isinstance(n, a.First) for n in a.nodes(query)):
        counted = isinstance(query, a.Tell) and isinstance(query.value, a.Number)
        if counted or isinstance(query, a.Listing):
            found = edit.about(query, lambda old: a.Where(projects(old), a.Funded(years)))
            return _what_was_counted_now(heard, found) if counted else found
    return edit.with_years(query, years) if years else None
