"""What is asked of the subject, and in which form?"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Ask, By, Condition, Question, Shape, Turn
from knowledge.subject import Subject

_MONEY = ("budget", "how_much", "per_year", "total", "average", "share", "four_years", "by_year")


def settle(index: Index, draft: Draft, subject: Subject, history: Sequence[Turn]) -> Question:
    """The question that a message asks by itself; `ask` stays overview where it says nothing of it."""
    ask = _ask(index, draft, subject)
    if (
        subject.own
        and subject.codes
        and subject.agencies
        and all(index.entities[c].kind == "project" for c in subject.codes)
    ):
        # A project has its own agencies: "เทศบาลดูแลโครงการเมืองเว้ใช่ไหม" asks who really does.
        subject = replace(subject, agencies=())
        ask = "agencies" if ask == "overview" or draft.has("verify", "why") else ask
    question = Question(
        ask=ask,
        about=subject.codes,
        agencies=subject.agencies,
        years=draft.years.inside(index.years),
        why=draft.has("why"),
        number=_passage_number(draft, ask),
        claim=draft.amounts.claim,
        parent=_wants_parent(draft, subject, ask),
        words=_words(draft, ask),
    )
    if question.words and ask == "projects":
        question = replace(question, about=())  # fmt: skip
    if ask == "goals":
        question = replace(
            question,
            targets=draft.has("target")
            or ({index.entities[c].kind for c in subject.codes} == {"goal"}
            and draft.has("target", "same")),
        )
    if ask == "indicators" and draft.levels.asked == "goal" and draft.has("what", "which_one", "number_word"):
        question = replace(question, parent=True)
    question = replace(question, where=_conditions(index, draft, question, subject))
    return _shaped(index, draft, subject, question)


def _ask(index: Index, draft: Draft, subject: Subject) -> Ask:
    """The thing wanted."""
    has, asked, counted = draft.has, draft.levels.asked, draft.levels.counted
    kinds = {index.entities[c].kind for c in subject.codes} if subject.own else set()
    if has("funding"):
        return "funding"
    if "measure" in draft.levels.numbers or has("measure", "count_measure") or kinds == {"measure"}:
        return "measures"
    if has("document_word") and has("project"):
        return "projects"
    if (
        has("agency_strategy")
        or (has("stakeholder") and not has("project"))
        or kinds & {"stakeholder", "agency_strategy"}
    ):
        return "stakeholders"
    if kinds & {"framework", "section"} or has("section_eight", "framework", "document_word"):
        return "passage"
    if _wants_parent(draft, subject, "overview") and asked in ("tactic", "issue", "goal"):
        return {"tactic": "tactics", "issue": "issues", "goal": "goals"}[asked]  # type: ignore[return-value]
    if counted in ("tactic", "goal", "indicator", "issue", "agency"):
        return {
            "tactic": "tactics",
            "goal": "goals",
            "indicator": "indicators",
            "issue": "issues",
            "agency": "agencies",
        }[counted]  # type: ignore[return-value]
    if _is_result(draft, kinds):
        return "goals" if _is_goal(draft, kinds) else "indicators"
    return _ask_of_money(draft, subject, kinds)


def _is_result(draft: Draft, kinds: set[str]) -> bool:
    if kinds & {"goal", "indicator"}:
        return True
    return draft.has("indicator", "goal", "target") and not (
        draft.has("budget", "project") and kinds & {"project"} and not draft.has("indicator")
    )


def _is_goal(draft: Draft, kinds: set[str]) -> bool:
    if draft.has("indicator") and not (draft.levels.asked == "goal" and "indicator" not in draft.levels.named):
        return draft.levels.asked == "goal" and draft.levels.named[:1] == ("goal",)
    if draft.has("target", "share", "how_much", "numeric", "count_item") and "indicator" in kinds:
        return False
    return (
        draft.has("goal")
        or kinds == {"goal"}
        or (draft.has("target") and not draft.has("share", "numeric", "how_much") and "indicator" not in kinds)
    )


def _ask_of_money(draft: Draft, subject: Subject, kinds: set[str]) -> Ask:
    has, asked = draft.has, draft.levels.asked
    ranked = has("most", "least", "runner_up", "rank_word", "rank_upward", "within_year")
    if (
        asked == "project"
        and has("one_year", "every_year", "begin", "finish", "alternate", "steady")
        and has("what", "order_word", "there_is", "count_project", "which_one")
        and not ranked
    ):
        return "projects"
    if has("compare", "more_than", "less_than") and (
        len(draft.years.named) > 1 or (len(subject.sides) > 1 and has("budget", "how_much", "more_than", "less_than"))
    ):
        return "budget"
    if has("which_year") and not ranked and not (has("period") or (has("plan") and not kinds)):
        return "years"
    if has("other_year"):
        return "years"
    if has("period") or (has("which_year") and has("plan") and not ranked and not kinds):
        return "period"
    if ranked and (
        has("who", "agency", *_MONEY, "project", "issue", "tactic", "which_year", "year", "what")
        or has("runner_up", "rank_word")
        or not kinds
    ):
        return "budget"
    if has("increase", "decrease", "change", "without") and not has("who"):
        return "budget"
    if has("from") and len(draft.years.named) == 2 and has("how_much", "share"):
        return "budget"
    if (
        has("who", "responsible", "agency")
        and not has("how_much", "per_year", "share", "count_project")
        and not (
            has("project") and asked == "project" and has("what", "order_word", "count", "there_is") and not has("who")
        )
    ):
        return (
            "agencies"
            if not (draft.agencies and has("project", "what")) or (has("same", "shared") and not has("project"))
            else "projects"
        )
    if (
        asked in ("tactic", "issue")
        and not has("budget", "how_much", "per_year", "average", "share")
        and not ("issue" in draft.levels.numbers and asked == "issue")
        and not kinds & {asked, "project"}
    ):
        return "tactics" if asked == "tactic" else "issues"
    if (
        kinds == {"project"}
        and len(subject.codes) == 1
        and has("budget")
        and (draft.years.named or has("yes_no", "there_is"))
    ):
        return "budget"
    listing = has("what", "order_word", "count", "shared") and not (kinds & {"project"} and has("how_much"))
    if (
        draft.levels.counted == "project"
        or (asked == "project" and listing and not draft.has("share", "per_year"))
        or (
            asked == "project"
            and not has("how_much", "share", "per_year")
            and (has("what", "order_word", "count", "there_is", "shared") or draft.amounts.conditions or draft.agencies)
        )
    ):
        return "projects"
    if (
        has(*_MONEY, "within_year")
        or draft.amounts.claim is not None
        or (draft.years.named and not asked and has("yes_no", "there_is"))
    ):
        return "budget"
    if asked == "tactic" and not kinds & {"tactic"}:
        return "tactics"
    if asked == "issue" and not kinds & {"issue", "project"}:
        return "issues"
    if has("compare", "more_than", "less_than"):
        return "budget"
    if asked == "project" and not kinds & {"project"}:
        return "projects"
    return "budget" if draft.years.named and not asked else "overview"


def _wants_parent(draft: Draft, subject: Subject, ask: Ask) -> bool:
    """ "อยู่ใต้กลยุทธ์ไหน": the level asked stands above the subject."""
    asked = draft.levels.asked
    if (
        draft.has("most", "least", "within_year", "runner_up")
        or not draft.has("under")
        or asked not in ("tactic", "issue", "goal")
    ):
        return False
    if set(draft.levels.numbers) - ({"issue"} if asked != "issue" else set()):
        return False
    tokens = draft.reading.tokens
    unders = list(draft.reading.where("under"))
    levels = list(draft.reading.where(draft.levels.asked))
    # "อยู่ใต้กลยุทธ์ไหน" and "which goal is it under", not "the tactics under it".
    return any(u < lv for u in unders for lv in levels) or unders[-1] == len(tokens) - 1


def _passage_number(draft: Draft, ask: Ask) -> int | None:
    if "measure" in draft.levels.numbers:
        return draft.levels.numbers["measure"][0]
    return draft.levels.loose if ask in ("measures", "passage") and not draft.levels.counted else None


def _words(draft: Draft, ask: Ask) -> tuple[str, ...]:
    """What to look for in the text: the words behind คำว่า; for stakeholders whether their strategies are meant."""
    if ask == "stakeholders":
        return (
            ("strategy",) if draft.has("agency_strategy") or (draft.has("strategy") and not draft.has("issue")) else ()
        )
    tokens = draft.reading.tokens
    start = next((i + 1 for i, t in enumerate(tokens) if t.text in ("คำว่า", "มีคำว่า", "ปรากฏคำว่า", "theword")), None)
    if ask not in ("passage", "projects") or start is None:
        return ()
    word: list[str] = []
    for token in tokens[start : start + 8]:
        if word and (
            token.is_cue("yes_no", "what", "verify", "there_is")
            or (token.before in " \"'"
            and token.before)
            or (token.sense.everyday and len(word) > 2)
        ):
            break
        word.append(token.text)
    # The word may be one token or several, so every beginning is looked for, the longest first.
    return tuple("".join(word[:n]) for n in range(len(word), 0, -1))


def _conditions(index: Index, draft: Draft, question: Question, subject: Subject) -> tuple[Condition, ...]:
    """What the things asked for must fulfil."""
    has = draft.has
    if question.ask == "indicators" and has("not") and has("target", "numeric", "name_it"):
        return (Condition("target", "=", 0),) if not subject.own else ()
    single = len(subject.codes) == 1 and index.entities[subject.codes[0]].kind == "project"
    if single or question.ask not in ("projects", "budget", "overview", "agencies", "years"):
        return ()
    conditions = list(_amount_conditions(draft))
    lists_projects = "project" in draft.levels.named or question.ask == "projects" or has("count_project")
    if not lists_projects:
        return tuple(conditions)
    if has("alternate"):
        conditions.append(Condition("alternate"))
    elif has("steady") or (has("same") and has("every_year", "four_years") and not conditions):
        conditions.append(Condition("steady", "=", len(index.years)))
    elif has("every_year") and not any(c.field == "each" for c in conditions) and not has("not"):
        conditions.append(Condition("years", "=", len(index.years)))
    if has("one_year"):
        conditions.append(Condition("years", "=", 1))
    if (has("shared") and not draft.agencies) or (has("more_op", "more_than") and has("agency") and not conditions):
        conditions.append(Condition("agencies", ">=", 2))
    elif (
        has("not")
        and has("agency", "who", "responsible")
        and has("name_it", "there_is", "not")
        and not has("budget")
        and not draft.agencies
    ):
        conditions.append(Condition("agencies", "=", 0))
    conditions.extend(_year_conditions(index, draft, question))
    return tuple(conditions)


def _amount_conditions(draft: Draft) -> list[Condition]:
    """The amounts demanded, of the sum, of every year or of some year."""
    field = "each" if draft.has("per_year", "every_year") else "cell" if draft.has("within_year") else "total"
    conditions = [replace(c, field=field) for c in draft.amounts.conditions]
    if (
        not conditions
        and draft.amounts.claim is not None
        and "project" in draft.levels.named
        and draft.has("what", "order_word", "count_project")
    ):
        conditions = [Condition(field, "=", draft.amounts.claim)]  # type: ignore[arg-type]
    return conditions


def _year_conditions(index: Index, draft: Draft, question: Question) -> list[Condition]:
    """ "ปี 57 ไม่มีงบ", "เริ่มปี 55", "ปี 55 มีโครงการอะไร"."""
    if not question.years or draft.amounts.conditions:
        return []
    if draft.has("begin", "finish") and len(question.years) == 1:
        year = question.years[0]
        without = [y for y in index.years if (y < year if draft.has("begin") else y > year)]
        return [Condition("funded", "=", year), *(Condition("unfunded", "=", y) for y in without)]
    if draft.has("not"):
        return [Condition("unfunded", "=", y) for y in question.years]
    if question.ask == "projects" and len(question.years) == 1:
        return [Condition("funded", "=", question.years[0])]
    return []


def _shaped(index: Index, draft: Draft, subject: Subject, question: Question) -> Question:
    """The question with its form: total, share, ranking, comparison..."""
    has = draft.has
    shape: Shape = "value"
    by: By | None = None
    if question.ask in (
        "projects",
        "tactics",
        "goals",
        "indicators",
        "issues",
        "measures",
        "agencies",
        "stakeholders",
        "passage",
    ):
        counted = draft.levels.counted or (has("count") and draft.levels.asked)
        shape = "count" if counted else "list"
        if question.ask == "agencies" and not counted:
            shape = "compare" if has("same") and len(subject.codes) > 1 else "value"
        if question.ask == "projects" and not counted and has("how_much", "total"):
            shape = "total"
        if question.ask == "projects" and has("yes_no") and not has("what", "order_word") and not counted:
            shape = "exists"
        return replace(question, shape=shape, yearly=has("per_year"))
    if question.ask != "budget":
        return replace(question, shape="exists" if has("yes_no") else "value", yearly=has("per_year"))
    by_year = has("by_year") and len(subject.codes) == 1 and index.entities[subject.codes[0]].kind == "project"
    question = replace(question, yearly=has("per_year") or by_year, percent=has("share"))
    if has("without") and subject.codes:
        return replace(question, shape="without", base=subject.base)
    changing = (
        has("increase", "decrease", "change")
        or (has("from") and len(question.years) == 2 and not draft.years.is_range and has("how_much", "share"))
        or (len(question.years) == 2 and has("compare", "more_than", "less_than") and len(subject.codes) < 2)
    )
    ranked = has("most", "least", "runner_up", "rank_word", "rank_upward", "within_year")
    if ranked or (
        changing and _ranked_level(draft) in ("issue", "project", "tactic") and has("what") and len(subject.codes) < 2
    ):
        return _ranking(draft, question, changing)
    if changing:
        years = tuple(sorted(question.years))
        return replace(
            question, shape="change", years=years[:1] + years[-1:] if len(years) > 1 else years, down=has("decrease")
        )
    several = len(subject.sides) > 1 or len(subject.agencies) > 1
    if (
        (several
        and has("compare", "more_than", "less_than", "same"))
        or (len(question.years) > 1 and has("compare", "more_than", "less_than"))
    ):
        return replace(question, shape="compare")
    if has("share"):
        return _share(index, subject, question)
    if has("average"):
        return replace(question, shape="average", by="project" if has("per_project") else None)
    if has("yes_no") and not has("how_much") and not has("total"):
        return replace(question, shape="exists")
    by = _split(draft)
    if has("total", "four_years") or by or len(question.years) != 1:
        shape = "total"
    return replace(question, shape=shape, by=by)


def _split(draft: Draft) -> By | None:
    """ "งบแต่ละประเด็น": a figure for each."""
    if draft.has("by_year"):
        return "year"
    if not draft.has("by_each"):
        return None
    level = next((lv for lv in draft.levels.named if lv in ("issue", "tactic", "project")), "")
    if level:
        return level  # type: ignore[return-value]
    return "agency" if draft.has("agency", "who") else None


def _ranked_level(draft: Draft) -> str:
    """What is ranked: the level, year or agency asked for; projects where nothing is said."""
    tokens = draft.reading.tokens
    for i, token in enumerate(tokens):
        if i in draft.named.quoted:
            continue
        if token.is_cue("which_year"):
            return "year"
        if token.is_cue("who") or (
            token.is_cue("agency") and any(t.is_cue("what", "most", "least") for t in tokens[i + 1 : i + 4])
        ):
            return "agency"
        level = next((lv for lv in ("issue", "tactic", "project") if token.is_cue(lv) and lv in draft.levels.named), "")
        if level and not (level == "project" and i and tokens[i - 1].is_cue("there_is")):
            return level
        follower = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            token.is_cue("year")
            and follower
            and follower.number is None
            and (follower.is_cue("what", "most", "least") or (i and tokens[i - 1].is_cue("rank_word")))
        ):
            return "year"
    return ""


def _ranking(draft: Draft, question: Question, changing: bool) -> Question:
    """Who comes first, last, second, or the first few."""
    level = _ranked_level(draft) or (
        "year"
        if draft.has("year") and not draft.years.named and draft.has("most", "least") and not draft.has("within_year")
        else "project"
    )
    top, place = 1, 1
    number = draft.number_of("rank_word") or draft.number_of("most") or draft.number_of("least")
    plural = draft.number_of("project") if draft.has("most", "least") else None
    if draft.has("runner_up"):
        place = 2
    elif number:
        ordinal = _is_place(draft)
        top, place = (1, number) if ordinal else (number, 1)
    elif plural:
        top = plural
    elif draft.has("rank_word", "rank_upward") and not draft.has("most", "least"):
        top = 100
    if draft.has("most") and draft.has("least"):
        top = 100  # "มากสุดกับน้อยสุด": the whole order shows both ends.
    down = draft.has("least", "rank_upward") and not draft.has("most")
    counting = draft.has("count_project") and level in ("issue", "tactic", "agency", "year")
    counting = (
        counting
        or (level in ("issue", "tactic", "agency", "year")
        and not draft.has("budget", "how_much", "within_year")
        and ("project" in draft.levels.named or draft.has("count_project")))
    )
    return replace(
        question, shape="change" if changing else "rank", by=level, top=min(top, 100), place=place,
        down=draft.has("decrease") if changing else down, yearly=question.yearly or (draft.has("within_year") and not draft.has("four_years", "total", "every_year")),
        counting=counting,
    )  # fmt: skip


def _is_place(draft: Draft) -> bool:
    """ "อันดับ 2" is one place; "2 อันดับแรก" and "top 2" are two."""
    tokens = draft.reading.tokens
    for i in draft.reading.where("rank_word"):
        if tokens[i].text in ("top", "ท็อป", "ท๊อป") or draft.has("first_item"):
            return False
        if i + 1 < len(tokens) and tokens[i + 1].number is not None:
            return not (i + 2 < len(tokens) and tokens[i + 2].is_cue("project", "issue", "tactic", "agency"))
    return False


def _share(index: Index, subject: Subject, question: Question) -> Question:
    """A share of the whole plan, or of what contains the other thing named."""
    base = subject.base
    codes = subject.codes
    if len(subject.sides) > 1 and not base:
        holders = [c for c in codes if any(c in index.entities[o].parents for o in codes if o != c)]
        if holders:
            base = holders[0]
            codes = tuple(c for c in codes if c != base)
    if question.agencies and len(codes) == 1 and not base and index.entities[codes[0]].kind == "issue":
        base = codes[0]  # "สถิติจังหวัดกินงบกี่ % ของประเด็น 3": the agency's part of the issue.
    return replace(question, shape="share", about=codes, base=base)
