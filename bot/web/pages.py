"""What does a browser get that opens the page or loads a file of it?"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.web.assets import Asset, digest
from bot.web.page import Words, render

FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True)
class Pages:
    """Everything is rendered once, when the server starts."""

    pages: Mapping[str, bytes]
    """By language."""
    files: Mapping[str, Asset]
    """By the path they are served under."""

    async def page(self, request: Request) -> Response:
        """GET /: the page, in Thai unless `?lang=en`. An unchanged one is not sent again."""
        language = request.query_params.get("lang", "th")
        body = self.pages.get(language, self.pages["th"])
        etag = f'W/"{digest(body)}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="text/html", headers=headers)

    async def file(self, request: Request) -> Response:
        """GET /static/...: a file of the page. Its name changes with its bytes, so it may be kept."""
        asset = self.files.get(request.url.path)
        if asset is None:
            raise HTTPException(404)
        return Response(asset.body, media_type=asset.media_type, headers=FOR_A_YEAR)


def build_pages(words: Mapping[str, Words], assets: Mapping[str, Asset]) -> Pages:
    """The pages in every language with the files they load."""
    return Pages(
        pages={language: render(wording, assets) for language, wording in words.items()},
        files={asset.path: asset for asset in assets.values()},
    )
