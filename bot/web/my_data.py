"""How does a person get the file with everything that is stored about them?"""

import json

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.web.chat import NOT_KEPT, Chats
from bot.web.cookies import Cookies
from bot.web.limits import Limits


class MyData:
    """The request behind the link that the bot gave to the person."""

    def __init__(self, chats: Chats, cookies: Cookies, limits: Limits) -> None:
        self._chats = chats
        self._cookies = cookies
        self._limits = limits

    async def give(self, request: Request) -> Response:
        """GET /my-data/{token}: the file, or 404 where the link is too old."""
        self._limits.hold_back(request, self._cookies.browser_of(request))
        async with self._limits.seat(request):
            told = await run_in_threadpool(self._chats.my_data, request.path_params["token"])
        if told is None:
            raise HTTPException(404)
        text = json.dumps(told, ensure_ascii=False, indent=2)
        headers = {**NOT_KEPT, "Content-Disposition": 'attachment; filename="my-data.json"'}
        return Response(text, media_type="application/json", headers=headers)
