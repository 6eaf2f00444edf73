"""What happens when a person sends the feedback that was written?"""

from db import cases, people
from db.feedback_models import Feedback, Person
from handlers.answer import Answer, Figure, Note, Text
from handlers.case_number import new_number, shown
from handlers.case_secret import hashed, new_secret
from handlers.consent import VERSION
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.own_cases import is_open
from knowledge import plan
from knowledge.personal import mask
from knowledge.question import Question


def submit(exchange: Exchange, intake: Intake) -> Reply:
    """A new case, or an addition to an open one, and its number."""
    person = exchange.person.obtain(exchange.session, exchange.inquiry.words.language)
    if person.consent_version != VERSION:
        people.consent(person, VERSION)
    open_case = _own_open_case(exchange, person, intake.number)
    case = open_case or _new_case(exchange, intake, person)
    if open_case:
        _add_to(exchange, case, intake)
    photos = (exchange.person.hand_over(photo, "photo", case.id) for photo in intake.photos)
    cases.attach(exchange.session, case, list(filter(None, photos)))
    told = _thanks(exchange, case, "intake.added" if open_case else "intake.received", _secret(exchange, case))
    return told, exchange.conversation.with_intake(None).about(case.number)


def _add_to(exchange: Exchange, case: Feedback, intake: Intake) -> None:
    """The words are a further entry; a place or contact that was given now counts from now on."""
    cases.note(exchange.session, case, "citizen", "added", mask(intake.text))
    case.contact = exchange.person.hand_over(intake.contact, "contact", case.id) or case.contact
    if intake.place:
        case.latitude, case.longitude = intake.place


def _own_open_case(exchange: Exchange, person: Person, number: str) -> Feedback | None:
    case = cases.by_number(exchange.session, number) if number else None
    return case if case and case.person_id == person.id and is_open(case) else None


def _new_case(exchange: Exchange, intake: Intake, person: Person) -> Feedback:
    masked = mask(intake.text)
    latitude, longitude = intake.place or (None, None)
    case = cases.add(
        exchange.session,
        person,
        new_number(exchange.session),
        text=masked,
        codes=intake.codes,
        agency=_agency(exchange, intake),
        latitude=latitude,
        longitude=longitude,
    )
    if masked != intake.text:
        case.sealed_text = exchange.person.seal(intake.text, "case text", str(case.id))
    case.contact = exchange.person.hand_over(intake.contact, "contact", case.id)
    return case


def _agency(exchange: Exchange, intake: Intake) -> str:
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
    notes = [Note(say("intake.what_next")), *([Note(say("intake.secret", secret=secret))] if secret else [])]
    buttons = [say("intake.button.status")]
    return exchange.inquiry.answer(Text(say(sentence)), number, *notes, status="feedback", suggestions=buttons)
