"""Where can the line that an answer cites be seen, and the answer itself again? On the pages, which open there."""

from dataclasses import replace
from urllib.parse import quote

from handlers.answer import Answer, Part, SourceNote
from handlers.conversation import Conversation
from handlers.message import Message
from knowledge.answer_link import link_of
from knowledge.question import Turn


def with_answer_link(answer: Answer, after: Conversation) -> Answer:
    """The answer with what its address says, where it can be had again."""
    turn = after.find(answer.turn) if answer.turn and answer.lasting else None
    return replace(answer, link=link_of(turn), plan=turn.plan) if turn else answer


def behind_link(message: Message, turn: Turn) -> tuple[Message, Conversation]:
    """What is asked of the answer of a link, and the chat in which it was the last one; without words, that answer."""
    chat = Conversation(turns=(turn,), said=turn.name, plan=turn.plan)
    return (message if message.text else replace(message, kind="again", text=turn.name)), chat


def with_source_links(answer: Answer, channel: str, public_url: str) -> Answer:
    """The answer with an address in the note that names its source; as it is where people reach no page by https."""
    if channel == "web" or not answer.sources or not public_url.startswith("https://"):
        return answer
    first = answer.sources[0]
    url = f"{public_url}/?lang={answer.language}#source={quote(first.document, safe='')}:{first.line}"

    def linked(part: Part) -> Part:
        return replace(part, url=url) if isinstance(part, SourceNote) else part

    return replace(answer, parts=tuple(map(linked, answer.parts)))
