"""What is a message: a question about the plan, talk, or something the plan knows nothing of?"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge import talk
from knowledge.absent import absent
from knowledge.bill import reading as bill
from knowledge.bill.reading import Found as Lines
from knowledge.bill.words import all_in
from knowledge.complained_of import WITH_CODE, concerned
from knowledge.context import carry_over, takes_all
from knowledge.draft import Draft, take_apart
from knowledge.explained import is_explained, says_too_little
from knowledge.group import GROUP_OF_ASK
from knowledge.index import Index
from knowledge.inexpressible import drops_operator, names_another, points_at_nothing, stands_alone
from knowledge.intent import settle
from knowledge.parsing.older import says_the_same
from knowledge.parsing.parse import OF_TEXTS, nearly, of_no_such_year, parse, year_beside_plan
from knowledge.parsing.parse import choice as choice_of
from knowledge.parsing.question_of import question_of
from knowledge.query.kinds import MONEY
from knowledge.question import Question, Turn
from knowledge.reading import read
from knowledge.resolve import resolve
from knowledge.second_look import NOT_UNDERSTOOD, asked_of, perhaps_meant, rather_meant, with_thing
from knowledge.subject import Subject
from knowledge.understood import Understood, announced_list, of_reading

_NOTHING = Question()
_LISTS = ("projects", "issues", "tactics")
"""What is asked by somebody who names no thing but wants things named."""
_SETTLED = ("year", "strategy", "missing", "operator", "unsure", "pointing")
"""Reasons by which a message is understood: no likeness makes it another question."""
_PERHAPS_ASKS = ("", "help", "file", "abuse", "chat")
"""Talk that may be a question in words that nobody listed; of feedback and danger none is."""
_OF_PLAN = ("plan", "whole", "strategy", "section_eight", "framework", "agency", "document_word")
"""Cues of a message that says of what it asks, though it names no thing."""
_BESIDE_A_QUESTION = ("contact", "apply", "spots", "progress")
"""What is often asked in the same breath as a figure, of which the answer says that the plan has it not."""
_OF_TREE = ("tactic", "issue", "goal", "indicator")
"""What a thing stands under: who asks for that of a list of contractors asks for none of its contractors."""
_FEW = 3
"""So many things are asked back about."""
_SURELY_NAMED = 0.9
"""Weight of its names from which what a message was about stays in the air, though it is not understood."""


def understand(index: Index, text: str, history: Sequence[Turn] = ()) -> Understood:
    """The meaning of one message of a chat; `history` holds the last turns, newest last."""
    lines = bill.read(index, text, history)
    if lines is not None and lines.asked is not None:
        meant, english = bill.question_of(lines.asked), bill.is_english(text)
        return Understood("question", meant, english=english, asking=True, words=lines.unused)
    found = _beside_lines(index, text, history)
    if lines is not None and found.outcome != "talk" and (lines.of_lines or _is_whole_of_part(index, lines, found)):
        reason, words = ("regions", lines.regions) if lines.regions else ("bill", lines.left)
        return Understood("unknown", reason=reason, words=words, english=found.english)
    return found


def _is_whole_of_part(index: Index, lines: Lines, found: Understood) -> bool:
    """Whether figures would be told that leave out words which may narrow them, as nothing accounts for every word."""
    named = [index.entities[code].name for code in found.question.about if code in index.entities]
    accounted = (found.query is not None and not found.words) or all_in(named, lines.left)
    return bool(lines.left) and found.outcome == "question" and not accounted


def _beside_lines(index: Index, text: str, history: Sequence[Turn]) -> Understood:
    """The meaning of a message that is not about lines of a budget bill alone."""
    reading = read(index, text)
    draft = take_apart(index, reading, GROUP_OF_ASK.get(history[-1].question.ask, "money") if history else "")
    said = talk.judge(draft, text)
    as_talk = Understood(
        "talk",
        reason=said.name,
        english=reading.english,
        complaint=said.complaint,
        offer=talk.to_offer(draft),
        by_sound=said.by_sound,
        tells=said.tells,
        announces=talk.announces(draft),
        may_be_danger=said.may_be_danger,
    )
    may_ask = said.name in _PERHAPS_ASKS
    question_first = said.question_first or (said.by_sound and _asks_of_list(index, draft, history))
    if said.name and not (question_first or may_ask):
        return replace(as_talk, choices=concerned(index, draft))
    found = _of_plan_asked(index, draft, history)
    sounds = said.by_sound and said.question_first and bool(draft.years.named)
    offered = _offered(index, draft, found, said.name, history) if may_ask or sounds else None
    if sounds and offered and offered.outcome != "question":
        offered = None  # a complaint may come near to anything
    if not offered and said.name and (found.outcome != "question" or not question_first):
        return replace(as_talk, choices=concerned(index, draft) if said.name == "feedback" else ())
    found = _nearly_read(index, draft, offered or found, history)
    if not history and (rather := _rather_one(index, draft, found, history)) is not None:
        found = rather
    return replace(
        found,
        english=as_talk.english,
        complaint=as_talk.complaint,
        offer=as_talk.offer,
        tells=as_talk.tells,
        may_be_danger=as_talk.may_be_danger,
        asking=said.asking,
        lacking=absent(draft) if found.outcome == "question" else "",
        bare=_is_bare(draft),
    )


def _nearly_read(index: Index, draft: Draft, found: Understood, history: Sequence[Turn]) -> Understood:
    """What was not understood, by the reading that leaves out a word or two, where there is one."""
    if found.outcome == "question" or found.reason not in (*NOT_UNDERSTOOD, "perhaps"):
        return found
    parsed = nearly(index, draft, history)
    meant = of_reading(index, draft, parsed) if parsed else None
    return found if meant is None or _is_of_another(index, meant, found.choices) else meant


def _is_of_another(index: Index, meant: Understood, nearest: Sequence[str]) -> bool:
    """Whether projects are meant of which none is the one that comes nearest to the whole message."""
    about = [code for code in meant.question.about if code in index.entities]
    projects = bool(about) and all(index.entities[code].kind == "project" for code in about)
    return projects and bool(nearest) and nearest[0] not in about


def _asks_of_list(index: Index, draft: Draft, history: Sequence[Turn]) -> bool:
    """Whether a message that only sounds like feedback asks for items of a list of the plan, in all its words."""
    parsed = parse(index, draft, history)
    return parsed is not None and parsed.form == "items"


def _read_whole(index: Index, draft: Draft, found: Understood, history: Sequence[Turn]) -> Understood:
    """The reading that accounts for every word, where there is one; what no plan holds is not asked of this one."""
    settled = (found.outcome == "unknown" and found.reason not in NOT_UNDERSTOOD) or found.reason == "perhaps"
    if settled and found.reason == "year" and (of_other := of_no_such_year(index, draft, history)) is not None:
        return replace(found, question=question_of(of_other), query=of_other)
    if settled and found.reason in _SETTLED:
        return found
    parsed = parse(index, draft, history)
    if settled and (parsed is None or parsed.form not in OF_TEXTS):
        return found
    if parsed is None and found.outcome == "unknown" and (choice := choice_of(index, draft, history)) is not None:
        return Understood("clarify", question_of(choice.query), choice.keys, query=choice.query)
    if parsed is None and (beyond := year_beside_plan(index, draft, history)):
        about = Question(about=found.question.about, agencies=found.question.agencies)
        return replace(_unknown(draft, "year", about), years=beyond)
    if parsed is None and (announced := announced_list(index, found)) is not None:
        return replace(found, query=announced)
    asked = found.outcome == "question"
    if parsed is None and asked and (refused := _refused(index, draft, found.question, history)) is not None:
        return refused
    if parsed is None or (asked and says_the_same(index, found.question, parsed.query)):
        return found
    return of_reading(index, draft, parsed)


def _refused(index: Index, draft: Draft, question: Question, history: Sequence[Turn]) -> Understood | None:
    """What becomes of a question that would be told as if part of the message had not been said; None of any other.
    What it may be about is asked back; where that is nothing, or much, it is said not to be understood."""
    if points_at_nothing(index, draft, question, history):
        return _unknown(draft, "pointing")
    if names_another(draft, history):
        return _not_explained(draft, _NOTHING)
    drops = drops_operator(index, draft, question, history)
    if not (drops or stands_alone(index, draft, question, history)):
        return None
    about = Question(about=question.about, agencies=question.agencies)
    known = all(code in index.entities and index.entities[code].kind in WITH_CODE for code in question.about)
    if drops or not known or not 0 < len(question.about) <= _FEW:
        return _unknown(draft, "operator", about)
    if len(question.about) == 1:
        return _unknown(draft, "unsure", about)
    return Understood("clarify", question, question.about, "perhaps")


def _is_bare(draft: Draft) -> bool:
    named = draft.named.mentions or draft.agencies or draft.levels.numbers or draft.reading.codes
    return not (named or draft.levels.named or draft.has(*_OF_PLAN))


def _of_plan_asked(index: Index, draft: Draft, history: Sequence[Turn]) -> Understood:
    """The message as a question about the plan: by the reading that accounts for every word, if there is one."""
    found = _read_whole(index, draft, _as_question(index, draft, history), history)
    of_text = found.query is not None and found.question.ask == "passage"
    too_little = found.outcome == "question" and not (history or of_text) and says_too_little(draft)
    return _not_explained(draft, _NOTHING) if too_little else found


def _offered(index: Index, draft: Draft, found: Understood, talk_of: str, history: Sequence[Turn]) -> Understood | None:
    """The one thing that a message which is no question so far is far nearest to, or some to choose from."""
    named = bool(found.question.about)
    unclear = found.outcome == "clarify" and 0 < draft.surest_name() < _SURELY_NAMED and not draft.levels.numbers
    if not unclear and (
        found.outcome != "unknown" or found.reason in _SETTLED or (named and found.reason not in NOT_UNDERSTOOD)
    ):
        return None
    perhaps = perhaps_meant(index, draft, talk_of or found.reason or "words")
    question = asked_of(index, draft, perhaps.codes)
    if not perhaps.codes or (question.ask in _LISTS and not perhaps.surely):
        return None
    # Words that several things have alike, and nothing beside them, are asked back about.
    rather = unclear and (bool(draft.named.left) or perhaps.codes[0] not in found.choices)
    same = not unclear and (not named or perhaps.codes[0] in found.question.about)
    if perhaps.surely and (rather or same) and (meant := _of_nearest(index, draft, perhaps.codes, history)):
        return meant
    if unclear:
        return None
    reason = "elsewhere" if found.reason == "elsewhere" else "perhaps"
    return Understood("clarify" if perhaps.likely and not named else "unknown", question, perhaps.codes, reason)


def _rather_one(index: Index, draft: Draft, found: Understood, history: Sequence[Turn]) -> Understood | None:
    """The one project that a message is far nearer to than to what single words of it named: "หอประชุมที่ชลบุรี"."""
    weak = 0 < draft.surest_name() < _SURELY_NAMED and len(draft.named.mentions) + len(draft.named.left) > 1
    nothing = not (found.question.about or found.question.agencies or _is_of_kinds(draft)) and bool(draft.named.left)
    if found.outcome != "question" or not (weak or nothing) or draft.levels.numbers or draft.reading.codes:
        return None
    kinds = {index.entities[code].kind for code in found.question.about if code in index.entities}
    perhaps = perhaps_meant(index, draft, "words") if kinds <= {"project"} else None
    if perhaps is None or not perhaps.surely or perhaps.codes[:1] == found.question.about:
        return None
    return _of_nearest(index, draft, perhaps.codes, history)


def _of_nearest(index: Index, draft: Draft, codes: tuple[str, ...], history: Sequence[Turn]) -> Understood | None:
    """The message read once more as if it named the first of these; None where that is no question about it."""
    meant = _of_plan_asked(index, with_thing(index, draft, codes[0]), history)
    right = meant.outcome == "question" and codes[0] in meant.question.about
    return replace(meant, choices=codes, reason="surely") if right else None


def _is_of_kinds(draft: Draft) -> bool:
    """Whether the plan is asked about, or all of a kind in it."""
    return bool(draft.levels.named) or draft.has("project", "total", *_OF_PLAN)


def _as_question(index: Index, draft: Draft, history: Sequence[Turn]) -> Understood:
    """The message as a question about the plan."""
    subject = resolve(index, draft, history)
    reason = absent(draft)
    if reason and not _asks_beside(draft, reason):
        # What was named stays in the air: "ใครชนะประมูลเน็ตฟรี", "งั้นใครดูแล".
        return _unknown(draft, reason, Question(about=subject.codes, agencies=subject.agencies))
    reason = _beyond_plan(index, draft, subject)
    if reason:
        sure = draft.surest_name() >= _SURELY_NAMED and len(subject.codes) == 1
        return _unknown(draft, reason, Question(about=subject.codes) if sure else _NOTHING)
    question = settle(index, draft, subject)
    if draft.years.named and not draft.years.inside(index.years):
        asked = question if is_explained(draft, subject, question, history) else _NOTHING
        return replace(_unknown(draft, "year", asked), years=draft.years.named)
    question = carry_over(index, draft, subject, question, history)
    return _answerable(index, draft, subject, question, history)


def _asks_beside(draft: Draft, reason: str) -> bool:
    """Whether something that the plan has is asked for beside what it has not: "เปิดรับสมัครไหม งบกี่ล้าน"."""
    asks = draft.has("which_year") or (draft.has("how_much") and draft.has("budget"))
    beside = (reason in _BESIDE_A_QUESTION and asks) or (reason == "contractor" and draft.levels.asked in _OF_TREE)
    return beside and draft.surest_name() >= _SURELY_NAMED


def _beyond_plan(index: Index, draft: Draft, subject: Subject) -> str:
    """Why the message asks for what this plan cannot have: another strategy, another province, an issue 9; or ""."""
    numbers = draft.levels.numbers
    if "issue" not in numbers and {*map(str, numbers.get("strategy", ()))} - {index.facts.strategy}:
        return "strategy"
    if draft.named.foreign:
        return "elsewhere"
    return "missing" if subject.missing else ""


def _answerable(
    index: Index, draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]
) -> Understood:
    """The whole question, if the message is explained by it."""
    if history and _asks_same(question, history[-1].question):
        subject = replace(subject, from_context=True)
    if not is_explained(draft, subject, question, history):
        firm = subject.own and draft.name_weight() >= _SURELY_NAMED
        return _not_explained(draft, Question(about=subject.codes) if firm else _NOTHING)
    if _asks_years_of_no_money(index, question):
        return _not_explained(draft, _NOTHING)
    if question.ask == "passage" and _wants_money_of_text(draft):
        return _not_explained(draft, _NOTHING)
    if _counts_in_project(index, draft, question):
        return _unknown(draft, "spots", question)
    if subject.unclear and subject.from_context and draft.named.left_hard:
        return _not_explained(draft, _NOTHING)  # something else is named, that is none of those offered
    if subject.unclear and (not takes_all(draft, question) or _goes_on_unclear(draft, subject, history)):
        return Understood("clarify", question, choices=subject.unclear)
    if not (history or subject.from_context) and (rather := rather_meant(index, draft, question)):
        return Understood("clarify", asked_of(index, draft, rather), rather, "perhaps")
    return Understood("question", question, years=draft.years.outside(index.years))


def _goes_on_unclear(draft: Draft, subject: Subject, history: Sequence[Turn]) -> bool:
    """ "ปี 64 เด้" behind several things to choose from: still none was chosen."""
    every = draft.has("both", "total", "what", "by_each", "there_is", "other", "order_word", "compare", "count")
    counted = any(token.number == len(subject.unclear) for token in draft.reading.tokens)
    return bool(history and history[-1].choices) and subject.from_context and not (every or counted)


def _asks_same(question: Question, last: Question) -> bool:
    return (question.ask, question.about, question.agencies) == (last.ask, last.about, last.agencies)


def _unknown(draft: Draft, reason: str, question: Question = _NOTHING) -> Understood:
    """Not answered; `question` holds what was surely named, for the next message."""
    return Understood("unknown", question, reason=reason, words=_left(draft))


def _not_explained(draft: Draft, question: Question) -> Understood:
    return _unknown(draft, "words" if draft.named.left else "nothing", question)


def _asks_years_of_no_money(index: Index, question: Question) -> bool:
    """Whether years are asked of goals or indicators alone: they have none."""
    kinds = {index.entities[code].kind for code in question.about if code in index.entities}
    return question.ask == "years" and bool(kinds) and kinds.isdisjoint(MONEY)


def _wants_money_of_text(draft: Draft) -> bool:
    """Whether money is asked of something that only the text of the plan speaks of."""
    return draft.has("budget", "how_much") and not draft.has("document_word", "section_eight", "framework")


def _counts_in_project(index: Index, draft: Draft, question: Question) -> bool:
    """ "โครงการนี้ติดกี่จุด": a project's row in the plan counts nothing."""
    if draft.levels.counted != "item" or question.ask not in ("overview", "projects") or draft.has("budget", "year"):
        return False
    return [index.entities[c].kind for c in question.about if c in index.entities] == ["project"]


def _left(draft: Draft) -> tuple[str, ...]:
    return tuple(draft.reading.tokens[i].text for i in draft.named.left)
