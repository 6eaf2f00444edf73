"""Is every kind of question answered from whichever plan is stored, by its own names, years and codes?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.orm import Session

from bot.filled import filled
from bot.line import rich_menu
from bot.telegram import commands, inline, registration
from bot.text import as_text
from bot.web.page import read_words
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.plan_words import plan_words
from handlers.reply import reply
from handlers.wording import LANGUAGES, Language, wording
from knowledge.index import Index, load_index
from tests.plan_questions import Case, cases
from tests.plan_rows import Stored, stored_plan
from tests.plans import PLANS, ROOT, read, stored

OTHER = {"bundled": "น่าน", "small": "ขอนแก่น", "nan": "ขอนแก่น"}
"""A province that each plan is not about."""
FOREIGN = {
    "bundled": re.compile(r"จังหวัดน่าน|\bNan\b|256[1-4]|(?<![\d.])2\.\d+\.\d"),
    "small": re.compile(r"ขอนแก่น|Khon Kaen|255[4-7]|201[1-4]|(?<![\d.])5\.\d+\.|เน็ตฟรี|wifi"),
    "nan": re.compile(r"ขอนแก่น|Khon Kaen|255[4-7]|201[1-4]|(?<![\d.])5\.\d+\.|เน็ตฟรี|wifi"),
}
"""What belongs to another plan."""
ENTERED = {"report": "feedback", "mine": "status", "rights": "privacy"}
"""What the entries beside a greeting lead to."""
LEAST = 60
"""So many kinds at least can each plan be asked for."""


@dataclass(frozen=True)
class Bot:
    """A bot that knows one of the plans."""

    name: str
    session: Session
    index: Index
    plan: Stored

    def ask(self, *said: str) -> Answer:
        """The last answer of a chat."""
        conversation = Conversation()
        for text in said:
            message = Message("ask", "", text)
            answer, conversation = reply(self.session, self.index, message, conversation)
        return answer


@pytest.fixture(scope="module", params=PLANS, name="bot")
def _bot(request: pytest.FixtureRequest, empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with stored(request.param, empty_file, tmp_path_factory.mktemp("plans")) as session:
        yield Bot(request.param, session, load_index(session), stored_plan(session))


def _differences(case: Case, answer: Answer, foreign: re.Pattern[str]) -> list[str]:
    """What is not as it must be."""
    text = as_text(answer)
    wrong = [f"status {answer.status}"] if answer.status != case.status else []
    if case.codes is not None:
        right = answer.codes == case.codes if case.ordered else sorted(answer.codes) == sorted(case.codes)
        wrong += [] if right else [f"codes {answer.codes}, not {case.codes}"]
    if case.value is not None:
        given = answer.value and (answer.value.number, answer.value.unit)
        wrong += [] if given == (case.value, case.unit) else [f"value {given}, not {case.value} {case.unit}"]
    wrong += [f"lacks {words}" for words in case.holds if words not in text]
    wrong += [f"language {answer.language}"] if answer.language != case.language else []
    shown = "\n".join((text, *answer.suggestions))
    wrong += [f"speaks of another plan: {found}" for found in foreign.findall(shown)]
    return [f"{case.kind}: {case.said}: {each}" for each in wrong]


def test_every_kind_of_question_is_answered_from_the_stored_plan(bot: Bot) -> None:
    asked = list(cases(bot.plan, OTHER[bot.name]))

    wrong = [each for case in asked for each in _differences(case, bot.ask(*case.said), FOREIGN[bot.name])]

    assert not wrong, "\n".join(wrong)


def test_so_many_kinds_are_asked(bot: Bot) -> None:
    kinds = [case.kind for case in cases(bot.plan, OTHER[bot.name])]

    assert (len(set(kinds)) == len(kinds), len(kinds) >= LEAST) == (True, True)


def _wording(module: object, name: str = "") -> Any:
    file = Path(str(module.__file__))  # type: ignore[attr-defined]
    return yaml.safe_load((file.with_name(name) if name else file.with_suffix(".yaml")).read_text(encoding="utf-8"))


def _examples(bot: Bot, language: Language) -> list[str]:
    """Every question that a channel or an answer offers to begin with."""
    plan = plan_words(bot.index, wording(language))
    offered = [*filled(read_words()[language]["script"]["examples"], plan)]
    offered += filled(_wording(inline)[language]["examples"], plan)
    offered.append(wording(language).say("suggest.example", **plan))
    budget = filled(_wording(commands)["commands"]["budget"][language], plan).split("/budget ")[1]
    offered.append(f"{_wording(commands)['budget_word'][language]} {budget}")
    if language == "th":
        offered += [area["say"] for area in _wording(rich_menu)["areas"].values() if "data" not in area]
    return offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_every_channel_is_answered(bot: Bot, language: Language) -> None:
    answers = {text: bot.ask(text) for text in _examples(bot, language)}

    assert [(text, a.status) for text, a in answers.items() if (a.status, a.language) != ("answered", language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", [("สวัสดี", "hello"), ("ช่วยอะไรได้บ้าง", "help")])
def test_every_button_of_a_greeting_is_answered(bot: Bot, language: Language, said: tuple[str, str]) -> None:
    buttons = bot.ask(said[language == "en"]).suggestions
    entered = {wording(language).say(f"suggest.{name}"): status for name, status in ENTERED.items()}

    assert [text for text in buttons if bot.ask(text).status != entered.get(text, "answered")] == []
    assert set(entered) <= set(buttons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_beside_another_province_is_answered(bot: Bot, language: Language) -> None:
    buttons = bot.ask("budget of Phuket" if language == "en" else "งบจังหวัดภูเก็ตเท่าไหร่").suggestions

    assert buttons
    assert [text for text in buttons if bot.ask(text).status != "answered"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_channel_speaks_of_the_stored_plan_alone(bot: Bot, language: Language) -> None:
    plan = plan_words(bot.index, wording(language))
    profile = filled(_wording(registration, "profile.yaml")[language], plan)
    page = filled(read_words()[language], plan)
    told = [*profile.values(), page["title"], page["plan"], page["description"], page["welcome_what"]]
    own = bot.plan.province if language == "th" else {"ขอนแก่น": "Khon Kaen", "น่าน": "Nan"}[bot.plan.province]

    assert [text for text in told if FOREIGN[bot.name].search(text) or "{" in text] == []
    assert [own in text for text in (profile["description"], profile["short_description"], page["title"])] == [True] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_telegram_is_told_is_short_enough(bot: Bot, language: Language) -> None:
    profile = filled(_wording(registration, "profile.yaml")[language], plan_words(bot.index, wording(language)))

    assert (len(profile["description"]) <= 512, len(profile["short_description"]) <= 120) == (True, True)


def test_the_small_plan_is_the_one_that_the_documentation_shows() -> None:
    shown = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    file = PLANS["small"]

    assert file.read_text(encoding="utf-8").replace("\t", "→") in shown
    assert file.with_suffix(".yaml").read_text(encoding="utf-8") in shown


def test_the_small_plan_is_read_without_a_doubt_but_its_guess() -> None:
    assert [remark.kind for remark in read("small").remarks] == ["corrected", "suspected"]
