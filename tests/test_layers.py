"""Is the architecture as drawn: imports go down, async stays in bot/, SQL in db/ and knowledge/, Thai in YAML?"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def _imports(module: str) -> Iterator[tuple[str, str]]:
    """(module, name) of each import, wherever in the file it stands; relative ones made absolute."""
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


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_go_down(module: str) -> None:
    above = FLOORS[: FLOORS.index(_floor(module))]

    assert [name for name, _ in _imports(module) if _floor(name) in above] == []


@pytest.mark.parametrize("module", MODULES)
def test_no_floor_imports_tests_or_benches(module: str) -> None:
    assert [name for name, _ in _imports(module) if _floor(name) in ("tests", "bench")] == []


@pytest.mark.parametrize("module", [module for module in MODULES if _floor(module) != "bot"])
def test_only_bot_is_async_or_knows_a_server_or_platform(module: str) -> None:
    outside = [name for name, _ in _imports(module) if _floor(name) in ONLY_IN_BOT]
    waiting = [node.lineno for node in ast.walk(_tree(module)) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]

    assert (outside, waiting) == ([], [])


@pytest.mark.parametrize("module", [module for module in MODULES if _floor(module) in ("bot", "handlers")])
def test_sql_is_built_only_in_db_and_knowledge(module: str) -> None:
    queries = [name for source, name in _imports(module) if _floor(source) == "sqlalchemy" and name in QUERIES]

    assert queries == []


@pytest.mark.parametrize("module", [module for module in MODULES if module not in THAI_ALLOWED])
def test_thai_words_are_data_not_code(module: str) -> None:
    """Wording and vocabulary are YAML, which an official can edit; comments and docstrings may hold examples."""
    source = (ROOT / module).read_text(encoding="utf-8")

    assert _thai_code(source) == []


@pytest.mark.parametrize("module", THAI_ALLOWED)
def test_an_allowed_module_still_needs_its_permission(module: str) -> None:
    assert _thai_code((ROOT / module).read_text(encoding="utf-8")) != []


def test_thai_in_code_would_be_noticed() -> None:
    assert _thai_code('"""ไทย"""\nx = 1  # ไทย\ny = f"ไทย {x}"\nz = "ปี"\nz = "ปีนี้"\n') == [3, 5]


def _thai_code(source: str) -> list[int]:
    """Lines where Thai stands in code: in a token that is no comment, no unit and in no docstring."""
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
