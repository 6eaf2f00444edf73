"""Which lines of a document are told, where they may be many: "12, 15 และอีก 3 บรรทัด"."""

from collections.abc import Iterable

from handlers.wording import Wording

_SHOWN = 6


def said_lines(words: Wording, lines: Iterable[int], shown: int = _SHOWN) -> str:
    """The first lines, and how many more there are; each once, ascending."""
    numbers = sorted(set(lines))
    first, more = ", ".join(map(str, numbers[:shown])), len(numbers) - shown
    return first + words.say("note.more_lines", count=more) if more > 0 else first
