"""Is the architecture as drawn: imports go down, async stays in bot/, SQL in db/ and knowledge/, Thai in YAML?"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FLOORS = ("bot", "handlers", "knowledge", "db")
"""From the top floor down."""
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for floor in FLOORS
    for path in (ROOT / floor).rglob("*.py")
    if "migrations/versions" not in path.as_posix()
)
ONLY_IN_BOT = {"starlette", "uvicorn", "uvloop", "httptools", "asyncio", "anyio", "linebot", "telegram"}
ONLY_IN_BOT |= {"prometheus_client", "pythonjsonlogger"}
QUERIES = {"select", "insert", "update", "delete", "text", "func", "and_", "or_", "case", "exists"}
"""What of SQLAlchemy builds a query. A handler may hold a Session, not ask it anything of its own."""
THAI = re.compile("[\u0e00-\u0e7f]")
UNITS = {"ล้านบาท", "ร้อยละ", "ปี", "โครงการ", "รายการ"}
"""Fixed words of the interface, the same for every reader: as a whole string they are identifiers, not wording."""
THAI_ALLOWED = {
    "knowledge/clean.py": "the digits of both scripts",
    "knowledge/cut.py": "which characters cannot begin or end a word",
    "knowledge/keyboard.py": "which key gives which digit",
    "knowledge/romanised.py": "which syllables are typed in several ways",
    "knowledge/slips.py": "which keys lie side by side, which characters look alike",
    "knowledge/sound.py": "which characters sound alike",
    "knowledge/spelling.py": "which marks shorten a word",
}
"""Module: why Thai characters stand in its code."""


def _tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def _found(look: Callable[[str], list[Any]], modules: list[str]) -> dict[str, list[Any]]:
    """What stands where it must not, by module. One test asks all of them: a test each takes longer than to look."""
    return {module: found for module in modules if (found := look(module))}


@cache
def _imports(module: str) -> tuple[tuple[str, str], ...]:
    """(module, name) of each import, wherever in the file it stands; relative ones made absolute."""
    return tuple(_each_import(module))


def _each_import(module: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split("/")[: -node.level] if node.level else []
            source = ".".join([*package, *(node.module or "").split(".")]).strip(".")
            yield from ((source, alias.name) for alias in node.names)


def _floor(name: str) -> str:
    return name.replace("/", ".").split(".")[0]


def test_there_are_modules_on_every_floor() -> None:
    assert {_floor(module) for module in MODULES} == set(FLOORS)


def test_imports_only_go_down() -> None:
    def above(module: str) -> list[str]:
        floors = FLOORS[: FLOORS.index(_floor(module))]
        return [name for name, _ in _imports(module) if _floor(name) in floors]

    assert _found(above, MODULES) == {}


def test_no_floor_imports_tests_or_benches() -> None:
    def beside(module: str) -> list[str]:
        return [name for name, _ in _imports(module) if _floor(name) in ("tests", "bench")]

    assert _found(beside, MODULES) == {}


def test_only_bot_is_async_or_knows_a_server_or_platform() -> None:
    def of_bot(module: str) -> list[str]:
        outside = [name for name, _ in _imports(module) if _floor(name) in ONLY_IN_BOT]
        waiting = [node for node in ast.walk(_tree(module)) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
        return outside + [f"line {node.lineno}" for node in waiting]

    assert _found(of_bot, [module for module in MODULES if _floor(module) != "bot"]) == {}


def test_sql_is_built_only_in_db_and_knowledge() -> None:
    def queries(module: str) -> list[str]:
        return [name for source, name in _imports(module) if _floor(source) == "sqlalchemy" and name in QUERIES]

    assert _found(queries, [module for module in MODULES if _floor(module) in ("bot", "handlers")]) == {}


def test_thai_words_are_data_not_code() -> None:
    """Wording and vocabulary are YAML, which an official can edit; comments and docstrings may hold examples. A module
    that is allowed some still needs its permission."""

    def thai(module: str) -> list[int]:
        return _thai_code((ROOT / module).read_text(encoding="utf-8"))

    assert _found(thai, MODULES).keys() == THAI_ALLOWED.keys()


def test_thai_in_code_would_be_noticed() -> None:
    assert _thai_code('"""ไทย"""\nx = 1  # ไทย\ny = f"ไทย {x}"\nz = "ปี"\nz = "ปีนี้"\n') == [3, 5]


def _thai_code(source: str) -> list[int]:
    """Lines where Thai stands in code: in a token that is no comment, no unit and in no docstring."""
    if not THAI.search(source):
        return []
    described = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    thai = [token for token in tokens if token.type != tokenize.COMMENT and THAI.search(token.string)]
    found = {token.start[0] for token in thai if token.string.strip("'\"") not in UNITS}
    return sorted(found - described)
