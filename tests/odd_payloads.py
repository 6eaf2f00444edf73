"""What a platform might send that nobody foresaw: its own payloads with one value in them replaced, or left out."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "payloads"
_ODD: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "", "x", "\ud800", [], ["x"], {}, {"x": 1}, [[[]]])
_Path = tuple[str | int, ...]


def payloads(platform: str) -> dict[str, Any]:
    """All payloads of a platform by their names."""
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (FOLDER / platform).glob("*.json")}


def odd(payload: Any) -> Iterator[Any]:
    """The payload with each of its values replaced by each odd one, and without it."""
    for path in _paths(payload):
        for value in _ODD:
            yield _with(payload, path, value)
        yield _without(payload, path)


def _paths(node: Any, path: _Path = ()) -> Iterator[_Path]:
    """Of every value below the top."""
    if path:
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from _paths(child, (*path, name))


def _with(payload: Any, path: _Path, value: Any) -> Any:
    changed = copy.deepcopy(payload)
    _parent(changed, path)[path[-1]] = value
    return changed


def _without(payload: Any, path: _Path) -> Any:
    changed = copy.deepcopy(payload)
    del _parent(changed, path)[path[-1]]
    return changed


def _parent(node: Any, path: _Path) -> Any:
    for name in path[:-1]:
        node = node[name]
    return node
