"""What is asked of that which became of the plan: spending, by issue or agency, targets, projects that are late?"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.vocabulary import read

Asked = Literal["spent", "issue", "agency", "late", "reached"]
_MARKS = "[\\s,.?!]*"


@dataclass(frozen=True)
class Progress:
    """What is asked, and what else the message says."""

    asked: Asked
    rest: str
    """The message without the words that ask for it: what it is about, and of which years."""
    order: Literal["", "most", "least"] = ""
    """Which end of a list is wanted; "" where the whole is."""

    @property
    def of_money(self) -> str:
        """The rest as a question about money: of a year that is left alone it is about that year."""
        return f"{self.rest} {read('progress')['of_money'][0]}"


def progress_asked(text: str) -> Progress | None:
    """What a message asks of the reports; None where it asks nothing of them."""
    late = _late().search(text)
    if late:
        return Progress("late", _without(text, _slow()))
    # "ต้องกี่เปอร์เซ็นต์ถึงจะได้ตามเป้า" asks for the target, not for what came of it.
    if _any("reached").search(text) and not _any("target").search(text):
        return Progress("reached", _without(text, _any("reached")))
    if not _any("spent").search(text):
        return None
    asked: Asked = next((by for by in ("agency", "issue") if _by(by).search(text)), "spent")
    order: Literal["", "most", "least"] = "most" if _any("most").search(text) else ""
    order = "least" if _any("least").search(text) else order
    rest = _without(text, _any("spent"))
    return Progress(asked, _without(rest, _by(asked)) if asked in ("issue", "agency") else rest, order)


def _without(text: str, words: re.Pattern[str]) -> str:
    return " ".join(words.sub(" ", text).split())


@cache
def _any(name: str) -> re.Pattern[str]:
    """Any of the phrases of this name; blanks within them do not count, and the longest is taken."""
    return re.compile(_one_of(name), re.IGNORECASE)


@cache
def _by(name: str) -> re.Pattern[str]:
    """ "หน่วยงานไหน", "แต่ละหน่วยงาน", "แยกตามหน่วยงาน"."""
    kind = _one_of(f"kind_{name}")
    return re.compile(
        f"(?:{_one_of('each')}){_MARKS}(?:{kind})|(?:{kind}){_MARKS}(?:{_one_of('which')})|(?:{_one_of('which_before')}){_MARKS}(?:{kind})",
        re.IGNORECASE,
    )


@cache
def _slow() -> re.Pattern[str]:
    return re.compile(f"(?:(?:{_one_of('between')}){_MARKS})*(?:{_one_of('slow')})", re.IGNORECASE)


@cache
def _late() -> re.Pattern[str]:
    """ "โครงการไหนบ้างที่เบิกจ่ายล่าช้า": that a project is late may be a word of its name, so both stand together."""
    kind, slow = _one_of("kind_project"), _slow().pattern
    which = f"{_one_of('which')}|{_one_of('that')}"
    before = f"(?:{_one_of('which_before')}){_MARKS}(?:{kind})"
    return re.compile(f"(?:(?:{kind}){_MARKS}(?:{which})|{before}){_MARKS}{slow}", re.IGNORECASE)


def _one_of(name: str) -> str:
    phrases = sorted(read("progress")[name], key=len, reverse=True)
    return "|".join(_blanks_between(phrase) for phrase in phrases)


def _blanks_between(phrase: str) -> str:
    """Thai is written with and without blanks; of Latin words the blanks stay."""
    if phrase.isascii():
        return r"\b" + re.escape(phrase).replace(r"\ ", r"\s+") + r"\b"
    return r"\s*".join(map(re.escape, "".join(phrase.split())))
