"""How is a photo got that somebody sent on LINE?

LINE keeps it "a certain period" after the message came, without saying how long:
https://developers.line.biz/en/reference/messaging-api/#get-content
"""

from bot.delivery.channel import DOWNLOAD_SECONDS, Download
from bot.line.api import Content, LineApi, Silence, wait_asked_for
from bot.picture_cleaning import LARGEST


async def download(api: LineApi, message: str) -> Download:
    """The photo of the message of this id."""
    said = await api.content(f"/v2/bot/message/{message}/content", LARGEST, DOWNLOAD_SECONDS)
    if isinstance(said, Silence):
        return Download("later", reason=said.reason)
    reason = f"LINE answered {said.status} (request {said.headers.get('x-line-request-id', 'unknown')})"
    if said.status == 200:
        return _received(said)
    if said.status == 202:
        return Download("later", reason="LINE has not prepared it yet")
    if said.status in (401, 429) or said.status >= 500:
        return Download("later", reason=reason, wait=wait_asked_for(said))
    return Download("gone", reason=reason)


def _received(said: Content) -> Download:
    if len(said.body) > LARGEST:
        return Download("gone", reason=f"It is larger than {LARGEST:,} bytes")
    if said.headers.get("Content-Type", "").startswith("text/"):
        return Download("later", reason="A page came instead: of a proxy, not of LINE")
    return Download("here", said.body)
