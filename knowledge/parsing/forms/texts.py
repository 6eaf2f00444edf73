"""What the plan says of something, how, by whom, how often: told in the words of its paragraph."""

from collections.abc import Sequence

from knowledge.entity import TITLED
from knowledge.parsing.asked import Asked
from knowledge.parsing.forms.items import whole
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.lists.frame import Frame, frame_of
from knowledge.parsing.lists.paragraphs import is_beside, is_quoted, paragraphs
from knowledge.parsing.lists.phrases import phrases, words_of
from knowledge.parsing.lists.which import says, tells
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind
from knowledge.texts.codes import codes_named
from knowledge.texts.plan_texts import Paragraph, TextList
from knowledge.texts.written import Written

_MOST = 2
"""Paragraphs that fit alike and are told together."""
_HOW_OFTEN = words_of("how_often")
_FEW = 2
"""What the words must tell, at least, of a message that goes on from the one before."""
_MOSTLY = 0.25
"""Of a paragraph's letters that announce a list, from which on it says little else."""
_SURELY_QUOTED = 16
"""Letters in a row that are a paragraph's own words, whatever else they might ask for."""


def written(asked: Asked) -> a.Query | None:
    """The paragraph that has all words of the message, unless they are the name of something else."""
    heard = asked.heard
    frame = frame_of(heard, money=True)
    if frame is None or frame.picks or frame.issues or frame.claims or frame.which or frame.kind:
        return None
    if heard.has("compare") and heard.has("how"):
        return None  # how two differ is not written in one of them
    if _goes_on(asked, frame) or counts_items(asked, frame) or _only_names(asked, frame):
        return None
    if (told := _of_plan(asked, frame)) is not None:
        heard.used |= frame.said
        return a.Listing(whole(told))
    last = _told_last(asked, frame)
    if not last and asked.leaning and sum(tells(heard, i) for i in frame.meant) < _FEW:
        return None  # so few words go on about what was said, or about nothing that is clear
    found = last or paragraphs(heard, frame)
    if not 0 < len(found) <= _MOST or _names_something(asked, frame, found):
        return None
    asks_else = frame_of(heard) is None or any(said.asked and said.kind != "year" for said in said_levels(heard))
    if asks_else and not all(is_quoted(heard, one, _SURELY_QUOTED) for one in found):
        return None
    heard.used |= frame.said
    return told_in(heard, found)


def told_in(heard: Heard, found: Sequence[Paragraph]) -> a.Query:
    """The words of paragraphs; of two that have the same words the shorter one is more about them."""
    if (of := _announced(heard, found)) is not None:
        return a.Listing(whole(of))
    told = _texts(heard, found)
    if len(told) > 1:
        shortest = min(found, key=lambda one: len(one.written.letters))
        told = _texts(heard, [shortest])
    return told[0]


def all_told(heard: Heard, found: Sequence[Paragraph]) -> a.Query:
    """The words of all these paragraphs, and the list where one does hardly more than announce it."""
    if (of := _announced(heard, found)) is not None:
        return a.Listing(whole(of))
    told: list[a.Text | a.Listing] = [*_texts(heard, found)]
    told += [a.Listing(whole(of)) for of in _mostly_announced(heard, found)]
    return told[0] if len(told) == 1 else a.Several(tuple(told))


def _texts(heard: Heard, found: Sequence[Paragraph]) -> list[a.Text]:
    """The texts by kind, in their order; a paragraph that is an item of a list is told as such."""
    items = {item.written.letters: item.key for one in heard.index.texts.lists if one.code for item in one.items}
    keys: dict[Kind, list[str]] = {}
    for one in found:
        key = items.get(one.written.letters, one.key)
        keys.setdefault(_kind(one, key), []).append(key)
    return [a.Text(a.Named(kind, tuple(own))) for kind, own in keys.items()]


def _mostly_announced(heard: Heard, found: Sequence[Paragraph]) -> list[TextList]:
    lists = [one for one in heard.index.texts.lists if one.code and one.title.announces]
    return [
        of
        for one in found
        for of in lists
        if one.written.letters.endswith(of.title.letters)
        and len(of.title.letters) >= _MOSTLY * len(one.written.letters)
    ]


def _only_names(asked: Asked, frame: Frame) -> bool:
    """Whether nothing is said but what agencies are called: they are meant, not a text that speaks of them."""
    named = {i for thing in asked.parts.of("agency") for i in thing.tokens}
    return bool(frame.meant) and named.issuperset(frame.meant)


def _goes_on(asked: Asked, frame: Frame) -> bool:
    """Whether the message only goes on about what was said: "โครงการใต้กลยุทธ์นี้", "เป้าประสงค์ล่ะ"."""
    if not asked.leaning:
        return False
    few = sum(tells(asked.heard, i) for i in frame.meant) < _FEW
    return asked.heard.has("this", "same", "other") or (few and asked.heard.has("also"))


def _told_last(asked: Asked, frame: Frame) -> tuple[Paragraph, ...]:
    """The paragraph told last, where it has all words of what is asked next."""
    if not asked.leaning or asked.query is None or not frame.meant:
        return ()
    codes = codes_named(asked.heard.index.texts, asked.query)
    last = (one for one in asked.heard.index.texts.paragraphs if one.code in codes)
    return tuple(one for one in last if all(says(one.written, asked.heard, i) for i in frame.meant))


def counts_items(asked: Asked, frame: Frame) -> bool:
    """Whether things or items of a list are counted, and no paragraph is asked for."""
    lists = asked.heard.index.texts.lists
    of_list = bool(frame.counted) and any(one.title.is_called(frame.counted) for one in lists)
    return bool(asked.heard.draft.levels.counted in TITLED) or (frame.count and not frame.counted) or of_list


def _of_plan(asked: Asked, frame: Frame) -> TextList | None:
    """ "แผนประเมินผลบ่อยแค่ไหน": of the plan itself, the list whose title has all the words."""
    heard = asked.heard
    lists = [one for one in heard.index.texts.lists if one.code and not one.issue]
    found = [one for one in lists if all(says(one.title, heard, i) for i in frame.meant)]
    often = bool(phrases(heard.tokens, _HOW_OFTEN))
    few = 0 < len(frame.meant) <= _MOST and all(heard.tokens[i].notions for i in frame.meant)
    return found[0] if len(found) == 1 and few and often and heard.has("plan") and not asked.leaning else None


def _announced(heard: Heard, found: Sequence[Paragraph]) -> TextList | None:
    """The list of which the paragraph is only the title."""
    titles = {one.title.letters: one for one in heard.index.texts.lists if one.code}
    return titles.get(found[0].written.letters) if len(found) == 1 else None


def _kind(one: Paragraph, key: str) -> Kind:
    if key != one.key:
        return "item"
    return "measure" if one.kind == "measure" else "passage"


def _names_something(asked: Asked, frame: Frame, found: Sequence[Paragraph]) -> bool:
    """Whether some project or the like has as many of the words in its name."""
    heard = asked.heard
    beside = (i for i in frame.used if is_beside(heard, i))
    words = (*frame.meant, *beside)
    codes = {code for mention in heard.draft.named.mentions for code in mention.codes}
    names = [heard.index.entities[code] for code in codes if heard.index.entities[code].kind in TITLED]
    most = max(sum(says(one.written, heard, i) or says(one.heading, heard, i) for i in words) for one in found)
    return any(sum(says(_name(e.title, e.notions), heard, i) for i in words) >= most for e in names)


def _name(title: str, notions: frozenset[str]) -> Written:
    return Written(title, title.replace(" ", ""), notions, frozenset())
