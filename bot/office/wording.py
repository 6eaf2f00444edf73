"""What does the office read? Sentences from words.yaml with their places filled."""

from functools import cache
from pathlib import Path
from typing import Any

from knowledge.yaml_file import read_yaml


def say(sentence: str, **values: object) -> str:
    """The sentence of this name (`staff.invited`), filled. Raises KeyError for an unknown name."""
    found: Any = words()
    for name in sentence.split("."):
        found = found[name]
    return str(found).format(**values)


@cache
def words() -> dict[str, Any]:
    """All of them, for the templates."""
    loaded: dict[str, Any] = read_yaml(Path(__file__).parent / "words.yaml")
    return loaded
