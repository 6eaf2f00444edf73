"""How much was really spent? What officials reported, beside what was planned."""

from handlers import dates
from handlers.answer import Answer, Bar, Bars, Figure, Note, Text, Value
from handlers.exchange import Exchange
from handlers.inquiry import Inquiry, money_value
from knowledge import budgets
from knowledge.spent import SpentSum, asks_percent, is_anything_reported, spent_of


def answer(exchange: Exchange) -> Answer | None:
    """What was reported of the things asked for; None where nothing at all was: then the plan's silence is told."""
    inquiry = exchange.inquiry
    if exchange.understood.reason != "spent" or not is_anything_reported(inquiry.session):
        return None
    found = spent_of(inquiry.session, inquiry.question)
    if found is None:
        return _unreported(inquiry)
    return _told(inquiry, found, percent=asks_percent(exchange.message.text))


def _unreported(inquiry: Inquiry) -> Answer:
    """Others were reported, this was not: what the plan says is called planned."""
    planned = budgets.sum_of(inquiry.session, inquiry.question)
    return inquiry.answer(
        Text(inquiry.say("spent.unreported", subject=inquiry.subject())),
        Text(inquiry.say("spent.only_planned", amount=inquiry.money(planned.amount if planned.cells else None))),
        codes=inquiry.codes(),
        places=inquiry.places(),
    )


def _told(inquiry: Inquiry, found: SpentSum, *, percent: bool) -> Answer:
    say, planned = inquiry.say, found.planned
    caption = say("spent.of", subject=inquiry.subject(), years=inquiry.these_years([each.year for each in found.years]))
    share = found.spent.percent_of(planned) if planned else None
    head = inquiry.figure(found.spent, caption)
    value = money_value(found.spent)
    if percent and share is not None:
        head, value = Figure(f"{share}", say("spent.percent"), caption), Value(share, "ร้อยละ")
    against = say("spent.against", spent=found.spent, share=share, planned=planned) if share is not None else ""
    return inquiry.answer(
        head,
        *([Text(against)] if against else []),
        *([_bars(inquiry, found)] if len(found.years) > 1 else []),
        Note(say("spent.who", person=found.person, source=found.source, day=dates.day(inquiry.words, found.at))),
        *([Note(say("spent.some", count=len(found.codes), of=found.of))] if len(found.codes) < found.of else []),
        codes=inquiry.codes() or found.codes,
        value=value,
        agencies=inquiry.question.agencies,
        places=inquiry.places(),
    )


def _bars(inquiry: Inquiry, found: SpentSum) -> Bars:
    most = max(each.spent for each in found.years)
    bars = tuple(
        Bar(inquiry.year(each.year), str(each.spent), each.spent.satang / most.satang if most else 0.0)
        for each in found.years
    )
    return Bars(inquiry.say("spent.by_year"), bars)
