"""Has somebody else reported the same, so that both can be looked after and told together?

Whoever writes learns no more than that there is such a report and how it gets on. Of wrongdoing even that is not told:
who is reported could find out. An officer may join those, too.
"""

from dataclasses import replace

from db import cases
from db.feedback_models import Feedback
from db.models import now
from handlers.answer import Note, Text
from handlers.case_number import shown
from handlers.case_status import state_in_words
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.submission import send
from knowledge.likeness import runs, shared
from knowledge.personal import mask
from knowledge.vocabulary import read_groups

_LOOKED_AT = 60
_SHARED, _SHARED_NEARBY = 0.6, 0.3
"""How much of the shorter text the other must hold; of a place nearby less."""
_SHORTEST = 10
"""Letters: "เน็ตช้า" may be anywhere."""


def reported_alike(exchange: Exchange, intake: Intake) -> Feedback | None:
    """The open report of somebody else that is likest; None where none is."""
    text = mask(intake.text)
    if len(text) < _SHORTEST or intake.number or exchange.message.in_group or _accuses(text):
        return None
    known = exchange.person.known(exchange.session)
    others = cases.open_of_others(exchange.session, known, intake.codes, intake.place, _LOOKED_AT)
    own = runs(text)
    rated = [(shared(own, runs(case.text)), near, case) for case, near in others if not _accuses(case.text)]
    alike = [(share, case) for share, near, case in rated if share >= (_SHARED_NEARBY if near else _SHARED)]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def note(exchange: Exchange, case: Feedback) -> Note:
    """That somebody reported it, and how that gets on."""
    return Note(exchange.inquiry.say("intake.reported_alike", state=state_in_words(exchange, case)))


def follow(exchange: Exchange, intake: Intake) -> Reply:
    """Send it as a part of what was reported already; as a case of its own where that is closed meanwhile."""
    other = reported_alike(exchange, intake)
    case, (answer, after) = send(exchange, replace(intake, number=""))
    if other is None:
        return answer, after
    cases.point_to(exchange.session, case, other)
    case.state, case.closed_at = "merged", now()
    cases.note(exchange.session, case, "citizen", "merged")
    cases.note(exchange.session, other, "citizen", "joined", public=False)
    told = Text(exchange.inquiry.say("intake.followed", number=shown(case.number)))
    return replace(answer, parts=(told, *answer.parts[1:])), after


def _accuses(text: str) -> bool:
    return any(word in text.lower() for word in read_groups("talk")["corruption"]["words"])
