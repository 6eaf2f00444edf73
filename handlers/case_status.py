"""How does a case get on? In plain words, with what was done last and when."""

from collections.abc import Sequence
from dataclasses import replace

from db import cases
from db.feedback_models import Feedback, FeedbackUpdate
from handlers import dates
from handlers.action import Action, labels
from handlers.answer import Item, Listing, Note, Part, Text
from handlers.case_number import shown
from handlers.exchange import Exchange, Reply
from handlers.own_cases import CONTESTED_WITHIN, RATES, is_open, just_closed, own_cases, was_withdrawn
from handlers.wording import Wording

_UPDATES_SHOWN = 8
_CASES_SHOWN = 6
_FEW_WORDS = 60
MARKS = range(1, 6)
"""How content a person can be: 5 is very."""


def overview(exchange: Exchange) -> Reply:
    """All cases of the person; the one that there is in full; or how to send one."""
    found = own_cases(exchange)
    if len(found) == 1:
        return in_full(exchange, found[0])
    return several(exchange, "cases.yours", found, "open") if found else _none(exchange)


def in_full(exchange: Exchange, case: Feedback, *before: Part) -> Reply:
    """One case of the person with everything that they may read; `before` says what was just done to it."""
    say = exchange.inquiry.say
    head = Text(say("cases.head", number=shown(case.number), state=state_in_words(exchange, case)))
    sent = Note(say("cases.sent", day=dates.day(exchange.inquiry.words, case.created_at)))
    text = [Text(f"“{case.text}”")] if case.text else []
    parts = [
        *before,
        head,
        *text,
        sent,
        *_agency(exchange, case),
        *_history(exchange, case),
        *_what_now(exchange, case),
    ]
    answer, after = told(exchange, case.number, *parts, actions=_buttons(exchange, case))
    return answer, after.asking(f"{RATES}/{case.number}") if just_closed(case) else after


def how_it_stands(exchange: Exchange, case: Feedback) -> list[Part]:
    """In a few lines: the state, who has it, what an officer said last, and that no day is promised."""
    say = exchange.inquiry.say
    head = Text(say("cases.head", number=shown(case.number), state=state_in_words(exchange, case)))
    changed = Note(say("cases.changed", day=dates.day(exchange.inquiry.words, case.updated_at)))
    if not is_open(case):
        return [head, *_last_word(exchange, case), changed]
    agency = _agency(exchange, case) or [Note(say("cases.no_agency"))]
    waits = [Note(say("intake.expect"))] if case.state == "received" else []
    return [head, *_last_word(exchange, case), changed, *agency, *waits, Note(say("cases.no_day"))]


def _last_word(exchange: Exchange, case: Feedback) -> list[Part]:
    """What an officer wrote last: "ช่างจะไปวันศุกร์" is what somebody asks for who asks when."""
    updates = cases.updates(exchange.session, case)
    said = [update for update in updates if update.public and update.who != "citizen" and update.text]
    return [Listing((_change(exchange, said[-1]),))] if said else []


def in_public(exchange: Exchange, case: Feedback) -> Reply:
    """A case of somebody else, whose number the person knows: only how it gets on."""
    say = exchange.inquiry.say
    head = say("cases.head", number=shown(case.number), state=state_in_words(exchange, case))
    changed = say("cases.changed", day=dates.day(exchange.inquiry.words, case.updated_at))
    claim = [Note(say("cases.claim_how"))] if case.claim else []
    return told(exchange, "status", Text(head), Note(changed), Note(say("cases.not_yours")), *claim)


def several(exchange: Exchange, sentence: str, found: Sequence[Feedback], kind: str, value: str = "") -> Reply:
    """Several cases to choose from; each has its button of this kind."""
    words = exchange.inquiry.words
    items = tuple(_item(exchange, case) for case in found[:_CASES_SHOWN])
    buttons = [case_button(words, kind, case.number, value) for case in found[:_CASES_SHOWN]]
    text = Text(words.say(sentence, count=len(found)))
    return told(exchange, "status", text, Listing(items), actions=buttons)


def told(exchange: Exchange, topic: str, *parts: Part, actions: Sequence[Action] = ()) -> Reply:
    """An answer about cases; the chat is about this case, or about cases."""
    answer = exchange.inquiry.answer(*parts, status="status", suggestions=labels(actions))
    about = topic if topic.isdecimal() else ""
    return replace(answer, actions=tuple(actions), about=about), exchange.conversation.about(topic)


def case_button(words: Wording, kind: str, number: str, value: str = "") -> Action:
    """The button that does this to a case: open, add, withdraw, undo, contest, erase."""
    label = words.say(f"cases.button.{kind}", number=shown(number))
    return Action(label, "choose" if kind == "erase" else kind, number, value, words.language)


def opened(words: Wording, number: str) -> Action:
    """The button that shows a case."""
    return case_button(words, "open", number)


def mark_buttons(words: Wording, number: str) -> list[Action]:
    """A button for each mark, the best first."""
    said = [(mark, words.say("cases.button.mark", mark=mark)) for mark in reversed(MARKS)]
    return [Action(label, "rate", number, str(mark), words.language) for mark, label in said]


def state_in_words(exchange: Exchange, case: Feedback) -> str:
    """ "กำลังดำเนินการ"."""
    return exchange.inquiry.say(f"cases.state.{outcome(case.state, case.fixed)}")


def outcome(state: str, fixed: bool | None) -> str:
    """What has become of a case, as people are told: a closed one was put right, was not, or was taken back."""
    if state != "closed":
        return state
    return "withdrawn" if fixed is None else "fixed" if fixed else "unfixed"


def _none(exchange: Exchange) -> Reply:
    say = exchange.inquiry.say
    return told(exchange, "status", Text(say("cases.none")), Note(say("cases.send_number")))


def _item(exchange: Exchange, case: Feedback) -> Item:
    """A case in two lines: number and state, then its first words and its newest change."""
    say, words = exchange.inquiry.say, exchange.inquiry.words
    changed = say("cases.changed", day=dates.day(words, case.updated_at))
    title = say("cases.head", number=shown(case.number), state=state_in_words(exchange, case))
    return Item(title, f"{first_words(case)} · {changed}" if case.text else changed)


def first_words(case: Feedback) -> str:
    """Enough of the text to tell it from others."""
    text = " ".join(case.text.split())
    return f"“{text}”" if len(text) <= _FEW_WORDS else f"“{text[:_FEW_WORDS]}…”"


def _agency(exchange: Exchange, case: Feedback) -> list[Part]:
    inquiry = exchange.inquiry
    return [Note(inquiry.say("cases.agency", agency=inquiry.agency(case.agency)))] if case.agency else []


def _history(exchange: Exchange, case: Feedback) -> list[Part]:
    """What was done since it came in, as far as it is public."""
    public = [update for update in cases.updates(exchange.session, case) if update.public]
    changes = [update for update in public if update.action != "received"][-_UPDATES_SHOWN:]
    return [Listing(tuple(_change(exchange, update) for update in changes))] if changes else []


def _change(exchange: Exchange, update: FeedbackUpdate) -> Item:
    say = exchange.inquiry.say
    day = dates.day(exchange.inquiry.words, update.at)
    return Item(
        f"{day} · {say(f'cases.action.{update.action}')}", "\n".join(filter(None, (update.text, update.evidence)))
    )


def _what_now(exchange: Exchange, case: Feedback) -> list[Part]:
    """How the case gets on that it was merged with; what the person may do about one that was closed."""
    other = exchange.session.get(Feedback, case.merged_into_id) if case.merged_into_id else None
    if other is not None:
        return [Note(exchange.inquiry.say("cases.of_merged", state=state_in_words(exchange, other)))]
    if not just_closed(case):
        return []
    sentence = "cases.rate" if case.satisfaction is None else "cases.rated_already"
    return [Note(exchange.inquiry.say(sentence, days=CONTESTED_WITHIN.days))]


def _buttons(exchange: Exchange, case: Feedback) -> list[Action]:
    words, number = exchange.inquiry.words, case.number
    if is_open(case):
        return [case_button(words, kind, number) for kind in ("add", "withdraw")]
    if was_withdrawn(case):
        return [case_button(words, "undo", number)]
    if not just_closed(case):
        return []
    marks = mark_buttons(words, number) if case.satisfaction is None else []
    return [case_button(words, "contest", number), *marks]
