"""How are the tables and columns of a spreadsheet called (columns.yaml), and which one is meant by a head?"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.yaml_file import read_yaml


@cache
def words() -> dict[str, Any]:
    """The words of columns.yaml."""
    content: dict[str, Any] = read_yaml(Path(__file__).with_name("columns.yaml"))
    return content


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of its patterns."""
    return re.compile(words()[name], re.IGNORECASE)


def plain(head: str) -> str:
    """A name as it is compared: without spaces and without the unit of money that may stand in it."""
    return "".join(pattern("unit_in_brackets").sub("", head).split()).casefold()


def first(group: str, name: str) -> str:
    """What our template calls it."""
    return str(words()[group][name][0])


def columns_of(table: str) -> str:
    """The group in which the columns of a table are called."""
    return "lines" if table == "budget_line" else "columns"


def meant(group: str, head: str) -> str:
    """The field of a group that this name stands for; "" for none."""
    return _fields(group).get(plain(head), "")


@cache
def _fields(group: str) -> dict[str, str]:
    return {plain(name): field for field, names in words()[group].items() for name in names}
