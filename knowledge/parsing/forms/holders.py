"""Which goal has this indicator, which tactic is about that: things known by all the words that are said of them."""

from collections.abc import Iterable, Sequence

from knowledge.entity import Entity
from knowledge.parsing.asked import Asked
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import kind_said, said_levels
from knowledge.parsing.lists.frame import frame_of
from knowledge.parsing.lists.which import says, tells
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind, stands_under
from knowledge.texts.written import Written

_ASKED: tuple[Kind, ...] = ("goal", "tactic", "issue", "indicator")
_HELD: tuple[Kind, ...] = ("indicator", "goal", "tactic")
_LEAST, _MOST = 0.9, 5
"""What the words must tell, and how many things may have them all."""
_NOT_HERE = ("budget", "how_much", "count", "count_item", "average", "compare", "not", "without", "only")


def holder(asked: Asked) -> a.Query | None:
    """ "เป้าประสงค์ใดมีตัวชี้วัดเรื่องฝาย": what the thing stands under that has all these words."""
    heard = asked.heard
    frame = frame_of(heard, percent=True)
    levels = [said for said in said_levels(heard) if said.kind in _ASKED]
    wanted = [kind_said(said) for said in levels if said.asked]
    if frame is None or len(wanted) != 1 or heard.has(*_NOT_HERE) or frame.claims or frame.issues or frame.kind:
        return None
    held = {kind_said(said) for said in levels} - {wanted[0]}
    words = [i for i in frame.meant if not heard.tokens[i].is_cue(*_ASKED) or i in heard.named_tokens]
    kinds = [kind for kind in _HELD if kind in held or not held] if _says_held(heard, held) else []
    for kind in (*kinds, *(() if held else (wanted[0],))):
        found = _having(heard, kind, words)
        if found and (kind == wanted[0] or stands_under(kind, wanted[0])):
            heard.used |= frame.said | {said.at for said in levels}
            named = a.Named(kind, tuple(found))
            return a.Listing(named if kind == wanted[0] else a.Of(wanted[0], named))
    return None


def own_words(asked: Asked) -> a.Query | None:
    """ "กลยุทธ์ที่ 1 ครอบคลุมระบบใดบ้าง": a numbered thing whose own name says it."""
    heard = asked.heard
    frame = frame_of(heard, numbered=True)
    things = [thing for thing in asked.parts.things if thing.kind in ("tactic", "goal", "indicator")]
    of = one_thing(things[0]) if len(things) == 1 else None
    if frame is None or not isinstance(of, a.Named) or len(of.keys) != 1 or not heard.draft.levels.tokens:
        return None
    words = [i for i in frame.meant if i not in heard.draft.levels.tokens]
    if not (words or heard.has("how")) or not all(
        says(_name(heard.index.entities[of.keys[0]]), heard, i) for i in words
    ):
        return None
    if said_levels(heard) or heard.has(*_NOT_HERE):
        return None
    heard.used |= frame.said | heard.draft.levels.tokens
    return a.Listing(of)


def _says_held(heard: Heard, held: set[Kind]) -> bool:
    """Whether the thing is said to be of another kind than the one asked for, or to be measured by it."""
    return bool(held) or heard.has("target")


def _having(heard: Heard, kind: Kind, words: Sequence[int]) -> list[str]:
    """The things of a kind that have all the words in their name; none where they are many or the words tell little."""
    if sum(tells(heard, i) for i in words) < _LEAST:
        return []
    entities = _near(heard, kind, words)
    found = [e.code for e in entities if all(says(_name(e), heard, i) for i in words)]
    return found if len(found) <= _MOST else []


def _near(heard: Heard, kind: Kind, words: Iterable[int]) -> list[Entity]:
    """Things of a kind that share a word with the message, or whose name was said outright."""
    index = heard.index
    names = heard.draft.reading.names
    codes = {code for i in words for notion in heard.tokens[i].notions for code in index.by_notion.get(notion, ())}
    codes |= {code for i in words for mention in heard.mentions if i in mention.tokens for code in mention.codes}
    codes |= {c for i in words if heard.tokens[i].text in names for c in names[heard.tokens[i].text].codes}
    return [entity for code in index.entities if code in codes and (entity := index.entities[code]).kind == kind]


def _name(entity: Entity) -> Written:
    english = frozenset(entity.name_en.lower().split())
    return Written(entity.name, entity.title.replace(" ", ""), entity.notions, english)
