"""How does a spreadsheet look into which a new plan is written? It has the heads alone."""

from knowledge.plan_sheets import Cell, Sheet
from knowledge.readers.sheets.fact_tables import FACTS
from knowledge.readers.sheets.wording import first, words

_PROJECT = ("code", "tactic", "name", "agencies")
_TABLES: dict[str, tuple[str, ...]] = {
    "issue": ("code", "name", "name_en"),
    "goal": ("code", "issue", "name"),
    "indicator": ("code", "goal", "name", "target", "target_unit", "target_text"),
    "tactic": ("code", "issue", "name"),
    "alias": ("code", "name"),
}
"""No columns for lines of an original document: the rows of the file are cited."""


def empty_sheets(first_year: int, last_year: int) -> tuple[Sheet, ...]:
    """For a plan of these fiscal years (BE)."""
    told: dict[str, Cell] = {
        "province": "", "province_en": "", "first_year": first_year, "last_year": last_year, "strategy": "1",
        "strategy_name": "", "strategy_name_en": "",
    }  # fmt: skip
    (head, value), *fields = ((first("plan", name), cell) for name, cell in told.items())
    money = (f"{year}{words()['template_unit']}" for year in range(first_year, last_year + 1))
    project = (*_heads(*_PROJECT), *money, *_heads("funding"))
    tables = {name: Sheet(first("tables", name), _heads(*columns), ()) for name, columns in _TABLES.items()}
    lines = words()["help_empty"]
    return (
        Sheet(first("tables", "help"), (lines[0],), tuple((line,) for line in lines[1:])),
        Sheet(first("tables", "plan"), (head, str(value)), tuple(fields)),
        *(tables[name] for name in ("issue", "tactic")),
        Sheet(first("tables", "project"), project, ()),
        *(tables[name] for name in ("goal", "indicator", "alias")),
        Sheet(
            first("tables", "plan_fact"), _heads("fact", "value"), tuple((first("facts", name), "") for name in FACTS)
        ),
    )


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(first("columns", name) for name in names)
