"""How many comments did people send? Counted as it stands now: the plan's own indicator, where it has one for that."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from db.case_counts import Tally, tallies
from db.case_search import UNANSWERED
from db.models import now
from handlers import dates, indicators
from handlers.answer import Answer, Figure, Item, Listing, Note, Part, Text
from handlers.case_status import outcome
from handlers.conversation import Conversation
from handlers.exchange import Exchange, Reply
from handlers.inquiry import Inquiry, count_value
from knowledge import plan
from knowledge.case_counting import Counting, counting
from knowledge.index import Index
from knowledge.query.algebra import Text as Quoted
from knowledge.question import Question, Turn
from knowledge.spans import Span, month

_ALWAYS = ("fixed", "unfixed", "unanswered")
"""Told even where there are none."""
_OTHERS = ("answered", "rejected", "merged", "withdrawn")
_CLOSED = ("fixed", "unfixed", "withdrawn")
_MONTHS_SHOWN = 12
_LINES_SHOWN = 10
_TOPIC = "collected"
_UNIT = "รายการ"


def answer(exchange: Exchange) -> Reply | None:
    """A count; or the indicator that it is of, with the count beside the plan's words; else None."""
    if isinstance(exchange.understood.query, Quoted):
        return None  # "รับฟังความเห็นปีละกี่ครั้ง" is answered by a paragraph of the plan
    goes_on = exchange.conversation.topic == _TOPIC
    asked = counting(exchange.inquiry.index, exchange.message.text, _today(), goes_on=goes_on)
    if asked is None:
        return _indicator(exchange) if _asks_indicator(exchange) else None
    if asked.target:
        return _indicator(exchange) if _own(exchange.inquiry) else None
    told = _unknown(exchange.inquiry, asked) if asked.unknown else _counted(exchange.inquiry, asked)
    return told, exchange.conversation.about(_TOPIC)


def is_counted(index: Index, text: str, conversation: Conversation) -> bool:
    """Whether a message wants cases counted: they are kept under what the default plan has."""
    return counting(index, text, _today(), goes_on=conversation.topic == _TOPIC) is not None


def _counted(inquiry: Inquiry, asked: Counting) -> Answer:
    """The number first, then what became of them, or the parts that were asked for."""
    found = _found(inquiry, asked, asked.span)
    lines = _lines(inquiry, asked, found)
    winners = [line.code for line in lines[:1] if asked.ranks and line.code]
    return _answer(
        inquiry,
        *_head(inquiry, asked, _by_outcome(found)),
        *_parts(inquiry, asked, lines),
        codes=(*(winners or asked.codes), *_own(inquiry)),
        value=None if asked.by or len(asked.states) > 1 else _number(asked, _by_outcome(found)),
        agency=asked.agency,
    )


def _head(inquiry: Inquiry, asked: Counting, counted: Counter[str]) -> list[Part]:
    """One number, large; of several states each by itself."""
    say, scope = inquiry.say, _scope(inquiry, asked)
    if len(asked.states) > 1:
        return [Text(say("collected.count", scope=scope)), _states(inquiry, counted)]
    state = "".join(say(f"collected.state.{state}") for state in asked.states)
    caption = say("collected.of_state" if state else "collected.count", scope=scope, state=state)
    number = _number(asked, counted)
    return [Figure(str(number), inquiry.words.unit("item", number), caption), _states(inquiry, counted)]


def _number(asked: Counting, counted: Counter[str]) -> int:
    return sum(counted[outcome] for outcome in _wanted(asked)) if asked.states else counted.total()


def _answer(inquiry: Inquiry, *parts: Part, codes: Sequence[str], value: int | None = None, agency: str = "") -> Answer:
    own = _own(inquiry)
    buttons = ("all", "month", "by_issue", *(["indicator"] if own else []))
    told = inquiry.answer(
        *parts,
        Note(_live(inquiry)),
        codes=codes,
        value=None if value is None else count_value(value, _UNIT),
        agencies=[agency] if agency else [],
        places=[row.place for row in plan.indicators(inquiry.session, own)] if own else [],
        suggestions=[inquiry.say(f"collected.button.{name}") for name in buttons],
    )
    return replace(told, lasting=False)


def _unknown(inquiry: Inquiry, asked: Counting) -> Answer:
    """Words of somebody's message are never looked for: a count of one would tell what they wrote."""
    text = Text(inquiry.say("collected.not_apart", words=asked.unknown))
    buttons = [inquiry.say(f"collected.button.{name}") for name in ("all", "month", "by_issue")]
    return inquiry.answer(text, Note(inquiry.say("collected.offer")), status="unknown", suggestions=buttons)


def _asks_indicator(exchange: Exchange) -> bool:
    """Whether the plan is asked for this indicator, by its name or its goal's."""
    understood = exchange.understood
    indicator = _own(exchange.inquiry)
    if not indicator:
        return False
    own = {*indicator, exchange.inquiry.index.entities[indicator[0]].parents[0]}
    about = understood.question.about
    return (
        understood.outcome == "question" and understood.question.ask == "indicators" and bool(about) and own >= {*about}
    )


def _indicator(exchange: Exchange) -> Reply:
    """What the plan says of the indicator, and what was counted."""
    inquiry = exchange.inquiry.with_(Question(ask="indicators", about=_own(exchange.inquiry)))
    told = indicators.answer(inquiry)
    counted = _by_outcome(tallies(inquiry.session))
    head = Item(inquiry.say("collected.count", scope=""), inquiry.say("collected.item", count=counted.total()))
    live = (Listing((head, *_states(inquiry, counted).items)), Note(_live(inquiry)))
    of_plan = [part for part in told.parts if not isinstance(part, Note)]
    notes = [part for part in told.parts if isinstance(part, Note)]
    turn = Turn(inquiry.question, told.codes)
    buttons = (inquiry.say("collected.button.all"), *told.suggestions)
    shown = replace(told, parts=(*of_plan, *live, *notes), suggestions=buttons, turn=turn.name, lasting=False)
    return shown, exchange.conversation.after(turn)


def _own(inquiry: Inquiry) -> tuple[str, ...]:
    """The indicator of the plan that counts what people send; () where it has none."""
    code = inquiry.index.facts.more.feedback_indicator
    return (code,) if code in inquiry.index.entities else ()


# --- counting


def _today() -> datetime:
    return now().astimezone(dates.THAILAND)


def _found(inquiry: Inquiry, asked: Counting, span: Span | None) -> list[Tally]:
    """The cases that are meant."""
    return [
        tally
        for tally in tallies(inquiry.session, *_moments(span))
        if asked.agency in ("", tally.agency) and (not asked.codes or _concerns(inquiry, tally, asked.codes))
    ]


def _moments(span: Span | None) -> tuple[datetime | None, datetime | None]:
    """From the first moment of the first day to that after the last, by the clocks of Thailand."""
    if span is None:
        return None, None
    first, last = (datetime.combine(day, time(), dates.THAILAND) for day in (span.first, span.last))
    # SQLite compares times as they are written, and all are written in UTC.
    return first.astimezone(UTC), last.astimezone(UTC) + timedelta(days=1)


def _concerns(inquiry: Inquiry, tally: Tally, codes: Iterable[str]) -> bool:
    """Whether cases are about one of these things, or about what stands under it."""
    entities = inquiry.index.entities
    concerned = {c for code in tally.codes if code in entities for c in (code, *entities[code].parents)}
    return not concerned.isdisjoint(codes)


def _by_outcome(found: Iterable[Tally]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for tally in found:
        state = outcome(tally.state, tally.fixed)
        counted["unanswered" if state in UNANSWERED else state] += tally.number
    return counted


def _wanted(asked: Counting) -> list[str]:
    """The outcomes that the states asked for stand for."""
    return [one for state in asked.states for one in (_CLOSED if state == "closed" else (state,))]


# --- in words


def _live(inquiry: Inquiry) -> str:
    live = inquiry.say("collected.live", day=dates.day(inquiry.words, now()))
    return inquiry.say("collected.of_indicator", live=live) if _own(inquiry) else live


def _scope(inquiry: Inquiry, asked: Counting) -> str:
    """ " เกี่ยวกับเน็ตฟรี ตั้งแต่ 1 ม.ค. 2569 ถึง 31 ม.ค. 2569"."""
    say = inquiry.say
    names = say("collected.about", names=inquiry.names(asked.codes)) if asked.codes else ""
    agency = say("collected.agency", agency=inquiry.agency(asked.agency)) if asked.agency else ""
    return names + agency + (_days(inquiry, asked.span) if asked.span else "")


def _days(inquiry: Inquiry, span: Span) -> str:
    first, last = (dates.date_in_words(inquiry.words, day) for day in (span.first, span.last))
    sentence = "collected.on" if first == last else "collected.from_to"
    return inquiry.say(sentence, first=first, last=last)


def _states(inquiry: Inquiry, counted: Counter[str]) -> Listing:
    """Put right, closed as they are, and unanswered apart; others where there are some."""
    shown = [*_ALWAYS, *(state for state in _OTHERS if counted[state])]
    return Listing(tuple(_line(inquiry, inquiry.say(f"collected.state.{s}"), counted[s]) for s in shown))


def _line(inquiry: Inquiry, title: str, number: int, code: str = "") -> Item:
    return Item(title, inquiry.say("collected.item", count=number), code)


def _parts(inquiry: Inquiry, asked: Counting, lines: Sequence[Item]) -> list[Part]:
    """The count of each issue, project, agency or month, where they were asked for."""
    if not asked.by:
        return []
    level = inquiry.say("collected.month" if asked.by == "month" else f"level.{asked.by}")
    several = [Note(inquiry.say("collected.several"))] if asked.by in ("issue", "project") else []
    return [Text(inquiry.say("collected.by", level=level)), Listing(tuple(lines[:_LINES_SHOWN])), *several]


def _lines(inquiry: Inquiry, asked: Counting, found: Sequence[Tally]) -> list[Item]:
    wanted = set(_wanted(asked))
    kept = [tally for tally in found if not wanted or not wanted.isdisjoint(_by_outcome([tally]))]
    match asked.by:
        case "":
            return []
        case "month":
            return _by_month(inquiry, asked)
        case "agency":
            return _by_agency(inquiry, kept)
        case kind:
            return _by_code(inquiry, kept, kind)


def _by_month(inquiry: Inquiry, asked: Counting) -> list[Item]:
    """The last twelve months, the newest first."""
    today = _today()
    months = [month(today.year, today.month - back) for back in range(_MONTHS_SHOWN)]
    within = [m for m in months if asked.span is None or asked.span.first <= m.first <= asked.span.last]
    counted = [(m, _by_outcome(_found(inquiry, asked, m))) for m in within]
    wanted = _wanted(asked)
    numbers = [(m, sum(c[w] for w in wanted) if wanted else c.total()) for m, c in counted]
    return [_line(inquiry, dates.month_in_words(inquiry.words, m.first), number) for m, number in numbers if number]


def _by_agency(inquiry: Inquiry, found: Iterable[Tally]) -> list[Item]:
    counted: Counter[str] = Counter()
    for tally in found:
        counted[tally.agency] += tally.number
    other = inquiry.say("collected.other")
    return [_line(inquiry, inquiry.agency(name) if name else other, number) for name, number in counted.most_common()]


def _by_code(inquiry: Inquiry, found: Iterable[Tally], kind: str) -> list[Item]:
    """By issue or project; what concerns none of them is another matter."""
    counted: Counter[str] = Counter()
    for tally in found:
        for code in _of_kind(inquiry, tally, kind) or {""}:
            counted[code] += tally.number
    other = inquiry.say("collected.other")
    others_last = sorted(counted.items(), key=lambda one: (one[0] == "", -one[1]))
    return [_line(inquiry, inquiry.name(c) if c else other, number, c) for c, number in others_last]


def _of_kind(inquiry: Inquiry, tally: Tally, kind: str) -> set[str]:
    entities = inquiry.index.entities
    above = {c for code in tally.codes if code in entities for c in (code, *entities[code].parents)}
    return {code for code in above if code in entities and entities[code].kind == kind}
