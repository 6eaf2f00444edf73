"""Which things does a message name in words?"""

from collections.abc import Sequence

from knowledge.candidates import Mention
from knowledge.draft import Draft
from knowledge.index import Index, Kind
from knowledge.levels import Level
from knowledge.mentions import find
from knowledge.question import Turn
from knowledge.subject import Subject
from knowledge.vocabulary import read as read_vocabulary

_LISTED: tuple[Kind, ...] = ("project", "issue", "tactic", "goal", "indicator")
"""Kinds that a list may hold."""
_KIND_OF: dict[Level, Kind] = {
    "project": "project",
    "tactic": "tactic",
    "goal": "goal",
    "indicator": "indicator",
    "measure": "measure",
}
"""The kind that a level word picks; ประเด็น picks none, for it also says where something stands."""
_OF = frozenset(read_vocabulary("small_words")["of"])

# Weights of names (`mentions.py`), where a telling word weighs about 1.
_BESIDE_AGENCY = 0.45
"""Below, a name beside an agency is part of what the agency is asked."""
_FAINT = 0.55
"""Below, a name that many things share names nothing within a chat."""
_NEARLY_AS_WELL = 0.8
"""How well a thing of the last list must fit, measured by the best of the whole plan."""
_MOST_PARTS = 3


def named(index: Index, draft: Draft, last: Turn | None) -> Subject | None:
    """The things and agencies named, if any."""
    picked = _in_last_list(index, draft, last)
    if picked:
        return Subject(picked, from_context=True, own=True)
    mentions = draft.named.mentions
    if draft.agencies:
        mentions = tuple(m for m in mentions if m.weight >= _BESIDE_AGENCY)
    if last and not last.choices and not draft.has("also") and _is_faint(mentions):
        mentions = ()
    meant = [_preferred(index, draft, mention) for mention in mentions]
    codes = tuple(dict.fromkeys(code for alternatives in meant for code in alternatives))
    if not codes and not draft.agencies:
        return None
    unclear = next((alternatives for alternatives in meant if len(alternatives) > 1), ())
    unclear = unclear or (codes if draft.named.apart and len(codes) > 1 else ())
    sides = tuple(alternatives[0] for alternatives in meant if len(alternatives) == 1) if len(meant) > 1 else ()
    return Subject(codes, draft.agencies, unclear, own=True, sides=sides)


def _in_last_list(index: Index, draft: Draft, last: Turn | None) -> tuple[str, ...]:
    """Things of the list just shown, where the message picks from it: "แล้วอันที่เป็นเว็บล่ะ"."""
    if not last or len(last.codes) < 2:
        return ()
    if not draft.has("this", "what", "also", "only", "which_one", "number_word", "name_it"):
        return ()
    mentions = find(index, draft.reading, _LISTED, among=last.codes)
    codes = tuple(code for mention in mentions for code in mention.codes)
    fits = max((m.weight for m in mentions), default=0.0) >= _NEARLY_AS_WELL * draft.surest_name()
    return codes if fits and len(codes) < len(last.codes) else ()


def _is_faint(mentions: Sequence[Mention]) -> bool:
    """Whether only a word is said that many things have."""
    return bool(mentions) and max(m.weight for m in mentions) < _FAINT and len(mentions[0].codes) > 1


def _preferred(index: Index, draft: Draft, mention: Mention) -> tuple[str, ...]:
    """The alternatives of a mention that fit the level spoken of, or what is asked."""
    levels = ("project", draft.levels.asked) if draft.has("project") else (draft.levels.asked,)
    for level in (*levels, *draft.levels.named):
        fitting = _of_kind(index, mention, _KIND_OF[level]) if level in _KIND_OF else ()
        if fitting:
            return fitting
    return _by_group(index, draft, mention) or mention.codes


def _by_group(index: Index, draft: Draft, mention: Mention) -> tuple[str, ...]:
    """Figures are asked of indicators, money of projects before what they stand under; () where it is left open."""
    projects, issues, indicators = (_of_kind(index, mention, kind) for kind in ("project", "issue", "indicator"))
    figure = draft.has("share", "how_much", "count_item", "target")
    if draft.group == "results" and len(indicators) == 1 and figure:
        return indicators
    if draft.group == "money" and projects and not (issues and len(projects) > 1):
        return projects
    above = issues or _of_kind(index, mention, "goal")
    return by_name(index, draft, above) if len(mention.codes) > 1 else ()


def _of_kind(index: Index, mention: Mention, kind: Kind) -> tuple[str, ...]:
    return tuple(code for code in mention.codes if index.entities[code].kind == kind)


def by_name(index: Index, draft: Draft, codes: Sequence[str]) -> tuple[str, ...]:
    """The only one, or of several the one whose whole name is said; else ().

    "ประชาสัมพันธ์" is issue 5, though issue 4 speaks of it too.
    """
    said = draft.notions()
    exact = tuple(code for code in codes if any(p and p <= said for p in index.entities[code].phrases))
    return exact if len(exact) == 1 else tuple(codes) if len(codes) == 1 else ()


def part_of_named_issue(index: Index, draft: Draft) -> Subject | None:
    """The part and the whole of "โครงการ ก เป็นกี่ % ของงบประเด็น ข", both in words."""
    at = _place_of_whole(draft)
    if not at or not draft.has("share", "without"):
        return None
    mentions = find(index, draft.reading, ("issue",), start=at)
    whole = by_name(index, draft, [code for mention in mentions for code in mention.codes])
    if not whole:
        return None
    before = [mention for mention in draft.named.mentions if min(mention.tokens) < at]
    parts = tuple(code for mention in before for code in mention.codes if code not in whole)
    return Subject(parts, own=True, base=whole[0]) if 0 < len(parts) <= _MOST_PARTS else None


def _place_of_whole(draft: Draft) -> int:
    """The last ของ before a ประเด็น; 0 where there is none."""
    tokens = draft.reading.tokens
    for i in range(len(tokens) - 1, 0, -1):
        if tokens[i].text in _OF and any(t.is_cue("issue") for t in tokens[i + 1 : i + 4]):
            return i
    return 0
