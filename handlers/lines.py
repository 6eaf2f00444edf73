"""Which lines of a document are told, where they may be many: "12, 15-18 และอีก 3 บรรทัด"."""

from collections.abc import Iterable, Sequence

from handlers.wording import Wording

_SHOWN = 6
_IN_A_ROW = 3


def said_lines(words: Wording, lines: Iterable[int], shown: int = _SHOWN) -> str:
    """The first lines or stretches of lines, and how many lines more there are; each once, ascending."""
    stretches = _stretches(sorted(set(lines)))
    told = ", ".join(_said(stretch) for stretch in stretches[:shown])
    more = sum(map(len, stretches[shown:]))
    return told + words.say("note.more_lines", count=more) if more else told


def _stretches(lines: Sequence[int]) -> list[list[int]]:
    """Three and more lines in a row together, others each by itself."""
    found: list[list[int]] = []
    for line in lines:
        if found and found[-1][-1] + 1 == line:
            found[-1].append(line)
        else:
            found.append([line])
    return [part for run in found for part in ([run] if len(run) >= _IN_A_ROW else [[line] for line in run])]


def _said(stretch: Sequence[int]) -> str:
    return str(stretch[0]) if len(stretch) == 1 else f"{stretch[0]}-{stretch[-1]}"
