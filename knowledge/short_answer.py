"""What does a message say to a question of the bot: yes, no, skip it, I do not know, leave it; or does it ask back?

People say each of these in ways without end, but with few words. So a message is taken apart into the small words of
vocabulary/short_answers.yaml; only where nothing else is in it, it is such an answer, and its words decide which.
A question about a report may also repeat words of the report: "หลุมหน้าวัดจะซ่อมเมื่อไหร่".
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Literal

from knowledge.answer_words import OF_REPORT, SIGNS, Groups, all_words, as_heard, heard_words, words_typed
from knowledge.clean import clean
from knowledge.personal import without_personal
from knowledge.vocabulary import read

Answer = Literal["", "yes", "no", "skip", "unsure", "keep", "change", "stop", "asks", "explain"]
Asked = Literal["who", "when", "why", "whether", "how"]
Topic = Literal["mark", "later", "sees", "handles", "when", "state", "why", "cost", "contact", "call", "whether", "how"]

_LONGEST_WORD = 24
LONGEST = 80
"""Letters: what is longer tells something."""
_WORD = re.compile(r"[a-z']+|\d+")
_BREAK = re.compile(r"(?<=[\u0e00-\u0e7f])\s+(?=[\u0e00-\u0e7f])|[.,;!]\s+|\n")
"""Between what is said one after the other; English words have blanks of their own."""
_BETWEEN = re.compile(r"[\s.,:;!?()\"\-_~/]+|\u0e46")
_STRETCHED = re.compile(r"(\D)\1+")
"""A letter that somebody drew out: "เยสส", "pleaseee"."""
_VARIANTS = "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\u200d\u2642\u2640"
"""Skin, colour and sex of a picture."""
_QUESTIONS: tuple[Asked, ...] = ("who", "when", "why", "whether", "how")
_SILENT = OF_REPORT | {"filler", "polite", "manners", "self", "may_i", "want", "must", "afterwards", "anything"}
"""Groups that decide nothing where another stands beside them."""
_SHORTEST, _OF_TOLD = 2, 400
"""Letters of a word that is repeated, and of a report in which it is looked for."""
_DONE = frozenset(("mended", "done"))
_NOT_OF_IT = frozenset((*_QUESTIONS, "may_i", "want", "must", "contact", "give", "send", "know", "mark"))
"""What makes of "it is not done" something else: "ไม่ต้องทำ"."""
_BESIDE_HERE = frozenset(("here", "give", "have", "contact", "keep"))
_BESIDE_CONTACT = _SILENT | {"contact", "give"}
_WORDS_OF_A_PICTURE: tuple[Answer, ...] = ("yes", "no", "unsure", "skip")


def short_answer(text: str) -> Answer:
    """What a message answers; "" where it says anything more than that."""
    parts = [part for part in _BREAK.split(text) if part.strip()]
    return _last_of(parts, _whole(text)) if len(parts) > 1 else _whole(text)


def _last_of(parts: list[str], together: Answer) -> Answer:
    """Of several answers in a row the last decides where it says to send, not to, or to give up: "พอเถอะ ไม่ส่ง"."""
    answers = [_whole(part) for part in parts]
    sends = answers[-1] == "yes" and "send" in (_groups(parts[-1]) or ())
    surely = "" not in answers and together in ("keep", "skip", "no") and (sends or answers[-1] in ("no", "stop"))
    return answers[-1] if surely else together


def _whole(text: str) -> Answer:
    groups = _groups(text)
    if not groups:
        return _picture(text)
    told = groups - _SILENT - {*_QUESTIONS}
    if "no" in told and "know" in told:
        return "unsure"
    if "here" in told and not asked(text):
        return "keep" if told <= _BESIDE_HERE and not groups & OF_REPORT else ""
    if _says_nothing(groups):
        return _meaning(told)
    if "explain" in told and "figure" not in groups:
        return "no" if "no" in told else "explain"
    if "unsure" in told and not asked(text):
        return "unsure"
    if asked(text) and not _asks_for_it(groups, told):
        # "ไม่มีใครมาดู" asks nothing: beside a no, who is nobody.
        return "asks" if "no" not in told or "whether" in _asking(groups) else ""
    if "erase" in told and "no" in told:
        return "keep"
    if groups & OF_REPORT or told & {"erase", "spot"}:
        return ""  # "หน่วยงานไม่ดูแล": it tells something.
    return _meaning(told) if told else _politely(groups, text)


def _says_nothing(groups: frozenset[str]) -> bool:
    """ "ไม่ต้องเปลี่ยนอะไร": what asks elsewhere is nothing, beside a no."""
    return {"no", "anything"} <= groups and groups.isdisjoint((*OF_REPORT, "whether"))


def _asks_for_it(groups: frozenset[str], told: frozenset[str]) -> bool:
    """ "ขอยกเลิกได้ไหม" wants it, "ส่งแล้วยกเลิกได้ไหม" asks."""
    wonders = "afterwards" in groups and told - {"skip"}
    return "may_i" in groups and bool(told) and "no" not in told and not wonders


def says_not_done(text: str) -> bool:
    """Whether a message, or a part of it, says no more than that nobody did it: "ยังบ่ทันเฮ็ดเลย"."""
    said = (_groups(part) or frozenset() for part in (text, *_BREAK.split(text)))
    return any("no" in groups and groups & _DONE and groups.isdisjoint(_NOT_OF_IT) for groups in said)


def is_wrong(text: str) -> bool:
    """Whether an answer says that something is wrong, or shall be another."""
    return not frozenset(("wrong", "change")).isdisjoint(_groups(text) or ())


def is_manners(text: str) -> bool:
    """Whether a message thanks or greets, and does nothing else."""
    groups = _groups(text) or frozenset()
    return "manners" in groups and not short_answer(text)


def says_to_send(text: str) -> bool:
    """Whether an answer, or a part of it, says to send it: "ไม่เป็นไร ส่งเลย"."""
    return any("send" in (_groups(part) or ()) for part in (text, *_BREAK.split(text)))


def of_contact(text: str) -> bool:
    """Whether an answer speaks of the number that was given, or shall be."""
    return "contact" in (_groups(text) or ())


def of_place(text: str) -> bool:
    """Whether an answer speaks of the place that was given."""
    return "spot" in (_groups(text) or ())


def begins_with_no(text: str) -> bool:
    """ "ไม่ใช่ศาลา": what is told so is what it is not."""
    return text.lower().startswith(tuple(read("short_answers")["begin_refuses"]))


def gives_contact(text: str) -> bool:
    """Whether a message is a phone number or an e-mail, and nothing more than that it is one."""
    rest = without_personal(text)
    if rest == text:
        return False
    return not rest.strip() or ((groups := _groups(rest)) is not None and groups <= _BESIDE_CONTACT)


def answers_in(text: str) -> tuple[Answer, ...]:
    """What the whole message answers, then each of its parts: "กลัวโดนโทรกวน ไม่ให้"."""
    return tuple(_whole(part) for part in (text, *_BREAK.split(text)) if part.strip())


def only_says_to_give(text: str) -> bool:
    """ "ให้ค่ะ": it will be given, and here it is not yet."""
    groups = _groups(text) or frozenset()
    return "give" in groups and groups <= _BESIDE_CONTACT


def small_words_in(text: str) -> tuple[set[str], float]:
    """The words that are known here, and how much of the text they are, from 0 to 1: of a name they are little."""
    letters, found = clean(text), set()
    start, covered = 0, 0
    while start < len(letters):
        end = next((end for end in _ends(letters, start, "", all_words()) if end - start >= _SHORTEST), start)
        if end > start:
            found.add(letters[start:end])
        covered += end - start
        start = max(end, start + 1)
    return found, covered / max(1, sum(not sign.isspace() for sign in letters))


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
    if not asks or (asks == {"who"} and "no" in groups) or (_says_nothing(groups) and "know" not in groups):
        return None  # "ไม่เห็นมีใครมา"
    return next((name for name, fits in _TOPICS if fits(groups, asks)), None)


_TOPICS: tuple[tuple[Topic, Callable[[frozenset[str], frozenset[str]], bool]], ...] = (
    ("mark", lambda groups, asks: not groups.isdisjoint(("mark", "figure"))),
    ("when", lambda groups, asks: "when" in asks),
    ("cost", lambda groups, asks: "cost" in groups),
    ("handles", lambda groups, asks: "who" in asks and "handles" in groups),
    ("call", lambda groups, asks: "contact" in groups and asks == {"how"}),
    ("contact", lambda groups, asks: "contact" in groups and "sees" not in groups),
    ("later", lambda groups, asks: "afterwards" in groups and not groups.isdisjoint(("change", "stop", "erase"))),
    ("sees", lambda groups, asks: "sees" in groups),
    ("why", lambda groups, asks: "why" in asks and groups.isdisjoint(("no", "act", "done"))),
    ("whether", lambda groups, asks: "whether" in asks and "must" in groups),
    ("state", lambda groups, asks: bool(asks & {"why", "whether"}) or {"how", "know"} <= groups),
    ("handles", lambda groups, asks: "who" in asks),
    ("how", lambda groups, asks: True),
)
"""The first that fits counts, by the groups of all words and those that ask."""


def _asking(groups: frozenset[str]) -> frozenset[str]:
    """The groups of words that ask; "ไม่ให้เบอร์ได้ไหม" asks whether one must,
    "ส่งแล้วแก้ได้ไหม" whether one will be able to."""
    wonders = "may_i" in groups and not groups.isdisjoint(("no", "afterwards"))
    return groups & {*_QUESTIONS} | ({"whether"} if wonders else set())


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
    found = _taken_apart(text.strip().lower(), 0, report) if found is None else found
    found = _taken_apart(_STRETCHED.sub(r"\1", letters), 0, report) if found is None else found
    found = _taken_apart(as_heard(letters), 0, as_heard(report), heard=True) if found is None else found
    return found | {"whether"} if found is not None and _begins_to_ask(letters) else found


def _begins_to_ask(letters: str) -> bool:
    return letters.startswith(tuple(f"{word} " for word in read("short_answers")["begin_asks"]))


@cache
def _asked_at_end() -> re.Pattern[str]:
    """Where a word that asks at the end of what is said stands there."""
    words = read("short_answers")
    polite, ends = ("|".join(map(re.escape, [*words[name]])) for name in ("end_polite", "end"))
    others = "".join(rf"(?<!{re.escape(word)})" for word in words["end_not_behind"])
    return re.compile(rf"(?<=\S){others}(?:{ends})(?=\s*(?:{polite})?\s*\??$)")


@lru_cache(maxsize=1024)
def _taken_apart(text: str, start: int, told: str, *, heard: bool = False) -> frozenset[str] | None:
    """Of the ways to part the text into known words the one with the longest words first that comes out even."""
    if between := _BETWEEN.match(text, start):
        return _taken_apart(text, between.end(), told, heard=heard)
    if start == len(text):
        return frozenset()
    table = heard_words if heard else words_typed
    words = table(bare=not SIGNS.search(text))
    for end in _ends(text, start, told, words):
        rest = _taken_apart(text, end, told, heard=heard)
        if rest is not None:
            return rest | words.get(_key(text[start:end]), frozenset(("repeated",)))
    return None


def _ends(text: str, start: int, told: str, words: Groups) -> list[int]:
    """Where a word that begins here may end: known ones first, the longest before others. English words are not cut."""
    ends = [*range(min(len(text), start + _LONGEST_WORD), start, -1)]
    if _WORD.match(text, start):
        ends = [end for end in ends if not _WORD.match(text, end) and text[end - 1] != " "]
    known = [end for end in ends if _key(text[start:end]) in words]
    return [*known, *(end for end in ends if end not in known and _is_repeated(text[start:end], told))]


def _is_repeated(words: str, told: str) -> bool:
    if len(words) < _SHORTEST or words not in told:
        return False
    return not words.isascii() or bool(re.search(rf"\b{re.escape(words)}\b", told))


def _key(words: str) -> str:
    return " ".join(words.split()) if words.isascii() else words
