"""What is in the data package: every table as CSV, and a description that programs understand (Frictionless)."""

import io
import json
import zipfile
from typing import Any

from bot.spreadsheet import csv_of
from bot.web.api.description import about, licence
from bot.web.plan.wording import title_of
from knowledge.plan_sheets import Sheet
from knowledge.plan_table import Column, Table
from knowledge.plan_tables import TABLES
from knowledge.plan_view import PlanView

_TYPES = {"text": "string", "integer": "integer", "number": "number", "baht": "number"}
_MARK = 3
"""Bytes by which Excel knows UTF-8, and which this format does not want."""


def package_of(view: PlanView, licence_name: str, counts: list[dict[str, Any]]) -> bytes:
    """The ZIP. `counts`: of feedback, as the API tells them."""
    tables = [*(make(view) for make in TABLES.values()), _counts(counts)]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(
            "datapackage.json", json.dumps(_described(view, tables, licence_name), ensure_ascii=False, indent=1)
        )
        for table in tables:
            heads = tuple(column.key for column in table.columns)
            zipped.writestr(f"{table.name}.csv", csv_of([Sheet(table.name, heads, table.rows)])[_MARK:])
    return whole.getvalue()


def _counts(counts: list[dict[str, Any]]) -> Table:
    """An empty number is withheld; the row without an issue is of what concerns none."""
    rows = tuple((each["issue"] or "-", each["cases"]) for each in counts)
    return Table("feedback-counts", (Column("issue"), Column("cases", "integer")), rows, ("issue",))


def _described(view: PlanView, tables: list[Table], licence_name: str) -> dict[str, Any]:
    told = about()
    return {
        "profile": "tabular-data-package",
        "name": "provincial-plan",
        "title": f"{told['title']}: {view.province_en or view.province} {view.years[0]}-{view.years[-1]}",
        "description": told["package"],
        "version": str(view.version),
        "created": view.loaded_at.isoformat(),
        "licenses": [licence(licence_name)],
        "sources": [{"title": view.document}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary),
    }
    if table.foreign:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": there}}
            for column, other, there in table.foreign
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    unit = {"unit": "THB"} if column.kind == "baht" else {}
    return {"name": column.key, "type": _TYPES[column.kind], "title": title_of(column, "en")} | unit
