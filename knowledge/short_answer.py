"""What does a message say to a question of the bot: yes, no, skip it, I do not know, leave it; or does it ask back?

People say each of these in ways without end, but with few words. So a message is taken apart into the small words of
vocabulary/short_answers.yaml; only where nothing else is in it, it is such an answer, and its words decide which.
A question about a report may also repeat words of the report: "หลุมหน้าวัดจะซ่อมเมื่อไหร่".
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Literal

from knowledge.clean import clean
from knowledge.personal import without_personal
from knowledge.vocabulary import read

Answer = Literal["", "yes", "no", "skip", "unsure", "keep", "change", "stop", "asks", "explain"]
Asked = Literal["who", "when", "why", "whether", "how"]
Topic = Literal["sees", "handles", "when", "state", "why", "cost", "contact", "call", "whether", "how"]

_LONGEST_WORD = 24
LONGEST = 80
"""Letters: what is longer tells something."""
_SIGNS = re.compile("[\u0e47-\u0e4c]")
_WORD = re.compile(r"[a-z']+")
_BETWEEN = re.compile(r"[\s.,:;!?()\"\-_~/]+|\u0e46")
_STRETCHED = re.compile(r"(\D)\1+")
"""A letter that somebody drew out: "เยสส", "pleaseee"."""
_VARIANTS = "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\u200d\u2642\u2640"
"""Skin, colour and sex of a picture."""
_QUESTIONS: tuple[Asked, ...] = ("who", "when", "why", "whether", "how")
_OF_REPORT = frozenset(("process", "act", "handles", "sees", "cost", "repeated"))
"""What is asked about, where something is asked; else it tells something."""
_SILENT = _OF_REPORT | {"filler", "polite", "manners", "self", "may_i", "want", "must"}
"""Groups that decide nothing where another stands beside them."""
_HO = "\u0e2b"
"""A letter with which the word is another one, that asks what."""
_SHORTEST, _OF_TOLD = 2, 400
"""Letters of a word that is repeated, and of a report in which it is looked for."""
_BESIDE_CONTACT = _SILENT | {"contact", "give"}
_OTHERS = ("picture_", "sticker_", "becomes", "end", "begin")
"""Groups that are no words of which an answer is made."""
_WORDS_OF_A_PICTURE: tuple[Answer, ...] = ("yes", "no", "unsure", "skip")


def short_answer(text: str) -> Answer:
    """What a message answers; "" where it says anything more than that."""
    groups = _groups(text)
    if not groups:
        return _picture(text)
    told = groups - _SILENT - {*_QUESTIONS}
    if "no" in told and "know" in told:
        return "unsure"
    if "explain" in told:
        return "no" if "no" in told else "explain"
    if "unsure" in told and not asked(text):
        return "unsure"
    if asked(text) and not ("may_i" in groups and told and "no" not in told):
        # "ไม่มีใครมาดู" asks nothing: beside a no, who is nobody.
        return "asks" if "no" not in told or "whether" in _asking(groups) else ""
    if groups & _OF_REPORT:
        return ""  # "หน่วยงานไม่ดูแล": it tells something.
    return _meaning(told) if told else _politely(groups, text)


def gives_contact(text: str) -> bool:
    """Whether a message is a phone number or an e-mail, and nothing more than that it is one."""
    rest = without_personal(text)
    if rest == text:
        return False
    return not rest.strip() or ((groups := _groups(rest)) is not None and groups <= _BESIDE_CONTACT)


def becomes(text: str) -> str:
    """The words that shall stand in the place of those before: "แก้เป็น ..."; "" where the message says nothing so."""
    words = sorted(read("short_answers")["becomes"], key=len, reverse=True)
    said = text.strip()
    found = next((word for word in words if said.lower().startswith(word)), "")
    return said[len(found) :].strip(' :-"“”\n') if found else ""


def asked(text: str) -> Asked | None:
    """What of a report's way a message asks for; None where it asks nothing, or something else."""
    asks = _asking(_groups(text) or frozenset())
    return next((name for name in _QUESTIONS if name in asks), None)


def topic(text: str, told: str = "") -> Topic | None:
    """What about a report is asked for: by whom it is seen, who handles it, how it gets on ...; None where nothing is.

    `told` is the report itself, whose words may be repeated.
    """
    groups = _groups(text, told) or frozenset()
    asks = _asking(groups)
    if not asks or (asks == {"who"} and "no" in groups):
        return None  # "ไม่เห็นมีใครมา"
    return next((name for name, fits in _TOPICS if fits(groups, asks)), None)


_TOPICS: tuple[tuple[Topic, Callable[[frozenset[str], frozenset[str]], bool]], ...] = (
    ("when", lambda groups, asks: "when" in asks),
    ("cost", lambda groups, asks: "cost" in groups),
    ("handles", lambda groups, asks: "who" in asks and "handles" in groups),
    ("call", lambda groups, asks: "contact" in groups and asks == {"how"}),
    ("contact", lambda groups, asks: "contact" in groups),
    ("sees", lambda groups, asks: "sees" in groups),
    ("why", lambda groups, asks: "why" in asks and groups.isdisjoint(("no", "act", "done"))),
    ("whether", lambda groups, asks: "whether" in asks and "must" in groups),
    ("state", lambda groups, asks: bool(asks & {"why", "whether"}) or {"how", "know"} <= groups),
    ("handles", lambda groups, asks: "who" in asks),
    ("how", lambda groups, asks: True),
)
"""The first that fits counts, by the groups of all words and those that ask."""


def _asking(groups: frozenset[str]) -> frozenset[str]:
    """The groups of words that ask; "ไม่ให้เบอร์ได้ไหม" asks whether one must."""
    return groups & {*_QUESTIONS} | ({"whether"} if {"may_i", "no"} <= groups else set())


def of_sticker(words: str) -> Answer:
    """What a sticker answers: its emoji, or what the platform says of it."""
    found = _picture(words)
    said = {word.strip().lower() for word in words.split(",")}
    if found or said & set(read("short_answers")["sticker_yes"]):
        return found or "yes"
    return "no" if said & set(read("short_answers")["sticker_no"]) else ""


def _meaning(told: frozenset[str]) -> Answer:
    """What the groups of the words come to, together."""
    no = "no" in told
    if "stop" in told and "wait" not in told:
        return "keep" if no else "stop"
    if "skip" in told:
        return "skip"
    if no and "change" in told:
        return "yes" if told & {"send", "yes"} else "keep"  # "ไม่ต้องแก้ ส่งเลย"
    if "keep" in told:
        return "keep"
    if no or told & {"wait", "wrong"}:
        return "no"
    if "change" in told:
        return "change"
    return "yes" if told & {"yes", "send", "know", "done", "have"} else ""


def _politely(groups: frozenset[str], text: str) -> Answer:
    """A bare "ครับ" agrees, unless it thanks or greets, or a picture beside it says something."""
    return _picture(text) or ("yes" if "polite" in groups and "manners" not in groups else "")


def _picture(text: str) -> Answer:
    """What pictures say where there are no other words than small ones."""
    bare = text.translate({ord(sign): None for sign in _VARIANTS})
    signs = {sign for sign in bare if unicodedata.category(sign) in ("So", "Sm", "Sk")}
    if any(sign.isalnum() for sign in bare) and _groups(text) is None:
        return ""
    words = read("short_answers")
    said = (name for name in _WORDS_OF_A_PICTURE if signs & {*words[f"picture_{name}"]})
    return next(said, "")


@lru_cache(maxsize=64)
def _groups(text: str, told: str = "") -> frozenset[str] | None:
    """The groups of the words of which the message is made; None where it holds anything else."""
    if len(text) > LONGEST:
        return None
    letters, report = _asked_at_end().sub(read("short_answers")["end_asks"][0], clean(text)), clean(told[:_OF_TOLD])
    if not letters:
        return None
    found = _taken_apart(letters, 0, report)
    found = _taken_apart(_STRETCHED.sub(r"\1", letters), 0, report) if found is None else found
    return found | {"whether"} if found is not None and _begins_to_ask(letters) else found


def _begins_to_ask(letters: str) -> bool:
    return letters.startswith(tuple(f"{word} " for word in read("short_answers")["begin_asks"]))


@cache
def _asked_at_end() -> re.Pattern[str]:
    """Where a word that asks at the end of what is said stands there."""
    words = read("short_answers")
    polite, ends = ("|".join(map(re.escape, [*words[name]])) for name in ("end_polite", "end"))
    return re.compile(rf"(?<=\S)(?<!{_HO})(?:{ends})(?=\s*(?:{polite})?\s*\??$)")


@lru_cache(maxsize=1024)
def _taken_apart(text: str, start: int, told: str) -> frozenset[str] | None:
    """Of the ways to part the text into known words the one with the longest words first that comes out even."""
    if between := _BETWEEN.match(text, start):
        return _taken_apart(text, between.end(), told)
    if start == len(text):
        return frozenset()
    for end in _ends(text, start, told):
        rest = _taken_apart(text, end, told)
        if rest is not None:
            return rest | _known(text).get(_key(text[start:end]), frozenset(("repeated",)))
    return None


def _ends(text: str, start: int, told: str) -> list[int]:
    """Where a word that begins here may end: known ones first, the longest before others. English words are not cut."""
    words = _known(text)
    ends = [*range(min(len(text), start + _LONGEST_WORD), start, -1)]
    if _WORD.match(text, start):
        ends = [end for end in ends if not _WORD.match(text, end) and text[end - 1] != " "]
    known = [end for end in ends if _key(text[start:end]) in words]
    return [*known, *(end for end in ends if end not in known and _is_repeated(text[start:end], told))]


def _is_repeated(words: str, told: str) -> bool:
    if len(words) < _SHORTEST or words not in told:
        return False
    return not words.isascii() or bool(re.search(rf"\b{re.escape(words)}\b", told))


def _known(text: str) -> Mapping[str, frozenset[str]]:
    return _words() if _SIGNS.search(text) else _bare_words()


def _key(words: str) -> str:
    return " ".join(words.split()) if words.isascii() else words


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Each word and its groups. What answers, too, is no word of a report's way."""
    found: dict[str, set[str]] = {}
    for group, words in read("short_answers").items():
        if not group.startswith(_OTHERS):
            for word in words:
                found.setdefault(clean(word), set()).add(group)
    return {word: frozenset(groups - _OF_REPORT or groups - {"process"} or groups) for word, groups in found.items()}


@cache
def _bare_words() -> Mapping[str, frozenset[str]]:
    """The same as somebody writes them who types no tones; where two become one, a whole word goes first."""
    return {**{_SIGNS.sub("", word): groups for word, groups in _words().items()}, **_words()}
