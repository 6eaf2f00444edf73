"""What an official should know about a plan document: counts, sums, doubts, and what loading it changes."""

from functools import cache
from pathlib import Path
from typing import Any

from db.bill_models import BETWEEN
from knowledge.loader import Difference
from knowledge.plan_document import PlanDocument, PlanError, Remark
from knowledge.plan_rows import TABLES, Change, Value, rows_of
from knowledge.readers.sheets.amounts import millions
from knowledge.yaml_file import read_yaml

_MOST_CHANGES = 200
"""A plan replaced by quite another one would fill the terminal with more."""
_LONGEST_LABEL = 60
_MOVES = {"position", "source_id", "continued_source_id"}
"""Columns that change when a line is put in above: nothing an official has to check."""
_LEFT_OUT = ("unplaced", "total_row", "total_row_differs")
"""Kinds of remarks on lines that are not stored."""
_COUNTED = ("issue", "goal", "indicator", "tactic", "project")


def report(document: PlanDocument, difference: Difference) -> str:
    """The whole report, but what became of it."""
    parts = [
        _head(document),
        _sums(document),
        _levels(document),
        _left_out(document),
        _doubts(document),
        _corrections(document),
        _difference(difference),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def outcome(difference: Difference, *, dry_run: bool) -> str:
    """What became of the document, as the report's last line."""
    return _say("dry" if dry_run else "unchanged" if difference.is_empty else "written")


def beside_bundled(name: str) -> str:
    """That the plan which came with the program is the default one beside this."""
    return _say("beside_bundled", name=name)


def refusal(error: PlanError) -> str:
    """Why the document was not taken."""
    return "\n".join([_say("refused", document=error.document), *(f"  {fault}" for fault in error.faults)])


def database_refusal(reason: str) -> str:
    """Why nothing could be compared or written."""
    return _say("database", reason=reason)


def name_refusal(name: str) -> str:
    """Why a plan cannot be called so."""
    return _say("bad_name", name=name)


def twice_refusal(document: str, name: str) -> str:
    """Why a document was not taken that another plan is made of."""
    return _say("twice", document=document, name=name)


def _head(document: PlanDocument) -> list[str]:
    first, last = document.first_year, document.last_year
    years = str(first) if first == last else f"{first}-{last}"
    strategy = document.strategy
    rows = rows_of(document)
    items = [(_words()["tables"][table], len(rows[table])) for table in (*_COUNTED, "agency", "stakeholder", "passage")]
    items.insert(len(_COUNTED), (_words()["budgets_set"], sum(amount is not None for amount in _amounts(document))))
    return [
        _say("title", document=document.document),
        _say(
            "strategy" if document.province else "strategy_alone",
            province=document.province,
            code=strategy.code,
            name=strategy.name,
            years=years,
        ),
        _counts("counts", items),
    ]


def _counts(key: str, items: list[tuple[str, int]]) -> str:
    return _say(key, items=" · ".join(_say("count", name=name, number=number) for name, number in items))


def _amounts(document: PlanDocument) -> list[int | None]:
    return [budget.satang for project in document.projects for budget in project.budgets]


def _sums(document: PlanDocument) -> list[str]:
    """One line an issue. Names stand last: Thai marks have no width, so columns behind them would not be straight."""
    years = range(document.first_year, document.last_year + 1)
    lines = [_say("sums"), _columns("", [str(year) for year in years], _say("total"), "")]
    total = dict.fromkeys(years, 0)
    for issue in document.issues:
        sums = dict.fromkeys(years, 0)
        for budget in (budget for tactic in issue.tactics for project in tactic.projects for budget in project.budgets):
            sums[budget.year] += budget.satang or 0
        lines.append(_columns(issue.code, list(map(millions, sums.values())), millions(sum(sums.values())), issue.name))
        total = {year: total[year] + sums[year] for year in years}
    lines.append(_columns("", list(map(millions, total.values())), millions(sum(total.values())), _say("total")))
    return lines


def _columns(code: str, figures: list[str], total: str, name: str) -> str:
    return "".join([f"  {code:<6}", *(f"{figure:>10}" for figure in figures), f"{total:>12}", f"  {name}"]).rstrip()


def _levels(document: PlanDocument) -> list[str]:
    """What the rows of a spreadsheet add up to, level by level."""
    lines = [
        _say(
            "level", level=_words()["levels"][level.level], name=level.name, rows=level.rows, sum=millions(level.satang)
        )
        for level in document.sums[:_MOST_CHANGES]
    ]
    if len(document.sums) > _MOST_CHANGES:
        lines.append(_say("more", number=len(document.sums) - _MOST_CHANGES))
    return [_say("levels_title"), *(f"  {line}" for line in lines)] if lines else []


def _left_out(document: PlanDocument) -> list[str]:
    """The lines of the document of which nothing is stored."""
    lines = [_remark(r) for r in sorted(document.remarks, key=lambda r: r.line or 0) if r.kind in _LEFT_OUT]
    return [_say("left_out_title", number=len(lines)), *(f"  {line}" for line in lines or [_say("no_remarks")])]


def _doubts(document: PlanDocument) -> list[str]:
    doubts = [remark for remark in document.remarks if remark.kind not in ("corrected", *_LEFT_OUT)]
    lines = [_remark(remark) for remark in sorted(doubts, key=lambda remark: remark.line or 0)]
    return [_say("remarks_title", number=len(lines)), *(f"  {line}" for line in lines or [_say("no_remarks")])]


def _corrections(document: PlanDocument) -> list[str]:
    lines = [_remark(remark) for remark in document.remarks if remark.kind == "corrected"]
    return [_say("corrections_title", number=len(lines)), *(f"  {line}" for line in lines)] if lines else []


def _remark(remark: Remark) -> str:
    kind = "no_target_but" if remark.kind == "no_target" and remark.detail else remark.kind
    text: str = _words()["remarks"][kind].format(subject=remark.subject, detail=remark.detail, why=remark.why)
    if remark.line is None:
        return text
    place = "at_line" if remark.sheet is None else "at_sheet_row" if remark.sheet else "at_row"
    return _say(place, line=remark.line, text=text, sheet=remark.sheet)


def _difference(difference: Difference) -> list[str]:
    title = _say("difference_title")
    if difference.replaced is None:
        return [title, "  " + _first(difference)]
    if difference.is_empty:
        return [title, "  " + _say("same")]
    lines = [
        _say("plan_field", name=_words()["columns"][name], before=before, after=after)
        for name, before, after in difference.plan
    ]
    said = [_change(change) for change in difference.changes if not _is_move(change)]
    lines += said[:_MOST_CHANGES]
    if len(said) > _MOST_CHANGES:
        lines.append(_say("more", number=len(said) - _MOST_CHANGES))
    if moved := sum(map(_is_move, difference.changes)):
        lines.append(_say("moved", number=moved))
    return [title, *(f"  {line}" for line in lines)]


def _first(difference: Difference) -> str:
    counts = [
        (_words()["tables"][table], sum(change.table == table for change in difference.changes)) for table in TABLES
    ]
    return _counts("first", [(name, number) for name, number in counts if number])


def _is_move(change: Change) -> bool:
    return bool(change.columns) and _MOVES.issuperset(change.columns)


def _change(change: Change) -> str:
    table = _words()["tables"][change.table]
    label = " ".join(_short(part) for part in change.key if part is not None)
    if change.before is not None and change.after is not None:
        columns = [_column(change, column) for column in change.columns if column not in _MOVES]
        return _say("changed", table=table, label=label, columns=", ".join(columns))
    row = change.after or change.before or {}
    more = [
        _shown(column, row[column]) for column in ("name", "satang") if column in row and row[column] not in change.key
    ]
    return _say("removed" if change.after is None else "added", table=table, label=" ".join([label, *more]))


def _column(change: Change, column: str) -> str:
    before, after = ((row or {}).get(column) for row in (change.before, change.after))
    name = _words()["columns"][column]
    return _say("column", name=name, before=_shown(column, before), after=_shown(column, after))


def _shown(column: str, value: Value) -> str:
    if column == "satang":
        return millions(value) if isinstance(value, int) else _say("no_budget")
    if column == "kinds":
        return f" {BETWEEN} ".join(str(value).strip(BETWEEN).split(BETWEEN))
    return "" if value is None else str(value)


def _short(value: Value) -> str:
    """A paragraph is told by its beginning."""
    text = str(value)
    return text if len(text) <= _LONGEST_LABEL else text[:_LONGEST_LABEL] + "…"


def _say(key: str, **values: object) -> str:
    words: str = _words()[key]
    return words.format(**values)


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_suffix(".yaml")
    words: dict[str, Any] = read_yaml(path)
    return words
