"""Which words stand in a vocabulary file?

Each file is read once a process. Every scalar is text, for "no" is a word here.
"""

from functools import cache
from pathlib import Path

import yaml

Words = dict[str, list[str]]
"""Names, each with its words."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@cache
def read(name: str) -> Words:
    """A file of names with their words: cues, synonyms, everyday, grammar."""
    words: Words = yaml.load(_text(name), Loader=_LOADER)  # noqa: S506 - this loader builds text, lists and dicts only
    return words


@cache
def read_groups(name: str) -> dict[str, Words]:
    """A file of groups of such names: talk, numbers."""
    groups: dict[str, Words] = yaml.load(_text(name), Loader=_LOADER)  # noqa: S506 - see above
    return groups


def _text(name: str) -> str:
    return (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
