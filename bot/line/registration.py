"""How is the LINE account told where the bot is, and which menu to show?"""

from collections.abc import AsyncIterator

from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    RichMenuRequest,
    SetWebhookEndpointRequest,
    TestWebhookEndpointRequest,
)

from bot.finding import Finding
from bot.line.console import TEST_TIMEOUT, TIMEOUT, UPLOAD_TIMEOUT, WEBHOOK, line_client
from bot.line.rich_menu import NAME, RichMenu, rich_menu
from bot.settings import Settings

_BY_HAND = (
    "LINE: in the Developers console, tab Messaging API, switch on Use webhook and Webhook redelivery.",
    "LINE: there too, switch off Auto-reply messages and Greeting messages: the bot greets by itself.",
)


async def register_line(settings: Settings) -> AsyncIterator[Finding]:
    """Set the webhook, try it, put the menu in place."""
    async with line_client(settings) as client:
        api = AsyncMessagingApi(client)
        url = settings.public_url + WEBHOOK
        await api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=url), _request_timeout=TIMEOUT)
        yield Finding("ok", f"LINE: the webhook is {url}.")
        yield await try_webhook(api, url)
        async for finding in _put_in_place(client, api, rich_menu()):
            yield finding
    for step in _BY_HAND:
        yield Finding("to do", step)


async def try_webhook(api: AsyncMessagingApi, url: str) -> Finding:
    """Have LINE call the webhook once, as its Verify button does."""
    tried = await api.test_webhook_endpoint(TestWebhookEndpointRequest(endpoint=url), _request_timeout=TEST_TIMEOUT)
    if tried.success:
        return Finding("ok", f"LINE: a test call of {url} was answered with {tried.status_code}.")
    return Finding(
        "wrong",
        f"LINE: a test call of {url} failed: status {tried.status_code}, {tried.reason}, {tried.detail}.",
        "Is the server running, with this LINE_CHANNEL_SECRET, and reachable from the internet? Then run this again.",
    )


async def _put_in_place(client: AsyncApiClient, api: AsyncMessagingApi, menu: RichMenu) -> AsyncIterator[Finding]:
    """A menu counts as in place only when it is shown: one that a crash left without its picture is made anew."""
    listed = (await api.get_rich_menu_list(_request_timeout=TIMEOUT)).richmenus
    ours = {each.rich_menu_id: each.name for each in listed if each.name.startswith(NAME)}
    shown = await _shown(api)
    if shown is not None and ours.get(shown) == menu.name:
        yield Finding("ok", "LINE: the menu is in place already.")
    else:
        shown = await _show(client, api, menu)
        yield Finding("ok", f"LINE: a new menu is shown, {menu.name}.")
    old = [each for each in ours if each != shown]
    for each in old:
        await api.delete_rich_menu(each, _request_timeout=TIMEOUT)
    if old:
        yield Finding("ok", f"LINE: old menus of this bot deleted: {len(old)}.")


async def _shown(api: AsyncMessagingApi) -> str | None:
    """The id of the menu that everybody sees; None where there is none."""
    try:
        return str((await api.get_default_rich_menu_id(_request_timeout=TIMEOUT)).rich_menu_id)
    except ApiException as fault:
        if fault.status == 404:
            return None
        raise


async def _show(client: AsyncApiClient, api: AsyncMessagingApi, menu: RichMenu) -> str:
    """LINE shows a menu only when it has its picture."""
    made = await api.create_rich_menu(RichMenuRequest.from_dict(menu.request), _request_timeout=TIMEOUT)
    menu_id = str(made.rich_menu_id)
    await AsyncMessagingApiBlob(client).set_rich_menu_image(
        menu_id, menu.picture, _headers={"Content-Type": "image/png"}, _request_timeout=UPLOAD_TIMEOUT
    )
    await api.set_default_rich_menu(menu_id, _request_timeout=TIMEOUT)
    return menu_id
