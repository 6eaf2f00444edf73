"""What is an answer as a table: each of its figures in a row, with unit and source?"""

from handlers.answer import Answer, Bars, Figure, Listing
from knowledge.plan_table import Cell, Column, Table
from knowledge.plan_view import PlanView
from knowledge.readers.sheets.values import decimal_of
from knowledge.readers.sheets.wording import pattern

_COLUMNS = (
    Column("thing"), Column("code"), Column("number", "number"), Column("unit"), Column("detail"), Column("document"),
    Column("lines"),
)  # fmt: skip


def table_of(answer: Answer, view: PlanView) -> Table:
    """A thing with a code has the line of that; whatever else the answer says, the lines that it is taken from."""
    rows: list[tuple[Cell, ...]] = []
    lines = "; ".join(str(line) for line in dict.fromkeys(source.line for source in answer.sources))
    cited = (answer.sources[0].document if answer.sources else "", lines)
    for part in answer.parts:
        match part:
            case Figure(number, unit, caption):
                rows.append((caption, "", decimal_of(number), unit, number, *cited))
            case Bars(caption, bars):
                unit = next((match[1] for match in pattern("unit").finditer(caption)), "")
                for bar in bars:
                    rows.append((bar.label, "", decimal_of(bar.text), unit, bar.text, *cited))
            case Listing(items):
                for item in items:
                    thing = view.by_code.get(item.code)
                    where = (view.document, str(thing.line)) if thing else cited
                    rows.append((item.title, item.code, *_first_figure(item.detail), item.detail, *where))
    return Table("answer", _COLUMNS, tuple(rows), ())


def _first_figure(detail: str) -> tuple[Cell, str]:
    """ "2.00 ล้านบาท · คลังจังหวัด" begins with an amount and its unit."""
    for piece in detail.split(" · "):
        number, _, unit = piece.partition(" ")
        if "." in number and (found := decimal_of(number)) is not None:
            return found, unit
    return None, ""
