"""What does a browser get that opens the page or loads a file of it?"""

from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.filled import filled
from bot.patience import Patience
from bot.web.assets import Asset, digest
from bot.web.page import Words, render
from handlers.wording import LANGUAGES, Language

FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}
_SECONDS = 1.0
"""The page does not wait longer for a database that does not answer: then it speaks of the plan known last."""
_GOOD_FOR = 1.0
"""Seconds. Strangers must not have the database asked as often as they like."""
Plans = Mapping[Language, Mapping[str, object]]


class Pages:
    """The page in every language, rendered anew where another plan is stored, and the files that it loads."""

    def __init__(
        self,
        words: Mapping[str, Words],
        assets: Mapping[str, Asset],
        plan_words: Callable[[Language], Mapping[str, object]],
    ) -> None:
        """`plan_words`: what sentences say of the stored plan, in a language."""
        self._words = words
        self._assets = assets
        self._files = {asset.path: asset for asset in assets.values()}
        self._plan = Patience(lambda: {language: plan_words(language) for language in LANGUAGES}, _SECONDS, _GOOD_FOR)
        self._shown: Plans = {}
        self._pages: Mapping[str, bytes] = {}
        self._render({language: plan_words(language) for language in LANGUAGES})

    async def page(self, request: Request) -> Response:
        """GET /: the page, in Thai unless `?lang=en`. An unchanged one is not sent again."""
        await self._look()
        language = request.query_params.get("lang", "th")
        body = self._pages.get(language, self._pages["th"])
        etag = f'W/"{digest(body)}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="text/html", headers=headers)

    async def file(self, request: Request) -> Response:
        """GET /static/...: a file of the page. Its name changes with its bytes, so it may be kept."""
        asset = self._files.get(request.url.path)
        if asset is None:
            raise HTTPException(404)
        return Response(asset.body, media_type=asset.media_type, headers=FOR_A_YEAR)

    async def _look(self) -> None:
        """Another plan may have been stored."""
        try:
            self._render(await self._plan.ask())
        except TimeoutError:
            return

    def _render(self, plan: Plans) -> None:
        if plan != self._shown:
            self._pages = {name: render(filled(self._words[name], plan[name]), self._assets) for name in LANGUAGES}
            self._shown = plan
