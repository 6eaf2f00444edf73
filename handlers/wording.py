"""In which words does the bot speak? Sentences from words/*.yaml with their places filled."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal

import yaml

from knowledge.money import Amount

FOLDER = Path(__file__).parent / "words"
Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = ("th", "en")


class Wording:
    """The sentences of one language."""

    def __init__(self, language: Language, sentences: Mapping[str, object]) -> None:
        self.language = language
        self._sentences = dict(_flat(sentences))
        self._parsed = {name: tuple(_parse(text)) for name, text in self._sentences.items()}

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence of this name (`budget.total`), filled. Raises KeyError for an unknown name."""
        parts = self._parsed[sentence]
        return "".join(
            [text if place is None else text + self.format_field(values[place], form) for text, place, form in parts]
        )

    def format_field(self, value: object, form: str) -> str:
        """Money takes the form {x:money}, in millions, or {x:baht}, and only an Amount can take them;
        {n:project|projects} counts."""
        if form in ("money", "baht"):
            if not isinstance(value, Amount):
                raise TypeError(f"{value!r} is no Amount: a figure of money must come from the database.")
            return f"{value} {self.unit('million')}" if form == "money" else f"{value.baht} {self.unit('baht')}"
        return f"{value} {one_or_several(form, value)}" if "|" in form else format(value, form)

    def unit(self, name: str, number: object = None) -> str:
        """The unit of this number in this language: million, project or item."""
        return one_or_several(self._sentences[f"unit.{name}"], number)

    def join(self, items: Sequence[str], limit: int = 0) -> str:
        """ "ก, ข และ ค"; beyond the limit the rest is counted."""
        if limit and len(items) > limit:
            return self.say("things", first=", ".join(items[:limit]), more=len(items) - limit)
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + self._sentences["and"] + items[-1]


def one_or_several(nouns: str, number: object) -> str:
    """Of "project|projects" the one that stands behind this number."""
    return nouns.partition("|")[0] if str(number) == "1" else nouns.rpartition("|")[2]


def _parse(text: str) -> Iterator[tuple[str, str | None, str]]:
    """The pieces of a sentence: words, the name of the place behind them (None at the end) and the form it takes."""
    return ((words, place, form or "") for words, place, form, _ in Formatter().parse(text))


def _flat(sentences: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """The sentences by their full names: `budget.total`."""
    for name, value in sentences.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


@cache
def wording(language: Language) -> Wording:
    """The words of a language, loaded once."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Wording(language, yaml.load(text, Loader=loader))  # noqa: S506 - BaseLoader builds text only
