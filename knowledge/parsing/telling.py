"""How was a message understood, told for whoever works on it: its words, its parts, and every reading of it."""

from collections.abc import Iterator, Sequence

from knowledge.draft import Draft, take_apart
from knowledge.group import GROUP_OF_ASK
from knowledge.index import Index
from knowledge.parsing.chat import given
from knowledge.parsing.heard import Heard
from knowledge.parsing.parse import Parsed, parse, readings
from knowledge.parsing.parts import find_parts
from knowledge.query.sentence.names import Names
from knowledge.query.sentence.say import say
from knowledge.question import Turn
from knowledge.reading import read


def told(index: Index, text: str, names: Names, history: Sequence[Turn] = ()) -> Iterator[str]:
    """Lines: what each word may be, what was found in them, and the readings, the chosen one last."""
    reading = read(index, text)
    draft = take_apart(index, reading, GROUP_OF_ASK.get(history[-1].question.ask, "money") if history else "")
    yield f"# {text}"
    yield from _words(draft)
    yield from _parts(Heard(index, draft))
    if history and (before := given(index, history)).query is not None:
        yield f"the chat: {say(before.query, names)}" if before.query else ""
    for parsed in readings(index, draft, history):
        yield f"reading {_told(draft, parsed, names)}"
    chosen = parse(index, draft, history)
    yield (
        f"chosen: {_told(draft, chosen, names)}" if chosen else "chosen: no reading is whole; the older engine answers"
    )


def _words(draft: Draft) -> Iterator[str]:
    for i, token in enumerate(draft.reading.tokens):
        number = "" if token.number is None else f" = {token.number}"
        may_be = [*sorted(token.sense.cues), *sorted(token.sense.agencies), *token.notions]
        may_be += ["everyday"] if token.sense.everyday else []
        may_be += ["unknown"] if i in draft.named.left else []
        yield f"word {i}: {token.text}{number} ({token.kind}) {', '.join(may_be)}"


def _parts(heard: Heard) -> Iterator[str]:
    parts = find_parts(heard)
    for thing in parts.things:
        taken_back = "not " if thing.denied else ""
        yield f"part: {taken_back}{thing.kind} {' | '.join(thing.keys)} at {sorted(thing.tokens)}, {thing.weight:.2f}"
    for span in parts.years:
        yield f"part: {'not ' if span.denied else ''}years {', '.join(map(str, span.years))} at {sorted(span.tokens)}"


def _told(draft: Draft, parsed: Parsed, names: Names) -> str:
    dropped = " ".join(draft.reading.tokens[i].text for i in parsed.dropped)
    left = f"would drop: {dropped}" if dropped else "whole"
    return f"{parsed.form} ({parsed.used} words used, {left}): {say(parsed.query, names)}"
