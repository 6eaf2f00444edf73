"""How does a page of the plan become HTML: which template, in which language, under which address?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.assets import Asset, digest
from bot.web.plan.which import query_of
from bot.web.plan.wording import words
from knowledge.plan_view import PlanView, StoredPlan
from knowledge.readers.sheets.amounts import millions

_CACHED = {"Cache-Control": "no-cache"}
"""A browser keeps the page and asks whether it is still the same."""


class Rendering:
    """Renders pages; everything a reader or a plan wrote is escaped."""

    def __init__(self, assets: Mapping[str, Asset], public_url: str) -> None:
        self._assets = assets
        self._public_url = public_url.rstrip("/")
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._made = digest("".join(asset.path for asset in assets.values()).encode())

    def page(
        self, request: Request, view: PlanView, template: str, status: int = 200, mark: str = "", **told: object
    ) -> Response:
        """The page; `told` is what its template needs beside the plan, `mark` changes with what is no part of it."""
        language = language_of(request)
        html = self._environment.get_template(template).render(
            {**_common(request, view, language), "asset": self._path, "address": self._address(request)} | told
        )
        headers = _CACHED | {"ETag": self._etag(request, view, mark)} if status == 200 else {}
        return HTMLResponse(html, status, headers=headers)

    def unchanged(self, request: Request, view: PlanView, mark: str = "") -> Response | None:
        """The word that the reader's copy is still good; None where it is not."""
        etag = self._etag(request, view, mark)
        if etag not in request.headers.get("if-none-match", ""):
            return None
        return Response(status_code=304, headers=_CACHED | {"ETag": etag})

    def _etag(self, request: Request, view: PlanView, mark: str) -> str:
        others = repr(view.stored[1:])  # the pages of one plan lead to the others
        asked = digest(f"{_asked(request)}{others}{mark}".encode())
        return f'W/"{self._made}{view.version}.{view.loaded_at.timestamp():.0f}.{asked}"'

    def _path(self, name: str) -> str:
        return self._assets[name].path

    def _address(self, request: Request) -> str:
        return f"{self._public_url}{_asked(request)}" if self._public_url else ""


def language_of(request: Request) -> Literal["th", "en"]:
    """The language that the address names; Thai where it names none."""
    return "en" if request.query_params.get("lang") == "en" else "th"


def _asked(request: Request) -> str:
    return f"{quote(request.url.path)}?{request.url.query}".rstrip("?")


def _common(request: Request, view: PlanView, language: str) -> dict[str, object]:
    w = words()[language]
    other = "th" if language == "en" else "en"
    is_row = view.document.lower().endswith((".csv", ".xlsx", ".tsv"))

    def to(path: str, **query: str) -> str:
        """An address of ours in the reader's language."""
        return path + query_of(view, language, **query)

    def period(first: int, last: int) -> str:
        """The years of a plan; a budget bill has one."""
        told = w["plan_years"].format(first=first, last=last) if last > first else w["year"].format(year=first)
        return str(told)

    def called(plan: StoredPlan) -> str:
        """One of the stored plans by its title and period."""
        own, province = (plan.title_en, plan.province_en) if language == "en" else (plan.title, plan.province)
        name = own or (w["site"].format(province=province or plan.province) if plan.province else w["site_plain"])
        return f"{name} {period(plan.first_year, plan.last_year)}"

    province = view.province_en if language == "en" and view.province_en else view.province
    query = {key: value for key, value in request.query_params.items() if key != "lang"}
    return {
        "w": w,
        "view": view,
        "language": language,
        "other": other,
        "other_address": quote(request.url.path) + _query(query | ({"lang": "en"} if other == "en" else {})),
        "site": w["site"].format(province=province) if province else w["site_plain"],
        "section": request.url.path.removeprefix("/plan").strip("/").partition("/")[0],
        "line_word": w["source_row" if is_row else "source_line"],
        "to": to,
        "called": called,
        "period": period,
        "plan_query": lambda plan: _told_plan(plan, language),
        "in_plan": f"?{urlencode({'plan': view.beside})}" if view.beside else "",
        "q": "",
        "millions": millions,
    }


def _told_plan(plan: StoredPlan, language: str) -> str:
    told = ({} if plan.is_default else {"plan": plan.name}) | ({"lang": "en"} if language == "en" else {})
    return f"?{urlencode(told)}" if told else ""


def _query(query: dict[str, str]) -> str:
    return f"?{urlencode(query)}" if query else "?"
