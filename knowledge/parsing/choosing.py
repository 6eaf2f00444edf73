"""Which of several things was meant: what to ask back, and what an answer to that picks."""

from dataclasses import dataclass, replace

from knowledge.index import Index
from knowledge.levels import numbered_codes
from knowledge.parsing import edit
from knowledge.parsing.chat import asked_in
from knowledge.parsing.heard import Heard
from knowledge.parsing.part import Thing
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.query.kinds import KINDS, Kind
from knowledge.query.written import write
from knowledge.question import Turn


@dataclass(frozen=True)
class Choice:
    """Things that a name may mean alike, of which one must be chosen before the message is a query."""

    keys: tuple[str, ...]
    query: a.Query
    """What it asks, were the first of them meant."""


def unclear(parts: Parts) -> Thing | None:
    """The one thing named that may be several, where all else is clear."""
    found = [thing for thing in parts.things if len(thing.keys) > 1 and not thing.several]
    return found[0] if len(found) == 1 and not found[0].denied else None


def first_meant(parts: Parts) -> Parts:
    """The parts as they would be, were the first of what a name may mean meant."""
    thing = unclear(parts)
    things = (replace(one, keys=one.keys[:1]) if one is thing else one for one in parts.things)
    return replace(parts, things=tuple(things))


def chosen(heard: Heard, parts: Parts, asked: Turn) -> tuple[Parts, Turn] | None:
    """The message without what picks one of those offered, and the turn as if it had been asked of that one.

    Picked is by name, by the issue that it stands in, or by its place in the offer; None where nothing is.
    """
    keys, rest = _by_issue(heard, parts, asked.choices) or _by_name(parts, asked.choices) or ((), parts)
    if not keys:
        keys = _by_number(heard, asked.choices)
    kind = _kind(heard.index, keys)
    query = asked_in(heard.index, replace(asked, question=replace(asked.question, about=keys)))
    if kind is None or query is None:
        return None
    if asked.query:
        query = edit.renamed(query, a.Named(kind, asked.choices[:1]), a.Named(kind, keys))
        if query is None:
            return None
    heard.used.update(i for thing in parts.things if thing not in rest.things for i in thing.tokens)
    heard.take("other" if len(keys) < len(asked.choices) - 1 else "number_word")
    question = replace(asked.question, about=keys)
    return rest, Turn(question, keys, (), query=write(query), plan=asked.plan)


def _by_name(parts: Parts, choices: tuple[str, ...]) -> tuple[tuple[str, ...], Parts] | None:
    picks = {thing: tuple(key for key in thing.keys if key in choices) for thing in parts.things if not thing.denied}
    found = [(thing, keys) for thing, keys in picks.items() if keys and len(keys) < len(choices)]
    if len(found) != 1:
        return None
    (thing, keys) = found[0]
    return keys, replace(parts, things=tuple(one for one in parts.things if one is not thing))


def _by_issue(heard: Heard, parts: Parts, choices: tuple[str, ...]) -> tuple[tuple[str, ...], Parts] | None:
    """ "ประเด็นที่ 2": those of the choices that stand in it."""
    if "issue" not in heard.draft.levels.numbers:
        return None
    issues = set(numbered_codes(heard.index, heard.draft.levels.numbers))
    keys = tuple(c for c in choices if issues & {c, *heard.index.entities[c].parents})
    if not keys or len(keys) == len(choices):
        return None
    heard.used |= heard.draft.levels.tokens
    return keys, replace(parts, things=tuple(thing for thing in parts.things if not issues & set(thing.keys)))


def _by_number(heard: Heard, choices: tuple[str, ...]) -> tuple[str, ...]:
    """ "2" and nothing else, or "อันที่ 2"."""
    loose, places, tokens = heard.draft.levels.loose, heard.draft.levels.tokens, heard.tokens
    if loose is None and len(tokens) == 1 and tokens[0].number is not None:
        loose, places = int(tokens[0].number), frozenset((0,))
    if loose is None:
        return ()
    heard.used |= places
    return choices[-1:] if loose == -1 else choices[loose - 1 : loose] if loose > 0 else ()


def _kind(index: Index, keys: tuple[str, ...]) -> Kind | None:
    kinds = {index.entities[key].kind for key in keys if key in index.entities}
    return next((kind for kind in KINDS if kinds == {kind}), None)
