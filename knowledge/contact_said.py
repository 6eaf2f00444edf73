"""Is a message that follows "who may be called?" a name or a number, or does it say something else?

A number or an address is one. Of other words a name is one; a sentence is none: it is made of small words, as
"ลืมเบอร์" or "ใช้แชทนี้แหละ".
"""

from knowledge.personal import gives_personal
from knowledge.short_answer import Answer, answers_in, small_words_in
from knowledge.vocabulary import read

_DECLINES: tuple[Answer, ...] = ("no", "skip", "unsure", "keep", "stop")
_SENTENCE, _SOME = 0.5, 3
"""From this share of small words, and so many of them, nothing is a name."""
_OF_A_NUMBER = 4
"""Digits that are no count of anything."""


def says_contact(text: str) -> bool:
    """Whether there is a name, a number or an address in it."""
    if gives_personal(text) or "@" in text or sum(sign.isdigit() for sign in text) >= _OF_A_NUMBER:
        return True
    return any(sign.isalnum() for sign in text) and not declines(text) and not _is_sentence(text)


def declines(text: str) -> bool:
    begins = text.strip().lower().startswith(tuple(read("short_answers")["begin_refuses"]))
    return begins or any(answer in _DECLINES for answer in answers_in(text))


def _is_sentence(text: str) -> bool:
    words, share = small_words_in(text)
    titled = text.strip().lower().startswith(tuple(read("short_answers")["begin_name"]))
    speaks_of_it = not words.isdisjoint(read("short_answers")["contact"])
    return not titled and share >= _SENTENCE and (speaks_of_it or len(words) >= _SOME)
