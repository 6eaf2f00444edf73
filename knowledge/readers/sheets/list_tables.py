"""Which lists of the running text does a spreadsheet hold, each with its items in order?"""

from dataclasses import replace

from knowledge.plan_document import ListItem, PlanList
from knowledge.readers.sheets.cells import Cells
from knowledge.readers.sheets.grid import Row
from knowledge.readers.sheets.skeleton import Skeleton


def lists_in(cells: dict[str, Cells | None], skeleton: Skeleton) -> tuple[PlanList, ...]:
    """The lists in the order of their table; one that names no issue is of the section on carrying the plan out."""
    lists: dict[str, PlanList] = {}
    if table := cells.get("plan_list"):
        for row in table.rows():
            found = _list(table, row, skeleton)
            lists[found.code] = found
    if table := cells.get("list_item"):
        for row in table.rows():
            told = table.text(row, "list")
            if told not in lists:
                table.fault("code_unknown", row, told[:60])
                continue
            held = lists[told]
            lists[told] = replace(held, items=(*held.items, _item(table, row, held, skeleton)))
    return tuple(lists.values())


def _list(table: Cells, row: Row, skeleton: Skeleton) -> PlanList:
    issue = skeleton.known(table, row, "issue") if table.text(row, "issue") else None
    return PlanList(
        code=skeleton.code(table, row, "plan_list", skeleton.strategy, "L"),
        issue=issue,
        title=table.stated(row, "title"),
        place=table.place(row, "title"),
        items=(),
        title_en=table.text(row, "title_en"),
    )


def _item(table: Cells, row: Row, held: PlanList, skeleton: Skeleton) -> ListItem:
    return ListItem(
        code=skeleton.code(table, row, "list_item", held.code, ""),
        number=table.number(row, "number") or len(held.items) + 1,
        text=table.stated(row, "text"),
        place=table.place(row, "text"),
        text_en=table.text(row, "text_en"),
    )
