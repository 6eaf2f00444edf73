"""Where does a person see what was put right? At the photo that the officer sent, or where the officer's words say."""

from db.feedback_models import Attachment, Feedback
from handlers.exchange import Exchange
from handlers.officers.links import in_address
from handlers.officers.wording import phrase

PATH = "/evidence/"
"""Of the link to a photo."""
_LONGEST = 500


def taken(exchange: Exchange, case: Feedback) -> str:
    """What the person is told; "" where nothing was sent."""
    message, person = exchange.message, exchange.person
    if not message.reference:
        return message.text.strip()[:_LONGEST]
    sealed = person.seal(message.reference, "photo", str(case.id))
    photo = Attachment(feedback_id=case.id, reference=sealed, channel=person.channel, by_officer=True)
    exchange.session.add(photo)
    exchange.session.flush()
    return said(person.public_url, person.seal(str(photo.id), "evidence"))


def said(public_url: str, sealed: str) -> str:
    """The words with the link, where the server has an address; `sealed` names the photo."""
    if not public_url:
        return phrase("evidence.photo")
    return phrase("evidence.link", link=public_url + PATH + in_address(sealed))
