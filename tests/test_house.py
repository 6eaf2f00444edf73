"""Is the house in order: are commands and settings documented, files short, dependencies declared?"""

import ast
import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
FLOORS = ("bot", "handlers", "knowledge", "db")
TARGETS = ("install", "run", "test", "test-all", "lint", "check", "format", "lock", "audit", "ask", "bench")
SETTINGS = [field.name.upper() for field in dataclasses.fields(Settings)]
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (*FLOORS, "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
)
TYPED_YAML = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in FLOORS
    for path in (ROOT / folder).rglob("*.yaml")
    if path.parent.name not in ("words", "vocabulary")  # those are read as text, so that "yes" is a word there
)
OUR_YAML = sorted(path.relative_to(ROOT).as_posix() for folder in FLOORS for path in (ROOT / folder).rglob("*.yaml"))
LONGEST_FILE = 350
"""Lines. A file that is longer holds two ideas."""


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_target_of_the_makefile_has_a_help_line() -> None:
    targets = re.findall(r"^([a-z][\w-]*):(?!=)(.*)$", _read("Makefile"), re.MULTILINE)

    assert [name for name, rest in targets if "## " not in rest] == []


def test_make_alone_lists_every_target() -> None:
    shown = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert [name for name in TARGETS if f"make {name} " not in shown] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_stands_in_the_example(name: str) -> None:
    assert re.search(rf"^#? ?{name}=", _read(".env.example"), re.MULTILINE) is not None


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_stands_in_the_readme(name: str) -> None:
    assert f"`{name}`" in _read("README.md")


def test_the_example_names_no_setting_that_does_not_exist() -> None:
    named = re.findall(r"^#? ?([A-Z_]+)=", _read(".env.example"), re.MULTILINE)

    assert [name for name in named if name not in SETTINGS] == []


def test_no_file_of_the_floors_is_long() -> None:
    lines = {module: len(_read(module).splitlines()) for module in MODULES if module.startswith(FLOORS)}

    assert {module: count for module, count in lines.items() if count > LONGEST_FILE} == {}


def test_every_module_says_first_what_it_answers() -> None:
    assert [module for module in MODULES if ast.get_docstring(ast.parse(_read(module))) is None] == []


@pytest.mark.parametrize("file", TYPED_YAML)
def test_no_word_of_a_yaml_file_is_read_as_something_else(file: str) -> None:
    """YAML takes an unquoted yes, no, on or off for true or false, as a key and as a word of a list."""
    assert list(_truths(yaml.load(_read(file), yaml.CSafeLoader), file)) == []


@pytest.mark.parametrize("file", OUR_YAML)
def test_no_key_of_a_yaml_file_stands_twice(file: str) -> None:
    """YAML keeps the last one and says nothing."""
    assert list(_twice(yaml.compose(_read(file), yaml.CSafeLoader))) == []


def _twice(node: yaml.Node | None) -> Iterator[str]:
    """Keys that a mapping has more than once."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        yield from (key for key in set(keys) if keys.count(key) > 1)
        for _, value in node.value:
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)


def test_the_changelog_has_entries() -> None:
    assert re.findall(r"^- \S", _read("CHANGELOG.md"), re.MULTILINE) != []


def test_links_of_the_readme_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", _read("README.md"))

    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_paths_named_in_the_readme_exist() -> None:
    named = re.findall(r"`((?:bot|handlers|knowledge|db|tests|bench|docs)/[\w./-]*)`", _read("README.md"))

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_what_the_bot_imports_is_a_declared_dependency() -> None:
    distributions = packages_distributions()
    declared = set(re.findall(r"^([\w-]+)", _read("requirements.txt"), re.MULTILINE))
    foreign = {
        name
        for module in MODULES
        if module.startswith(FLOORS)
        for name in _imported(module)
        if name not in sys.stdlib_module_names and name not in FLOORS
    }

    assert [name for name in sorted(foreign) if not declared & _spellings(distributions.get(name, [name]))] == []


def test_every_dependency_is_bounded() -> None:
    lines = (_read("requirements.txt") + _read("requirements-dev.txt")).splitlines()
    required = [line.split("#")[0].split(";")[0].strip() for line in lines]
    open_ended = [line for line in required if line and not line.startswith("-r") and not re.search("==|,<", line)]

    assert open_ended == []


def _imported(module: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(_read(module))))
    plain = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    from_ = {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return plain | from_


def _truths(value: object, place: str) -> Iterator[str]:
    """Where true or false stands as a key or in a list."""
    if isinstance(value, dict):
        yield from (f"{place}: {key}" for key in value if isinstance(key, bool))
        for key, inner in value.items():
            yield from _truths(inner, f"{place}: {key}")
    elif isinstance(value, list):
        yield from (f"{place}: {word}" for word in value if isinstance(word, bool))
        for inner in value:
            yield from _truths(inner, place)


def _spellings(names: list[str]) -> set[str]:
    return {name.lower().replace("_", "-") for name in names}
