"""What narrows projects beside amounts: only these years, one year and no more, several agencies together.

A bound that is said once more ("นับทั้ง 3 และ 6") narrows nothing.
"""

from knowledge.parsing.heard import DENYING, Heard
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_BEHIND = frozenset(_WORDS["only_behind"])
_COUNTED_IN = frozenset(_WORDS["counted_in"])
EMPTY = frozenset(_WORDS["empty"])
_ENDED = ("finish", "decrease", "not", "without")
_SHARED = ("project", "count_project")
"""Cues of what agencies may answer for together."""
_TAIL, _NEAR = 5, 3
_MILLION = 10**8
"""Satang: what is said again without its unit is in millions, as plans have it."""


def one_year(heard: Heard) -> frozenset[int]:
    """ "แค่ปีเดียว(แล้วหายไป)", "ปีเดียวแล้วไม่มีต่อ": the words that say it, with those that say it ended."""
    said = heard.at("one_year")
    if not said:
        return frozenset()
    places = set(said)
    for j in range(said[-1] + 1, min(said[-1] + 1 + _TAIL, len(heard.tokens))):
        token = heard.tokens[j]
        if token.is_cue("what", "which_one", "count", "count_project", "project", "budget", "which_year"):
            break
        if token.is_cue(*_ENDED):
            places.add(j)
    return frozenset(places)


def only_years(heard: Heard, parts: Parts) -> bool:
    """ "ตั้งงบเฉพาะปี 54 กับ 56", "ปี 54 และ 56 เท่านั้น": money in these years and in no other; its words are used."""
    spans = [span for span in parts.years if not span.denied]
    if not spans:
        return False
    first, last = min(span.start for span in spans), max(max(span.tokens) for span in spans)
    before = [i for i in heard.at("only") if 0 < first - i <= 2 and i and _gives_money(heard, i - 1)]
    behind = [i for i in heard.at("only") if 0 < i - last <= _NEAR and heard.tokens[i].text in _BEHIND]
    if not before and not behind:
        return False
    heard.used.update((*before, *behind))
    count = len(parts.wanted_years)
    heard.used.update(i for i in heard.loose_numbers if last < i <= last + _NEAR and heard.tokens[i].number == count)
    return True


def _gives_money(heard: Heard, i: int) -> bool:
    """ "(ตั้งงบ)เฉพาะปี 54", over a word that says nothing: "(ตั้งงบ)ไว้แค่ปี 54"."""
    near = heard.tokens[max(0, i - 1) : i + 1]
    return any(token.is_cue("budget") for token in near)


def unfunded(heard: Heard, parts: Parts) -> bool:
    """ "ปีสุดท้าย 57 มีกี่โครงการที่ไม่ตั้งงบเลย": a negation of the money, not of a part; its words are used."""
    for i, token in enumerate(heard.tokens):
        denies = token.text in DENYING or i in heard.at("not", "without")
        if not denies or i in parts.denials or i in heard.used or token.is_cue("yes_no"):
            continue
        near = heard.tokens[max(0, i - 2) : i] if token.text in EMPTY else heard.tokens[i + 1 : i + 3]
        if any(one.is_cue("budget") for one in near):
            heard.used.add(i)
            return True
    return False


def together(heard: Heard, parts: Parts) -> a.Condition | None:
    """ "มี 2 หน่วยงานทำร่วมกัน", "อปท. ร่วมรับผิดชอบ": by how many agencies answer for it; its words are used."""
    named = [thing.tokens for thing in parts.things if thing.kind != "agency" and thing.tokens]
    inside = {i for tokens in named for i in range(min(tokens), max(tokens))}  # "ตั้งคณะทำงาน(ร่วม)เพื่อกำหนด": of a name
    heard.used |= inside & set(heard.at("shared"))
    said = [i for i in heard.at("shared") if i not in inside]
    if not said or any(thing.denied and thing.kind == "agency" for thing in parts.things):
        return None
    who = any(thing.kind == "agency" for thing in parts.things) or heard.has("agency", "responsible", "who", *_SHARED)
    if not who:
        return None  # "สองปีแรกร่วมกันเท่าไร": years are added up
    if _counts_in(heard, said[0]):
        heard.used.update(said)
        heard.take("other", "agency")
        heard.used.update(i for i in heard.at("count") if i < said[0])
        return None
    numbers = [i for i in heard.loose_numbers if i + 1 < len(heard.tokens) and heard.tokens[i + 1].is_cue("agency")]
    if len(numbers) > 1:
        return None
    heard.used.update((*said, *numbers))
    heard.take("agency", "responsible", "other")
    count = int(heard.tokens[numbers[0]].number or 0) if numbers else 2
    return a.Compared(a.Measure("count", kind="agency"), ">=", count)


def _counts_in(heard: Heard, at: int) -> bool:
    """ "นับที่ทำร่วมกับหน่วยอื่นด้วย": those are counted in, and nothing is narrowed."""
    before = any(heard.tokens[i].text in _COUNTED_IN for i in range(max(0, at - _NEAR), at))
    return before and any(i >= at for i in heard.at("also"))


def take_bounds_again(heard: Heard) -> None:
    """ "3-6 ล้าน (นับทั้ง 3 และ 6)", "เกิน 10 ล้าน ไม่เอาที่ 10 พอดี": what agrees with the bound said before."""
    conditions = heard.draft.amounts.conditions
    if len(conditions) != 1:
        return
    one = conditions[0]
    ends = {one.number, one.upper} if one.op == "between" else {one.number}
    last = max(heard.draft.amounts.tokens, default=0)
    again = [i for i in heard.loose_numbers if i > last]
    if not again or any(int((heard.tokens[i].number or 0) * _MILLION) not in ends for i in again):
        return
    leaves_out = [i for i in heard.at("not", "without") if last < i < again[0]]
    leaves_out += [i for i in range(last + 1, again[0]) if heard.tokens[i].text in _WORDS["denying"]]
    counts_in = any(heard.tokens[i].text in _COUNTED_IN for i in range(last + 1, again[0]))
    agrees = one.op in (">", "<") if leaves_out else counts_in and one.op in ("between", ">=", "<=")
    if agrees:
        heard.used.update((*again, *leaves_out))
        heard.used.update(i for i in heard.at("exactly", "both", "count", "total") if last < i)
