"""By which codes does the older engine know the texts that a query names, so that a chat can go on about them?"""

from collections.abc import Iterator

from knowledge.query import algebra as a
from knowledge.texts.plan_texts import Texts

_TEXTS = ("passage", "measure", "item")


def codes_named(texts: Texts, query: a.Query) -> tuple[str, ...]:
    """The codes of paragraphs, of items those of the paragraphs that say the same."""
    named = [node for node in a.nodes(query) if isinstance(node, a.Named) and node.kind in _TEXTS]
    keys = {key for node in named for key in node.keys}
    return tuple(dict.fromkeys(_codes(texts, keys)))


def number_named(texts: Texts, query: a.Query) -> int | None:
    """The number of the one measure that a query names."""
    keys = {key for node in a.nodes(query) if isinstance(node, a.Named) and node.kind == "measure" for key in node.keys}
    numbers = [item.number for one in texts.lists for item in one.items if item.key in keys]
    return numbers[0] if len(numbers) == 1 else None


def _codes(texts: Texts, keys: set[str]) -> Iterator[str]:
    said = {item.written.letters for one in texts.lists for item in one.items if item.key in keys}
    for one in texts.paragraphs:
        if one.key in keys or one.written.letters in said:
            yield one.code
