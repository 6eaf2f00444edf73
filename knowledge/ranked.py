"""What is ranked, by what, and which places of the order are wanted?"""

from dataclasses import replace

from knowledge.draft import Draft
from knowledge.levels import Level
from knowledge.question import By, Question
from knowledge.vocabulary import read as read_vocabulary

BY_LEVEL: dict[Level, By] = {"issue": "issue", "tactic": "tactic", "project": "project"}
"""Levels that have a budget to be ranked by."""
ALL = 100
"""Places; the answer cuts a longer order."""
_TOP = frozenset(read_vocabulary("small_words")["top"])


def ranked_by(draft: Draft) -> By | None:
    """What is ranked: the level, year or agency asked for, if one is."""
    places = (i for i in range(len(draft.reading.tokens)) if i not in draft.named.quoted)
    return next((by for i in places if (by := _ranked_at(draft, i))), None)


def _ranked_at(draft: Draft, i: int) -> By | None:
    """What the word at this place says of it."""
    tokens = draft.reading.tokens
    token = tokens[i]
    if token.is_cue("which_year"):
        return "year"
    asked = any(t.is_cue("what", "most", "least") for t in tokens[i + 1 : i + 4])
    if token.is_cue("who") or (token.is_cue("agency") and asked):
        return "agency"
    level = next((level for level in BY_LEVEL if token.is_cue(level) and level in draft.levels.named), None)
    # "มีโครงการ" tells only that there are some.
    if level and not (level == "project" and i and tokens[i - 1].is_cue("there_is")):
        return BY_LEVEL[level]
    return "year" if token.is_cue("year") and _is_year_ranked(draft, i) else None


def _is_year_ranked(draft: Draft, i: int) -> bool:
    """ "ปีอะไรมากสุด", "อันดับปีงบ"; in "ปี 55" the year is known."""
    tokens = draft.reading.tokens
    if i + 1 >= len(tokens) or tokens[i + 1].number is not None:
        return False
    return tokens[i + 1].is_cue("what", "most", "least") or (i > 0 and tokens[i - 1].is_cue("rank_word"))


def ranking(draft: Draft, question: Question, changing: bool) -> Question:
    """Who comes first, last, second, or the first few; `changing`: in what it gained or lost."""
    by = ranked_by(draft) or ("year" if _means_years(draft) else "project")
    top, place = _places(draft)
    both_ends = draft.has("most") and draft.has("least")
    down = draft.has("decrease") if changing else draft.has("least", "rank_upward") and not draft.has("most")
    in_one_year = draft.has("within_year") and not draft.has("four_years", "total", "every_year")
    return replace(
        question,
        shape="change" if changing else "rank",
        by=by,
        # "มากสุดกับน้อยสุด": the whole order shows both ends.
        top=ALL if both_ends else min(top, ALL),
        place=place,
        down=down,
        yearly=question.yearly or in_one_year,
        counting=by != "project" and _counts_projects(draft),
    )


def _means_years(draft: Draft) -> bool:
    """ "ปีที่ได้มากสุด" ranks years, though no question word says so."""
    extreme = draft.has("most", "least") and not draft.has("within_year")
    return extreme and draft.has("year") and not draft.years.named


def _counts_projects(draft: Draft) -> bool:
    """ "ประเด็นไหนมีโครงการมากสุด": ranked by the number of projects, where money is not spoken of."""
    if draft.has("count_project"):
        return True
    return "project" in draft.levels.named and not draft.has("budget", "how_much", "within_year")


def _places(draft: Draft) -> tuple[int, int]:
    """How many places are wanted, and which is the first."""
    if draft.has("runner_up"):
        return 1, 2
    number = draft.number_of("rank_word") or draft.number_of("most") or draft.number_of("least")
    if number:
        return (1, number) if _is_one_place(draft) else (number, 1)
    if draft.has("most", "least"):
        return draft.number_of("project") or (2 if draft.has("both") else 1), 1
    return (ALL if draft.has("rank_word", "rank_upward") else 1), 1


def _is_one_place(draft: Draft) -> bool:
    """ "อันดับ 2" is one place; "2 อันดับแรก", "top 2" and "อันดับ 2 โครงการ" are two."""
    tokens = draft.reading.tokens
    for i in draft.reading.where("rank_word"):
        if tokens[i].text in _TOP or draft.has("first_item"):
            return False
        if i + 1 < len(tokens) and tokens[i + 1].number is not None:
            return not (i + 2 < len(tokens) and tokens[i + 2].is_cue("project", "issue", "tactic", "agency"))
    return False
