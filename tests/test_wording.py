"""Are sentences filled as a careful writer would?"""

import re
from collections.abc import Mapping

import pytest
import yaml
from sqlalchemy.orm import Session

from handlers.wording import FOLDER, one_or_several, wording
from knowledge.index import Index
from tests.chats import play


@pytest.mark.parametrize(("number", "said"), [(0, "items"), (1, "item"), ("1", "item"), (2, "items"), (None, "items")])
def test_a_noun_follows_its_number(number: object, said: str) -> None:
    assert one_or_several("item|items", number) == said


def test_a_noun_that_is_always_the_same_stays() -> None:
    assert one_or_several("million baht", 1) == "million baht"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "at least 1 responsible agency"), (2, "at least 2 responsible agencies")]
)
def test_a_place_counts(count: int, said: str) -> None:
    assert wording("en").say("where.agencies_many", count=count) == said


def test_english_words_do_not_run_into_each_other() -> None:
    """A place that stands right behind another, or behind a letter, is one word with it."""
    sentences = yaml.load((FOLDER / "en.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    begins_with_a_blank = {"scope", "page"}
    close = re.compile(r"(?:\}|[A-Za-z])\{(\w+)")
    found = {
        name: place
        for name, text in _flat(sentences)
        for place in close.findall(text)
        if place not in begins_with_a_blank
    }

    assert found == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("list projects of the comptroller office", ": 1 project\n"),
        ("How many projects does the statistical office have?", "1 project\n"),
        ("Is there any project of the revenue office?", ": 2 projects\n"),
    ],
)
def test_english_answers_count_as_people_do(session: Session, index: Index, text: str, said: str) -> None:
    [reply] = play(session, index, [text])

    assert said in reply.text


def _flat(values: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    pairs = ((f"{before}{name}", value) for name, value in values.items())
    return [
        pair
        for name, value in pairs
        for pair in (_flat(value, f"{name}.") if isinstance(value, Mapping) else [(name, str(value))])
    ]
