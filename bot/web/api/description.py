"""What does /api/v1/openapi.json say?"""

from functools import cache
from pathlib import Path
from typing import Any

from apispec import APISpec

from bot.web.api.schemas import SCHEMAS, list_of
from knowledge.yaml_file import read_yaml

BASE = "/api/v1"
MOST = 1000
"""Rows of one response."""
USUAL = 100
_LISTED = {
    "plans": "Plan", "issues": "Issue", "tactics": "Tactic", "projects": "Project", "budgets": "Budget",
    "agencies": "Agency", "indicators": "Indicator", "progress": "Progress",
}  # fmt: skip
_PIECE = (
    ("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    ("offset", {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0}),
)
_PLAN: tuple[str, dict[str, Any]] = ("plan", {"type": "string", "maxLength": 40})
"""The name of a plan as /plans tells it; without it the default one."""
_CHOOSING: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "projects": (
        ("issue", {"type": "string"}),
        ("agency", {"type": "string"}),
        ("year", {"type": "integer", "minimum": 2000, "maximum": 3000}),
        ("q", {"type": "string", "maxLength": 200}),
        ("sort", {"type": "string", "enum": ["plan", "money", "name"]}),
    ),
}
_CHOOSING["budgets"] = _CHOOSING["projects"]
_IF_OTHER = {
    "name": "If-None-Match", "in": "header", "schema": {"type": "string"},
    "description": "The ETag of what is there already",
}  # fmt: skip
_ETAG = {"ETag": {"required": True, "schema": {"type": "string"}, "description": "Another where anything changed"}}
_WAIT = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds"}}


_NONE = "There is none"


@cache
def about() -> dict[str, Any]:
    """The words of about.yaml."""
    told: dict[str, Any] = read_yaml(Path(__file__).with_name("about.yaml"))
    return told


def licence(name: str) -> dict[str, str]:
    """The licence of this name as the data names it; raises KeyError for one that about.yaml does not have."""
    told: dict[str, str] = about()["licences"][name]
    return {"name": name} | {key: value for key, value in told.items() if value}


@cache
def description(licence_name: str) -> dict[str, Any]:
    """The document."""
    told, named = about(), licence(licence_name)
    of_data = {"name": named["title"]} | ({"url": named["path"]} if "path" in named else {})
    info = {"description": told["description"], "license": of_data}
    spec = APISpec(title=told["title"], version="1.0.0", openapi_version="3.1.0", info=info, servers=[{"url": BASE}])
    for name, schema in SCHEMAS.items():
        spec.components.schema(name, schema)
    for path, listed in _LISTED.items():
        parameters = [_query(*each) for each in (*_CHOOSING.get(path, ()), *_PIECE, _PLAN)]
        spec.path(f"/{path}", operations=_get(f"All {path}, in pieces", list_of(listed), parameters, missing=True))
    code = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
    one = {"$ref": "#/components/schemas/Project"}
    spec.path("/projects/{code}", operations=_get("One project", one, [code, _query(*_PLAN)], missing=True))
    counts = {"type": "array", "items": {"$ref": "#/components/schemas/FeedbackCount"}}
    spec.path("/feedback-counts", operations=_get(told["feedback"], counts, [_query(*_PLAN)], missing=True))
    responses = _responses("application/zip", {}) | {"404": _error(_NONE)}
    package = {"summary": told["package"], "parameters": [_query(*_PLAN), _IF_OTHER], "responses": responses}
    spec.path("/datapackage.zip", operations={"get": package})
    document: dict[str, Any] = spec.to_dict()
    return document


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def _get(
    summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]], *, missing: bool = False
) -> dict[str, Any]:
    responses = _responses("application/json", {"schema": schema})
    if missing:
        responses["404"] = _error(_NONE)
    return {"get": {"summary": summary, "parameters": [*parameters, _IF_OTHER], "responses": responses}}


def _responses(media_type: str, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "200": {"description": "OK", "content": {media_type: told}, "headers": _ETAG},
        "304": {"description": "Unchanged, as If-None-Match brought its ETag", "headers": _ETAG},
        "400": _error("A parameter is not as described"),
        "429": _error("Too often; Retry-After says when to come again") | {"headers": _WAIT},
        "503": _error("Too busy, or without a database; Retry-After says when to come again") | {"headers": _WAIT},
    }


def _error(said: str) -> dict[str, Any]:
    return {
        "description": said,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
