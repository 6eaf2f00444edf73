"""Which kinds of spending and which items of a bill are one, though the page was misread?"""

from collections import Counter
from dataclasses import replace

from db.bill_models import BETWEEN
from knowledge.names.misread import usual_spellings
from knowledge.readers.sheets.bill_lines import BillLine


def kinds_in_cell(text: str) -> tuple[str, ...]:
    """The kinds that a cell names, from the widest, set apart as stored ones are."""
    return tuple(dict.fromkeys(kind.strip() for kind in text.split(BETWEEN) if kind.strip()))


def spelt_once(lines: list[BillLine]) -> list[BillLine]:
    """The lines with kinds and items in the spelling that is met most."""
    kinds = usual_spellings(Counter(kind for line in lines for kind in line.kinds))
    items = usual_spellings(Counter(line.item for line in lines if line.item))
    return [
        replace(
            line,
            item=items.get(line.item, line.item),
            kinds=tuple(dict.fromkeys(kinds.get(kind, kind) for kind in line.kinds)),
        )
        for line in lines
    ]
