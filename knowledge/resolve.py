"""Which things is the question about: chosen, coded, numbered, named, or pointed back at?"""

from collections.abc import Sequence

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.levels import numbered_codes
from knowledge.named import named, part_of_named_issue
from knowledge.numbered import numbered, sibling
from knowledge.pointed import pointed_at
from knowledge.question import Turn
from knowledge.subject import Subject


def resolve(index: Index, draft: Draft, history: Sequence[Turn]) -> Subject:
    """The subject of a message within its chat."""
    last = history[-1] if history else None
    return (
        (_chosen(index, draft, last.choices) if last and last.choices else None)
        or _coded(index, draft)
        or numbered(index, draft, history)
        or (sibling(index, draft, last) if last else None)
        or part_of_named_issue(index, draft)
        or named(index, draft, last)
        or pointed_at(index, draft, history)
    )


def _coded(index: Index, draft: Draft) -> Subject | None:
    """ "5.3.6"; 5.9.9 is missing in the plan."""
    if not draft.reading.codes:
        return None
    known = tuple(code for code in draft.reading.codes if code in index.entities)
    return Subject(known, own=True, sides=known if len(known) > 1 else ()) if known else Subject(missing=True)


def _chosen(index: Index, draft: Draft, choices: tuple[str, ...]) -> Subject | None:
    """Those of the things offered before that are meant now."""
    codes = _choice(index, draft, choices)
    return Subject(codes, from_context=True, own=True) if codes else None


def _choice(index: Index, draft: Draft, choices: tuple[str, ...]) -> tuple[str, ...]:
    """By the issue they stand in, by their place in the offer, or by name."""
    if "issue" in draft.levels.numbers:
        issues = numbered_codes(index, draft.levels.numbers)
        picked = tuple(c for c in choices if not {c, *index.entities[c].parents}.isdisjoint(issues))
        return picked if len(picked) < len(choices) else ()
    place = draft.levels.loose if len(choices) > 1 else None
    if place is None:
        place = _lone_number(draft)
    if place is not None:
        return choices[-1:] if place == -1 else choices[place - 1 : place]
    said = tuple(c for mention in draft.named.mentions for c in mention.codes if c in choices)
    return said if len(said) < len(choices) or len(choices) == 1 else ()


def _lone_number(draft: Draft) -> int | None:
    """ "2" and nothing else."""
    tokens = draft.reading.tokens
    number = tokens[0].number if len(tokens) == 1 else None
    return None if number is None else int(number)
