"""Is a message something else than a question: a greeting, a complaint, an emergency, a wish about one's data?"""

from dataclasses import dataclass, replace

from knowledge import telling
from knowledge.clean import is_picture_only
from knowledge.danger import danger, is_now, may_be_danger, sounds_like_danger
from knowledge.draft import Draft
from knowledge.purpose import Purpose, purpose
from knowledge.vocabulary import read_groups

_ASKED_FIGURES = (
    "how_much",
    "which_year",
    "count_project",
    "count_issue",
    "count_tactic",
    "count_goal",
    "count_indicator",
)
"""Question words that only a question has; others stand in complaints too."""
_ASKING = ("what", "who", "yes_no", "there_is", "why", "show", "count", "how", "verify", "count_item", "share")
_RANKING = ("most", "least", "rank_word", "rank_upward", "total", "by_year")
_ASKABLE = (
    "budget",
    "project",
    "plan",
    "tactic",
    "goal",
    "indicator",
    "issue",
    "measure",
    "target",
    "year",
    "agency",
    "responsible",
)
_OPINION = ("feedback/complaint", "feedback/praise")
_RIGHTS = ("rights/withdraw", "rights/file", "rights/erase", "rights/mine")

# Weights of names (`mentions.py`), where a telling word weighs about 1.
_SURELY, _PERHAPS = 0.8, 0.45
"""From here a complaint, or a wish, is about the plan's matters."""
_ONE_NAME = 1.0
_A_WORD_LEFT, _TWO_WORDS_LEFT = 0.7, 1.5
"""Weight of what a name does not explain (`leftover.py`)."""


# Shares that a message's sound gives to feedback (`purpose.py`): measured in docs/feedback.md.
_UNLIKE, _UNLIKE_ASKING = 0.1, 0.35
"""Below, what the words take for feedback is none; the second holds where something is asked."""
_LIKE = 0.5
"""From here it is feedback, although no word of it says so, where it asks nothing and the plan has no answer."""
_SURELY_LIKE = 0.6
"""From here it is, where it asks something or the plan might have an answer."""
_TOO_SHORT, _NEUTRAL = 8, Purpose(feedback=0.4, question=0.25, emergency=0.1, other=0.25)
"""Letters. What is shorter sounds like nothing in particular, and a plain question needs no hearing: words decide."""


@dataclass(frozen=True)
class Said:
    """What a message is besides, or instead of, a question."""

    name: str = ""
    """A group of talk.yaml, emergency kinds as `emergency/fire`; "" where it is a question only."""
    question_first: bool = False
    """Answer it as a question where it is one; else as `name` says."""
    complaint: bool = False
    asking: bool = False
    """It certainly asks something of the plan."""
    may_be_danger: bool = False
    """Somebody may be in danger, though something else is answered."""
    by_sound: bool = False
    """It is feedback, or danger, by its sound alone: no word of it says so."""


def judge(draft: Draft, raw: str) -> Said:
    """What kind of talk a message is; `raw` is as it was typed."""
    if is_picture_only(raw) or not (draft.reading.tokens or draft.reading.codes):
        return Said("help")
    asks = not telling.asks_nothing(draft, raw)
    of_plan, speaks_of_plan = _asks_strongly(draft), _speaks_of_plan(draft)
    asks_plan = (of_plan and asks) or (draft.has("show") and speaks_of_plan)
    sound = _NEUTRAL if asks_plan or len(draft.reading.letters) < _TOO_SHORT else purpose(raw)
    threat = "" if speaks_of_plan else danger(draft)
    if is_now(threat, sound.emergency):
        said = Said(f"emergency/{threat}")
    else:
        hear = _beside_question if of_plan else _instead
        said = hear(draft, raw, sound.feedback, asks)
    if said.name in ("", "feedback") and sounds_like_danger(sound.emergency):
        said = Said("emergency/help", question_first=True, by_sound=True)
    if said.name.startswith("emergency/"):
        return replace(said, complaint=sound.feedback >= _UNLIKE, asking=of_plan)
    doubt = not speaks_of_plan and may_be_danger(threat, sound.emergency)
    return replace(said, may_be_danger=doubt, asking=of_plan)


def _beside_question(draft: Draft, raw: str, like_feedback: float, asks: bool) -> Said:
    """Of a message with words that only a question of the plan has."""
    found = _asks_for_progress(draft) or _asks_for_file(draft) or _heard(draft, raw, like_feedback, asks)
    return found or Said(complaint=_has_opinion(draft))


def _instead(draft: Draft, raw: str, like_feedback: float, asks: bool) -> Said:
    """Of any other message."""
    found = (
        _not_for_us(draft)
        or _asks_for_progress(draft)
        or _about_bot(draft)
        or _heard(draft, raw, like_feedback, asks)
        or (_FEEDBACK if announces(draft) else None)
        or (_asks_how_to_complain(draft) if asks and like_feedback < _UNLIKE_ASKING else None)
        or (_complains(draft, raw) if like_feedback >= (_UNLIKE_ASKING if asks else _UNLIKE) else None)
        or _manners(draft)
        or _asks_for_file(draft)
        or _about_report(draft)
    )
    if found is None and like_feedback >= (_SURELY_LIKE if asks else _LIKE):
        return Said("feedback", question_first=True, complaint=True, by_sound=True)
    return found or Said(complaint=_has_opinion(draft))


def _heard(draft: Draft, raw: str, like_feedback: float, asks: bool) -> Said | None:
    """What surely sounds like feedback; but the mere name of a thing, with no word left over, asks for that thing."""
    if asks or like_feedback < _SURELY_LIKE or draft.reading.says("injection"):
        return None
    is_name = not draft.named.left
    return Said("feedback", question_first=is_name, complaint=True, by_sound=_complains(draft, raw) is None)


def _has_opinion(draft: Draft) -> bool:
    return draft.reading.says(*_OPINION, "feedback/request")


def absent(draft: Draft) -> str:
    """What people ask of projects and the plan does not hold (a part of `absent` in talk.yaml), or ""."""
    if draft.has("document_word"):
        return ""
    asks_name = draft.has("what_name") and draft.reading.says("role")
    return "person" if asks_name else next((part for part in _ABSENT if draft.reading.says(f"absent/{part}")), "")


_ABSENT = tuple(read_groups("talk")["absent"])


def _asks_strongly(draft: Draft) -> bool:
    """Whether the message certainly asks something of the plan."""
    has = draft.has
    if has(*_ASKED_FIGURES) and (_speaks_of_plan(draft) or draft.surest_name() >= _PERHAPS or draft.agencies):
        return True
    ranks = has(*_RANKING) and has("budget", "project", "issue", "plan")
    asks = ranks or (has(*_ASKING) and has(*_ASKABLE))
    return asks and not _only_grumbles(draft) and not _only_tells(draft)


def _only_tells(draft: Draft) -> bool:
    """ "ปิดถนนไม่แจ้งก่อน ใครรับผิดชอบ": its words might ask something of the plan, but it blames."""
    beside = draft.surest_name() < _PERHAPS and not draft.has("show", "budget", "project", "plan")
    return beside and telling.takes_side(draft) and telling.tells(draft, "")


def _only_grumbles(draft: Draft) -> bool:
    """ "งบตั้งเยอะ เน็ตก็ยังช้า": a complaint that asks with nothing but a sigh."""
    opinion = draft.reading.says(*_OPINION, "feedback/formal")
    return opinion and not draft.has("who", "there_is", "what", "why", "verify", "share", "how")


def _speaks_of_plan(draft: Draft) -> bool:
    return draft.has("budget", "plan", "project", "indicator", "goal", "tactic")


def to_offer(draft: Draft) -> str:
    """What the message says to the bot's offer to pass something on (a part of `offer` in talk.yaml), or ""."""
    reading = draft.reading
    tells = bool(draft.named.mentions) or reading.says(*_OPINION, "feedback/public")
    others = [i for i in draft.named.left if reading.tokens[i].sense.talk.isdisjoint(_BESIDE_OFFER)]
    if tells or len(others) > _BESIDE:
        return ""
    return next((name for name in _OFFERS if reading.says(f"offer/{name}")), "")


_OFFERS = tuple(read_groups("talk")["offer"])
_BESIDE_OFFER = {f"offer/{name}" for name in _OFFERS} | {"thanks/whole", "feedback/formal", "feedback/request"}
_BESIDE = 1
"""Words without meaning that may stand beside it: "ยกเลิกดีกว่า"."""


def announces(draft: Draft) -> bool:
    """ "อยากร้องเรียนต้องทำยังไง": it only says that something will be told."""
    says = draft.reading.says
    tells = bool(draft.named.mentions) or says(*_OPINION, "feedback/public")
    return says("feedback/formal") and not tells and draft.named.left_weight < _TWO_WORDS_LEFT


# Each of these knows some kinds of talk, and None where a message is none of them.


def _not_for_us(draft: Draft) -> Said | None:
    """One's own data, and attempts to give the bot other orders."""
    if draft.reading.says("privacy", *_RIGHTS) and draft.name_weight() < _ONE_NAME:
        return Said("privacy")
    if draft.reading.says("injection"):
        return Said("unclear", question_first=bool(draft.named.mentions) or draft.has(*_ASKABLE))
    return None


def _asks_for_progress(draft: Draft) -> Said | None:
    """ "เรื่องที่แจ้งไว้ถึงไหนแล้ว": how the person's own report gets on."""
    says = draft.reading.says
    # "ทำเอกสารจนเสร็จ ขอชม" is praise; "ร้องเรียนไว้ ยังเงียบ ถึงขั้นไหน" is none.
    waits = not draft.named.mentions or says("feedback/complaint")
    reported = waits and says("feedback/request") and says("absent/progress")
    return Said("status") if reported else None


def _asks_for_file(draft: Draft) -> Said | None:
    wanted = draft.reading.says("file") and draft.has("budget", "project", "plan")
    return Said("file") if wanted else None


def _about_bot(draft: Draft) -> Said | None:
    """What the bot did with a report, and what it can do."""
    if draft.reading.says("status") and not _speaks_of_plan(draft):
        return Said("status")
    return Said("help") if draft.reading.says("help") and not draft.named.mentions else None


def _asks_how_to_complain(draft: Draft) -> Said | None:
    """ "ถ้าจะร้องเรียนผู้ใหญ่บ้านต้องไปยื่นที่ไหน": it tells nothing yet."""
    return Said("channel", question_first=True) if draft.reading.says("channel") else None


def _complains(draft: Draft, raw: str) -> Said | None:
    """Feedback by its words."""
    return _about_public_matters(draft) or _tells_of_life(draft, raw)


def _about_public_matters(draft: Draft) -> Said | None:
    """A complaint, wish or praise about public matters that asks nothing."""
    says = draft.reading.says
    if says("feedback/formal"):
        return _FEEDBACK
    if draft.amounts.conditions:
        return None  # "โครงการที่งบไม่ถึง 1 ล้าน" has the words of a complaint
    if draft.surest_name() >= _SURELY and draft.has("show") and draft.has("yes_no", "what", "who", "there_is"):
        return None  # "อยากรู้ว่ามีทำรายชื่อผู้รับเหมาที่ไม่ดีไหม"
    surely = says("feedback/public") or draft.surest_name() >= _SURELY
    # "ทำไมเน็ตช้าจัง อยากรู้ว่าใคร..." asks, unless it complains of what is surely a public matter.
    if draft.has("how", "what", "who", "yes_no", "show") and not (says(*_OPINION) and surely):
        return None
    if says("feedback/request"):
        perhaps = says("feedback/public") or draft.surest_name() >= _PERHAPS
        return _FEEDBACK if perhaps or draft.has("project", "budget", "plan") else None
    if says(*_OPINION):
        named_money = draft.has("budget") and draft.surest_name() > 0
        return _FEEDBACK if surely or named_money or draft.has("project", "plan") else None
    return None


_FEEDBACK = Said("feedback", complaint=True)


def _tells_of_life(draft: Draft, raw: str) -> Said | None:
    """A complaint, praise, wish or story of public life in any words; what the plan can answer is answered first."""
    if not telling.tells(draft, raw) or _is_only(draft, "thanks/whole") or _is_only(draft, "greeting/whole"):
        return None
    sure = (
        telling.asks_nothing(draft, raw)
        and telling.takes_side(draft)
        and not draft.has("show", "how_much", *_RANKING[:5])
    )
    return Said("feedback", question_first=not sure, complaint=True)


def _manners(draft: Draft) -> Said | None:
    """Thanks, greetings, insults."""
    if _is_only(draft, "thanks/whole"):
        return Said("thanks")
    if _is_only(draft, "greeting/whole") and not _speaks_of_plan(draft):
        return Said("greeting")
    return Said("abuse", question_first=True) if draft.reading.says("abuse") else None


def _is_only(draft: Draft, group: str) -> bool:
    """Whether a message says this and nothing else of weight."""
    alone = draft.named.left_weight < _TWO_WORDS_LEFT and draft.name_weight() < _SURELY
    return alone and draft.reading.says(group)


def _about_report(draft: Draft) -> Said | None:
    """ "ยกเลิก", "ส่งเลย": an answer to the bot's offer to pass a complaint on."""
    return Said("feedback") if to_offer(draft) in ("cancel", "proceed") else None
