"""What does a person see while feedback is being written: what will be sent, what it concerns, what can be done?"""

from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import fuzz

from db import cases
from db.feedback_models import Feedback
from handlers import following
from handlers.action import Action, labels
from handlers.answer import Item, Listing, Note, Part, Text
from handlers.case_number import shown
from handlers.case_status import first_words
from handlers.consent import has_agreed
from handlers.exchange import Exchange, Reply
from handlers.inquiry import Inquiry
from handlers.intake import LONGEST, Intake
from knowledge.personal import mask

_SHOWN = 3_000
"""Letters of what is being written that are shown again: a page of a chat, whatever is kept."""
MOST_PHOTOS = 5
_ALIKE = 75
"""From 0 to 100 (rapidfuzz): from here two texts are about the same matter."""


def confirm(exchange: Exchange, intake: Intake) -> Reply:
    """The whole feedback as it would be sent, with everything that can still be done."""
    if not can_be_sent(intake):
        return ask_for_text(exchange, intake)
    alike = following.reported_alike(exchange, intake)
    others = [following.note(exchange, alike)] if alike else []
    parts = [*_shown(exchange, intake), *others, *_consent(exchange, intake)]
    intake = replace(intake, step="confirm", consent_told=True)
    send, follow = send_button(exchange), ("follow",) if alike else ()
    more = ("contact",) if intake.place or intake.place_name else ("place", "contact")
    buttons = (send, "cancel", "text", "new") if intake.number else (send, "cancel", "text", *follow, "about", *more)
    return _reply(exchange, intake, *parts, buttons=buttons)


def can_be_sent(intake: Intake) -> bool:
    """A new report needs words; to one that was sent a photo, a place or a phone number may be added alone."""
    return bool(intake.text) or (bool(intake.number) and not intake.is_empty)


def ask_for_text(exchange: Exchange, intake: Intake, lead: str = "") -> Reply:
    """What should be told?"""
    say = exchange.inquiry.say
    lead = lead or _lead(intake)
    return _reply(
        exchange, replace(intake, step="text"), Text(say(lead)), Note(say("intake.mask")), buttons=("cancel",)
    )


def _lead(intake: Intake) -> str:
    if intake.text:
        return "intake.ask_text_again"
    return "intake.ask_text_for" if intake.photos or intake.place else "intake.ask_text"


def ask_for_contact(exchange: Exchange, intake: Intake) -> Reply:
    """A name or phone: only if the person wants to be called."""
    told = Text(exchange.inquiry.say("intake.ask_contact"))
    asked, after = _reply(exchange, replace(intake, step="contact"), told, buttons=(send_button(exchange), "cancel"))
    return replace(asked, asks_contact=True), after


def ask_for_place(exchange: Exchange, intake: Intake) -> Reply:
    """Where it is: in words, or as each channel can show a place."""
    told = Text(exchange.inquiry.say("intake.ask_place"))
    return _reply(exchange, replace(intake, step="place"), told, buttons=(send_button(exchange), "cancel"))


def ask_what_about(exchange: Exchange, intake: Intake) -> Reply:
    """Which thing of the plan: what was named, and the issues."""
    inquiry = exchange.inquiry
    offered = [*intake.perhaps, *(issue.code for issue in inquiry.index.of_kind("issue"))]
    items = Listing(tuple(Item(inquiry.name(code), "", code) for code in offered))
    language = inquiry.words.language
    things = [Action(inquiry.label(c) or inquiry.shown(c), "concerns", intake.id, c, language) for c in offered]
    return _reply(
        exchange,
        replace(intake, step="about"),
        Text(inquiry.say("intake.ask_about")),
        items,
        buttons=("other",),
        things=things,
    )


def ask_whether_same(exchange: Exchange, intake: Intake, case: Feedback) -> Reply:
    """An open case of this person seems to be about the same."""
    say = exchange.inquiry.say
    told = Text(say("intake.ask_same", number=shown(case.number), text=first_words(case)))
    waiting = replace(intake, step="same", number=case.number)
    told_now = replace(waiting, consent_told=True)
    return _reply(exchange, told_now, told, *_consent(exchange, intake), buttons=("same", "new", "cancel"))


def open_case_like(exchange: Exchange, intake: Intake) -> Feedback | None:
    """The person's newest open case about the same matter; None where there is none."""
    person = exchange.person.known(exchange.session)
    known = cases.open_of_person(exchange.session, person) if person else []
    masked = mask(intake.text)
    return next((case for case in known if fuzz.token_set_ratio(masked, case.text) >= _ALIKE), None)


def cancelled(exchange: Exchange) -> Reply:
    """Nothing was sent, nothing is kept."""
    told = exchange.inquiry.answer(Text(exchange.inquiry.say("intake.cancelled")), status="feedback")
    return told, exchange.conversation.without_draft()


def nothing_to_send(exchange: Exchange) -> Reply:
    """A button of a feedback that was sent, dropped or forgotten."""
    told = exchange.inquiry.answer(Text(exchange.inquiry.say("intake.nothing")), status="feedback")
    return told, exchange.conversation.with_intake(None)


def ask_what_is_wrong(exchange: Exchange, intake: Intake) -> Reply:
    """It is not right as it is: which part shall be changed, or shall it be dropped?"""
    told = Text(exchange.inquiry.say("intake.ask_wrong"))
    has = {"place": intake.place or intake.place_name, "contact": intake.contact, "photoless": intake.photos}
    parts = (name for name, there in has.items() if there)
    buttons = ("text", *parts, "cancel", send_button(exchange))
    return _reply(exchange, replace(intake, step="confirm"), told, buttons=buttons)


def reminded(exchange: Exchange, intake: Intake, *parts: Part) -> Reply:
    """Something else was answered: what is being written waits, at the same step."""
    waiting = Note(exchange.inquiry.say(waits(intake)))
    return _reply(exchange, intake, *parts, waiting, buttons=waiting_buttons(exchange, intake))


def waits(intake: Intake) -> str:
    """The word beside another answer that it can be sent, or that it is still to be told."""
    return "intake.waiting" if can_be_sent(intake) else "intake.waits_for_text"


def waiting_buttons(exchange: Exchange, intake: Intake) -> tuple[str, ...]:
    """What can be done to it from beside another answer."""
    if not can_be_sent(intake):
        return ("cancel",)
    more = () if intake.number or intake.contact else ("contact",)
    return (send_button(exchange), "cancel", "text", *more)


def send_button(exchange: Exchange) -> str:
    """Which button sends: before the first time it says that the person agrees."""
    return "send" if has_agreed(exchange) else "agree"


def _reply(
    exchange: Exchange, intake: Intake, *parts: Part, buttons: tuple[str, ...], things: Iterable[Action] = ()
) -> Reply:
    actions = (*things, *(draft_button(exchange, name, intake) for name in buttons))
    answer = exchange.inquiry.answer(*parts, status="feedback", codes=intake.codes)
    told = replace(answer, suggestions=labels(actions), actions=actions, taking=True)
    return told, exchange.conversation.with_intake(intake)


def draft_button(exchange: Exchange, name: str, intake: Intake) -> Action:
    """The button that does this to what is being written: send, agree, cancel, text, about, contact ..."""
    words = exchange.inquiry.words
    return Action(words.say(f"intake.button.{name}"), name, intake.id, language=words.language)


def _beginning(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _shown(exchange: Exchange, intake: Intake) -> list[Part]:
    inquiry = exchange.inquiry
    lead = inquiry.say("intake.addition", number=shown(intake.number)) if intake.number else inquiry.say("intake.check")
    parts: list[Part] = [Text(lead)]
    parts += [Text(f"“{_beginning(mask(intake.text[:LONGEST]))}”")] if intake.text else []
    if not intake.number:
        parts.append(Note(_about(inquiry, intake)))
    parts += [Note(inquiry.say(f"intake.with_{name}")) for name in ("place", "contact") if getattr(intake, name)]
    if intake.photos:
        parts.append(Note(inquiry.say("intake.with_photos", count=len(intake.photos))))
    parts += [Note(inquiry.say(f"intake.left_out.{kind}")) for kind in dict.fromkeys(intake.left_out)]
    if intake.place_name:
        parts.append(Note(inquiry.say("intake.place_name", name=mask(intake.place_name))))
    if len(intake.text) > _SHOWN:
        parts.append(Note(inquiry.say("intake.shown_in_part", count=f"{min(len(intake.text), LONGEST):,}")))
    if len(intake.text) > LONGEST:
        parts.append(Note(inquiry.say("intake.too_long", longest=f"{LONGEST:,}")))
    if mask(intake.text) != intake.text:
        parts.append(Note(inquiry.say("intake.masked")))
    return parts


def _about(inquiry: Inquiry, intake: Intake) -> str:
    if intake.codes:
        return inquiry.say("intake.about", names=inquiry.names(intake.codes))
    return inquiry.say("intake.about_unsure" if intake.perhaps else "intake.about_other")


def _consent(exchange: Exchange, intake: Intake) -> list[Part]:
    """The notice, until the person has agreed to it: whole once, then a reminder."""
    if has_agreed(exchange):
        return []
    return [Note(exchange.inquiry.say("intake.consent_told" if intake.consent_told else "intake.consent"))]
