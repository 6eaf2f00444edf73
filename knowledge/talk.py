"""Is a message something else than a question: a greeting, a complaint, an emergency, a wish about one's data?"""

from dataclasses import dataclass, replace

from knowledge import telling
from knowledge import thresholds as limit
from knowledge.absent import absent
from knowledge.acts import Shares, shares
from knowledge.address_said import without_addresses
from knowledge.clean import is_picture_only
from knowledge.danger import GRAVE, danger, is_danger_now
from knowledge.draft import Draft
from knowledge.personal import without_personal
from knowledge.rights import asks_who_told
from knowledge.short_answer import gives_contact
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


_NEUTRAL = Shares(
    feedback=0.2, question=0.2, emergency=0.3, foreign=0.05, talk=0.1, status=0.05, rights=0.05, help=0.05
)
"""Of a short message, and of a plain question, which needs no weighing: words decide."""


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
    tells: bool = False
    """It may tell something that a province should hear, whatever else it is."""
    may_be_danger: bool = False
    """Somebody may be in danger, though something else is answered."""
    by_sound: bool = False
    """It is feedback, or danger, by its sound alone: no word of it says so."""


def judge(draft: Draft, raw: str) -> Said:
    """What kind of talk a message is; `raw` is as it was typed."""
    if is_picture_only(raw) or not (draft.reading.tokens or draft.reading.codes):
        return Said("help")
    if gives_contact(raw):
        return Said("number_given")
    asks = not telling.asks_nothing(draft, raw) or _asks_briefly(draft)
    of_plan, speaks_of_plan = _asks_strongly(draft), _speaks_of_plan(draft)
    asks_plan = (of_plan and asks) or (draft.has("show") and speaks_of_plan)
    act = _act(draft, raw, asks_plan)
    threat = "" if speaks_of_plan else danger(draft)
    if is_danger_now(draft, threat, act.emergency, act.feedback):
        said = Said(f"emergency/{threat}")
    else:
        hear = _beside_question if of_plan else _instead
        said = hear(draft, raw, act, asks)
    if said.name in ("", "feedback") and act.emergency >= limit.ALARM:
        said = Said("emergency/help", question_first=True, by_sound=True)
    tells = act.feedback >= (limit.OFFERED_ASKING if asks or act.foreign >= limit.FOREIGN else limit.OFFERED)
    names = speaks_of_plan or bool(draft.agencies or draft.reading.codes)
    figure = asks_plan and draft.has("how_much", "share", "count", "count_project")
    threatens = threat != "" and (threat in GRAVE or not figure)  # "ให้คนรู้จักถูกต้องกี่ %"
    was_weighed = act is not _NEUTRAL and not asks_plan
    sounds = was_weighed and act.emergency >= limit.DOUBT
    doubt = (threatens and not speaks_of_plan) or (sounds and not names)
    danger_now = said.name.startswith("emergency/")
    complains = said.complaint or act.feedback >= limit.TOLD
    return replace(said, complaint=complains, tells=tells, asking=of_plan, may_be_danger=doubt and not danger_now)


def _asks_briefly(draft: Draft) -> bool:
    """ "ทำเสร็จยัง": a few letters with what people ask of projects tell nothing, though no question word is there."""
    return len(draft.reading.letters) <= limit.BRIEF and bool(absent(draft))


def _act(draft: Draft, raw: str, asks_plan: bool) -> Shares:
    """The shares of each act; a plain question of the plan may complain, too, but calls for no help."""
    told = without_addresses(without_personal(draft.reading.meant or raw)).strip()
    if min(len(told), len(draft.reading.letters)) < limit.TOO_SHORT:
        return _NEUTRAL
    heard = shares(told, with_encoder=not asks_plan)
    return replace(_NEUTRAL, feedback=heard.feedback) if asks_plan else heard


def _beside_question(draft: Draft, raw: str, act: Shares, asks: bool) -> Said:
    """Of a message with words that only a question of the plan has."""
    found = _rants(draft, act) or _asks_for_progress(draft) or _asks_for_file(draft)
    found = found or _heard(draft, raw, act.feedback, asks)
    return found or Said(complaint=_has_opinion(draft))


def _rants(draft: Draft, act: Shares) -> Said | None:
    """ "คนรอเต็มไปหมด ใครจัดเวร แย่มาก": a long story that blames, whatever its words might ask."""
    long = len(draft.named.left) >= limit.STORY and not draft.has("show")
    return _FEEDBACK if long and act.feedback >= limit.RANT and telling.takes_side(draft) else None


def _instead(draft: Draft, raw: str, act: Shares, asks: bool) -> Said:
    """Of any other message."""
    like_feedback = act.feedback
    wants = announces(draft) or (_wants_to_tell(draft) and not asks)
    found = (
        (Said("informant") if asks_who_told(draft) and not wants else None)
        or _not_for_us(draft)
        or _asks_for_progress(draft)
        or _about_bot(draft, act)
        or _heard(draft, raw, like_feedback, asks)
        or (_FEEDBACK if _reports(draft) or telling.proposes(draft) else None)
        or (_FEEDBACK if wants and act.foreign < limit.FOREIGN else None)
        or (_asks_how_to_complain(draft) if asks and like_feedback < limit.HARDLY_ASKING else None)
        or (_complains(draft, raw) if like_feedback >= _least(draft, asks) else None)
        or _manners(draft)
        or _asks_for_file(draft)
        or _asks_for_document(draft)
        or _about_report(draft)
    )
    if found is None and draft.reading.says("deaf") and not draft.named.mentions:
        return Said("deaf")
    if found is None and like_feedback >= (limit.TOLD_ASKING if asks else limit.TOLD):
        return Said("feedback", question_first=True, complaint=True, by_sound=True)
    return found or _to_bot(draft, act, asks) or Said(complaint=_has_opinion(draft))


def _least(draft: Draft, asks: bool) -> float:
    """How much like feedback a message must be that its words take for feedback."""
    pleads = draft.reading.says("feedback/complaint") and draft.reading.says("feedback/request", "feedback/plea")
    return limit.PLEADED if pleads else limit.HARDLY_ASKING if asks else limit.HARDLY


def _to_bot(draft: Draft, act: Shares, asks: bool) -> Said | None:
    """What is said to the bot in words that nobody listed; what the plan can answer is answered first."""
    of_case = asks and not _asks_briefly(draft)  # "ทำเสร็จยัง" asks of what was shown
    of_rights = len(draft.reading.letters) > limit.BRIEF  # "ไม่ให้เบอร์ค่ะ" only answers
    of_plan = draft.has("who", "agency", "responsible") and draft.named.mentions  # "สอนพิมพ์งาน หน่วยงานไหนจัด"
    weighed = (
        ("status", act.status if of_case else 0.0),
        ("privacy", act.rights if of_rights else 0.0),
        ("help", 0.0 if of_plan else act.help),
    )
    for name, share in weighed:
        if share >= limit.TO_BOT:
            return Said(name, question_first=True)
    names_nothing = not draft.named.mentions and not draft.has(*_ASKABLE)
    return Said("chat", question_first=True) if act.talk >= limit.CHAT and names_nothing else None


def _heard(draft: Draft, raw: str, like_feedback: float, asks: bool) -> Said | None:
    """What surely sounds like feedback; but the mere name of a thing, with no word left over, asks for that thing."""
    if asks or like_feedback < limit.SURELY or draft.reading.says("injection"):
        return None
    return replace(_FEEDBACK, question_first=not draft.named.left, by_sound=_complains(draft, raw) is None)


def _has_opinion(draft: Draft) -> bool:
    return draft.reading.says(*_OPINION, "feedback/request")


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
    if tells or draft.years.named or len(others) > _BESIDE or draft.has(*_ASKED_FIGURES, "share", "target"):
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


def _reports(draft: Draft) -> bool:
    """ "ขอแจ้ง ไวไฟต่อไม่ติด ส่งเรื่องให้ที": it says that it tells something, and what is wrong or should be."""
    asks_figure = draft.has(*_ASKED_FIGURES, *_RANKING, "show") and not draft.amounts.tokens
    tells = draft.reading.says("feedback/formal") and telling.takes_side(draft)
    return tells and not asks_figure and not draft.reading.says("channel")


def _wants_to_tell(draft: Draft) -> bool:
    """ "อยากร้องเรียนเรื่องขยะ": that something is told, and what it is about."""
    says = draft.reading.says
    return says("feedback/formal") and says("feedback/request") and says("feedback/public")


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
    return Said("file") if draft.reading.says("file") and draft.has("budget", "project", "plan", "show") else None


def _asks_for_document(draft: Draft) -> Said | None:
    """ "ขอดูต้นฉบับ"; of a thing that is named, its answer shows the source anyway."""
    return Said("document", question_first=bool(draft.named.mentions)) if draft.reading.says("document") else None


def _about_bot(draft: Draft, act: Shares) -> Said | None:
    """What the bot did with a report, and what it can do."""
    asks_who = draft.has("who") and bool(draft.named.mentions)  # "ใครตามเรื่องเมืองพี่น้อง"
    if draft.reading.says("status") and not _speaks_of_plan(draft) and act.status >= act.feedback and not asks_who:
        return Said("status")
    if draft.named.mentions:
        return None
    # "There is a big hole on the road, help please" does not ask what the bot can do.
    asked = ("human",) if act.feedback + act.emergency > act.help else ("human", "help")
    return next((Said(name) for name in asked if draft.reading.says(name)), None)


def _asks_how_to_complain(draft: Draft) -> Said | None:
    """ "ถ้าจะร้องเรียนผู้ใหญ่บ้านต้องไปยื่นที่ไหน": it tells nothing yet."""
    return Said("channel", question_first=True) if draft.reading.says("channel") else None


def _complains(draft: Draft, raw: str) -> Said | None:
    """Feedback by its words."""
    return _FEEDBACK if draft.reading.says("feedback/formal") else _tells_of_life(draft, raw)


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
    alone = draft.named.left_weight < _TWO_WORDS_LEFT and draft.name_weight() < _SURELY and not _goes_on(draft)
    return alone and draft.reading.says(group)


def _goes_on(draft: Draft) -> bool:
    """Whether thanks or a greeting go on with a year, an agency, a number or a question: "เยี่ยม แล้วปี 57 ล่ะ"."""
    said = draft.years.named or draft.agencies or draft.levels.numbers or draft.reading.codes
    return bool(said) or draft.has(*_ASKED_FIGURES)


def _about_report(draft: Draft) -> Said | None:
    """ "ยกเลิก", "ส่งเลย": an answer to the bot's offer to pass a complaint on."""
    return Said("feedback") if to_offer(draft) in ("cancel", "proceed") else None
