"""Which things is the question about: named, numbered, or pointed back at?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.levels import numbered_codes
from knowledge.mentions import Mention, find
from knowledge.question import Turn


@dataclass(frozen=True)
class Subject:
    """What a question is about."""

    codes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    """Codes of which only some were meant."""
    from_context: bool = False
    own: bool = False
    """The message itself names it."""
    missing: bool = False
    """A number was given that the plan does not have."""
    base: str = ""
    """The issue of which something is a share, or from which it is taken out."""
    sides: tuple[str, ...] = ()
    """Where several things are named apart: one code each."""


_OF = frozenset(("ของ", "จาก", "of", "ใน"))
LISTED = ("project", "issue", "tactic", "goal", "indicator")
"""Kinds that a list may hold."""
_LEVEL_KINDS = {
    "project": ("project",),
    "issue": ("issue",),
    "tactic": ("tactic",),
    "goal": ("goal",),
    "indicator": ("indicator",),
    "measure": ("measure",),
}


def resolve(index: Index, draft: Draft, history: Sequence[Turn]) -> Subject:
    """The subject of a message within its chat."""
    last = history[-1] if history else None
    if last and last.choices:
        chosen = _choose(index, draft, last.choices)
        if chosen:
            return Subject(chosen, from_context=True, own=True)
    if draft.reading.codes:
        known = tuple(c for c in draft.reading.codes if c in index.entities)
        return Subject(known, own=True)
    numbered = _numbered(index, draft, history)
    if numbered is not None:
        return numbered
    whole = _whole_named(index, draft)
    if whole:
        return whole
    named = _named(index, draft, last)
    if named.codes or named.agencies or named.unclear:
        return named
    return _pointed_at(index, draft, history)


def _whole_named(index: Index, draft: Draft) -> Subject | None:
    """The part and the whole of "โครงการ ก เป็นกี่ % ของงบประเด็น ข", both in words."""
    tokens = draft.reading.tokens
    at = next(
        (
            i
            for i in range(len(tokens) - 1, 0, -1)
            if tokens[i].text in _OF and any(t.is_cue("issue") for t in tokens[i + 1 : i + 4])
        ),
        0,
    )
    if not at or not draft.has("share", "without"):
        return None
    issues = [c for m in find(index, draft.reading, ("issue",), start=at).mentions for c in m.codes]
    whole = _by_name(index, draft, issues) or tuple(issues[:1] if len(issues) == 1 else ())
    parts = tuple(c for m in draft.named.mentions for c in m.codes if min(m.tokens) < at and c not in whole)
    return Subject(parts, own=True, base=whole[0]) if whole and parts and len(parts) < 4 else None


def _choose(index: Index, draft: Draft, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the things offered before is meant now."""
    if "issue" in draft.levels.numbers or (draft.levels.loose is not None and len(choices) > 1):
        if "issue" in draft.levels.numbers:
            issues = numbered_codes(index, draft.levels)
            picked = tuple(c for c in choices if c in issues or any(i in index.entities[c].parents for i in issues))
            return picked if 0 < len(picked) < len(choices) else ()
        place = draft.levels.loose or 1
        return choices[place - 1 : place] if place > 0 else choices[-1:]
    if len(draft.reading.tokens) == 1 and draft.reading.tokens[0].number is not None:
        place = int(draft.reading.tokens[0].number)
        return choices[place - 1 : place]
    named = [c for m in draft.named.mentions for c in m.codes if c in choices]
    return tuple(named) if 0 < len(named) < len(choices) or len(choices) == 1 else ()


def _numbered(index: Index, draft: Draft, history: Sequence[Turn]) -> Subject | None:
    """ "กลยุทธ์ที่ 2 ประเด็น 4"; without an issue, the one that the chat is about; else all that fit are unclear."""
    levels = draft.levels
    if (
        levels.loose
        and levels.asked in ("goal", "tactic", "indicator")
        and _issue_named(index, draft)
        and not levels.numbers
    ):
        levels = replace(levels, numbers={levels.asked: (levels.loose,)})
    if not {"issue", "tactic", "goal", "indicator", "project"} & set(levels.numbers):
        return None
    under = ""
    if levels.loose and levels.asked in ("goal", "tactic", "indicator") and not levels.numbers.get(levels.asked):
        if "issue" in levels.numbers or _issue_named(index, draft):
            levels = replace(levels, numbers={**levels.numbers, levels.asked: (levels.loose,)})
    if "issue" not in levels.numbers:
        under = _issue_named(index, draft) or (_issue_of(index, history[-1]) if history else "")
    codes = numbered_codes(index, levels, under)
    if not codes:
        return Subject(missing=True)
    listed = history[-1].codes if history else ()
    if set(levels.numbers) == {"issue"} and len(listed) > 3 and draft.has("this", "under", "only"):
        picked = tuple(c for c in listed if c in index.entities and codes[0] in index.entities[c].parents)
        if picked:
            return Subject(picked, from_context=True)
    several = "issue" not in levels.numbers and not under
    if several and len(codes) > 1:
        return Subject(codes, unclear=codes, own=True)
    sides = codes if len(codes) > 1 else ()
    if "issue" in levels.numbers and set(levels.numbers) == {"issue"} and draft.named.mentions and len(codes) == 1:
        inside = _inside(index, draft, codes[0])
        if inside:
            return Subject(inside, own=True, base=codes[0] if draft.has("share", "without") else "")
    if draft.has("share", "without") and history and set(levels.numbers) == {"issue"} and len(codes) == 1:
        before, agencies = subject_of(index, history[-1])
        if before and all(codes[0] in index.entities[c].parents for c in before):
            return Subject(before, agencies, from_context=True, base=codes[0])
    return Subject(codes, draft.agencies, own=True, sides=sides)


def _inside(index: Index, draft: Draft, issue: str) -> tuple[str, ...]:
    """The projects named that stand under the issue named: "โครงการ PMQA ในประเด็น 2"; not "ประชาสัมพันธ์ (ประเด็นที่ 5)"."""
    if draft.levels.counted:
        return ()
    mentions = draft.named.mentions
    said = draft.notions()
    if said <= index.entities[issue].notions and not draft.has("project"):
        return ()
    codes = tuple(
        c
        for m in mentions
        for c in m.codes
        if issue in index.entities[c].parents and index.entities[c].kind in ("project", "goal", "indicator")
    )
    return codes if len(codes) <= 3 else ()


def _issue_named(index: Index, draft: Draft) -> str:
    """The issue that the message names in words, if it names one clearly."""
    issues = tuple(c for m in draft.named.mentions for c in m.codes if index.entities[c].kind == "issue")
    return (_by_name(index, draft, issues) or ("",))[0] if issues else ""


def _by_name(index: Index, draft: Draft, codes: Sequence[str]) -> tuple[str, ...]:
    """Of several the one whose whole name is said ("ประชาสัมพันธ์" is issue 5, though issue 4 speaks of it too), or the only one."""
    said = draft.notions()
    exact = tuple(c for c in codes if any(p and p <= said for p in index.entities[c].phrases))
    return exact if len(exact) == 1 else tuple(codes) if len(codes) == 1 else ()


def _issue_of(index: Index, turn: Turn) -> str:
    """The one issue that a turn was about."""
    codes = turn.question.about or turn.codes
    issues = index.issues_of(c for c in codes if c in index.entities)
    return issues[0] if len(issues) == 1 else ""


def _named(index: Index, draft: Draft, last: Turn | None) -> Subject:
    """The things that the message names in words."""
    mentions = draft.named.mentions
    if (
        last
        and len(last.codes) > 1
        and draft.has("this", "what", "also", "only", "which_one", "number_word", "name_it")
    ):
        narrowed = find(index, draft.reading, LISTED, among=last.codes)
        among = tuple(c for m in narrowed.mentions for c in m.codes)
        best, best_here = (max((m.weight for m in n), default=0.0) for n in (mentions, narrowed.mentions))
        if among and len(among) < len(last.codes) and best_here >= 0.8 * best:
            return Subject(among, from_context=True, own=True)
    if draft.agencies:
        mentions = tuple(m for m in mentions if m.weight >= 0.45)
    if (
        last
        and not last.choices
        and mentions
        and not draft.has("also")
        and max(m.weight for m in mentions) < 0.55
        and len(mentions[0].codes) > 1
    ):
        return Subject(agencies=draft.agencies, own=bool(draft.agencies))
    groups = [_preferred(index, draft, m) for m in mentions]
    codes = tuple(dict.fromkeys(c for g in groups for c in g))
    unclear = next((g for g in groups if len(g) > 1), ())
    sides = tuple(g[0] for g in groups if len(g) == 1) if len(groups) > 1 else ()
    return Subject(codes, draft.agencies, unclear, own=bool(codes or draft.agencies), sides=sides)


def _preferred(index: Index, draft: Draft, mention: Mention) -> tuple[str, ...]:
    """The alternatives of a mention that fit the level spoken of; projects go before what they stand under."""
    for level in (*(["project"] if draft.has("project") else []), draft.levels.asked, *draft.levels.named):
        fitting = tuple(c for c in mention.codes if index.entities[c].kind in _LEVEL_KINDS.get(level, ()))
        if fitting and level != "issue":
            return fitting
    kinds = [index.entities[c].kind for c in mention.codes]
    if (
        draft.group == "results"
        and kinds.count("indicator") == 1
        and draft.has("share", "how_much", "count_item", "target")
    ):
        return tuple(c for c in mention.codes if index.entities[c].kind == "indicator")
    if draft.group == "money" and "project" in kinds and not ("issue" in kinds and kinds.count("project") > 1):
        return tuple(c for c in mention.codes if index.entities[c].kind == "project")
    for kind in ("issue", "goal"):
        of_kind = tuple(c for c in mention.codes if index.entities[c].kind == kind)
        if of_kind and len(kinds) > 1:
            return _by_name(index, draft, of_kind) or mention.codes
    return mention.codes


def _pointed_at(index: Index, draft: Draft, history: Sequence[Turn]) -> Subject:
    """What an earlier turn was about, where the message points back or leaves its subject out."""
    level = _pointed_level(draft)
    if not history or (draft.has("whole") and not level and not draft.has("share", "without")):
        return Subject()
    last = history[-1]
    if level:
        holders = _holders(index, subject_of(index, last)[0] or last.codes, level)
        if holders:
            return Subject(holders, from_context=True)
    if draft.has("both"):
        pair = _last_two(history)
        if len(pair) > 1:
            return Subject(pair, from_context=True, sides=pair)
    if draft.levels.loose is not None and len(last.codes) > 1 and not last.question.number:
        place = draft.levels.loose
        picked = last.codes[place - 1 : place] if place > 0 else last.codes[-1:]
        return Subject(picked, from_context=True)
    codes, agencies = subject_of(index, last)
    return Subject(codes, agencies, from_context=True)


def _pointed_level(draft: Draft) -> str:
    """The level of "ประเด็นนี้" or "กลยุทธ์เดียวกัน", or ""."""
    tokens = draft.reading.tokens
    for i in range(len(tokens) - 1):
        if tokens[i + 1].is_cue("this", "same") and i not in draft.named.quoted:
            level = next((lv for lv in ("issue", "tactic", "goal") if tokens[i].is_cue(lv)), "")
            if level:
                return level
    return ""


def _holders(index: Index, codes: Sequence[str], level: str) -> tuple[str, ...]:
    """The things of a level that hold these: the issue of a project."""
    found: list[str] = []
    for code in codes:
        if code in index.entities:
            entity = index.entities[code]
            found += [c for c in (code, *entity.parents) if index.entities[c].kind == level]
    return tuple(dict.fromkeys(found))


def subject_of(index: Index, turn: Turn) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and agencies that a turn leaves in the air: what it was about, or what its list or ranking found."""
    question = turn.question
    if turn.agencies:
        return (), turn.agencies
    found = (
        question.where
        or question.shape in ("rank", "exists")
        or question.parent
        or (question.ask == "projects" and len(turn.codes) == 1)
    )
    if found and turn.codes and all(c in index.entities for c in turn.codes):
        return turn.codes, ()
    if question.agencies:
        return question.about, question.agencies
    return question.about or (
        turn.codes if len(turn.codes) <= 3 and question.ask not in ("budget", "issues") else ()
    ), ()


def _last_two(history: Sequence[Turn]) -> tuple[str, ...]:
    """The two things spoken of last."""
    if len(history[-1].codes) == 2:
        return history[-1].codes
    codes: list[str] = []
    for turn in reversed(history):
        codes = [c for c in turn.codes if c not in codes] + codes
        if len(codes) >= 2:
            break
    return tuple(codes[:4])
