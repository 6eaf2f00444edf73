"""What to say where the message is no words: a new friend, a command, a sticker, a photo?"""

from handlers import talk
from handlers.answer import Answer, Note, Status, Text
from handlers.inquiry import Inquiry
from handlers.message import Kind
from knowledge.understood import Understood

_STATUS: dict[Kind, Status] = {"welcome": "help", "budget": "help", "sticker": "smalltalk"}
ATTACHMENTS: dict[Kind, str] = {
    "photo": "attachment.photo",
    "video": "attachment.video",
    "audio": "attachment.audio",
    "file": "attachment.file",
    "location": "attachment.location",
}
"""What the bot cannot look into yet, by the words for it."""


def answer(inquiry: Inquiry, kind: Kind) -> Answer:
    """The answer to a message of this kind."""
    if kind == "help":
        return talk.answer(inquiry, Understood("talk", reason=kind))
    if kind in ATTACHMENTS:
        return inquiry.answer(_unread(inquiry, kind), status="help", suggestions=inquiry.suggest(*talk.OFFERED))
    said = Text(inquiry.say(f"wordless.{kind}"))
    parts = (said, Note(inquiry.say("wordless.private"))) if kind == "welcome" else (said,)
    entries = talk.ENTRIES if kind == "welcome" else ()
    return inquiry.answer(*parts, status=_STATUS[kind], suggestions=inquiry.suggest(*entries, *talk.OFFERED))


def expired(inquiry: Inquiry) -> Answer:
    """A button of an answer that is no longer remembered."""
    told = Text(inquiry.say("wordless.expired"))
    return inquiry.answer(told, status="help", suggestions=inquiry.suggest(*talk.OFFERED))


def beside_words(inquiry: Inquiry, kind: Kind) -> Note:
    """The words that came with an attachment are answered; this is said of the attachment."""
    return Note(_unread(inquiry, kind).text)


def _unread(inquiry: Inquiry, kind: Kind) -> Text:
    return Text(inquiry.say("wordless.attachment", thing=inquiry.say(ATTACHMENTS[kind])))
