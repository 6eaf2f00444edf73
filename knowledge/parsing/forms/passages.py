"""Which passage do the words name best, what does it say further, and what is in a part of the plan by itself?"""

from collections.abc import Collection, Sequence

from knowledge.mentions import Mention
from knowledge.parsing.asked import Asked, loose_numbers
from knowledge.parsing.forms.texts import all_told, counts_items
from knowledge.parsing.heard import DENYING, Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.lists.frame import Frame, frame_of
from knowledge.parsing.lists.paragraphs import paragraphs
from knowledge.parsing.lists.which import PARTS, is_little, says, tells
from knowledge.query import algebra as a
from knowledge.texts.codes import codes_named
from knowledge.texts.plan_texts import Paragraph

_TEXTUAL = ("section_eight", "framework", "document_word", "spoken_of", "plan", "measure", "issue")
"""Cues of somebody who asks what the plan says."""
_NOT_TOLD = ("budget", "how_much", "amount_unit", "average", "share", "per_year", "count_project", "which_year")
"""Cues of what no passage is asked for, unless it speaks of it itself."""
_OTHER_KINDS, _PROSE_KINDS = ("project", "tactic", "indicator", "measure"), ("goal", "agency")
"""Kinds of things that no passage is asked for; and whose words are those of prose, too: "เพื่อจุดประสงค์ใด"."""
_TAKES_BACK = ("not", "without", "only", "other", "same")
"""Cues of words that take something back, or ask for another thing."""
_FIRM, _IN_CHAT, _HARD, _SURELY = 0.65, 0.4, 0.7, 1.0
"""Weight (`candidates.py`) of the words that name a passage; behind another passage; and what may be left over unless
the text of the plan is spoken of; weight from which there is no doubt."""
_FLOOR, _PER_NAME, _PER_CUE = 0.25, 0.55, 0.35
"""What may be left over, of each name by its weight, and where the text of the plan is spoken of."""
_OF_TIME = ("year", "per_year", "between", "also", "there_is", "yes_no")
"""Cues of words that stand in a heading as in any question: "ระหว่างปีล่ะ มีไหม"."""
_OF_HEADING = 7
"""Letters in a row of a heading that mean its passage, behind another one."""
_ALIKE, _MOST = 2, 3
"""Passages that one naming may mean alike, and that are told together."""


def passage(asked: Asked) -> a.Query | None:
    """The passage that the words name best; one that they name alike is told beside it, more are none."""
    heard = asked.heard
    frame = frame_of(heard, money=True)
    named = [mention for mention in heard.mentions if _of_text(heard, mention)]
    if frame is None or frame.first or frame.step or not named or len(named) < len(heard.mentions):
        return None
    if counts_items(asked, frame):
        return None
    found = _meant(asked, named)
    if not 0 < len(found) <= _MOST or not _stands_out(asked, named) or not _fits(asked, frame, named, found):
        return None
    if frame.numbers and not all(any(_has_so_many(heard, p, i) for p in found) for i in loose_numbers(heard)):
        return None  # an item of a list is meant
    _use(heard, frame, named, found)
    return all_told(heard, found)


def _of_text(heard: Heard, mention: Mention) -> bool:
    return {heard.index.entities[code].kind for code in mention.codes} <= {"section", "framework"}


def _meant(asked: Asked, named: Sequence[Mention]) -> tuple[Paragraph, ...]:
    """The passages named; of those that one naming may mean the one that was told before."""
    before, codes = _told_before(asked), list[str]()
    for mention in named:
        among = before.intersection(mention.codes) or _by_heading(asked.heard, mention)
        if len(among) > _ALIKE:
            return ()
        codes += among
    return tuple(one for one in asked.heard.index.texts.paragraphs if one.code in codes)


def _by_heading(heard: Heard, mention: Mention) -> set[str]:
    """Of several that have the words those that have them in their heading: that is what they are about."""
    among = [one for one in heard.index.texts.paragraphs if one.code in mention.codes]
    telling = [i for i in mention.tokens if tells(heard, i)]
    about = {one.code for one in among if telling and all(says(one.heading, heard, i) for i in telling)}
    return about or {one.code for one in among}


def _told_before(asked: Asked) -> frozenset[str]:
    """The codes of the passages that the chat is about."""
    return frozenset(codes_named(asked.heard.index.texts, asked.before)) if asked.before is not None else frozenset()


def _stands_out(asked: Asked, named: Sequence[Mention]) -> bool:
    """Whether the words name it so well that what is left over may be a story."""
    left, weight = asked.heard.draft.named, max(mention.weight for mention in named)
    textual = asked.heard.has(*_TEXTUAL)
    allowed = _FLOOR + _PER_NAME * weight + _PER_CUE * textual
    if _told_before(asked):
        return weight >= _IN_CHAT and left.left_weight <= allowed
    return left.left_weight <= allowed and (textual or (weight >= _FIRM and left.left_hard <= _HARD))


def _fits(asked: Asked, frame: Frame, named: Sequence[Mention], found: Sequence[Paragraph]) -> bool:
    """Whether nothing else is named, counted or asked for than what the passages speak of."""
    heard = asked.heard
    spoken = {i for mention in named for i in mention.tokens}
    spoken |= {i for i in range(len(heard.tokens)) if any(_says(heard, one, i) for one in found)}
    issues = {f"{heard.index.facts.strategy}.{number}" for number in frame.issues}
    others = [thing for thing in asked.parts.things if not (thing.kind == "issue" and issues >= {*thing.keys})]
    if any(not thing.tokens <= spoken for thing in others) or asked.parts.years:
        return False
    surely = max(mention.weight for mention in named) >= _SURELY or heard.has(*PARTS)
    other = _OTHER_KINDS if surely else (*_OTHER_KINDS, *_PROSE_KINDS)
    if any(said.asked and said.kind == "issue" for said in said_levels(heard)):
        return False  # in which issue it stands, not what it says
    if any(said.asked and said.kind in other and said.at not in spoken for said in said_levels(heard)):
        return False
    of_issue = all(one.issue in issues for one in found) if issues else True
    return of_issue and set(heard.at(*_NOT_TOLD)) <= spoken


def _says(heard: Heard, one: Paragraph, i: int) -> bool:
    return says(one.written, heard, i) or says(one.heading, heard, i)


def _use(heard: Heard, frame: Frame, named: Sequence[Mention], found: Sequence[Paragraph]) -> None:
    """The words that name it, that it says, that only ask, and those left over. What else may operate on figures
    changes nothing in what is quoted word for word, unless it takes something back or picks some of it."""
    heard.used.update(
        i
        for i, token in enumerate(heard.tokens)
        if token.number is None and not token.is_cue(*_TAKES_BACK) and token.text not in DENYING
    )
    heard.used |= frame.used | {i for mention in named for i in mention.tokens} | {*heard.draft.named.left}
    heard.used.update(i for i in heard.at("same") if i and heard.tokens[i - 1].is_cue(*PARTS))  # "ในกรอบเดียวกัน"
    heard.used.update(i for i in frame.meant if any(_says(heard, one, i) for one in found))
    heard.used.update(i for i in loose_numbers(heard) if any(_has_so_many(heard, one, i) for one in found))


def _has_so_many(heard: Heard, one: Paragraph, i: int) -> bool:
    """Whether the passage has the number, or names so often what is counted: "สามมิติ"."""
    number, letters = int(heard.tokens[i].number or 0), one.written.letters
    beside = [heard.tokens[j].text for j in (i - 1, i + 1) if 0 <= j < len(heard.tokens)]
    return str(number) in letters or any(len(word) > 1 and letters.count(word) == number for word in beside)


def passage_again(asked: Asked) -> a.Query | None:
    """ "ตั้งกี่ด้าน", "ต้องทำงานเชื่อมกับใคร" behind a passage: what it, or another one, says of that."""
    heard, before = asked.heard, _told_before(asked)
    frame = frame_of(heard, money=True)
    if frame is None or frame.picks or frame.issues or frame.kind or not before:
        return None
    if (headed := _by_its_heading(heard)) and not asked.parts.years:
        heard.used.update(range(len(heard.tokens)))
        return all_told(heard, headed)
    if heard.mentions:
        return None
    if asked.parts.things or heard.has(*_NOT_TOLD) or any(said.asked for said in said_levels(heard)):
        return None
    last = tuple(one for one in heard.index.texts.paragraphs if one.code in before)
    telling = [i for i in frame.meant if not is_little(heard, i) and tells(heard, i)]
    telling = [i for i in telling if not heard.tokens[i].is_cue("this", "same")]
    found = last if _all_said(heard, last, telling, frame.counted) else paragraphs(heard, frame)
    if len(found) > _MOST or not found or not _all_said(heard, found, telling, frame.counted):
        return None
    heard.take("this", "same")
    heard.used |= frame.said
    return all_told(heard, found)


def _by_its_heading(heard: Heard) -> tuple[Paragraph, ...]:
    """ "ระหว่างปีล่ะ": the passage of whose heading a part is said, where all telling words are in it."""
    every, letters = heard.index.texts.paragraphs, heard.draft.reading.letters
    telling = [i for i in range(len(heard.tokens)) if tells(heard, i) and not is_little(heard, i)]
    telling = [
        i for i in telling if not heard.tokens[i].is_cue("year", "per_year", "between", "also", "there_is", "yes_no")
    ]
    if heard.has("budget", "how_much", "amount_unit", "average", "share", "count_project"):
        return ()
    fits = [one for one in every if all(_says(heard, one, i) for i in telling)]
    found = [one for one in fits if _longest(letters, one.heading.letters) >= _OF_HEADING]
    return tuple(found) if len(found) == 1 else ()


def _longest(letters: str, text: str) -> int:
    """The most letters of the one that stand in the other in a row."""
    return max((size for at in range(len(letters)) for size in range(len(letters) - at + 1)
                if letters[at : at + size] in text), default=0)  # fmt: skip


def _all_said(heard: Heard, found: Collection[Paragraph], places: Sequence[int], counted: str) -> bool:
    """Whether the passages have all these words, and what is counted."""
    every = all(any(_says(heard, one, i) for one in found) for i in places)
    return every and (not counted or any(one.written.says(counted) for one in found))


def part_of_plan(asked: Asked) -> a.Query | None:
    """ "หัวข้อ 8 พูดถึงเรื่องอะไร": what is in a part of the plan, where nothing more is said."""
    heard = asked.heard
    frame = frame_of(heard, money=True)
    parts = [part for cue, part in PARTS.items() if heard.has(cue)]
    if (
        frame is None
        or len(parts) != 1
        or frame.picks
        or frame.count
        or frame.kind
        or heard.mentions
        or asked.parts.years
    ):
        return None
    rest = [i for i in frame.meant if tells(heard, i) and not heard.tokens[i].is_cue(*PARTS)]
    own = tuple(one for one in heard.index.texts.paragraphs if one.kind == parts[0])
    issues = {f"{heard.index.facts.strategy}.{number}" for number in frame.issues}
    if not own or heard.has(*_NOT_TOLD) or heard.draft.named.left_hard > _HARD:
        return None
    if not all(
        is_little(heard, i) or i in heard.draft.named.left or any(_says(heard, p, i) for p in own) for i in rest
    ):
        return None
    if any(thing.kind != "issue" for thing in asked.parts.things) or not issues <= {one.issue for one in own}:
        return None
    heard.used |= frame.said
    named = a.Named("passage", tuple(one.key for one in own))
    return a.Listing(named) if parts[0] == "section" else a.Text(named)
