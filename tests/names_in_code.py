"""Which names does the code use? Its string constants, and the patterns of the strings it puts together."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
_HOLE = r"([a-z_<>=]+)"


@dataclass(frozen=True)
class Names:
    """What stands in the code of some floors."""

    constants: frozenset[str]
    """Strings that are no docstring."""
    patterns: tuple[re.Pattern[str], ...]
    """Of f-strings: f"unknown.{reason}" is unknown.(...)."""

    def use(self, name: str) -> bool:
        """Whether a name is written out, or put together from parts that are."""
        return name in self.constants or any(
            set(found.groups()) <= self.constants for pattern in self.patterns if (found := pattern.fullmatch(name))
        )


@cache
def names_in(*floors: str) -> Names:
    """The names used on these floors."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for floor in floors for path in sorted((ROOT / floor).rglob("*.py"))
    ]
    constants = frozenset(value for tree in trees for value in _constants(tree))
    return Names(constants, tuple(dict.fromkeys(pattern for tree in trees for pattern in _patterns(tree))))


@cache
def arguments_of(method: str, *floors: str) -> frozenset[str]:
    """The strings given to calls of this name: say("budget.total") -> budget.total, also both ends of a choice."""
    return frozenset(
        inner.value
        for floor in floors
        for path in (ROOT / floor).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _name(call.func) == method
        for argument in call.args
        for inner in _choices(argument)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    )


def _constants(tree: ast.Module) -> Iterator[str]:
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described | parts:
            yield node.value


def _patterns(tree: ast.Module) -> Iterator[re.Pattern[str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else _HOLE for p in node.values]
            if parts and parts[0] != _HOLE:
                yield re.compile("".join(parts))


def _choices(argument: ast.expr) -> list[ast.expr]:
    if isinstance(argument, ast.IfExp):
        return [*_choices(argument.body), *_choices(argument.orelse)]
    return [argument]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
