"""What happens when a person sends the feedback that was written?"""

from dataclasses import replace

from db import cases, people, sent_messages
from db.feedback_models import Feedback, Person
from handlers import said
from handlers.action import Action, labels
from handlers.answer import Answer, Figure, Note, Text
from handlers.case_number import new_number, shown
from handlers.case_secret import hashed, new_secret
from handlers.consent import VERSION
from handlers.exchange import Exchange, Reply
from handlers.intake import LONGEST, Intake
from handlers.own_cases import open_case
from knowledge import plan
from knowledge.personal import mask
from knowledge.question import Question

_LEFT_OUT = {
    "video": "left_out_video",
    "audio": "left_out_audio",
    "file": "left_out_file",
    "photo": "left_out_photo",
}
"""What the history says of an attachment that could not be kept, by its kind."""


def submit(exchange: Exchange, intake: Intake) -> Reply:
    """A new case, or an addition to an open one, and its number."""
    return send(exchange, intake)[1]


def send(exchange: Exchange, intake: Intake) -> tuple[Feedback, Reply]:
    """The same, with the case."""
    person = exchange.person.obtain(exchange.session, exchange.inquiry.words.language)
    if person.consent_version != VERSION:
        people.consent(person, VERSION)
    known = open_case(exchange, intake.number)
    case = known or _new_case(exchange, intake, person)
    if known:
        _add_to(exchange, case, intake)
    _attach(exchange, intake, case)
    for kind in intake.left_out:
        cases.note(exchange.session, case, "bot", _LEFT_OUT[kind])
    sentence = "added" if known else "received_anew" if intake.number else "received"
    told = _thanks(exchange, case, f"intake.{sentence}", _secret(exchange, case))
    return case, (told, exchange.conversation.without_draft(case.number).about(case.number))


def _attach(exchange: Exchange, intake: Intake, case: Feedback) -> None:
    """The photos, and which message brought what, so that it can be taken back."""
    session, person = exchange.session, exchange.person
    photos = {photo: person.hand_over(photo, "photo", case.id) for photo in intake.photos}
    kept = {photo: sealed for photo, sealed in photos.items() if sealed}
    ids = dict(zip(kept, cases.attach(session, case, list(kept.values())), strict=True))
    for piece in intake.pieces:
        for key in person.traces(piece.message)[:1]:
            words = person.seal(piece.content, "message of case", str(case.id)) if piece.part == "text" else ""
            sent_messages.of_person(session, key, case, piece.part, words, ids.get(piece.content))


def _add_to(exchange: Exchange, case: Feedback, intake: Intake) -> None:
    """The words are a further entry; a place or contact that was given now counts from now on."""
    said.note(exchange, case, "added", intake.text[:LONGEST])
    case.contact = exchange.person.hand_over(intake.contact, "contact", case.id) or case.contact
    if intake.place:
        case.latitude, case.longitude = intake.place
    if intake.place or intake.place_name:
        case.place_name = mask(intake.place_name)


def _new_case(exchange: Exchange, intake: Intake, person: Person) -> Feedback:
    text = intake.text[:LONGEST]
    masked = mask(text)
    latitude, longitude = intake.place or (None, None)
    case = cases.add(
        exchange.session,
        person,
        new_number(exchange.session),
        text=masked,
        codes=intake.codes,
        agency=agency_for(exchange, intake),
        latitude=latitude,
        longitude=longitude,
        place_name=mask(intake.place_name),
    )
    if masked != text:
        case.sealed_text = exchange.person.seal(text, "case text", str(case.id))
    case.contact = exchange.person.hand_over(intake.contact, "contact", case.id)
    return case


def agency_for(exchange: Exchange, intake: Intake) -> str:
    """Who answers for the first project that it concerns; "" where the plan names nobody."""
    if not intake.codes:
        return ""
    rows = plan.projects(exchange.session, Question(about=intake.codes[:1]))
    return next((agency for row in rows if row.code in intake.codes for agency in row.agencies), "")


def _secret(exchange: Exchange, case: Feedback) -> str:
    """A browser may forget who somebody is, an account does not: on the page the case gets a secret; else ""."""
    if exchange.person.channel != "web" or case.claim:
        return ""
    secret = new_secret()
    case.claim = hashed(case.number, secret)
    return secret


def _thanks(exchange: Exchange, case: Feedback, sentence: str, secret: str) -> Answer:
    say = exchange.inquiry.say
    number = Figure(shown(case.number), "", say("intake.number"))
    agency = [Note(say("cases.agency", agency=exchange.inquiry.agency(case.agency)))] if case.agency else []
    notes = [
        *agency,
        Note(say("intake.expect")),
        Note(say("intake.what_next")),
        *([Note(say("intake.secret", secret=secret))] if secret else []),
    ]
    words = exchange.inquiry.words
    buttons = (Action(say("intake.button.status"), "open", case.number, language=words.language),)
    answer = exchange.inquiry.answer(
        Text(say(sentence)), number, *notes, status="feedback", suggestions=labels(buttons)
    )
    return replace(answer, actions=buttons, about=case.number)
