"""Which words beside those that name a thing belong to its name: "ประชุม(จัดทำ) black list", "เครื่องกัด (5) แกน"?

They are no question, no agency and no number then.
"""

import re

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.mentions import Mention
from knowledge.names.skeleton import bones
from knowledge.reading import Token

_SHORTEST = 3
"""Letters of a word that is found in a name."""
_KINDS = ("project", "issue", "tactic", "goal", "indicator", "agency", "year", "amount_unit", "share")


def words_of_name(index: Index, draft: Draft, mention: Mention) -> frozenset[int]:
    """Places of the words between those of a name, and of the numbers beside it, that the thing has in its name."""
    if len(mention.codes) != 1 or index.entities[mention.codes[0]].kind != "project":
        return frozenset()
    name, tokens = index.entities[mention.codes[0]].name, draft.reading.tokens
    first, last = min(mention.tokens), max(mention.tokens)
    taken = draft.years.tokens | draft.amounts.tokens | draft.levels.tokens | draft.named.quoted
    taken |= {i for other in draft.named.mentions for i in other.tokens}
    inside = {i for i in range(first + 1, last) if _stands_in(name, tokens[i]) or _is_its_verb(draft, mention, i)}
    beside = {i for i in (first - 1, last + 1) if 0 <= i < len(tokens) and _has_number(name, tokens, i)}
    return frozenset((inside | beside) - taken)


def _stands_in(name: str, token: Token) -> bool:
    if token.number is not None:
        return token.text in name or f"{token.number:g}" in re.findall(r"\d+", name.replace(",", ""))
    return len(token.text) >= _SHORTEST and bones(token.text) in bones(name)


def _is_its_verb(draft: Draft, mention: Mention, i: int) -> bool:
    """ "ประชุม(จัดทำ)black list": who does something is not asked between two words of one name."""
    return draft.reading.tokens[i].is_cue("responsible") and {i - 1, i + 1} <= mention.tokens


def _has_number(name: str, tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a number beside the name is one of it, and counts nothing that plans count."""
    counts = i + 1 < len(tokens) and tokens[i + 1].is_cue(*_KINDS)
    return tokens[i].number is not None and not counts and _stands_in(name, tokens[i])
