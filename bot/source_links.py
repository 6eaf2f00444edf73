"""Where can the line that an answer cites be seen, and the answer itself again? On the pages, which open there."""

from dataclasses import replace
from urllib.parse import quote

from handlers.answer import Answer, Part, SourceNote
from handlers.conversation import Conversation
from knowledge.answer_link import link_of


def with_answer_link(answer: Answer, after: Conversation) -> Answer:
    """The answer with what its address says, where it can be had again."""
    turn = after.find(answer.turn) if answer.turn and answer.lasting else None
    return replace(answer, link=link_of(turn), plan=turn.plan) if turn else answer


def with_source_links(answer: Answer, channel: str, public_url: str) -> Answer:
    """The answer with an address in the note that names its source; as it is where people reach no page by https."""
    if channel == "web" or not answer.sources or not public_url.startswith("https://"):
        return answer
    first = answer.sources[0]
    url = f"{public_url}/?lang={answer.language}#source={quote(first.document, safe='')}:{first.line}"

    def linked(part: Part) -> Part:
        return replace(part, url=url) if isinstance(part, SourceNote) else part

    return replace(answer, parts=tuple(map(linked, answer.parts)))
