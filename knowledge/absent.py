"""What do people ask of projects that no plan holds: who signed, where it is, how it gets on, whether one steals?"""

from itertools import pairwise

from knowledge.draft import Draft
from knowledge.parsing.asides import teller
from knowledge.vocabulary import read, read_groups


def absent(draft: Draft) -> str:
    """What people ask of projects and the plan does not hold (a part of `absent` in talk.yaml), or ""."""
    if draft.has("document_word") or (draft.has("plan") and draft.has("period")):
        return ""  # of the document itself: "แผนครอบคลุมปีไหนถึงไหน"
    if _asks_for_person(draft):
        return "person"
    if _asks_whether_corrupt(draft):
        return "corruption"
    return _absent_said(draft) or ("spots" if _asks_where(draft) else "")


def _asks_for_person(draft: Draft) -> bool:
    """ "ผู้อำนวยการชื่ออะไร", "ใครเป็นคนอนุมัติ": who holds an office, or signed."""
    # Not the end of a word that nobody knows: "ออนเซ็น".
    signs = [i for i in draft.reading.where_said("signing") if i - 1 not in draft.named.left]
    return (draft.has("what_name") and draft.reading.says("role")) or (draft.has("who") and bool(signs))


def _asks_whether_corrupt(draft: Draft) -> bool:
    """ "จังหวัดโกงไหม", "มีการทุจริตในโครงการนี้ไหม"; a project against corruption ("โครงการปราบทุจริต") may be asked for."""
    if not draft.has("yes_no", "there_is", "who", "verify"):
        return False
    tokens = draft.reading.tokens
    where = [i for i, token in enumerate(tokens) if any(name.startswith("corruption") for name in token.sense.talk)]
    things = [i for i in draft.reading.where(*_THINGS) if not (i + 1 < len(tokens) and tokens[i + 1].is_cue("this"))]
    return bool(where) and not any(i < where[0] for i in things)


_THINGS = ("project", "tactic", "goal", "indicator", "issue", "measure")


def _asks_where(draft: Draft) -> bool:
    """ "เน็ตฟรีอยู่ตรงไหนบ้าง": where in the province a thing is, not where in the plan."""
    if not draft.named.mentions or draft.has(*_PARTS):
        return False
    tokens = draft.reading.tokens
    return any(b.text in _WHERE and a.text in _STANDS for a, b in pairwise(tokens))


def _absent_said(draft: Draft) -> str:
    """The first part that is asked for, or ""; who asks, and in which meeting, is beside the question."""
    if not draft.reading.says("absent"):
        return ""
    beside = teller(draft)
    if draft.has("without"):
        beside |= set(
            draft.reading.where_said("absent/spent")
        )  # "ถ้าไม่นับประเด็น 4 เหลืองบเท่าไร" is what is left of the plan
    said = {name for i, token in enumerate(draft.reading.tokens) if i not in beside for name in token.sense.talk}
    return next((part for part in _ABSENT if f"absent/{part}" in said), "")


_WHERE, _STANDS = frozenset(read("grammar")["where"]), frozenset(read("grammar")["stands"])
_PARTS = ("plan", "issue", "tactic", "goal", "indicator", "strategy", "agency", "who", "responsible")
"""Where one of these is spoken of, the place in the plan is meant."""
_ABSENT = tuple(read_groups("talk")["absent"])
