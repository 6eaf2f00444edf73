"""Are the settings read from the environment, and is a bad one refused by its name?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ATTACHMENTS_URL, LINE_API_URL, TELEGRAM_API_URL, Settings, SettingsError, read_settings
from db.session import DEFAULT_URL
from tests import VAR_FOLDER

KEY = "k" * 32


def _fault(**environ: str) -> str:
    with pytest.raises(SettingsError) as raised:
        read_settings(environ)
    return str(raised.value)


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings(
        var_folder=VAR_FOLDER,
        database_url=DEFAULT_URL,
        host="127.0.0.1",
        port=8000,
        public_url="",
        map_url="",
        conversation_key="",
        attachments_url=ATTACHMENTS_URL,
        open_data_licence="CC-BY-4.0",
        retention_cases_days=730,
        retention_open_days=1095,
        line_channel_secret="",
        line_channel_access_token="",
        line_api_url=LINE_API_URL,
        telegram_bot_token="",
        telegram_webhook_secret="",
        telegram_api_url=TELEGRAM_API_URL,
        metrics_address="",
        metrics_token="",
        log_format="text",
    )


def test_every_setting_is_read() -> None:
    environ = {
        "VAR_FOLDER": "/var/lib/planbot",
        "DATABASE_URL": "postgresql://bot@localhost/bot",
        "HOST": "0.0.0.0",
        "PORT": "80",
        "PUBLIC_URL": "https://bot.example.go.th/",
        "MAP_URL": "https://map.example.org/?at={latitude},{longitude}",
        "CONVERSATION_KEY": KEY,
        "ATTACHMENTS_URL": "/srv/attachments/",
        "OPEN_DATA_LICENCE": "CC0-1.0",
        "RETENTION_CASES_DAYS": "365",
        "RETENTION_OPEN_DAYS": "1000",
        "LINE_CHANNEL_SECRET": "line-secret",
        "LINE_CHANNEL_ACCESS_TOKEN": "line-token",
        "LINE_API_URL": "http://127.0.0.1:9001",
        "TELEGRAM_BOT_TOKEN": "1:telegram",
        "TELEGRAM_WEBHOOK_SECRET": "hook",
        "TELEGRAM_API_URL": "http://127.0.0.1:9002/",
        "METRICS_ADDRESS": "0.0.0.0:9464",
        "METRICS_TOKEN": "m" * 32,
        "LOG_FORMAT": "json",
    }

    assert read_settings(environ) == Settings(
        var_folder="/var/lib/planbot",
        database_url="postgresql://bot@localhost/bot",
        host="0.0.0.0",
        port=80,
        public_url="https://bot.example.go.th",
        map_url="https://map.example.org/?at={latitude},{longitude}",
        conversation_key=KEY,
        attachments_url="/srv/attachments",
        open_data_licence="CC0-1.0",
        retention_cases_days=365,
        retention_open_days=1000,
        line_channel_secret="line-secret",
        line_channel_access_token="line-token",
        line_api_url="http://127.0.0.1:9001",
        telegram_bot_token="1:telegram",
        telegram_webhook_secret="hook",
        telegram_api_url="http://127.0.0.1:9002",
        metrics_address="0.0.0.0:9464",
        metrics_token="m" * 32,
        log_format="json",
    )


def test_whatever_has_no_setting_of_its_own_is_kept_in_one_folder(tmp_path: Path) -> None:
    code = (
        "import bot.conversation_key, bot.settings; given = bot.settings.Settings();"
        "print(given.database_url, given.attachments_url, bot.conversation_key.FILE)"
    )
    environment = {**os.environ, "VAR_FOLDER": str(tmp_path)}
    printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert printed.stdout.split() == [
        f"sqlite:///{tmp_path}/bot.db",
        f"{tmp_path}/attachments",
        f"{tmp_path}/conversation.key",
    ]


def test_a_licence_that_is_not_known_is_refused() -> None:
    assert "CC-BY-4.0" in _fault(OPEN_DATA_LICENCE="WTFPL")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert "VAR_FOLDER" in _fault(VAR_FOLDER=str(tmp_path / "file"))


def test_a_blank_setting_is_as_if_missing() -> None:
    assert read_settings({"PORT": " ", "PUBLIC_URL": ""}) == Settings()


@pytest.mark.parametrize("port", ["eighty", "-1", "65536", "80.5", "๘๐", "0000099999"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert _fault(PORT=port) == f"PORT: {port!r} is not a whole number from 0 to 65535."


@pytest.mark.parametrize(
    "url", ["bot.example.go.th", "ftp://x", "https://", "http://x y", "http://x:99999", "http://["]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    assert _fault(PUBLIC_URL=url) == f"PUBLIC_URL: {url!r} is not a web address that starts with http:// or https://."


def test_another_kind_of_database_is_refused() -> None:
    assert (
        _fault(DATABASE_URL="mysql://x/y") == "DATABASE_URL: names 'mysql', but only sqlite and postgresql are known."
    )


def test_a_refused_database_address_is_not_repeated() -> None:
    """It may hold a password."""
    assert "geheim" not in _fault(DATABASE_URL="bot:geheim@localhost")


def test_a_storage_that_nobody_knows_is_refused_without_showing_it() -> None:
    """Its address may hold a password."""
    fault = _fault(ATTACHMENTS_URL="tape://bot:geheim@tower/photos")

    assert fault == ("ATTACHMENTS_URL: is neither a folder nor the address of a storage that is known, such as s3://.")


def test_a_storage_whose_package_is_missing_is_refused() -> None:
    assert "Install s3fs" in _fault(ATTACHMENTS_URL="s3://photos/of-people")


def test_a_host_with_a_space_is_refused() -> None:
    assert _fault(HOST="a b").startswith("HOST: 'a b' is not")


def test_a_key_that_is_too_short_is_refused_without_showing_it() -> None:
    assert _fault(CONVERSATION_KEY="short") == "CONVERSATION_KEY: has 5 characters, needs at least 32."


def test_every_one_of_several_keys_must_be_long() -> None:
    assert _fault(CONVERSATION_KEY=f"{KEY}, short") == "CONVERSATION_KEY: has 5 characters, needs at least 32."


@pytest.mark.parametrize("name", ["RETENTION_CASES_DAYS", "RETENTION_OPEN_DAYS"])
@pytest.mark.parametrize("days", ["0", "-1", "1.5", "two"])
def test_days_that_are_none_are_refused(name: str, days: str) -> None:
    assert _fault(**{name: days}) == f"{name}: {days!r} is not a number of days from 1."


def test_cases_are_kept_no_longer_than_people_were_promised() -> None:
    said = "RETENTION_CASES_DAYS: is 731, but people were promised at most 730 days."

    assert _fault(RETENTION_CASES_DAYS="731") == said


def test_a_token_with_a_stray_letter_is_refused() -> None:
    assert _fault(LINE_CHANNEL_ACCESS_TOKEN="abcก").startswith("LINE_CHANNEL_ACCESS_TOKEN: holds")


def test_a_telegram_secret_follows_the_rule_of_telegram() -> None:
    assert _fault(TELEGRAM_WEBHOOK_SECRET="a.b").startswith("TELEGRAM_WEBHOOK_SECRET: must be")


def test_all_faults_are_told_at_once() -> None:
    assert [line.split(":")[0] for line in _fault(PORT="x", HOST="a b").splitlines()] == ["HOST", "PORT"]


def test_no_secret_is_in_the_printed_form() -> None:
    secret = "s3cret" * 6
    settings = Settings(
        database_url=secret,
        conversation_key=secret,
        line_channel_secret=secret,
        line_channel_access_token=secret,
        telegram_bot_token=secret,
        telegram_webhook_secret=secret,
    )

    assert secret not in repr(settings)


def test_a_channel_with_half_of_its_secrets_is_off() -> None:
    settings = read_settings({"LINE_CHANNEL_SECRET": "s", "TELEGRAM_BOT_TOKEN": "t"})

    assert (settings.line_is_on, settings.telegram_is_on) == (False, False)


def test_a_channel_with_its_secrets_is_on() -> None:
    settings = read_settings(
        {
            "LINE_CHANNEL_SECRET": "s",
            "LINE_CHANNEL_ACCESS_TOKEN": "t",
            "TELEGRAM_BOT_TOKEN": "t",
            "TELEGRAM_WEBHOOK_SECRET": "s",
        }
    )

    assert (settings.line_is_on, settings.telegram_is_on) == (True, True)


@pytest.mark.parametrize("address", ["127.0.0.1:9464", "[::1]:9464", "localhost:9464"])
def test_metrics_for_this_machine_alone_need_no_token(address: str) -> None:
    assert read_settings({"METRICS_ADDRESS": address}).metrics_address == address


@pytest.mark.parametrize("address", ["0.0.0.0:9464", "[::]:9464", "10.0.0.5:9464", "worker:9464"])
def test_metrics_that_others_reach_need_a_token(address: str) -> None:
    assert "METRICS_TOKEN must be set" in _fault(METRICS_ADDRESS=address)


@pytest.mark.parametrize("address", ["9464", ":9464", "::1:9464", "127.0.0.1:", "127.0.0.1:99999", "a b:1", "[::1]"])
def test_what_is_no_host_and_port_is_refused(address: str) -> None:
    assert _fault(METRICS_ADDRESS=address).startswith("METRICS_ADDRESS: ")


def test_a_short_token_is_refused_without_showing_it() -> None:
    fault = _fault(METRICS_TOKEN="geheim")

    assert (fault.startswith("METRICS_TOKEN: has 6 characters"), "geheim" in fault) == (True, False)


def test_a_log_is_text_or_json() -> None:
    assert _fault(LOG_FORMAT="xml") == "LOG_FORMAT: 'xml' is neither text nor json."


@pytest.mark.parametrize(
    "url", ["https://map.example.org/", "https://map.example.org/{latitude}", "map/{latitude}{longitude}"]
)
def test_a_map_without_places_for_a_place_is_refused(url: str) -> None:
    assert _fault(MAP_URL=url).startswith(f"MAP_URL: {url!r} ")
