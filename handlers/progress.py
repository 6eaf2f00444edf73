"""What became of the plan: spending by issue and agency against the plan, projects that are late, targets reached."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from db.models import now
from handlers import dates, spent
from handlers.answer import Answer, Item, Listing, Note, Text, Value
from handlers.exchange import Exchange, Reply
from handlers.inquiry import Inquiry
from knowledge import plan
from knowledge.against_plan import Against, Line, by_project, grouped, late, whole_of
from knowledge.budgets import cells_of
from knowledge.loader import the_plan
from knowledge.money import Amount
from knowledge.plan import IndicatorRow
from knowledge.progress import Progress as Reports
from knowledge.progress import Reached, Reported, progress_of
from knowledge.progress_asked import Progress, progress_asked
from knowledge.question import Question
from knowledge.spent import spent_cells
from knowledge.targets import is_reached
from knowledge.understand import understand

_NOT_IN_PLAN = ("elsewhere", "year", "strategy", "missing")
_SHOWN = 10
"""Of a list in a chat; the page has the rest."""
_PAGE = "/plan/progress"
Sums = Against[Amount]


def answer(exchange: Exchange) -> Reply | None:
    """The answer to a question about what became of the plan; None to anything else, and where nothing was reported and
    the plan's silence is told anyway."""
    asked = progress_asked(exchange.message.text) if _may_ask(exchange) else None
    inquiry, understood = exchange.inquiry, exchange.understood
    if asked is None or (asked.asked == "spent" and understood.reason == "spent"):
        return None
    reports = progress_of(inquiry.session, the_plan(inquiry.session).document)
    told = reports.reached if asked.asked == "reached" else reports.spent
    silent = understood.outcome == "unknown" and (asked.asked, understood.reason) != ("reached", "progress")
    if not told and (silent or asked.asked in ("spent", "issue", "agency")):
        return None
    question = _question(exchange, asked)
    if question is None:
        return None
    about = replace(exchange, inquiry=inquiry.with_(question), understood=replace(understood, reason="spent"))
    found = _nothing(inquiry, asked) if not told else _told(about, asked, reports)
    return (replace(found, lasting=False), exchange.conversation) if found else None


def _may_ask(exchange: Exchange) -> bool:
    """Whether the message may be about the plan: of a report that is written, or of a case, others speak."""
    understood, conversation = exchange.understood, exchange.conversation
    of_chat = conversation.writing or conversation.topic.isdecimal() or exchange.message.action
    return exchange.message.is_said and not of_chat and (understood.outcome != "talk" or understood.reason == "status")


def _question(exchange: Exchange, asked: Progress) -> Question | None:
    """What it is about; None where that is no thing of the plan. Where nothing is named it goes on about the last."""
    index, conversation = exchange.inquiry.index, exchange.conversation
    turns = conversation.of_plan(index.beside) if exchange.said else ()
    found = understand(index, asked.rest, turns)
    if found.outcome == "unknown" and found.reason in _NOT_IN_PLAN:
        return None
    question = found.question
    if found.outcome != "question":
        question = turns[-1].question if turns else understand(index, asked.of_money).question
    return Question(about=question.about, agencies=question.agencies, years=question.years, where=question.where)


def _told(exchange: Exchange, asked: Progress, reports: Reports) -> Answer | None:
    inquiry = exchange.inquiry
    if asked.asked == "reached":
        return _targets(inquiry, reports)
    if asked.asked == "spent":
        return spent.answer(exchange)
    lines = _lines(inquiry)
    if asked.asked == "late":
        return _late(inquiry, lines, reports)
    return _by(inquiry, asked, lines, reports)


def _nothing(inquiry: Inquiry, asked: Progress) -> Answer:
    return inquiry.answer(Text(inquiry.say(f"progress.nothing_{asked.asked}")), status="unknown")


def _lines(inquiry: Inquiry) -> tuple[Line[Amount], ...]:
    reported = spent_cells(inquiry.session)
    cells = cells_of(inquiry.session, inquiry.question)
    return tuple(Line(cell.code, cell.year, cell.amount, reported.get((cell.code, cell.year))) for cell in cells)


# --- By issue and agency.


def _by(inquiry: Inquiry, asked: Progress, lines: Sequence[Line[Amount]], reports: Reports) -> Answer:
    projects = plan.projects(inquiry.session, inquiry.question)
    groups = {p.code: (p.issue,) if asked.asked == "issue" else p.agencies for p in projects}
    found = [each for each in grouped(lines, groups) if each.reported]
    if not found:
        return inquiry.answer(Text(inquiry.say("spent.unreported", subject=inquiry.subject())))
    if asked.order:
        # What cannot be compared is neither first nor last.
        found = [each for each in found if each.percent is not None]
        found.sort(key=lambda each: each.percent or 0, reverse=asked.order == "most")
    named = inquiry.name if asked.asked == "issue" else inquiry.agency
    items = [_item(inquiry, each, named(each.key), each.key if asked.asked == "issue" else "") for each in found]
    head = inquiry.say(f"progress.by_{asked.asked}_{asked.order}" if asked.order else f"progress.by_{asked.asked}")
    winners = [each for each in found if each.percent == found[0].percent] if asked.order and found else found
    value = Value(found[0].percent, "ร้อยละ") if asked.order and found and found[0].percent is not None else None
    keys = [each.key for each in winners]
    shared = asked.asked == "agency" and any(len(p.agencies) > 1 for p in projects)
    return inquiry.answer(
        Text(head),
        Listing(tuple(items[:_SHOWN])),
        Text(_whole(inquiry, whole_of(lines))),
        *_small_print(inquiry, lines, reports, len(items)),
        codes=keys if asked.asked == "issue" else (),
        agencies=keys if asked.asked == "agency" else (),
        value=value,
        places=inquiry.places(),
        shared_note=shared,
    )


def _item(inquiry: Inquiry, each: Sums, name: str, code: str) -> Item:
    told = {"spent": each.spent, "planned": each.planned, "percent": each.percent}
    if each.percent is None or each.left is None:
        return Item(name, inquiry.say("progress.spent_only", spent=each.spent), code)
    over = each.left.satang < 0
    detail = inquiry.say("progress.over" if over else "progress.left", left=abs(each.left), **told)
    return Item(name, detail, code)


def _whole(inquiry: Inquiry, whole: Sums) -> str:
    if whole.percent is None:
        return inquiry.say("progress.spent_only", spent=whole.spent)
    return inquiry.say("spent.against", spent=whole.spent, share=whole.percent, planned=whole.planned)


# --- Late.


def _late(inquiry: Inquiry, lines: Sequence[Line[Amount]], reports: Reports) -> Answer:
    found = late(lines, now().astimezone(dates.THAILAND).date())
    if not any(each.reported for each in by_project(lines)):
        return inquiry.answer(Text(inquiry.say("spent.unreported", subject=inquiry.subject())), codes=inquiry.codes())
    items = [_item(inquiry, each, inquiry.shown(each.key), each.key) for each in found]
    head = inquiry.say("progress.late" if items else "progress.none_late", count=len(items))
    codes = [each.key for each in found]
    return inquiry.answer(
        Text(head),
        *([Listing(tuple(items[:_SHOWN]))] if items else []),
        Note(inquiry.say("progress.late_means")),
        *_small_print(inquiry, lines, reports, len(items)),
        codes=codes,
        agencies=[],
        places=inquiry.places(Question(about=tuple(codes[:_SHOWN]))) if codes else (),
    )


# --- Targets.


def _targets(inquiry: Inquiry, reports: Reports) -> Answer:
    rows = plan.indicators(inquiry.session, inquiry.under("issue", "goal", "indicator"))
    newest = {row.code: _newest(row, inquiry.question, reports) for row in rows}
    told = [row for row in rows if newest[row.code]]
    if not told:
        targets = Listing(tuple(Item(inquiry.name(row.code), _target(inquiry, row), row.code) for row in rows[:_SHOWN]))
        said = Text(inquiry.say("progress.no_results"))
        return inquiry.answer(said, targets, codes=[row.code for row in rows], places=[row.place for row in rows])
    states = [(row, *_state(inquiry, row, *found)) for row in told if (found := newest[row.code])]
    items = [Item(inquiry.name(row.code), detail, row.code) for row, _, detail in states]
    met = sum(state is True for _, state, _ in states)
    missed = sum(state is False for _, state, _ in states)
    head = inquiry.say("progress.targets", met=met, missed=missed, reported=len(told), of=len(rows))
    reporter = max((found[1].reported for found in newest.values() if found), key=lambda each: each.at)
    return inquiry.answer(
        Text(head),
        Listing(tuple(items[:_SHOWN])),
        _who(inquiry, reporter),
        *_more(inquiry, len(items)),
        codes=[row.code for row in told],
        places=[row.place for row in told],
    )


def _newest(row: IndicatorRow, question: Question, reports: Reports) -> tuple[int, Reached] | None:
    """The result of the newest year that is asked for."""
    years = [year for code, year in reports.reached if code == row.code and (year in (question.years or (year,)))]
    return (max(years), reports.reached[row.code, max(years)]) if years else None


def _state(inquiry: Inquiry, row: IndicatorRow, year: int, reached: Reached) -> tuple[bool | None, str]:
    state = is_reached(reached.value, row.target, row.target_text or "")
    word = {True: "met", False: "missed", None: "no_number"}[state]
    percent = row.target_unit == "ร้อยละ"
    result = (
        inquiry.say("progress.percent", value=reached.value) if percent else f"{reached.value} {row.target_unit or ''}"
    )
    told = {"year": inquiry.year(year), "result": result.strip(), "target": _target(inquiry, row)}
    return state, inquiry.say(f"progress.{word}", **told)


def _target(inquiry: Inquiry, row: IndicatorRow) -> str:
    return (
        inquiry.say("progress.target", text=row.target_text) if row.target_text else inquiry.say("indicators.no_target")
    )


# --- Who says so.


def _small_print(inquiry: Inquiry, lines: Iterable[Line[Amount]], reports: Reports, listed: int) -> list[Note]:
    whole = whole_of(lines)
    newest = max((reports.spent[line.code, line.year].reported for line in whole.reported), key=lambda each: each.at)
    some = inquiry.say("spent.some", count=whole.projects_reported, of=whole.projects)
    partial = [Note(some)] if whole.projects_reported < whole.projects else []
    return [_who(inquiry, newest), *partial, *_more(inquiry, listed)]


def _who(inquiry: Inquiry, reported: Reported) -> Note:
    day = dates.day(inquiry.words, reported.at)
    return Note(inquiry.say("spent.who", person=reported.person, source=reported.source, day=day))


def _more(inquiry: Inquiry, listed: int) -> list[Note]:
    """Where the rest of a long list is."""
    return [Note(inquiry.say("progress.more", count=listed - _SHOWN, page=_PAGE))] if listed > _SHOWN else []
