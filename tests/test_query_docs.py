"""Is what docs/query.md says of queries so?"""

import re
from pathlib import Path
from typing import get_args

import pytest

from knowledge.query import algebra as a
from knowledge.query.fits import misfit

PAGE = (Path(__file__).parent.parent / "docs/query.md").read_text(encoding="utf-8")
BLOCK = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [piece for piece in (BLOCK[1] if BLOCK else "").split("\n\n") if "#" in piece]
NODES = {
    made.__name__
    for union in (a.Set, a.Condition, a.Value, a.Ask)
    for made in get_args(union)
} | {"Several"}  # fmt: skip
NAMES = {"OFFICE": a.Named("agency", ("สำนักงานจังหวัดขอนแก่น",))}
NAMES["OTHERS"] = a.Without(a.All("project"), a.Of("project", NAMES["OFFICE"]))  # type: ignore[assignment]


def test_every_node_stands_in_the_table() -> None:
    assert {name for name in NODES if f"`{name}" not in PAGE} == set()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 6


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_makes_sense(example: str) -> None:
    query = eval("\n".join(example.splitlines()[1:]), {**vars(a), **NAMES})

    assert misfit(query) is None


def test_every_module_that_is_named_exists() -> None:
    root = Path(__file__).parent.parent
    named = re.findall(r"`((?:knowledge|handlers|tests)/[\w/.]+)`", PAGE)

    assert [path for path in named if not (root / path).exists()] == []
