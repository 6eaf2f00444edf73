"""Does a reply fulfil what its turn expects?"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from knowledge.clean import clean
from tests.chats import Chat, Reply, Turn
from tests.stated_figures import figures, states_count, states_year

_NEAR = {"money": Decimal("0.005"), "percent": Decimal("0.051")}
_NONE_SET = ("ไม่ได้ตั้ง", "ไม่มี", "no budget", "none")
_AGENCY_OTHERWISE = {
    "สำนักงานจังหวัดขอนแก่น": r"(?:สำนักงาน|สนง\.?)จังหวัด(?!ขนส่ง)|provincial office|office of khon kaen province",
    "สรรพากรจังหวัด": "สรรพากร|revenue",
    "คลังจังหวัด": "provincial treasury|comptroller",
    "สำนักงานสถิติจังหวัด": "สนง.สถิติ|สำนักงานสถิติ|statistic",
    "เทศบาลนครขอนแก่น": "municipality",
    "อปท.": "อปท|ปกครองส่วนท้องถิ่น|local administrative",
    "ส่วนราชการประจำจังหวัดทุกส่วน": "จังหวัดทุกส่วน|ทุกส่วนราชการ|all (?:provincial|government)",
}
"""Other ways in which the plan or an English reply names an agency."""
_UNIT_NOTE = re.compile(r"ไม่ได้ระบุหน่วยเงิน|states? no unit")
"""A note about the unit is no "the plan does not say"."""


def failures(turn: Turn, reply: Reply) -> list[str]:
    """Why a reply falls short; empty where it does not."""
    found = [
        f"{name}: {wanted!r}"
        for name, wanted in turn.expect.items()
        if name in _CHECKS and not _CHECKS[name](wanted, reply)
    ]
    if "value" in turn.expect and not states_value(reply.text, turn.expect["value"], turn.expect.get("unit", "")):
        found.append(f"value: {turn.expect['value']} {turn.expect.get('unit')}")
    return [*found, *_of_its_own_accord(turn.user, reply)]


def falls_short(chat: Chat, replies: Sequence[Reply]) -> list[str]:
    """The failures of a chat, each with the number of its turn; a chat passes when every turn does."""
    return [
        f"{chat.id}/{i} {failure}"
        for i, (turn, reply) in enumerate(zip(chat.turns, replies, strict=True))
        for failure in failures(turn, reply)
    ]


def states_value(text: str, value: float, unit: str) -> bool:
    """Whether the text gives this number as one of its unit."""
    if unit in ("ล้านบาท", "ร้อยละ"):
        kind = "money" if unit == "ล้านบาท" else "percent"
        wanted = Decimal(str(value))
        stated = any(f.unit == kind and abs(f.number - wanted) <= _NEAR[kind] for f in figures(text))
        return stated or (value == 0 and any(words in text.lower() for words in _NONE_SET))
    if unit == "ปี" and value > 100:
        return states_year(text, int(value))
    return states_count(text, int(value), unit)


def holds(text: str, wanted: str | list[str]) -> bool:
    """Whether the text holds one of these, blanks left aside. Digits are a whole number, a short Latin word a word."""
    return any(
        re.search(_pattern(item), text, re.IGNORECASE) for item in ([wanted] if isinstance(wanted, str) else wanted)
    )


def _pattern(item: str) -> str:
    letters = re.sub(r"\s+", "", item)
    pattern = r"\s*".join(map(re.escape, letters))
    if letters[:1].isdigit():
        pattern = rf"(?<!\d)(?<!\d\.){pattern}"
    if letters[-1:].isdigit():
        pattern += r"0*(?!\d|\.[1-9]|\.0+[1-9])" if "." in letters else r"(?!\d|\.[1-9]|\.0+[1-9])"
    if re.fullmatch("[A-Za-z]{1,3}", letters):
        pattern = rf"(?<![A-Za-z]){pattern}(?![A-Za-z])"
    return pattern


def _names_agencies(names: list[str], reply: Reply) -> bool:
    text = re.sub(r"(?<=[\u0e00-\u0e7f.])\s+(?=[\u0e00-\u0e7f])", "", reply.text)
    otherwise = (_AGENCY_OTHERWISE.get(name, re.escape(name)) for name in names)
    return all(
        name in text or re.search(other, text, re.IGNORECASE) for name, other in zip(names, otherwise, strict=True)
    )


def _has_all(wanted: list[str | list[str]], reply: Reply) -> bool:
    text = _UNIT_NOTE.sub(" ", reply.text)
    return all(holds(text, item) for item in wanted)


def _as_list(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


_CHECKS: Mapping[str, Callable[[Any, Reply], bool]] = {
    "status": lambda wanted, reply: reply.answer.status in _as_list(wanted),
    "codes": lambda wanted, reply: set(reply.answer.codes) == set(wanted),
    "codes_all": lambda wanted, reply: set(wanted) <= set(reply.answer.codes),
    "codes_first": lambda wanted, reply: reply.answer.codes[:1] != () and reply.answer.codes[0] in _as_list(wanted),
    "agencies": _names_agencies,
    "text_has": _has_all,
    "text_not": lambda wanted, reply: not any(holds(reply.text, item) for item in wanted),
}


def _of_its_own_accord(user: str, reply: Reply) -> Iterator[str]:
    """What every reply must keep, expected or not: no amount where the plan has no answer, English for English."""
    if reply.answer.status == "unknown":
        typed = set(re.findall(r"\d+(?:\.\d+)?", clean(user)))
        yield from (
            f"states {f.number} under unknown"
            for f in figures(reply.text)
            if f.unit == "money" and f"{f.number:f}" not in typed
        )
    if _is_english(user) and reply.answer.status in ("answered", "unknown", "clarify"):
        latin, thai = len(re.findall("[A-Za-z]", reply.text)), len(re.findall("[\u0e00-\u0e7f]", reply.text))
        if latin < 0.3 * (latin + thai):
            yield "answers an English question in Thai"


_ENGLISH_WORD = re.compile(
    r"\b(?:the|what|which|who|how|is|are|of|for|in|budget|project|plan|show|list)\b", re.IGNORECASE
)


def _is_english(text: str) -> bool:
    return bool(_ENGLISH_WORD.search(text)) and not re.search("[\u0e00-\u0e7f]", text)
