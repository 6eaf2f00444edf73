"""Can a message be answered and stored now? What `GET /readyz` says, within a limit of time whatever hangs."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.patience import Patience
from bot.web.chat import Chats

SECONDS = 4.0
"""A little longer than any step of it may take; a platform or a proxy that asks gives up after five or ten."""
GOOD_FOR = 1.0
"""Seconds. It writes, so strangers must not have it done as often as they like."""
SILENT = f"The database does not answer within {SECONDS:.0f} seconds."


class Readiness:
    """GET /readyz."""

    def __init__(self, chats: Chats) -> None:
        self._reason = Patience(chats.why_not_ready, SECONDS, GOOD_FOR)

    async def tell(self, request: Request) -> Response:
        """200 only when a message can be answered and stored, else 503 with the reason."""
        try:
            reason = await self._reason.ask()
        except TimeoutError:
            reason = SILENT
        return PlainTextResponse(
            f"{reason or 'ready'}\n", status_code=503 if reason else 200, headers={"Cache-Control": "no-store"}
        )
