"""How is a photo got that somebody sent on LINE?

LINE keeps it "a certain period" after the message came, without saying how long:
https://developers.line.biz/en/reference/messaging-api/#get-content
"""

import re

from bot.delivery.channel import DOWNLOAD_SECONDS, Download
from bot.line.api import Content, LineApi, Silence
from bot.picture_cleaning import LARGEST

WRONG_TOKEN_WAIT = 60.0
"""Seconds until somebody may have put the access token right."""


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
        return Download("later", reason=reason, wait=_wait(said))
    return Download("gone", reason=reason)


def _received(said: Content) -> Download:
    if len(said.body) > LARGEST:
        return Download("gone", reason=f"It is larger than {LARGEST:,} bytes")
    if said.headers.get("Content-Type", "").startswith("text/"):
        return Download("later", reason="A page came instead: of a proxy, not of LINE")
    return Download("here", said.body)


def _wait(said: Content) -> float:
    if said.status == 401:
        return WRONG_TOKEN_WAIT
    seconds = said.headers.get("Retry-After", "")
    return float(seconds) if re.fullmatch(r"[0-9]{1,6}", seconds) else 0
