"""Is somebody in danger now: a fire, an illness, violence, a wish to die?"""

from knowledge.draft import Draft
from knowledge.reading import Token

_KINDS = ("suicide", "fire", "medical", "police", "help")
"""The gravest first."""
_AGAIN_AND_AGAIN = ("fire", "medical", "help")
"""What is told as happening often is a state of affairs: "รถชนกันทุกวัน". Beaten every day is still danger."""
# Shares that a message's sound gives to an emergency (`purpose.py`): measured in docs/feedback.md.
_CALM, _DOUBT, _ALARM = 0.06, 0.35, 0.6
"""Below the first, words of danger tell a story; from the last on it is danger, although no word of it says so."""


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


# `kind` is what `danger` found, `sound` how much like an emergency the message sounds (`purpose.py`), 0 to 1.


def is_now(kind: str, sound: float) -> bool:
    """Whether words of danger tell of danger now, and no story."""
    return kind == "suicide" or (kind != "" and sound >= _CALM)


def sounds_like_danger(sound: float) -> bool:
    """Whether it is danger, though no word of it is known to say so."""
    return sound >= _ALARM


def may_be_danger(kind: str, sound: float) -> bool:
    """Whether the numbers to call should stand beside any other answer."""
    return kind != "" or sound >= _DOUBT


def _threatens(draft: Draft, place: int, kind: str) -> bool:
    """Whether this word tells of danger: "ไม่ใช่โจร" does not, nor does a wish for more ambulances."""
    tokens = draft.reading.tokens
    talk = tokens[place].sense.talk
    if f"emergency/{kind}" not in talk or (place and _denies(tokens[place - 1])):
        return False
    return "calm/service" not in talk or not draft.reading.says("calm/wish")


def _denies(token: Token) -> bool:
    return "calm/denial" in token.sense.talk
