"""Is the bot meant by what somebody says in a group, and what is said to it?"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.cut import FOLLOWS
from knowledge.yaml_file import read_yaml

_WORDS: dict[str, list[str]] = read_yaml(Path(__file__).with_name("names.yaml"))
_GAP = r"[\s,.:;!?…~@-]*"
_PARTICLES = rf"(?:\s*(?:{'|'.join(map(re.escape, _WORDS['particles']))})(?![\u0e00-\u0e7f]))*"
"""A particle only where the word ends: คะ, but not คะแนน."""
_ORNAMENT = re.compile(r"^[^\w\u0e00-\u0e7f]+|[^\w\u0e00-\u0e7f]+$")
"""An emoji beside an account's name, which nobody types."""
_GREETING = re.compile(_GAP + _PARTICLES + _GAP)


def said_to_the_bot(text: str, mention: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The text without the call, "" where it is nothing but the call; None where the bot is not called."""
    called = _without_mentions(text, mention)
    if called is None:
        called = _without_name(text, names)
    return None if called is None else called[_GREETING.match(called).end() :].strip()  # type: ignore[union-attr]


def _without_mentions(text: str, mention: Mapping[str, Any]) -> str | None:
    """None where the bot is not mentioned. LINE counts in units of UTF-16: an emoji is two of them."""
    mentionees = mention.get("mentionees")
    own = [one for one in mentionees if _is_self(one)] if isinstance(mentionees, list) else []
    if not own:
        return None
    units = text.encode("utf-16-le", "surrogatepass")
    for start, end in sorted(_spans(own), reverse=True):
        units = units[: 2 * start] + " ".encode("utf-16-le") + units[2 * end :]
    return units.decode("utf-16-le", "replace")


def _is_self(mentionee: object) -> bool:
    return isinstance(mentionee, dict) and mentionee.get("isSelf") is True


def _spans(mentionees: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    for one in mentionees:
        start, length = one.get("index"), one.get("length")
        if isinstance(start, int) and isinstance(length, int) and start >= 0 and length >= 0:
            yield start, start + length


def _without_name(text: str, names: tuple[str, ...]) -> str | None:
    first, last = _calls(names)
    if call := first.match(text):
        return text[call.end() :]
    if call := last.search(text):
        return text[: call.start()]
    return None


@lru_cache(maxsize=8)
def _calls(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a call looks like at the beginning, where the next word may follow at once, and at the end."""
    given = (_ORNAMENT.sub("", name) for name in names)
    known = sorted({*_WORDS["names"], *filter(None, given)}, key=len, reverse=True)
    name = "|".join(_name(one) for one in known)
    return (
        re.compile(rf"{_GAP}(?:{name})", re.IGNORECASE),
        re.compile(rf"(?:^|[\s,.:;!?…@])@?(?:{name}){_PARTICLES}{_GAP}$", re.IGNORECASE),
    )


def _name(name: str) -> str:
    """Not where the word goes on: "bots" and "บอทะ" are other words, "botงบ" is a call and a question."""
    spelled = r"\s+".join(map(re.escape, name.split()))
    return rf"{spelled}(?![{''.join(FOLLOWS)}])" + (r"(?![^\W\u0e00-\u0e7f])" if name[-1].isascii() else "")
