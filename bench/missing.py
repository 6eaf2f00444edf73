"""Whose case is not there, or there twice: what stands nearest to their words, and what were they told?"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

_MOST = 10
"""So many people are shown; more would say no more."""
_LETTERS = 200


def show_missing(wanted: Mapping[str, str], texts: Sequence[str], heard: Mapping[str, Sequence[str]]) -> None:
    """Of each person whose words (`wanted`) are not the text of exactly one case, on standard error."""
    wrong = [name for name, words in wanted.items() if texts.count(words) != 1]
    for name in wrong[:_MOST]:
        _show(f"{name}: {texts.count(wanted[name])} cases say “{wanted[name]}”. Nearest to it:")
        _show(*get_close_matches(wanted[name], texts, 3, 0), indent=4)
        _show("Told:", indent=2)
        _show(*heard[name], indent=4)


def _show(*lines: str, indent: int = 0) -> None:
    print(*_indented(lines, indent), sep="\n", file=sys.stderr, flush=True)


def _indented(lines: Iterable[str], indent: int) -> list[str]:
    return [" " * indent + line[:_LETTERS] for line in lines]
