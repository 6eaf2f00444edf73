"""Is an official who types the bot's name in any chat offered answers worth sending?"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import telegram
import yaml
from sqlalchemy.orm import Session

from bot.filled import filled
from bot.settings import Settings
from bot.telegram import inline
from bot.telegram.connection import connect, disconnect
from bot.telegram.inline import answer_inline
from bot.telegram.length import parsed_units
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.plan_words import plan_words
from handlers.reply import reply
from handlers.wording import Language, wording
from knowledge.index import Index
from tests.platforms import TELEGRAM_TOKEN, Mock, needs_harness

WORDS = yaml.safe_load(Path(inline.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
Asker = Callable[[str], Answer]
Plan = Callable[[Language], Mapping[str, object]]


@pytest.fixture(name="answer", scope="module")
def _answer(session: Session, index: Index) -> Asker:
    return lambda words: reply(session, index, Message("telegram", "", words), Conversation())[0]


@pytest.fixture(name="plan", scope="module")
def _plan(index: Index) -> Plan:
    return lambda language: plan_words(index, wording(language))


@pytest.fixture(name="bot")
async def _bot(mock_telegram: Mock) -> AsyncIterator[telegram.Bot]:
    bot = connect(Settings(telegram_bot_token=TELEGRAM_TOKEN, telegram_api_url=mock_telegram.address))
    yield bot
    await disconnect(bot)


def _query(mock: Mock, words: str, language: str = "th") -> telegram.InlineQuery:
    """What somebody types, known to the platform."""
    sender = {"id": 2001, "is_bot": False, "first_name": "สมชาย", "language_code": language}
    query = {"id": f"iq{len(mock.calls(op='answerInlineQuery'))}", "from": sender, "query": words, "offset": ""}
    mock.tell("update", {"update": {"inline_query": query}, "hold": True})
    return telegram.InlineQuery.de_json(query, None)


async def _offered(
    mock: Mock, bot: telegram.Bot, plan: Plan, answer: Asker, words: str, language: str = "th"
) -> dict[str, Any]:
    """What the platform was told, which accepts it without a warning."""
    await answer_inline(bot, _query(mock, words, language), answer, plan)
    call = mock.calls(op="answerInlineQuery")[-1]
    assert (call["status"], call["errors"], call["warnings"]) == (200, [], [])
    body = call["body"]
    return {**body, "results": json.loads(body["results"]), "button": json.loads(body.get("button", "null"))}


@needs_harness
async def test_a_figure_heads_its_answer(mock_telegram: Mock, bot: telegram.Bot, plan: Plan, answer: Asker) -> None:
    results = (await _offered(mock_telegram, bot, plan, answer, "งบ e-service"))["results"]

    assert [result["title"] for result in results] == ["10.00 ล้านบาท"]
    assert "e-Service" in results[0]["description"]
    assert "<b>10.00 ล้านบาท</b>" in results[0]["input_message_content"]["message_text"]


@needs_harness
async def test_an_answer_is_the_same_for_everybody_for_a_minute(
    mock_telegram: Mock, bot: telegram.Bot, plan: Plan, answer: Asker
) -> None:
    offered = await _offered(mock_telegram, bot, plan, answer, "งบ e-service")

    assert (offered["cache_time"], offered.get("is_personal"), offered["button"]) == ("60", "false", None)


@needs_harness
async def test_where_several_things_could_be_meant_each_is_answered(
    mock_telegram: Mock, bot: telegram.Bot, plan: Plan, answer: Asker
) -> None:
    asked = answer("งบฝึกอบรม")
    results = (await _offered(mock_telegram, bot, plan, answer, "งบฝึกอบรม"))["results"]

    assert asked.status == "clarify"
    assert len(results) == len(asked.suggestions)
    assert len({result["id"] for result in results}) == len(results)


@needs_harness
@pytest.mark.parametrize("words", ["งบปี 55 ของจังหวัดอุดรธานี", "สวัสดีค่ะ", "กกกกก", "ถนนพังมาก อยากให้ซ่อม"])
async def test_what_is_not_worth_sending_is_a_button_to_the_bot(
    mock_telegram: Mock, bot: telegram.Bot, plan: Plan, answer: Asker, words: str
) -> None:
    offered = await _offered(mock_telegram, bot, plan, answer, words)

    assert (offered["results"], offered["button"]["text"]) == ([], WORDS["th"]["button"])


@needs_harness
@pytest.mark.parametrize("language", ["th", "en"])
async def test_before_anything_is_typed_examples_are_answered(
    mock_telegram: Mock, bot: telegram.Bot, plan: Plan, answer: Asker, language: str
) -> None:
    offered = await _offered(mock_telegram, bot, plan, answer, " ", language)

    assert (len(offered["results"]), offered["is_personal"]) == (len(WORDS[language]["examples"]), "true")


@needs_harness
async def test_an_endless_query_is_cut(mock_telegram: Mock, bot: telegram.Bot, plan: Plan, answer: Asker) -> None:
    seen: list[str] = []

    def remember(words: str) -> Answer:
        seen.append(words)
        return answer(words)

    await _offered(mock_telegram, bot, plan, remember, "งบ " * 400)

    assert [len(words) for words in seen] == [256]


@needs_harness
async def test_a_failure_is_no_failure_of_ours(
    mock_telegram: Mock, bot: telegram.Bot, plan: Plan, answer: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", inline.__name__)
    mock_telegram.fault(op="answerInlineQuery", status=500)
    await answer_inline(bot, _query(mock_telegram, "งบ e-service"), answer, plan)

    assert "An inline query was not answered: Telegram failed: NetworkError." in caplog.messages


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_example_has_an_answer(plan: Plan, answer: Asker, language: Language) -> None:
    answers = [answer(question) for question in filled(WORDS[language]["examples"], plan(language))]

    assert [(one.status, one.language) for one in answers] == [("answered", language)] * len(answers)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_button_is_short_enough(language: str) -> None:
    assert 1 <= parsed_units(WORDS[language]["button"]) <= 64


def test_both_languages_say_the_same() -> None:
    assert WORDS["th"].keys() == WORDS["en"].keys()
