"""Is somebody in danger now: a fire, an illness, violence, a wish to die?"""

from knowledge import thresholds as limit
from knowledge.draft import Draft
from knowledge.reading import Token

_KINDS = ("suicide", "fire", "medical", "police", "help")
"""The gravest first."""
GRAVE = ("suicide", "fire")
"""Where a mistake is worst."""
_AGAIN_AND_AGAIN = ("fire", "medical", "help")
"""What is told as happening often is a state of affairs: "รถชนกันทุกวัน". Beaten every day is still danger."""


_MAY_BE_FEARED = ("fire", "medical")
"""What somebody fears has not happened: "หน้าบ้านมืดมาก กลัวรถชน". Who fears to be beaten is in danger."""


def danger(draft: Draft) -> str:
    """The kind of danger that the words tell of (a part of `emergency` in talk.yaml), or ""."""
    says = draft.reading.says
    if says("calm/joke"):
        return ""
    kinds = [kind for kind in _KINDS if any(_threatens(draft, i, kind) for i in range(len(draft.reading.tokens)))]
    if says("calm/past") and not says("calm/now"):
        kinds = [kind for kind in kinds if kind == "suicide"]
    elif says("calm/often") and not says("calm/now"):
        kinds = [kind for kind in kinds if kind not in _AGAIN_AND_AGAIN]
    return next(iter(kinds), "")


def is_danger_now(draft: Draft, kind: str, emergency: float, feedback: float) -> bool:
    """Whether words of this kind of danger tell of danger now: no story, and no plea to mend a road. The shares are
    those of `acts.py`."""
    if kind == "help":
        return emergency >= feedback
    if kind == "suicide":
        return emergency >= limit.CALM_DEATH
    if kind and draft.reading.says("absent/contact") and draft.has("what", "which_one"):
        return True  # "ไฟไหม้ตลาด โทรเบอร์ไหน": who asks whom to call
    grave = kind in GRAVE or draft.reading.says("calm/now")
    return kind != "" and emergency >= (limit.CALM_GRAVE if grave else limit.CALM)


def _threatens(draft: Draft, place: int, kind: str) -> bool:
    """Whether this word tells of danger: "ไม่ใช่โจร" does not, nor does a wish for more ambulances."""
    tokens = draft.reading.tokens
    talk = tokens[place].sense.talk
    if f"emergency/{kind}" not in talk or (place and _denies(tokens[place - 1])):
        return False
    if place and kind in _MAY_BE_FEARED and "calm/fear" in tokens[place - 1].sense.talk:
        return False
    return "calm/service" not in talk or not draft.reading.says("calm/wish")


def _denies(token: Token) -> bool:
    return "calm/denial" in token.sense.talk
