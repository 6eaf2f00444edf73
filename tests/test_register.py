"""Does `python -m bot register` set the platforms up as they allow it, and say what it did?"""

from pathlib import Path
from typing import Any

import pytest
import yaml

import bot.telegram.registration
from bot.finding import Finding
from bot.line.registration import register_line
from bot.line.rich_menu import rich_menu
from bot.settings import read_settings
from tests.platforms import TELEGRAM_SECRET, Mock, environment, finished, needs_harness

SECRETS = ("TEST-TOKEN", "line-channel-secret", TELEGRAM_SECRET)
PROFILE = Path(bot.telegram.registration.__file__).with_name("profile.yaml")


def register(settings: dict[str, str]) -> tuple[int, str]:
    return finished("register", settings)


def verdicts(printed: str, platform: str) -> list[str]:
    """The first word of each line about this platform."""
    return [line.split()[0] for line in printed.splitlines() if line[7:].startswith(f"{platform}:")]


@pytest.fixture(name="settings")
def _settings(mock_line: Mock, mock_telegram: Mock) -> dict[str, str]:
    """Both platforms, which have forgotten everything."""
    mock_line.tell("reset", {})
    mock_telegram.tell("reset", {})
    return environment("sqlite://", line=mock_line, telegram=mock_telegram)


@pytest.fixture(scope="module", name="first_run")
def _first_run(mock_line: Mock, mock_telegram: Mock) -> tuple[int, str]:
    """Comes first: what it caused is looked at by the tests that take it."""
    return register(environment("sqlite://", line=mock_line, telegram=mock_telegram))


@needs_harness
class TestFirstRun:
    """A new account on each platform."""

    def test_it_succeeds(self, first_run: tuple[int, str]) -> None:
        assert first_run[0] == 0, first_run[1]

    @pytest.mark.parametrize("platform", ["line", "telegram"])
    def test_no_call_is_refused_or_warned_about(
        self, first_run: tuple[int, str], platform: str, request: pytest.FixtureRequest
    ) -> None:
        stats = request.getfixturevalue(f"mock_{platform}").stats()

        assert (stats["rejected"], stats["warnings"]) == ([], {})

    def test_line_is_told_webhook_menu_and_picture(self, first_run: tuple[int, str], mock_line: Mock) -> None:
        done = [call["op"] for call in mock_line.calls() if not call["op"].startswith("get")]

        assert done == [
            "setWebhookEndpoint",
            "testWebhookEndpoint",
            "createRichMenu",
            "setRichMenuImage",
            "setDefaultRichMenu",
        ]

    def test_line_is_told_the_public_address(self, first_run: tuple[int, str], mock_line: Mock) -> None:
        assert _body(mock_line, "setWebhookEndpoint") == {"endpoint": "https://bot.example.org/line/webhook"}

    def test_telegram_is_told_address_secret_and_what_to_send(
        self, first_run: tuple[int, str], mock_telegram: Mock
    ) -> None:
        given = _body(mock_telegram, "setWebhook")

        assert (given["url"], given["secret_token"]) == ("https://bot.example.org/telegram/webhook", TELEGRAM_SECRET)

    def test_telegram_keeps_what_waits(self, first_run: tuple[int, str], mock_telegram: Mock) -> None:
        assert str(_body(mock_telegram, "setWebhook").get("drop_pending_updates", False)).lower() == "false"

    @pytest.mark.parametrize("operation", ["setMyCommands", "setMyDescription", "setMyShortDescription"])
    def test_telegram_is_told_thai_for_everybody_and_english(
        self, first_run: tuple[int, str], mock_telegram: Mock, operation: str
    ) -> None:
        assert [call["body"].get("language_code") for call in mock_telegram.calls(op=operation)] == [None, "en"]

    def test_no_secret_is_printed(self, first_run: tuple[int, str]) -> None:
        assert [secret for secret in SECRETS if secret in first_run[1]] == []

    @pytest.mark.parametrize("step", ["Webhook redelivery", "Auto-reply", "/setinline", "/setprivacy"])
    def test_it_reminds_of_what_no_program_can_do(self, first_run: tuple[int, str], step: str) -> None:
        assert step in first_run[1]


@needs_harness
async def test_a_menu_that_is_shown_already_is_left_alone(settings: dict[str, str], mock_line: Mock) -> None:
    _menus(mock_line, {"richmenu-now": rich_menu().name}, shown="richmenu-now")

    await _register_line(settings)

    assert mock_line.calls(op="(create|delete|setDefault)RichMenu") == []


@needs_harness
async def test_old_menus_of_ours_are_deleted_and_others_are_not(settings: dict[str, str], mock_line: Mock) -> None:
    _menus(mock_line, {"richmenu-old": "plan-bot 0123456789ab", "richmenu-other": "summer"}, shown="richmenu-old")

    await _register_line(settings)

    assert [call["path"] for call in mock_line.calls(op="deleteRichMenu")] == ["/v2/bot/richmenu/richmenu-old"]


@needs_harness
async def test_a_menu_that_is_not_shown_is_made_anew(settings: dict[str, str], mock_line: Mock) -> None:
    """A crash may have left it without its picture. The old one goes last, so that there is always one to show."""
    _menus(mock_line, {"richmenu-half": rich_menu().name}, shown="")

    await _register_line(settings)

    done = [call["op"] for call in mock_line.calls(op="(create|setDefault|delete)RichMenu")]
    assert done == ["createRichMenu", "setDefaultRichMenu", "deleteRichMenu"]


@needs_harness
async def test_a_webhook_that_line_cannot_reach_is_told(settings: dict[str, str], mock_line: Mock) -> None:
    failed = {"success": False, "timestamp": "2026-01-01T00:00:00Z", "statusCode": 0}
    mock_line.fault(op="testWebhookEndpoint", status=200, body={**failed, "reason": "COULD_NOT_CONNECT", "detail": "x"})

    wrong = [finding.text for finding in await _register_line(settings) if finding.verdict == "wrong"]

    url = "https://bot.example.org/line/webhook"
    assert wrong == [f"LINE: a test call of {url} failed: status 0, COULD_NOT_CONNECT, x."]


@needs_harness
def test_a_failure_on_one_platform_does_not_stop_the_other(settings: dict[str, str]) -> None:
    status, printed = register({**settings, "LINE_CHANNEL_ACCESS_TOKEN": "old"})

    assert (status, verdicts(printed, "LINE"), verdicts(printed, "Telegram")[:3]) == (1, ["wrong"], ["ok"] * 3)


@needs_harness
def test_a_token_that_telegram_does_not_know_is_told_without_showing_it(settings: dict[str, str]) -> None:
    status, printed = register({**settings, "TELEGRAM_BOT_TOKEN": "999:geheim"})

    assert (status, "TELEGRAM_BOT_TOKEN is not known" in printed, "geheim" in printed) == (1, True, False)


@needs_harness
@pytest.mark.parametrize("fault", [{"kind": "drop"}, {"kind": "garbage"}, {"status": 500}])
def test_a_platform_in_trouble_is_told_in_a_sentence(
    settings: dict[str, str], mock_line: Mock, mock_telegram: Mock, fault: dict[str, Any]
) -> None:
    for mock in (mock_line, mock_telegram):
        mock.fault(op="getRichMenuList|setWebhook", **fault)

    status, printed = register(settings)

    assert (status, "Traceback" in printed) == (1, False), printed


@pytest.mark.parametrize("address", ["", "http://bot.example.org", "http://127.0.0.1:8000"])
def test_without_an_address_that_platforms_call_it_says_what_to_set(address: str) -> None:
    real = {**environment("sqlite://"), "TELEGRAM_BOT_TOKEN": "1:t", "TELEGRAM_WEBHOOK_SECRET": "s"}

    status, printed = register({**real, "PUBLIC_URL": address})

    assert (status, "Set it to the https:// address" in printed) == (2, True)


@needs_harness
def test_platforms_on_this_machine_call_http_too(settings: dict[str, str], mock_telegram: Mock) -> None:
    status, printed = register({**settings, "PUBLIC_URL": "http://127.0.0.1:8000"})

    url = "http://127.0.0.1:8000/telegram/webhook"
    assert (status, _body(mock_telegram, "setWebhook")["url"]) == (0, url), printed


def test_without_a_channel_it_says_what_to_set() -> None:
    status, printed = register(environment("sqlite://"))

    assert (status, "LINE_CHANNEL_SECRET" in printed, "TELEGRAM_BOT_TOKEN" in printed) == (2, True, True)


@pytest.mark.parametrize(("key", "longest"), [("description", 512), ("short_description", 120)])
def test_the_descriptions_keep_the_limits_of_telegram(key: str, longest: int) -> None:
    words = yaml.safe_load(PROFILE.read_text(encoding="utf-8"))

    assert [language for language in ("th", "en") if not 0 < len(words[language][key]) <= longest] == []


def _body(mock: Mock, operation: str) -> dict[str, Any]:
    return dict(mock.calls(op=operation)[0]["body"])


async def _register_line(settings: dict[str, str]) -> list[Finding]:
    return [finding async for finding in register_line(read_settings(settings))]


def _menus(line: Mock, names: dict[str, str], shown: str) -> None:
    """What LINE shall answer next, menus by their ids: the mock keeps none."""
    menus = [{"richMenuId": menu, **rich_menu().request, "name": name} for menu, name in names.items()]
    line.fault(op="getRichMenuList", status=200, body={"richmenus": menus})
    line.fault(op="getDefaultRichMenuId", status=200 if shown else 404, body={"richMenuId": shown})
