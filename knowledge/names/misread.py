"""Which names are another, usual one that was misread: marks lost, a letter or two gone, a piece read twice or stray?

"ค่าตอบแทน ใช้สอยและวัสดุ eve" is the usual one. What differs by a word ("กลุ่มจังหวัด" and "จังหวัด") is another name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher

from knowledge.names.skeleton import bones

_SHORTEST, _LONGEST = 8, 70
"""Compared letters of names that are put right: in a short one a slip makes another word, a long one is met once."""
_USUAL, _TIMES = 3, 3
"""A name met so often is usual, and right where another is met so many times less."""
_LOST = 2
"""Compared letters that may be missing, or stand too many within a word."""
_STRAY = 6
"""Letters of a piece beside a blank that may be stray."""
_SHARED = 0.6
"""Of the threes of letters of the usual name."""
_THREE = 3
_THAI = re.compile("[\u0e01-\u0e5b]")


def usual_spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """The usual name of each that is a misread one; other names are left out."""
    usual = {name: bones(name) for name, count in counts.items() if count >= _USUAL and not _has_digits(name)}
    usual = {name: letters for name, letters in usual.items() if _SHORTEST <= len(letters) <= _LONGEST}
    by_three: defaultdict[str, list[str]] = defaultdict(list)
    for name, letters in usual.items():
        for three in _threes(letters):
            by_three[three].append(name)
    found: dict[str, str] = {}
    for name, count in sorted(counts.items(), key=lambda each: -each[1]):
        letters = bones(re.sub(r"\d", "", name))
        if not _SHORTEST <= len(letters) <= _LONGEST + _STRAY:
            continue
        shared = Counter(each for three in _threes(letters) for each in by_three.get(three, ()))
        for right, common in shared.most_common(5):
            enough = common >= _SHARED * len(_threes(usual[right])) and counts[right] >= _TIMES * count
            if right != name and enough and is_misread(name, right):
                found[name] = found.get(right, right)
                break
    return found


def is_misread(name: str, right: str) -> bool:
    """Whether the one is the other with slips of a program that reads pages."""
    pieces = name.split()
    said, meant = bones(name), bones(right)
    ends = {len(bones("".join(pieces[:i]))) for i in range(1, len(pieces))}
    lost = 0
    for way, i, end, j, upto in SequenceMatcher(None, said, meant, autojunk=False).get_opcodes():
        extra, missing = end - i, upto - j
        if way == "equal":
            continue
        stray = extra > _LOST and (i in ends or end in ends) and _is_stray(said[i:end], said, i, end)
        lost += missing + (0 if stray else extra)
    return lost <= _LOST


def _is_stray(piece: str, said: str, start: int, end: int) -> bool:
    """Whether letters beside a blank are noise, or what stands beside them once more."""
    if not _THAI.search(piece):
        return True
    beside = said[:start] + said[end:]
    blocks = SequenceMatcher(None, piece, beside, autojunk=False).get_matching_blocks()
    return len(piece) <= _STRAY + 2 and 2 * sum(block.size for block in blocks) >= len(piece)


def _threes(letters: str) -> set[str]:
    return {letters[i : i + _THREE] for i in range(len(letters) - _THREE + 1)}


def _has_digits(name: str) -> bool:
    return any(sign.isdigit() for sign in name)
