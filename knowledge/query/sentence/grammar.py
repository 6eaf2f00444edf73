"""In which words does a language say a query? Its YAML file, taken apart into what is written and what is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from knowledge.query.sentence.rules import RULES, WORDS, Rule
from knowledge.yaml_file import read_yaml

Language = Literal["th", "en"]
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Template:
    """A rule in one language: words, place, words, place, ..., words."""

    rule: Rule
    words: tuple[str, ...]
    """One more than places."""
    places: tuple[str, ...]


@dataclass(frozen=True)
class Grammar:
    """Everything that a language needs."""

    language: Language
    templates: Mapping[str, tuple[Template, ...]]
    """By nonterminal, as in RULES."""
    tables: Mapping[str, Mapping[str, str]]
    """Nonterminal of one word -> what it stands for -> the word."""
    meanings: Mapping[str, Mapping[str, str]]
    """The same the other way round."""
    between: Mapping[str, str]
    money: tuple[str, str]
    """What stands before and behind a number of millions."""


@cache
def grammar(language: Language) -> Grammar:
    """The grammar of a language."""
    content: dict[str, Any] = read_yaml(_FOLDER / f"{language}.yaml")
    said: dict[str, str] = content["rules"]
    groups = {**content["kinds_one"], **content["groups"]}
    tables = {nonterminal: {**content[name]} for nonterminal, name in WORDS.items()}
    tables["by"] = groups
    before, behind = said["money"].split("{number}")
    return Grammar(
        language,
        {name: tuple(_template(rule, said[rule.name]) for rule in rules) for name, rules in RULES.items()},
        tables,
        {name: {word: meant for meant, word in table.items()} for name, table in tables.items()},
        content["between"],
        (before, behind),
    )


def _template(rule: Rule, text: str) -> Template:
    words, places = [""], []
    for literal, place, _, _ in Formatter().parse(text):
        words[-1] += literal
        if place is not None:
            places.append(place)
            words.append("")
    if set(places) != set(rule.slots):
        raise ValueError(f"The words of {rule.name} need the places {sorted(rule.slots)}, and have {places}.")
    return Template(rule, tuple(words), tuple(places))
