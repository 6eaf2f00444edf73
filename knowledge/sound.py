"""How does a Thai word sound? Two words with one key sound alike, however they are spelt."""

import re
from functools import lru_cache

_SOUNDS = str.maketrans("ศษซณญฎฏฐฑฒธถภผฝฆขฉฌฬฮใึืูฅฃ", "สสสนยดตทททททพพฟคคชชลหไิิุคค")
_SILENT = re.compile(r"[็่้๊๋ๆฯ]|[ก-ฮ][ิุ]?์")
"""Tones, signs, and letters under การันต์: พันธุ์ is heard as พัน."""
_LEADING_H = re.compile(r"ห(?=[งนมยรลว][ะ-ู็ก-ฮ])")
"""ห that only gives a tone: หมู is heard as มู."""
_VOWEL_O = re.compile(r"(?<=[ก-ฮ])อ(?=[ก-ฮ])")
_CLUSTER = re.compile(r"([กคตปพทฟ])[รล](?=[ก-ฮะ-ู็เ-ไ])")
"""ร and ล behind a consonant are dropped in speech: ปะเด็น for ประเด็น."""
_FINAL = re.compile(r"(?<=[ะ-ู็ก-ฮ])([รลยสดตทจชบปพค])(?![ะ-ู็])")
_FINALS = {"ร": "น", "ล": "น", "ส": "ด", "ต": "ด", "ท": "ด", "จ": "ด", "ช": "ด", "ป": "บ", "พ": "บ"}
"""At the end of a syllable many letters sound as one."""
_DOUBLED = re.compile(r"(.)\1+")
_TONES = re.compile("[่้๊๋]")


@lru_cache(30_000)  # several look words up by their sound
def sound(word: str) -> str:
    """The word's key: letters of one sound are one letter, ร and ล after a consonant and silent letters are gone."""
    word = _SILENT.sub("", word.replace("รร", "ัน").replace("ำ", "ัม").replace("ทร", "ส"))
    word = _VOWEL_O.sub("", _LEADING_H.sub("", word.translate(_SOUNDS)))
    word = _CLUSTER.sub(r"\1", word)
    word = _FINAL.sub(lambda m: _FINALS.get(m[1], m[1]), word).replace("ะ", "ั").replace("ร", "ล")
    return _DOUBLED.sub(r"\1", word)


def without_tones(word: str) -> str:
    """The word as a hurried thumb types it: เมืองนาอยู่ for เมืองน่าอยู่."""
    return _TONES.sub("", word)
