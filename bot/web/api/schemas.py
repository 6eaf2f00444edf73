"""Which fields do the records of the API have? JSON Schema, as OpenAPI takes it."""

from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_YEAR: Schema = {"type": "integer", "description": "Buddhist era"}
_BAHT: Schema = {"type": ["string", "null"], "pattern": r"^\d+\.\d\d$", "description": "Exact; null: none is set"}
_BUDGETS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/YearBudget"}}
_SOURCE: Schema = {"$ref": "#/components/schemas/Source"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NAMED = {"code": _TEXT, "name": _TEXT, "name_en": _TEXT}


def _record(**fields: Schema) -> Schema:
    """Every field is always there, and there are no others."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


SCHEMAS: dict[str, Schema] = {
    "Source": _record(document=_TEXT, line={"type": "integer", "description": "Or row, from 1"}, quote=_TEXT),
    "Named": _record(**_NAMED),
    "YearBudget": _record(year=_YEAR, baht=_BAHT),
    "Spent": _record(baht=_BAHT, source=_TEXT, at=_MOMENT),
    "ProjectBudget": _record(
        year=_YEAR, baht=_BAHT, spent={"anyOf": [{"$ref": "#/components/schemas/Spent"}, {"type": "null"}]}
    ),
    "Result": _record(
        year=_YEAR, value=_TEXT, met={"type": ["boolean", "null"], "description": "null: the target is no number"},
        source=_TEXT, at=_MOMENT,
    ),
    "Progress": _record(project=_TEXT, year=_YEAR, planned=_BAHT, spent=_BAHT, source=_TEXT, at=_MOMENT),
    "Plan": _record(
        name=_TEXT, default={"type": "boolean"},
        document=_TEXT, province=_TEXT, province_en=_TEXT, strategy={"$ref": "#/components/schemas/Named"},
        years={"type": "array", "items": _YEAR}, projects=_COUNT, baht_total=_BAHT, version=_COUNT,
        loaded_at={"type": "string", "format": "date-time"},
    ),
    "Issue": _record(
        **_NAMED, unit_stated={"type": ["string", "null"]}, projects=_COUNT, budgets=_BUDGETS, baht_total=_BAHT,
        source=_SOURCE,
    ),
    "Tactic": _record(**_NAMED, issue=_TEXT, source=_SOURCE),
    "Project": _record(
        **_NAMED, issue=_TEXT, tactic=_TEXT, agencies={"type": "array", "items": _TEXT}, funding=_TEXT,
        budgets={"type": "array", "items": {"$ref": "#/components/schemas/ProjectBudget"}}, baht_total=_BAHT,
        source=_SOURCE,
    ),
    "Budget": _record(project=_TEXT, year=_YEAR, baht=_BAHT, source=_SOURCE),
    "Agency": _record(name=_TEXT, name_full=_TEXT, name_en=_TEXT, projects=_COUNT, baht_total=_BAHT),
    "Indicator": _record(
        **_NAMED, goal={"$ref": "#/components/schemas/Named"}, issue=_TEXT, target={"type": ["number", "null"]},
        target_unit=_TEXT, target_text=_TEXT, source=_SOURCE,
        results={"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
    ),
    "FeedbackCount": _record(issue=_TEXT, cases={"type": ["integer", "null"], "minimum": 5}),
    "Error": _record(error=_TEXT),
}  # fmt: skip


def list_of(name: str) -> Schema:
    """A piece of a list of these records."""
    return _record(
        count={**_COUNT, "description": "Of the whole list"},
        limit=_COUNT,
        offset=_COUNT,
        next={"type": ["string", "null"], "description": "Where it goes on"},
        rows={"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
    )
