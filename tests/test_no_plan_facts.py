"""Does any fact of a plan stand where every plan must do: in code, wording, general vocabulary or the page?"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import numpy as np
import pytest

from knowledge.era import BUDDHIST_ERA
from tests.plans import PLANS, ROOT, read

FOLDERS = ("bot", "handlers", "knowledge", "db", "deploy")
SUFFIXES = (
    ".py",
    ".yaml",
    ".yml",
    ".html",
    ".js",
    ".css",
    ".svg",
    ".tsv",
    ".jsonl",
    ".txt",
    ".service",
    ".timer",
    ".conf",
    ".mako",
)
ALLOWED = {
    "knowledge/data": "the plan that comes with the program, and what is known of it",
    "knowledge/vocabulary/act_weights.tsv": "learned from messages, words in a row that nobody chose",
    "knowledge/vocabulary/answer_weights.tsv": "learned from answers, words in a row that nobody chose",
    "knowledge/vocabulary/agencies.yaml": "bodies of the state; universities are called by their places",
    "knowledge/vocabulary/syllables.tsv": "every syllable of Thai, some of which are names",
    "knowledge/vocabulary/nicknames.yaml": "what people call each province, whichever one the plan is of",
    "bot/office/static/htmx.js": "a library of others, as it was published, with its version",
    "bot/web/towns.tsv": "every town of the country",
    "bot/web/static/sarabun-licence.txt": "the licence of the font, with its years",
}
"""Place: why facts of a plan may stand there."""
BUNDLED_FILE = "khon-kaen-plan-2554-2557-strategy-5"
"""The name of the bundled file, which code must know, holds the province and the years."""


def _files() -> list[str]:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    names = sorted(path.relative_to(ROOT).as_posix() for path in paths)
    return [name for name in names if not name.startswith(tuple(ALLOWED))]


def _patterns() -> dict[str, re.Pattern[str]]:
    """What is looked for, by what it is."""
    documents = [read(name) for name in PLANS]
    provinces = {name for document in documents for name in (document.province, document.province_en) if name}
    years = {year for document in documents for year in range(document.first_year, document.last_year + 1)}
    codes = {code for document in documents for code in _codes(document.strategy.code)}
    return {
        # น่าน alone also begins น่านับถือ; a province's name of five letters or more begins no other word.
        "province": re.compile("|".join(_as_word(name) for name in sorted(provinces))),
        "year": re.compile(
            "|".join(rf"(?<![A-Za-z\d._]){y}(?![\d.])" for y in sorted({*years, *(y - BUDDHIST_ERA for y in years)}))
        ),
        "code": re.compile("|".join(sorted(codes))),
    }


def _as_word(name: str) -> str:
    if name.isascii():
        return rf"\b{re.escape(name)}\b"
    return re.escape(name) if len(name) >= 5 else rf"(?<![ก-๙]){name}(?![ก-๙])|(?:จังหวัด|จ\.|ชาว|คน){name}"


def _codes(strategy: str) -> Iterator[str]:
    """A code of three parts or more, or one with a letter: 5.3.6, 5.3.T1; 5.3 alone may be any number."""
    yield rf"(?<![\d.]){strategy}\.\d{{1,2}}\.(?:[TG]?\d{{1,3}})(?![\d])"


def _said(name: str) -> Iterator[tuple[int, str]]:
    """(line, text) of a file without comments and, in code, docstrings: examples may stand there."""
    text = (ROOT / name).read_text(encoding="utf-8").replace(BUNDLED_FILE, "")
    if name.endswith(".py"):
        yield from _code(text)
        return
    comment = re.compile(r"(?:^|\s)#.*$") if name.endswith((".yaml", ".yml", ".service", ".timer", ".conf")) else None
    for number, line in enumerate(text.splitlines(), start=1):
        yield number, comment.sub("", line) if comment else line


def _code(source: str) -> Iterator[tuple[int, str]]:
    described = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT and token.start[0] not in described:
            yield token.start[0], token.string


PATTERNS = _patterns()
FILES = _files()


@pytest.mark.parametrize("name", FILES)
def test_no_fact_of_a_plan_stands_in_it(name: str) -> None:
    found = [
        f"line {line}: {kind} {match[0]}"
        for line, said in _said(name)
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(said)
    ]

    assert found == []


@pytest.mark.parametrize("place", ALLOWED)
def test_an_allowed_place_still_needs_its_permission(place: str) -> None:
    paths = [path for path in [ROOT / place, *(ROOT / place).rglob("*")] if path.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.suffix in SUFFIXES]

    assert any(pattern.search(text) for text in texts for pattern in PATTERNS.values())


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("province", "แผนของขอนแก่น"),
        ("province", "Khon Kaen’s plan"),
        ("province", "แผนพัฒนาจังหวัดน่าน"),
        ("province", "the plan of Nan"),
        ("year", "ปี 2555"),
        ("year", "2561-2564"),
        ("year", "in 2012"),
        ("code", "5.3.6"),
        ("code", "5.4.G2.K1"),
        ("code", "2.12.T1"),
    ],
)
def test_a_fact_would_be_noticed(kind: str, said: str) -> None:
    assert PATTERNS[kind].search(said) is not None


@pytest.mark.parametrize("said", ["น่านับถือ", "2500", "12.5", "SECONDS = 5.0", "NaN"])
def test_what_is_no_fact_is_let_be(said: str) -> None:
    assert [kind for kind, pattern in PATTERNS.items() if pattern.search(said)] == []


def test_every_kind_of_file_is_looked_at() -> None:
    """A new kind of wording must not slip through."""
    unseen = {
        path.suffix
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in SUFFIXES and "__pycache__" not in path.parts
    }

    assert unseen <= {".woff2", ".png", "", ".md", ".typed", ".npz"}


def test_what_is_learned_as_arrays_holds_numbers_alone() -> None:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.npz")]
    kinds = {array.dtype.kind for file in files for array in np.load(file, allow_pickle=False).values()}

    assert kinds == {"f"}
