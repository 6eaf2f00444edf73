"""Can the platforms call PUBLIC_URL?"""

from urllib.parse import urlsplit

from bot.settings import Settings

_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
REMEDY = "Set it to the https:// address of this server, or to that of a tunnel: docs/channels.md."


def callable_by_platforms(settings: Settings) -> bool:
    """LINE and Telegram call nothing but https. Only a platform that a test plays on this machine calls http here."""
    if settings.public_url.startswith("https:"):
        return True
    platforms = [settings.line_api_url] * settings.line_is_on + [settings.telegram_api_url] * settings.telegram_is_on
    return {urlsplit(address).hostname for address in (settings.public_url, *platforms)} <= _THIS_MACHINE
