"""What do the pages of the plan say, in Thai and in English?"""

from functools import cache
from pathlib import Path
from typing import Any

from knowledge.plan_table import Column
from knowledge.yaml_file import read_yaml

Words = dict[str, Any]


@cache
def words() -> dict[str, Words]:
    """By language, `th` first."""
    told: dict[str, Words] = read_yaml(Path(__file__).with_name("wording.yaml"))
    return told


def title_of(column: Column, language: str) -> str:
    """The head of a column, with its unit."""
    titles: dict[str, str] = words()[language]["columns"]
    if column.key in titles:
        return titles[column.key]
    return titles["baht_year"].format(year=column.key.removeprefix("baht_"))
