"""Is everything that people say, and everything that we say, connected with code: nothing missing or left over?"""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any, get_args

import pytest
import yaml

from handlers.reply import ANSWERS
from handlers.wording import FOLDER as WORDS
from knowledge.entity import Kind
from knowledge.question import Ask, Condition, Field
from tests.names_in_code import ROOT, arguments_of, names_in

LANGUAGES = ("th", "en")
VOCABULARY = ROOT / "knowledge" / "vocabulary"
FREE = (
    "synonyms",
    "heard",
    "level_letters",
    "everyday",
    "money_units",
    "numbers",
    "of_plan",
    "nicknames",
    "agencies",
    "agency_heads",
)
"""Files whose names are data: code reads them all alike."""


def _read(path: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return loaded


def _flat(values: Mapping[str, Any], separator: str, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, separator, f"{before}{name}{separator}")
        else:
            yield f"{before}{name}", value


def _places(sentence: str) -> set[tuple[str, str]]:
    """The places of a sentence, each with its form: {amount:money}. Whether a noun is counted is the language's own."""
    return {
        (name, "" if "|" in (form or "") else form or "")
        for _, name, form, _ in Formatter().parse(sentence)
        if name is not None
    }


def _is_said(name: str) -> bool:
    """Whether handlers say it: by name, as a unit, or put together from names of code and groups of talk."""
    ours = names_in("handlers", "knowledge")
    parts = ours.constants | {part for group in TALK for part in group.split("/")}
    made = [found for pattern in ours.patterns if (found := pattern.fullmatch(name))]
    as_unit = name.removeprefix("unit.") in arguments_of("unit", "handlers")
    return name in ours.constants or as_unit or any(set(found.groups()) <= parts for found in made)


SENTENCES = {language: dict(_flat(_read(WORDS / f"{language}.yaml"), ".")) for language in LANGUAGES}
TALK = dict(_flat(_read(VOCABULARY / "talk.yaml"), "/"))
CUES = _read(VOCABULARY / "cues.yaml")
FILES = sorted(path.stem for path in VOCABULARY.glob("*.yaml"))


def test_both_languages_have_the_same_sentences() -> None:
    assert sorted(SENTENCES["th"]) == sorted(SENTENCES["en"])


@pytest.mark.parametrize("name", sorted(SENTENCES["th"]))
def test_a_sentence_has_the_same_places_in_both_languages(name: str) -> None:
    assert _places(SENTENCES["en"][name]) == _places(SENTENCES["th"][name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    assert [name for name, sentence in SENTENCES[language].items() if not sentence.strip()] == []


def test_every_sentence_that_code_says_exists() -> None:
    groups = {name.split(".")[0] for name in SENTENCES["th"] if "." in name}
    written_out = {name for name in names_in("handlers").constants if name.split(".")[0] in groups and "." in name}
    said = arguments_of("say", "handlers") | written_out

    assert sorted(said - set(SENTENCES["th"])) == []


@pytest.mark.parametrize(("method", "group"), [("suggest", "suggest"), ("unit", "unit")])
def test_every_button_and_unit_that_code_names_exists(method: str, group: str) -> None:
    named = {f"{group}.{name}" for name in arguments_of(method, "handlers")}

    assert sorted(named - set(SENTENCES["th"])) == []


def test_every_sentence_is_said_somewhere() -> None:
    assert [name for name in SENTENCES["th"] if not _is_said(name)] == []


def test_every_ask_has_a_handler() -> None:
    assert set(ANSWERS) == set(get_args(Ask))


@pytest.mark.parametrize(
    "field", [field for field in get_args(Field) if field != "target"]
)  # that one picks indicators
def test_every_condition_can_be_said(field: str) -> None:
    assert any(name == f"where.{field}" or name.startswith(f"where.{field}_") for name in SENTENCES["th"])


def test_every_operator_can_be_said() -> None:
    operators = get_args(Condition.__annotations__["op"])

    assert [op for op in operators if f"where.ops.{op}" not in SENTENCES["th"]] == []


@pytest.mark.parametrize("group", ["absent", "emergency"])
def test_every_kind_of_talk_has_its_sentence(group: str) -> None:
    kinds = [name.split("/")[1] for name in TALK if name.startswith(f"{group}/")]
    sentences = {"absent": "unknown", "emergency": "emergency"}[group]

    assert [kind for kind in kinds if f"{sentences}.{kind}" not in SENTENCES["th"]] == []


def test_every_level_can_be_numbered_and_named() -> None:
    levels = [kind for kind in get_args(Kind) if kind in ("issue", "tactic", "goal", "indicator")]

    assert [
        f"{group}.{kind}"
        for group in ("numbered", "level")
        for kind in levels
        if f"{group}.{kind}" not in SENTENCES["th"]
    ] == []


def test_every_cue_tells_the_code_something() -> None:
    assert [cue for cue in CUES if not names_in("knowledge").use(cue)] == []


def test_every_cue_that_code_looks_for_exists() -> None:
    looked_for = arguments_of("is_cue", "knowledge") | arguments_of("has", "knowledge")

    assert sorted(looked_for - set(CUES)) == []


def test_every_group_of_talk_tells_the_code_something() -> None:
    ours = names_in("knowledge")
    put_together = [group for group in TALK if any(pattern.fullmatch(group) for pattern in ours.patterns)]

    assert [
        g for g in TALK if g not in ours.constants | {*put_together} and g.split("/")[0] not in ours.constants
    ] == []


@pytest.mark.parametrize("file", [file for file in FILES if file not in (*FREE, "cues", "talk")])
def test_every_list_of_small_words_is_used(file: str) -> None:
    assert [name for name in _read(VOCABULARY / f"{file}.yaml") if not names_in("knowledge").use(name)] == []


@pytest.mark.parametrize("file", FILES)
def test_no_list_of_words_is_empty(file: str) -> None:
    assert [name for name, words in _flat(_read(VOCABULARY / f"{file}.yaml"), "/") if not words] == []


@pytest.mark.parametrize("file", FILES)
def test_no_word_stands_twice_in_a_list(file: str) -> None:
    lists = [(name, words) for name, words in _flat(_read(VOCABULARY / f"{file}.yaml"), "/") if isinstance(words, list)]
    twice = [(name, word) for name, words in lists for word in sorted(set(words)) if words.count(word) > 1]

    assert twice == []
