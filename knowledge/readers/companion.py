"""What people know about a plan that its document does not say: English names, spellings, corrections, other names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.characters import storable
from knowledge.plan_document import Facts, Fault, PlanError, Ready, Word

DATA = Path(__file__).resolve().parent.parent / "data"
_SECTIONS = {
    "province", "province_en", "first_year", "last_year", "document_sha256",
    "title", "title_en", "feedback_indicator", "example", "words",
    "english", "english_texts", "agencies", "corrections", "aliases", "answers",
}  # fmt: skip


@dataclass(frozen=True)
class Correction:
    """A slip of the document beside what it should be."""

    line: int
    original: str
    corrected: str
    why: str
    certain: bool
    """False: a guess; it is reported and never applied."""


@dataclass(frozen=True)
class EnglishTexts:
    """English of what has no code. The keys are the document's words, spaces aside: lines move when it is edited."""

    headings: dict[str, str] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)
    """How a passage begins -> the whole of it in English."""
    stakeholders: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Companion:
    """The YAML file beside a plan; a plan without one has an empty one."""

    file: str = ""
    """Its name; empty where there is none."""
    document_digest: str = ""
    """SHA-256 of the document for which it was written."""
    province: str = ""
    province_en: str = ""
    first_year: int | None = None
    last_year: int | None = None
    english: dict[str, str] = field(default_factory=dict)
    english_texts: EnglishTexts = EnglishTexts()
    agencies: dict[str, str] = field(default_factory=dict)
    """Spelling without spaces -> canonical name, in the order of the file."""
    full_names: dict[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    facts: Facts = field(default_factory=Facts)
    words: tuple[Word, ...] = ()
    answers: tuple[Ready, ...] = ()


def companion_of(path: Path) -> Path | None:
    """The YAML beside the document; for a document named as the bundled one, wherever it lies, the bundled YAML."""
    beside = path.with_suffix(".yaml")
    bundled = DATA / beside.name
    return next((file for file in (beside, bundled) if file.is_file() and path.suffix != ".yaml"), None)


def read_companion(path: Path) -> Companion:
    """The companion of a document; raises PlanError where the YAML is not of that shape."""
    file = companion_of(path)
    if file is None:
        return Companion()
    try:
        data = file.read_bytes()
        content = _storable(yaml.load(data, Loader=_Loader))  # noqa: S506  # it is a safe one
        return _companion(file.name, data, content)
    except (OSError, yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlanError(file.name, [Fault("companion", value=_one_line(error))]) from None


# The loader in C reads the file in 20 ms instead of 200; it is missing where PyYAML was built without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _storable(content: Any) -> Any:
    r"""The same without what could not be stored: "\0" in quotes is a NUL to YAML."""
    if isinstance(content, dict):
        return {_storable(key): _storable(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_storable(each) for each in content]
    return storable(content) if isinstance(content, str) else content


def _companion(name: str, data: bytes, content: Any) -> Companion:
    content = content or {}
    if unknown := set(content) - _SECTIONS:
        raise ValueError(f"sections {sorted(unknown)}")
    agencies = content.get("agencies") or {}
    return Companion(
        file=name,
        document_digest=str(content.get("document_sha256", "")),
        province=str(content.get("province", "")),
        province_en=str(content.get("province_en", "")),
        first_year=content.get("first_year"),
        last_year=content.get("last_year"),
        english={_code(code): str(text) for code, text in (content.get("english") or {}).items()},
        english_texts=_english_texts(content.get("english_texts") or {}),
        agencies={
            without_spaces(spelling): canonical
            for canonical, entry in agencies.items()
            for spelling in [canonical, *(entry.get("spellings") or [])]
        },
        full_names={canonical: str(entry.get("full") or "") for canonical, entry in agencies.items()},
        corrections=tuple(_correction(entry) for entry in content.get("corrections") or []),
        aliases=tuple(
            (_code(code), str(alias)) for code, names in (content.get("aliases") or {}).items() for alias in names or []
        ),
        facts=Facts(
            title=str(content.get("title") or ""),
            title_en=str(content.get("title_en") or ""),
            feedback_indicator=_code(content.get("feedback_indicator") or ""),
            example=_code(content.get("example") or ""),
        ),
        words=tuple(_words(content.get("words") or {})),
        answers=tuple(_ready(**entry) for entry in content.get("answers") or []),
    )


def _ready(question: object, answer: object, source: object) -> Ready:
    """Raises TypeError where one of them is missing, ValueError where one is empty."""
    told = str(question or ""), str(answer or ""), str(source or "")
    if not all(told):
        raise ValueError(f"answers {question}")
    return Ready(*told)


def _words(content: dict[Any, dict[str, list[str] | None]]) -> Iterator[Word]:
    """Each once. Raises ValueError for a part that is no vocabulary file which a plan may add to."""
    for kind, lines in content.items():
        if kind not in ("synonyms", "cues", "everyday"):
            raise ValueError(f"words {kind}")
        for name, words in lines.items():
            yield from (Word(kind, str(name), word) for word in dict.fromkeys(map(str, words or [])))


def _english_texts(content: dict[str, dict[str, str] | None]) -> EnglishTexts:
    """Raises TypeError for a part that is none of its fields."""
    return EnglishTexts(
        **{
            part: {without_spaces(thai): str(english or "") for thai, english in (texts or {}).items()}
            for part, texts in content.items()
        }
    )


def _code(key: object) -> str:
    """YAML reads 5.10 as the number 5.1, so a code must stand in quotes."""
    if not isinstance(key, str):
        raise ValueError(f"code {key} must stand in quotes")
    return key


def _correction(entry: dict[str, Any]) -> Correction:
    return Correction(
        line=int(entry["line"]),
        original=str(entry["original"]),
        corrected=str(entry["corrected"]),
        why=str(entry["why"]),
        certain=bool(entry.get("certain", True)),
    )


def without_spaces(text: str) -> str:
    """The text as spellings are compared: a PDF's line breaks leave spaces anywhere."""
    return "".join(text.split())


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__} {' '.join(str(error).split())}"
