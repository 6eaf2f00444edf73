"""What does a message take back? "Not" reaches the nearest part behind it within its clause, else the one before it."""

from collections.abc import Sequence

from knowledge.parsing.heard import DENYING, Heard
from knowledge.parsing.part import Thing, YearSpan
from knowledge.vocabulary import read as read_vocabulary

_BETWEEN_NOT_AND_PART = 4
"""Words from a negation to what it takes back."""
_NOT_BEHIND = ("not", "without", "alternate")
_CORRECTING = frozenset(read_vocabulary("small_words")["correcting"])
_TWO = 2
_SLIPS, _MANNERS = (frozenset(read_vocabulary("small_words")[name]) for name in ("slips", "manners"))
_INSTEAD = frozenset(read_vocabulary("small_words")["instead"])
_CUT, _OUT = (frozenset(read_vocabulary("small_words")[name]) for name in ("cut", "out"))
_NONE = frozenset(read_vocabulary("small_words")["none"])
_EMPTY = frozenset(read_vocabulary("small_words")["empty"])
_KNOWING, _RECALLING, _DONE = (
    frozenset(read_vocabulary("small_words")[name]) for name in ("knowing", "recalling", "done")
)
_CANNOT = tuple(read_vocabulary("small_words")["can"])
_JOINERS = frozenset(read_vocabulary("quantities")["number_joiners"])


def denied_parts(
    heard: Heard, things: Sequence[Thing], years: Sequence[YearSpan]
) -> tuple[set[int], frozenset[int], frozenset[int]]:
    """Where the parts begin that are taken back, and the negations that do and that do not take back one."""
    parts: list[Thing | YearSpan] = [*things, *years]
    starts = {part.start for part in parts}
    ends = {max(part.tokens): part.start for part in parts if part.tokens}
    denied: set[int] = set()
    denials: set[int] = set()
    left: set[int] = set()
    for i, token in enumerate(heard.tokens):
        if i in heard.used:
            continue  # it puts right what stood before
        denies = token.text in DENYING or (token.is_cue(*_NOT_BEHIND) and i in heard.at(*_NOT_BEHIND))
        if token.text in _CUT and (cut := _cut_out(heard, i, parts)) is not None:
            denied.add(cut)
            denials.add(i)
            continue
        if denies and _is_tag(heard, i):
            heard.used.update((i, i + 1))
            continue
        if denies and (_corrects(heard, i) or _asks_if_none(heard, i)):
            heard.used.add(i)
            continue
        if not denies or _only_asks(heard, i) or is_of_speaker(heard, i):
            continue
        target = _behind(heard, i, starts)
        if target is not None and _denies_money_of(heard, i, target, parts):
            target = None
        if target is None and token.is_cue("alternate") and not token.is_cue("not", "without"):
            continue  # "ตั้งงบปีเว้นปี": only "เว้นปี 55" takes something back
        if target is None and denies_agency(heard, i):
            target = _agency_before(heard, i, things)
        if target is None and not denies_agency(heard, i) and _ends_there(heard, i):
            target = _before(heard, i, ends)
        if target is None:
            left.add(i)
        else:
            denied.update(_with_joined(heard, target, parts))
            denials.add(i)
    return denied, frozenset(denials), frozenset(left)


def is_of_speaker(heard: Heard, i: int) -> bool:
    """ "(ไม่)ทราบว่า", "ตอบ(ไม่)ถูก", "หา(ไม่)เจอ": who asks does not know; nothing of the plan is denied."""
    before = heard.tokens[i - 1].text if i else ""
    behind = heard.tokens[i + 1].text if i + 1 < len(heard.tokens) else ""
    return behind in _KNOWING or (before in _RECALLING and (behind in _DONE or heard.tokens[i].text.endswith(_CANNOT)))


def _cut_out(heard: Heard, i: int, parts: Sequence[Thing | YearSpan]) -> int | None:
    """ "ตัด ก ออก": the part between two words that leave it out together; None where there is no such part."""
    near = [part for part in parts if 0 <= part.start - i <= _BETWEEN_NOT_AND_PART]
    part = min(near, key=lambda part: part.start, default=None)
    if part is None or not part.tokens:
        return None
    end = max(part.tokens)
    return part.start if any(token.text in _OUT for token in heard.tokens[end + 1 : end + 3]) else None


def _with_joined(heard: Heard, start: int, parts: Sequence[Thing | YearSpan]) -> list[int]:
    """What begins there and what is joined to it: "ไม่รวม ก และ ข", "ยกเว้นปี 55 กับ 56"."""
    found = [start]
    for part in sorted(parts, key=lambda part: part.start):
        end = next((max(p.tokens) for p in parts if p.start == found[-1] and p.tokens), None)
        between = heard.tokens[end + 1 : part.start] if end is not None and part.start > end else ()
        joins = any(token.text in _JOINERS for token in between)
        only = all(t.text in _JOINERS or t.is_cue("project", "issue", "tactic", "year") for t in between)
        if joins and only and len(between) < _BETWEEN_NOT_AND_PART:
            found.append(part.start)
    return found


def _behind(heard: Heard, i: int, starts: set[int]) -> int | None:
    """The part that begins a few words behind, over "run by" an agency; another question word ends the search."""
    runs = False
    for steps, j in enumerate(heard.clause_behind(i)):
        if j in starts:
            return j if not runs or heard.tokens[j].sense.agencies else None
        runs |= heard.tokens[j].is_cue("responsible")
        may = _may_stand_between(heard, j) or heard.tokens[j].is_cue("responsible")
        if steps >= _BETWEEN_NOT_AND_PART or not may:
            return None
    return None


def _denies_money_of(heard: Heard, i: int, target: int, parts: Sequence[Thing | YearSpan]) -> bool:
    """ "ปี 57 ไม่มีงบไวไฟแล้วใช่ไหม": that there is no money for the one thing named, which is not left out of any."""
    things = [part for part in parts if isinstance(part, Thing)]
    only = len(things) == 1 and things[0].start == target and things[0].kind != "agency"
    money = any(heard.tokens[j].is_cue("budget") for j in range(i + 1, target))
    return only and money and heard.tokens[i].is_cue("not") and heard.has("yes_no", "verify", "why")


def _may_stand_between(heard: Heard, j: int) -> bool:
    """Whether a word leads from a negation to what it takes back: "ไม่(ได้)(งบ)(ปี) 55", "ไม่ใช่(ของ)เทศบาล"."""
    token = heard.tokens[j]
    return token.text in _LEADING or token.is_cue(*_LEADING_CUES)


_LEADING = frozenset(read_vocabulary("small_words")["leading"])
_LEADING_CUES = ("budget", "year", "project", "issue", "tactic", "name_it", "under", "number_word")


def _corrects(heard: Heard, i: int) -> bool:
    """ "ไม่ใช่ เอาปี 64", "เอ้ยไม่ใช่ หมายถึงไวไฟ": by itself, or before what is wanted, it takes back what was answered, not
    what comes."""
    led = all(token.text in _SLIPS or not (token.sense.cues or token.sense.talk) for token in heard.tokens[:i])
    if i > _TWO or not led or i + 1 >= len(heard.tokens) or heard.tokens[i].text not in _CORRECTING:
        return False
    if i and any(token.text not in _SLIPS and not token.sense.everyday for token in heard.tokens[:i]):
        return False
    word, behind = heard.tokens[i], heard.tokens[i + 1]
    wanted = next((t for t in heard.tokens[i + 1 :] if t.text not in _MANNERS), behind)
    corrects = behind.before not in ("", "-") or (word.text in DENYING and wanted.text in _INSTEAD)
    heard.used.update(range(i) if corrects else ())
    return corrects


def _only_asks(heard: Heard, i: int) -> bool:
    """ "บ่" at the end of a clause asks yes or no."""
    token = heard.tokens[i]
    if not token.is_cue("yes_no"):
        return False
    return i + 1 == len(heard.tokens) or heard.tokens[i + 1].before not in ("", "-")


def _is_tag(heard: Heard, i: int) -> bool:
    """ "มีโครงการแบบนี้อยู่ไม่ใช่เหรอ": the last words ask whether it is so, and deny nothing."""
    return (
        0 < i == len(heard.tokens) - _TWO and heard.tokens[i].text in _CORRECTING and heard.tokens[-1].is_cue("yes_no")
    )


def _asks_if_none(heard: Heard, i: int) -> bool:
    """ "เทศบาลไม่มีโครงการหรือ", "ไม่มีโครงการของเทศบาลเลยเหรอ": whether there is any, and nobody is left out."""
    asks = any(token.is_cue("yes_no") for token in heard.tokens[-_TWO:]) and not heard.has("budget", "responsible")
    behind = heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
    return asks and heard.tokens[i].text in _NONE and behind is not None and behind.is_cue("project")


def _ends_there(heard: Heard, i: int) -> bool:
    """Whether a negation says nothing more: "ปี 55 ไม่ได้", "สรรพากรไม่ได้ทำ"; in "ไม่เสียตังค์" it denies a verb."""
    behind = heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
    if behind is None or behind.before not in ("", "-"):
        return True
    return behind.text in _LEADING or bool(behind.sense.cues)


def _agency_before(heard: Heard, i: int, things: Sequence[Thing]) -> int | None:
    """ "สำนักงานจังหวัดไม่ได้เป็นผู้รับผิดชอบ": not that there is no agency, but that it is not this one."""
    return next((t.start for t in things if t.kind == "agency" and max(t.tokens, default=-1) == i - 1), None)


def _before(heard: Heard, i: int, ends: dict[int, int]) -> int | None:
    """The part that ends a few words before."""
    for steps, j in enumerate(heard.clause_before(i)):
        if j in ends:
            return ends[j]
        if steps >= _BETWEEN_NOT_AND_PART or not (_may_stand_between(heard, j) or heard.tokens[j].is_cue("also")):
            return None
    return None


def denies_agency(heard: Heard, i: int) -> bool:
    """ "ไม่มีหน่วยงานรับผิดชอบ", "ไม่ได้ระบุผู้รับผิดชอบ", "ช่องหน่วยงานรับผิดชอบว่าง"."""
    before = heard.tokens[max(0, i - 2) : i]
    if heard.tokens[i].text in _EMPTY and any(token.is_cue("agency", "responsible") for token in before):
        return True
    near = list(heard.clause_behind(i))[:3]
    return any(heard.tokens[j].is_cue("agency", "responsible", "who") for j in near)
