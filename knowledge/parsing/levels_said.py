"""Which kinds of things does a message speak of without a number, and which of them does it ask for?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.parsing.heard import Heard
from knowledge.query.kinds import Kind
from knowledge.reading import Token
from knowledge.vocabulary import read as read_vocabulary
from knowledge.vocabulary import read_groups

_KINDS: tuple[Kind, ...] = ("indicator", "goal", "tactic", "measure", "issue", "project")
_IN_NAMES = ("indicator", "goal", "tactic")
_ASKING = ("what", "which_one", "who", "order_word")


@dataclass(frozen=True)
class Said:
    """A kind of things, or years, at a place of the message."""

    kind: Kind | Literal["year"]
    at: int
    asked: bool
    """A question word stands right behind it, or it is one itself."""


def kind_said(said: Said) -> Kind:
    """The kind of things; whoever asks knows that it is not of years."""
    if said.kind == "year":
        raise ValueError("Years are no things.")
    return said.kind


def said_levels(heard: Heard) -> list[Said]:
    """The kinds in the order in which they are said."""
    found, whole = [], {place for places in heard.whole_plan for place in places}
    for i, token in enumerate(heard.tokens):
        if i in whole or i in heard.draft.levels.tokens or i in heard.named_tokens or i in heard.draft.named.quoted:
            continue
        kind = _kind(heard, i)
        if kind in _IN_NAMES and not heard.draft.has(kind):
            continue  # "ถ่ายทอด(ตัวชี้วัด)สู่บุคคล": a word of the name
        if kind is not None and not _says_what_it_is(heard, i, kind):
            near = heard.tokens[max(0, i - 2) : i] if heard.draft.reading.english else _behind(heard, i)
            asked = token.is_cue("which_year", "who") or any(t.is_cue(*_ASKING) for t in near)
            found.append(Said(kind, i, asked))
    return found


def _behind(heard: Heard, i: int) -> Sequence[Token]:
    """The two words behind a level, not beyond another level: "ประเด็น 5.3 กลยุทธ์ไหน" asks for tactics."""
    behind = heard.tokens[i + 1 : i + 3]
    return () if len(behind) > 1 and behind[0].is_cue(*_KINDS) else behind


def _says_what_it_is(heard: Heard, i: int, kind: str) -> bool:
    """Whether the word only says of what kind the name behind it is: "ประเด็นไอที", "เป้าประสงค์เรื่องเมืองพี่น้อง"; in
    English the one before it: "the free Wi-Fi project"."""
    if heard.draft.reading.english and _names(heard, i - 1, kind):
        return True
    at = i + 1
    while kind in _DESCRIBED and at < len(heard.tokens) and heard.tokens[at].text in THEME:
        at += 1
    return _names(heard, at, kind)


def kind_before(heard: Heard, start: int) -> tuple[Kind, int] | None:
    """The word for a level that leads to the name which starts here, and its place; "of" it may stand between."""
    at = start - 1
    while at >= 0 and heard.tokens[at].text in THEME:
        at -= 1
    kind = next((k for k in _KINDS if at >= 0 and heard.tokens[at].is_cue(k)), None)
    near = at == start - 1 or kind in _DESCRIBED
    return (kind, at) if kind is not None and near and at not in heard.draft.levels.tokens else None


def kind_words(heard: Heard, kind: Kind, places: frozenset[int]) -> Iterator[int]:
    """The words beside a name, at these places, that only say of what kind it is; its words may stand apart. A code, as
    "กลยุทธ์ 5.3.T1", has no place."""
    if not places:
        yield from (said.at for said in said_levels(heard) if said.kind == kind and not said.asked)
    for start in (i for i in places if i - 1 not in places):
        led = kind_before(heard, start)
        if led is not None and led[0] == kind:
            yield from range(led[1], start)
    behind = max(places, default=-1) + 1
    if heard.draft.reading.english and 0 < behind < len(heard.tokens) and heard.tokens[behind].is_cue(kind):
        yield behind


def _names(heard: Heard, at: int, kind: str) -> bool:
    """Whether the word at a place names something of a kind."""
    named = (mention for mention in heard.mentions if at in mention.tokens)
    return any(heard.index.entities[code].kind == kind for mention in named for code in mention.codes)


def _kind(heard: Heard, i: int) -> Kind | Literal["year"] | None:
    token = heard.tokens[i]
    kind = next((k for k in _KINDS if token.is_cue(k)), None)
    if kind is not None:
        return kind
    if token.is_cue("agency") or token.text in _AGENCIES:
        return "agency"
    if token.is_cue("which_year"):
        return "year"
    behind = heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
    if token.text in _HEADS and behind is not None and behind.is_cue("what"):
        return "agency"
    return "year" if token.is_cue("year") and (behind is None or behind.number is None) else None


_WORDS = read_vocabulary("small_words")
THEME = frozenset((*_WORDS["about"], *_WORDS["theme"]))
_DESCRIBED: tuple[Kind, ...] = ("indicator", "goal", "tactic", "issue")
"""Kinds that are spoken of by what they are about."""
_HEADS = frozenset(read_groups("agency_heads")["asked"]["heads"])
_AGENCIES = frozenset((*_WORDS["which_agency"], *_WORDS["two_agencies"]))


def head(heard: Heard, levels: Sequence[Said]) -> Said:
    """The kind that is asked for: behind it a question word, else the one said nearest before what ranks it."""
    asked = next((said for said in levels if said.asked), None)
    if asked is not None:
        return asked
    rank = min(heard.ranks, default=0)
    before = [said for said in levels if said.at < rank]
    return before[-1] if before else levels[-1]
