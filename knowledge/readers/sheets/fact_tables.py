"""What does a spreadsheet say of the plan as a whole, and which words do people have for its things alone?"""

from dataclasses import fields
from typing import Literal, cast

from knowledge.plan_document import Facts, Word
from knowledge.readers.sheets.cells import Cells
from knowledge.readers.sheets.wording import meant

_CODED = ("feedback_indicator", "example")
"""Facts that are the code of something in the plan."""
_WORD_KINDS = ("synonyms", "cues", "everyday")
FACTS = tuple(field.name for field in fields(Facts))
"""In the order in which the template asks for them."""


def facts_in(table: Cells | None, codes: set[str]) -> Facts:
    """The facts, "" for what the table leaves open. `codes`: those that the rest of the file gives."""
    if table is None:
        return Facts()
    told: dict[str, str] = {}
    for row in table.rows():
        name, value = meant("facts", table.text(row, "fact")), table.verbatim(row, "value")
        if not name:
            table.fault("fact_unknown", row, table.text(row, "fact")[:60])
        elif name in told:
            table.fault("fact_twice", row, table.text(row, "fact"))
        elif name in _CODED and value and value not in codes:
            table.fault("code_unknown", row, value[:60])
        else:
            told[name] = value
    return Facts(**told)


def words_in(table: Cells | None) -> tuple[Word, ...]:
    """The words in the order of the table, each once."""
    if table is None:
        return ()
    found: list[Word] = []
    for row in table.rows():
        kind, name, word = table.kind(row), table.verbatim(row, "word_group"), table.verbatim(row, "word")
        if kind not in _WORD_KINDS:
            table.fault("kind_unknown", row, table.text(row, "kind")[:60])
        elif not name or not word:
            table.fault("no_word", row)
        else:
            found.append(Word(cast(Literal["synonyms", "cues", "everyday"], kind), name, word))
    return tuple(dict.fromkeys(found))
