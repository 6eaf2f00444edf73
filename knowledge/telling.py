"""Does a message tell of public life, and ask nothing that the bot could answer?"""

from knowledge.draft import Draft
from knowledge.reading import Token

_OF_OFFICES = ("who", "why", "which_year", "responsible")
"""What a complaint asks in anger: "ใครรับผิดชอบ". Who asks how or where wants to know it."""
_OTHER_QUESTIONS = ("feedback/asking", "absent/apply", "absent/contact", "absent/spots", "absent/person")
_QUESTIONS = (
    "how_much",
    "which_year",
    "who",
    "what",
    "how",
    "why",
    "count",
    "count_item",
    "verify",
    "share",
    "what_name",
)
_HIDDEN_BY_NO = 4
"""Words from a "not" to a question word that it takes along: "ไม่เห็นมีใคร", "บ่เข้าจักบาท"."""
_MOODS = ("complaint", "praise", "request", "fault", "good", "plea", "stance", "sigh")
_FIRM_MOODS = ("complaint", "praise", "fault", "good", "stance", "sigh")
_WITH_MOOD = (*(f"feedback/{mood}" for mood in _MOODS), "calm/often", "thanks/whole")
_LIFE = ("feedback/life", "feedback/public")
_PERHAPS = 0.45
"""Weight of a name from which a message may be about a thing of the plan."""
_MOODS_ALONE = 2
"""Words of mood that make a complaint where nothing tells what it is about."""
_WISH = 3
"""Words of weight beside a wish that make it one: "อยากให้ไปตรวจมาตรวัด"."""
_FIRST_WORDS = 2
"""Words among which one begins a message."""
_STORY = 5
"""Words of weight beside those of public life that make a story of it."""


def proposes(draft: Draft) -> bool:
    """ "อยากเสนอให้ติดเน็ตตามวัด ฝากไปบอกหน่อยได้ไหม": it begins by saying that it tells something, and asks for nothing."""
    leads = any(i < _FIRST_WORDS for i in draft.reading.where_said("feedback/formal"))
    asks = draft.has(*_QUESTIONS, "show", "total", "most", "least", "there_is") or draft.reading.says("channel")
    about = bool(draft.named.mentions) or len(draft.named.left) >= _WISH
    return leads and about and not asks


def tells(draft: Draft, raw: str) -> bool:
    """Whether the message is a complaint, praise, wish, opinion or story of public life."""
    if draft.reading.says("feedback/private") or draft.amounts.conditions:
        return False  # "โครงการที่งบไม่ถึง 1 ล้าน" has the words of a complaint
    about = bool(_places(draft, *_LIFE) or draft.surest_name() >= _PERHAPS or draft.agencies)
    asking = _asking(draft, raw)
    if asking is None:
        return _is_story(draft, about)
    firm = _places(draft, *(f"feedback/{mood}" for mood in _FIRM_MOODS))
    return about and not _asks_out_of(draft, asking) and any(_clause(draft, i) != asking for i in firm)


def _is_story(draft: Draft, about: bool) -> bool:
    """Whether enough is said of a mood, or of public life, in a message that asks nothing."""
    moods = len(_places(draft, *_WITH_MOOD))
    wishes = draft.reading.says("feedback/request") and len(draft.named.left) >= _WISH
    if about:
        return moods > 0 or len(draft.named.left) >= _STORY
    return moods >= _MOODS_ALONE or wishes


def _asks_out_of(draft: Draft, asking: int) -> bool:
    """Whether the asking clause asks what a citizen wants to know, not who is to blame."""
    asked = [t for i, t in enumerate(draft.reading.tokens) if _clause(draft, i) == asking and _is_question(draft, i, t)]
    return not asked or any(not t.is_cue(*_OF_OFFICES) for t in asked)


def asks_nothing(draft: Draft, raw: str) -> bool:
    """Whether no word of it asks, but for a sigh ("สร้างมาทำไม") and what a "not" hides ("ไม่มีใครดูแล")."""
    return _asking(draft, raw) is None


def takes_side(draft: Draft) -> bool:
    """Whether it says firmly what is bad, good or should not be."""
    return draft.reading.says(*(f"feedback/{mood}" for mood in _FIRM_MOODS))


def _asking(draft: Draft, raw: str) -> int | None:
    """The clause that asks, the last one; None where none does."""
    tokens = draft.reading.tokens
    places = [i for i, token in enumerate(tokens) if _is_question(draft, i, token)]
    if places:
        return _clause(draft, places[-1])
    if _ends_in_year(draft):
        return _clause(draft, len(tokens) - 1)
    return _clause(draft, len(tokens) - 1) if raw.rstrip().endswith("?") else None


def _ends_in_year(draft: Draft) -> bool:
    """ "รถตู้ส่วนกลาง ปี 64": a thing and its year ask for its figure, where nothing is said for or against it."""
    of_life = draft.reading.says(*_LIFE, "feedback/request", "calm/often")
    return len(draft.reading.tokens) - 1 in draft.years.tokens and not (of_life or takes_side(draft))


def _is_question(draft: Draft, place: int, token: Token) -> bool:
    return _has_form_of_question(draft, place, token) and not _sighs(draft, place)


def _has_form_of_question(draft: Draft, place: int, token: Token) -> bool:
    if not token.sense.talk.isdisjoint(_OTHER_QUESTIONS):
        return True
    tokens = draft.reading.tokens
    if draft.reading.english and place == 0 and "feedback/opening" in token.sense.talk:
        return True
    if token.is_cue("yes_no"):
        return _ends_clause(draft, place) or (draft.reading.english and place == 0)
    if token.is_cue("show"):
        return token.is_cue(*_QUESTIONS)
    start = max(0, place - _HIDDEN_BY_NO)
    hidden = any(_says_no(tokens[i]) and _clause(draft, i) == _clause(draft, place) for i in range(start, place))
    return token.is_cue(*_QUESTIONS) and not hidden and not (draft.reading.english and place > 1)


def _sighs(draft: Draft, place: int) -> bool:
    """Whether the word is of a sigh, or stands behind one in its clause: "จะให้เด็กไปเล่นที่ไหน"."""
    sighs = _places(draft, "feedback/sigh")
    return any(i <= place and _clause(draft, i) == _clause(draft, place) for i in sighs)


def _says_no(token: Token) -> bool:
    return token.is_cue("not") or "calm/denial" in token.sense.talk


def _ends_clause(draft: Draft, place: int) -> bool:
    """Whether nothing of weight follows: "มีไหมคะ", but not "บ่มีน้ำ"."""
    following = draft.reading.tokens[place + 1 :]
    return all(token.sense.everyday or token.before == " " for token in following[:1])


def _clause(draft: Draft, place: int) -> int:
    """Which clause a word stands in: Thai parts clauses with blanks."""
    return (
        sum(1 for token in draft.reading.tokens[1 : place + 1] if token.before == " ")
        if not draft.reading.english
        else 0
    )


def _places(draft: Draft, *talk: str) -> list[int]:
    return [i for i, token in enumerate(draft.reading.tokens) if not token.sense.talk.isdisjoint(talk)]
