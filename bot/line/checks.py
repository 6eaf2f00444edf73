"""Is the LINE account set up as the bot needs it?"""

from collections.abc import AsyncIterator

from linebot.v3.messaging import ApiException, AsyncMessagingApi

from bot.finding import Finding
from bot.line.console import TIMEOUT, WEBHOOK, line_client
from bot.line.registration import try_webhook
from bot.settings import Settings


async def check_line(settings: Settings) -> AsyncIterator[Finding]:
    """Token, webhook, a call of the webhook, quota."""
    async with line_client(settings) as client:
        api = AsyncMessagingApi(client)
        account = await api.get_bot_info(_request_timeout=TIMEOUT)
        yield Finding("ok", f"LINE: the token is that of {account.display_name} ({account.basic_id}).")
        url = settings.public_url + WEBHOOK
        webhook = await _webhook(api, url)
        yield webhook
        if webhook.verdict == "ok":
            yield await try_webhook(api, url)
        yield await _quota(api)


async def _webhook(api: AsyncMessagingApi, url: str) -> Finding:
    try:
        known = await api.get_webhook_endpoint(_request_timeout=TIMEOUT)
    except ApiException as fault:
        if fault.status != 404:
            raise
        return Finding("wrong", "LINE: no webhook is set.", "python -m bot register")
    if known.endpoint != url:
        return Finding(
            "wrong", f"LINE: the webhook is {known.endpoint or 'not set'}, not {url}.", "python -m bot register"
        )
    if not known.active:
        return Finding(
            "wrong",
            "LINE: the webhook is set, but not used.",
            "LINE Developers console, tab Messaging API: switch on Use webhook.",
        )
    return Finding("ok", f"LINE: the webhook is {url} and in use.")


async def _quota(api: AsyncMessagingApi) -> Finding:
    """Replies cost nothing; what comes too late for a reply is pushed, and pushes are counted."""
    quota = await api.get_message_quota(_request_timeout=TIMEOUT)
    used = (await api.get_message_quota_consumption(_request_timeout=TIMEOUT)).total_usage
    if quota.value is None:
        return Finding("ok", f"LINE: {used} messages pushed this month, without a limit.")
    if used >= quota.value:
        return Finding(
            "wrong",
            f"LINE: all {quota.value} messages of this month are used up; late answers cannot be pushed.",
            "Wait for the next month, or choose a larger plan in the LINE Official Account Manager.",
        )
    return Finding("ok", f"LINE: {used} of {quota.value} messages of this month are used.")
