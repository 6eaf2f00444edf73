"""How are the syllables of Thai typed in Latin letters? `python -m learning.syllables` writes the table of PyThaiNLP's
royal transcriptions that knowledge/romanised.py reads: those of its dictionary and of our words. To transcribe those of
our words alone would take the first such message of a process two seconds.
"""

import re
from itertools import chain

from pythainlp.corpus import thai_syllables
from pythainlp.transliterate import romanize

from knowledge.lexicon import base
from knowledge.likely import typed_in_latin
from knowledge.romanised import TRANSCRIBED, syllables

_LEADING_CLUSTER = re.compile("^([เแโใไ][กขคตปผพท])[รล](?=.)|^([ใไ][กขคตปผพท])[รล]$")
_LATIN = re.compile("[a-z]+")


def transcribe(syllable: str) -> str:
    """A syllable in Latin letters, without the second consonant that it begins with: few say it."""
    return romanize(_LEADING_CLUSTER.sub(lambda m: m[1] or m[2], syllable), engine="royin")


def main() -> None:
    """Write a line for each syllable that can be said."""
    known = set(chain.from_iterable(map(syllables, (*thai_syllables(), *typed_in_latin(base())))))
    latin = {syllable: transcribe(syllable) for syllable in sorted(known)}
    lines = [f"{syllable}\t{typed}\n" for syllable, typed in latin.items() if _LATIN.fullmatch(typed)]
    TRANSCRIBED.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
