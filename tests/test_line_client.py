"""What becomes of an answer on its way to LINE, whatever LINE does? Nothing is lost, and no secret is logged."""

import asyncio
import logging
import socket
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.delivery.channel import Call, Outcome, Outgoing
from bot.delivery.event import Event
from bot.line.api import WRONG_TOKEN_WAIT
from bot.line.client import MONTHLY_LIMIT_WAIT, LineChannel
from bot.line.messages import messages
from bot.line.quota import NEWEST, OF_ONE_PERSON
from bot.settings import Settings
from handlers.answer import Answer, Text
from tests.line_platform import SAYS, group, person
from tests.platforms import LINE_TOKEN, Mock, needs_harness

pytestmark = needs_harness

BODY = {"messages": [{"type": "text", "text": "สวัสดี"}]}
SECONDS = 0.5
"""After so long a call counts as hanging."""
PERSON = person("สมชาย")
UNSURE = ("status", "drop", "garbage", "hang")
"""Faults after which nobody knows whether LINE took the call; "status" is 500."""


@pytest_asyncio.fixture(name="channel")
async def _channel(line_api: Mock) -> AsyncIterator[LineChannel]:
    channel = LineChannel(_settings(line_api.address), SECONDS)
    yield channel
    await channel.close()


def _settings(url: str, token: str = LINE_TOKEN) -> Settings:
    return Settings(line_channel_secret="s", line_channel_access_token=token, line_api_url=url)


def _push(**changed: Any) -> Outgoing:
    """A call whose reply token is gone, or never was."""
    given: dict[str, Any] = {"id": 1, "key": str(uuid.uuid4()), "channel": "line", "recipient": PERSON, "body": BODY}
    return Outgoing(**(given | changed))


def _reply(mock: Mock, *, ttl: float = 60, **changed: Any) -> Outgoing:
    """A call whose reply token lives by our clock, and at LINE for `ttl` seconds."""
    token = uuid.uuid4().hex
    mock.tell("reply-tokens", [{"token": token, "to": PERSON, "ttl": ttl}])
    return _push(reply_token=token, reply_until=datetime.now(UTC) + timedelta(seconds=50), **changed)


def _again(call: Outgoing, outcome: Outcome) -> Outgoing:
    """The next attempt, as the outbox makes it."""
    return replace(call, attempts=call.attempts + 1, unsure=call.unsure or outcome.kind == "unsure")


def _called(mock: Mock) -> list[tuple[str, int]]:
    """(operation, status) of each call but those that ask for the quota; 0 where the mock gave no answer."""
    return [(call["op"], call["status"]) for call in mock.calls(op="(?!getMessageQuota).*")]


def _effects(mock: Mock) -> list[str]:
    """Each time that the person got the answer: how."""
    return [call["op"] for call in mock.calls(op=SAYS, status="200") if "request_id" in call]


async def test_a_living_token_is_used_for_a_reply(line_api: Mock, channel: LineChannel) -> None:
    outcome = await channel.send(_reply(line_api))

    assert (outcome.kind, len(outcome.messages), _called(line_api)) == ("sent", 1, [("replyMessage", 200)])


async def test_without_a_token_the_answer_is_pushed_with_its_key(line_api: Mock, channel: LineChannel) -> None:
    call = _push()

    outcome = await channel.send(call)

    assert (outcome.kind, line_api.calls()[0]["retry_key"], line_api.calls()[0]["to"]) == ("sent", call.key, PERSON)


async def test_a_token_that_is_dead_by_our_clock_is_not_tried(line_api: Mock, channel: LineChannel) -> None:
    call = _push(reply_token="t" * 32, reply_until=datetime.now(UTC) - timedelta(seconds=1))

    outcome = await channel.send(call)

    assert (outcome.kind, _called(line_api)) == ("sent", [("pushMessage", 200)])


async def test_a_token_that_line_knows_to_be_dead_is_dropped_before_anything_is_pushed(
    line_api: Mock, channel: LineChannel
) -> None:
    """What the next attempt finds written down must not be a token of which it is unsure."""
    outcome = await channel.send(_reply(line_api, ttl=0))

    assert (outcome.kind, outcome.drop_token, _called(line_api)) == ("failed", True, [("replyMessage", 400)])


async def test_a_token_refused_after_an_unsure_attempt_means_sent(line_api: Mock, channel: LineChannel) -> None:
    outcome = await channel.send(_reply(line_api, ttl=0, unsure=True))

    assert (outcome, _called(line_api)) == (Outcome("sent"), [("replyMessage", 400)])


@pytest.mark.parametrize("fault", UNSURE)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_reply_that_nobody_knows_about_arrives_once(
    line_api: Mock, channel: LineChannel, fault: str, when: str
) -> None:
    line_api.fault(kind=fault, when=when)
    call = _reply(line_api)

    first = await channel.send(call)
    second = await channel.send(_again(call, first))

    assert (first.kind, second.kind, len(_effects(line_api))) == ("unsure", "sent", 1)


@pytest.mark.parametrize("fault", UNSURE)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_push_that_nobody_knows_about_arrives_once(
    line_api: Mock, channel: LineChannel, fault: str, when: str
) -> None:
    line_api.fault(kind=fault, when=when)
    call = _push()

    first = await channel.send(call)
    second = await channel.send(_again(call, first))

    assert (first.kind, second.kind, len(_effects(line_api))) == ("unsure", "sent", 1)


async def test_a_reply_that_stays_unknown_until_its_token_is_dead_arrives_twice_at_most(
    line_api: Mock, channel: LineChannel
) -> None:
    line_api.fault(op="replyMessage", kind="drop", when="after")
    line_api.fault(op="pushMessage", kind="drop", when="after")
    call = _reply(line_api)
    await channel.send(call)
    late = replace(call, unsure=True, reply_until=datetime.now(UTC))

    outcomes = [(await channel.send(late)).kind for _ in range(3)]

    assert (outcomes, _effects(line_api)) == (["unsure", "sent", "sent"], ["replyMessage", "pushMessage"])


async def test_too_many_calls_are_tried_again_when_line_says(line_api: Mock, channel: LineChannel) -> None:
    line_api.fault(status=429, headers={"Retry-After": "7"})

    outcome = await channel.send(_reply(line_api))

    assert (outcome.kind, outcome.wait) == ("failed", 7)


@pytest.mark.parametrize("header", [{}, {"Retry-After": "soon"}, {"Retry-After": "-1"}, {"Retry-After": "9" * 400}])
async def test_a_wait_that_cannot_be_read_is_none(line_api: Mock, channel: LineChannel, header: dict[str, str]) -> None:
    line_api.fault(status=429, headers=header)

    assert (await channel.send(_push())).wait == 0


@pytest.mark.parametrize("header", ["86400", "9999999"])
async def test_a_wait_of_a_day_or_more_is_an_hour(line_api: Mock, channel: LineChannel, header: str) -> None:
    """A day would be longer than the call is of use, so that its first failure would be its last."""
    line_api.fault(n=2, status=429, headers={"Retry-After": header})

    assert [(await channel.send(call)).wait for call in (_reply(line_api), _push())] == [3600, 3600]


async def test_after_the_monthly_limit_the_wait_is_long(line_api: Mock, channel: LineChannel) -> None:
    line_api.tell("state", {"quota": 0})

    outcome = await channel.send(_push())

    assert (outcome.kind, outcome.wait) == ("failed", MONTHLY_LIMIT_WAIT)


# --- the month's messages


async def _known(channel: LineChannel) -> None:
    """Until LINE has said what is left."""
    await channel.pushes_left()


@pytest.mark.parametrize(("used", "kind"), [(0, "sent"), (399, "sent"), (400, "dropped"), (499, "dropped")])
async def test_what_is_left_in_the_end_is_for_news_of_cases(
    line_api: Mock, channel: LineChannel, used: int, kind: str
) -> None:
    line_api.tell("state", {"quota": 500, "used": used})
    await _known(channel)
    answer, news = await channel.send(_push()), await channel.send(_push(queue="notices"))

    assert (answer.kind, news.kind) == (kind, "sent")


async def test_what_is_pushed_is_taken_off_what_is_left(line_api: Mock, channel: LineChannel) -> None:
    line_api.tell("state", {"quota": 10, "used": 5})
    await _known(channel)
    kinds = [(await channel.send(_push(recipient=person(str(number))))).kind for number in range(5)]

    assert kinds == ["sent"] * 3 + ["dropped"] * 2


async def test_after_the_first_push_line_is_asked_what_is_left(line_api: Mock, channel: LineChannel) -> None:
    line_api.tell("state", {"quota": 10, "used": 9})
    kinds = [(await channel.send(_push())).kind for _ in range(2)]

    assert kinds == ["sent", "dropped"]


async def test_where_line_does_not_say_what_is_left_people_are_answered(line_api: Mock, channel: LineChannel) -> None:
    line_api.fault(n=9, op="getMessageQuota.*", status=500)
    kinds = [(await channel.send(_push())).kind for _ in range(3)]

    assert kinds == ["sent"] * 3


async def test_one_person_is_pushed_a_few_answers_at_most(line_api: Mock, channel: LineChannel) -> None:
    kinds = [(await channel.send(_push())).kind for _ in range(OF_ONE_PERSON + 3)]
    other = await channel.send(_push(recipient=person("สมศรี")))

    assert (kinds, other.kind) == (["sent"] * OF_ONE_PERSON + ["dropped"] * 3, "sent")


async def test_an_attempt_that_is_made_again_is_no_further_push(line_api: Mock, channel: LineChannel) -> None:
    for _ in range(OF_ONE_PERSON):
        await channel.send(_push())

    assert (await channel.send(_push(unsure=True))).kind == "sent"


@pytest.mark.parametrize(("newer", "kind"), [(NEWEST - 1, "sent"), (NEWEST, "dropped"), (900, "dropped")])
async def test_of_many_answers_that_waited_only_the_newest_are_pushed(
    line_api: Mock, channel: LineChannel, newer: int, kind: str
) -> None:
    assert (await channel.send(_push(newer=newer))).kind == kind


async def test_a_group_is_pushed_nothing(line_api: Mock, channel: LineChannel) -> None:
    """Each of its members would count."""
    assert ((await channel.send(_push(recipient=group("เพื่อน")))).kind, _called(line_api)) == ("dropped", [])


async def test_news_are_pushed_however_many_wait(line_api: Mock, channel: LineChannel) -> None:
    kinds = {(await channel.send(_push(queue="notices", newer=9))).kind for _ in range(9)}

    assert kinds == {"sent"}


async def test_replies_are_free_and_never_dropped(line_api: Mock, channel: LineChannel) -> None:
    line_api.tell("state", {"quota": 10, "used": 10})
    await _known(channel)
    kinds = {(await channel.send(_reply(line_api, newer=900))).kind for _ in range(9)}

    assert kinds == {"sent"}


async def test_what_line_finds_wrong_is_the_reason(line_api: Mock, channel: LineChannel) -> None:
    details = [{"message": "May not be empty", "property": "messages[0].text"}]
    line_api.fault(status=400, body={"message": "The request body has 1 error(s)", "details": details})

    assert await channel.send(_push()) == Outcome(
        "refused", "LINE answered 400: The request body has 1 error(s) messages[0].text (request unknown)"
    )


async def test_the_reason_names_the_request_for_lines_support(line_api: Mock, channel: LineChannel) -> None:
    outcome = await channel.send(_push(body={"messages": []}))

    assert outcome.reason.endswith(f"(request {line_api.calls()[0]['request_id']})")


async def test_a_wrong_access_token_loses_nothing(line_api: Mock) -> None:
    channel = LineChannel(_settings(line_api.address, "WRONG"))

    outcome = await channel.send(_push())
    await channel.close()

    assert (outcome.kind, outcome.wait) == ("failed", WRONG_TOKEN_WAIT)


async def test_what_did_not_reach_line_surely_failed() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        channel = LineChannel(_settings(f"http://127.0.0.1:{unused.getsockname()[1]}"))
        outcome = await channel.send(_push())
        await channel.close()

    assert outcome == Outcome("failed", "LINE could not be reached: ClientConnectorError.")


async def test_no_secret_is_logged_or_told(line_api: Mock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    channel = LineChannel(_settings(line_api.address), SECONDS)
    good, dead, refused = _reply(line_api), _reply(line_api), _push(body={"messages": []})
    line_api.fault(op="replyMessage", kind="status", body={"message": f"{PERSON} {dead.reply_token}"}, status=400)
    line_api.fault(op="getProfile", status=500)

    outcomes = [await channel.send(call) for call in (dead, good, refused)]
    await channel.language_of(PERSON)
    await channel.close()
    told = caplog.text + "".join(outcome.reason for outcome in outcomes)

    secrets = (LINE_TOKEN, PERSON, good.reply_token, dead.reply_token)
    assert ([secret for secret in secrets if secret in told], len(outcomes)) == ([], 3)


async def test_a_proxy_of_the_environment_is_not_used_on_this_machine(
    line_api: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    channel = LineChannel(_settings(line_api.address))

    outcome = await channel.send(_push())
    await channel.close()

    assert outcome.kind == "sent"


async def test_other_addresses_are_reached_through_it(line_api: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line_api stands in for the proxy: it is asked for the address as a whole."""
    monkeypatch.setenv("http_proxy", line_api.address)
    monkeypatch.delenv("no_proxy", raising=False)
    channel = LineChannel(_settings("http://api.line.invalid"))

    await channel.send(_push())
    await channel.close()

    assert len(line_api.calls()) == 1


async def test_the_animation_is_shown_to_a_person(line_api: Mock, channel: LineChannel) -> None:
    await channel.show_working(PERSON)

    assert [call["body"] for call in line_api.calls()] == [{"chatId": PERSON, "loadingSeconds": 20}]


async def test_a_group_cannot_be_shown_it(line_api: Mock, channel: LineChannel) -> None:
    await channel.show_working(group("เพื่อน"))

    assert _called(line_api) == []


@pytest.mark.parametrize("fault", UNSURE)
async def test_an_animation_that_fails_is_no_matter(line_api: Mock, channel: LineChannel, fault: str) -> None:
    line_api.fault(kind=fault)

    await channel.show_working(PERSON)

    assert len(_called(line_api)) == 1


async def test_the_account_is_asked_for_its_name_once(line_api: Mock, channel: LineChannel) -> None:
    names = [await channel.display_name() for _ in range(3)]

    assert (names, _called(line_api)) == (["Test bot"] * 3, [("getBotInfo", 200)])


async def test_a_link_opens_the_chat_with_a_code_in_it(line_api: Mock, channel: LineChannel) -> None:
    links = [await channel.chat_link("a-b_c") for _ in range(2)]

    assert (links, _called(line_api)) == (["https://line.me/R/oaMessage/%40test/?a-b_c"] * 2, [("getBotInfo", 200)])


async def test_there_is_no_link_while_line_does_not_answer(line_api: Mock, channel: LineChannel) -> None:
    line_api.fault(kind="hang")

    assert await channel.chat_link("a-b_c") == ""


async def test_nobody_waits_for_the_name_that_another_asks_for(line_api: Mock, channel: LineChannel) -> None:
    line_api.fault(kind="hang")

    names = await asyncio.gather(*(channel.display_name() for _ in range(3)))

    assert (names, len(_called(line_api))) == ([""] * 3, 1)


async def test_the_language_is_that_of_the_app(line_api: Mock, channel: LineChannel) -> None:
    line_api.tell("state", {"profiles": {PERSON: {"language": "en"}}})

    assert await channel.language_of(PERSON) == "en"


@pytest.mark.parametrize("fault", UNSURE)
async def test_an_unknown_language_is_empty(line_api: Mock, channel: LineChannel, fault: str) -> None:
    line_api.fault(kind=fault, n=2)  # aiohttp itself repeats a question once whose connection broke

    assert await channel.language_of(PERSON) == ""


async def test_only_a_person_has_a_language(line_api: Mock, channel: LineChannel) -> None:
    assert (await channel.language_of("../info"), _called(line_api)) == ("", [])


async def test_an_answer_is_one_call_with_the_page_asked_for(channel: LineChannel) -> None:
    answer = Answer("answered", (Text("สวัสดี"),))
    event = Event("line", "e", PERSON, details={"page": 2})

    assert channel.calls(event, answer) == (Call({"messages": messages(answer, page=2)}),)
