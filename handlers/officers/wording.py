"""In which words does the bot speak with officers? Thai alone, from words.yaml."""

from functools import cache
from pathlib import Path

import yaml

from handlers.wording import Wording

_FOLDER = Path(__file__).parent


@cache
def words() -> Wording:
    """The sentences for officers."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = (_FOLDER / "words.yaml").read_text(encoding="utf-8")
    return Wording("th", yaml.load(text, Loader=loader))  # noqa: S506 - BaseLoader builds text only


def phrase(sentence: str, /, **values: object) -> str:
    """The sentence of this name, filled."""
    return words().say(sentence, **values)
