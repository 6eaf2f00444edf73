"""Where can somebody on LINE or Telegram see the line that an answer cites? On the page, which opens at that line."""

from dataclasses import replace
from urllib.parse import quote

from handlers.answer import Answer, Part, SourceNote


def with_source_links(answer: Answer, public_url: str) -> Answer:
    """The answer with an address in the note that names its source; as it is where people reach no page by https."""
    if not answer.sources or not public_url.startswith("https://"):
        return answer
    first = answer.sources[0]
    url = f"{public_url}/?lang={answer.language}#source={quote(first.document, safe='')}:{first.line}"

    def linked(part: Part) -> Part:
        return replace(part, url=url) if isinstance(part, SourceNote) else part

    return replace(answer, parts=tuple(map(linked, answer.parts)))
