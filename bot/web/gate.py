"""Who is sent away before anything is done for them? An address that asks for more than a whole office would."""

import math

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import metrics
from bot.web.limits import Limits
from bot.web.refusal import Refusal


class Gate:
    """Webhooks pass: nobody but the platforms can sign them, and those decide how many they send."""

    def __init__(self, app: ASGIApp, *, limits: Limits, refusal: Refusal) -> None:
        self._app = app
        self._limits = limits
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not scope["path"].endswith("/webhook"):
            request = Request(scope)
            if wait := self._limits.admit(request):
                metrics.refused("requests")
                refused = self._refusal.of_status(request, 429, {"Retry-After": str(math.ceil(wait))})
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)
