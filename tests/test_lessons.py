"""Is what the bot did not know kept without its person, and does what a coordinator teaches take effect everywhere?"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from bot.dispatch import Dispatcher
from db import lessons
from db.lesson_models import Lesson, Missed
from db.retention import Periods, forget_old
from db.session import create_engine_for, session_factory
from handlers.plan_words import plan_words
from handlers.wording import wording
from knowledge.entity import nameables
from knowledge.index import Index, load_index
from knowledge.lesson_trial import Meaning, Trial, meaning, try_name
from knowledge.lessons import Name
from knowledge.likeness import grouped
from knowledge.plans_stored import load_plans
from tests.office import Chat, bot_of, invited

STRANGE = "ไฮสปีดบ้านเฮางบเท่าไหร่"
NICKNAME = "ไฮสปีดบ้านเฮา"
WIFI = "5.3.6"
COFFEE = "ร้านกาแฟศาลากลางเปิดกี่โมง"
"""What no plan says."""


def _missed(engine: Engine) -> list[str]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Missed.text).order_by(Missed.id)))


def _teach(engine: Engine, **fields: str) -> int:
    with session_factory(engine).begin() as session:
        lesson = Lesson(who="ปราณี", **fields)
        lessons.publish(session, lesson)
        session.flush()
        return lesson.id


# --- what was not known


def test_what_could_not_be_answered_is_kept_masked(plan_bot: Dispatcher) -> None:
    Chat(plan_bot, "U1").say("ร้านอาหารไหนอร่อย โทร 089-999-8888")

    [kept] = _missed(plan_bot.engine)

    assert (kept.startswith("ร้านอาหารไหนอร่อย"), "089" in kept) == (True, False)


@pytest.mark.parametrize(
    "says",
    [
        "ไม่ใช่ หมายถึงงบทั้งแผน",
        "ตอบไม่ตรงคำถามเลย",
        "หมายถึงของปี 2556",
        "No, I meant the training project",
        "คนละเรื่องเลยค่ะ",
        "ผิดค่ะ",
    ],
)
def test_a_question_whose_answer_is_taken_back_is_kept(bot: Dispatcher, says: str) -> None:
    chat = Chat(bot, "U1")
    chat.say("เน็ตฟรีใช้งบเท่าไหร่")
    chat.say(says)

    assert _missed(bot.engine)[:1] == ["เน็ตฟรีใช้งบเท่าไหร่"]


@pytest.mark.parametrize("says", ["แล้วปี 56 ล่ะ", "ไม่รวมปี 55 ล่ะ", "ขอบคุณค่ะ", "ไม่เอาประเด็น 3", "ใครดูแล", "ไม่มีแล้ว"])
def test_one_that_is_gone_on_about_is_not(bot: Dispatcher, says: str) -> None:
    chat = Chat(bot, "U1")
    chat.say("เน็ตฟรีใช้งบเท่าไหร่")
    chat.say(says)

    assert "เน็ตฟรีใช้งบเท่าไหร่" not in _missed(bot.engine)


def test_only_the_question_just_before_is_taken_back(bot: Dispatcher) -> None:
    chat = Chat(bot, "U1")
    for text in ("เน็ตฟรีใช้งบเท่าไหร่", "ขอบคุณค่ะ", "ไม่ใช่ หมายถึงปี 56"):
        chat.say(text)

    assert "เน็ตฟรีใช้งบเท่าไหร่" not in _missed(bot.engine)


def test_nobody_takes_back_what_another_asked(bot: Dispatcher) -> None:
    """Answers are remembered for everybody; who asked in which words is not."""
    for user, text in (("U1", "เน็ตฟรีใช้งบเท่าไหร่"), ("U2", "สวัสดี"), ("U2", "ไม่ใช่ หมายถึงปี 56")):
        Chat(bot, user).say(text)

    assert "เน็ตฟรีใช้งบเท่าไหร่" not in _missed(bot.engine)


@pytest.mark.parametrize("channel", ["web", "line"])
def test_a_code_that_lets_somebody_in_is_not_kept(plan_bot: Dispatcher, channel: str) -> None:
    Chat(plan_bot, "U1", channel).say(invited(plan_bot.engine, "มาลี"), in_group=channel == "line")

    assert _missed(plan_bot.engine) == []


def test_what_was_answered_is_not_kept(plan_bot: Dispatcher) -> None:
    Chat(plan_bot, "U1").say("เน็ตฟรีใช้งบเท่าไหร่")

    assert _missed(plan_bot.engine) == []


def test_a_long_story_is_not_kept(plan_bot: Dispatcher) -> None:
    with session_factory(plan_bot.engine).begin() as session:
        lessons.miss(session, "ก" * (lessons.LONGEST + 1), "line")

    assert _missed(plan_bot.engine) == []


def test_a_flood_is_not_kept(plan_bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "MOST_A_DAY", 2)
    with session_factory(plan_bot.engine).begin() as session:
        for text in "abc":
            lessons.miss(session, text, "line")
            session.flush()

    assert _missed(plan_bot.engine) == ["a", "b"]


def test_it_is_forgotten_in_time(plan_bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    with session_factory(plan_bot.engine).begin() as session:
        lessons.miss(session, "อะไร", "line")
    monkeypatch.setattr("db.retention.MISSED_KEPT", -lessons.MISSED_KEPT)
    with session_factory(plan_bot.engine).begin() as session:
        assert forget_old(session, Periods()).missed == 1


def test_nearly_the_same_is_one_group() -> None:
    said = ["ร้านกาแฟเปิดกี่โมง", "ร้านกาแฟ เปิดกี่โมงคะ", "ฝนจะตกไหม"]

    assert [len(group) for group in grouped(said, str)] == [2, 1]


# --- names


def test_a_name_is_understood_once_published_and_not_once_undone(plan_bot: Dispatcher) -> None:
    before = Chat(plan_bot, "a").say(STRANGE)
    lesson = _teach(plan_bot.engine, kind="name", words=NICKNAME, code=WIFI)
    taught = Chat(plan_bot, "b").say(STRANGE)
    with session_factory(plan_bot.engine).begin() as session:
        lessons.undo(session, lesson)

    assert ["15.00" in said for said in (before, taught, Chat(plan_bot, "c").say(STRANGE))] == [False, True, False]


@pytest.fixture(name="both")
def _both(plan_url: str) -> Iterator[tuple[Engine, Engine]]:
    """Two processes' ways to one database."""
    engines = create_engine_for(plan_url), create_engine_for(plan_url)
    yield engines
    for engine in engines:
        engine.dispose()


def test_it_takes_effect_in_another_process_with_its_next_message(both: tuple[Engine, Engine]) -> None:
    here, there = both
    other = bot_of(there)
    before = Chat(other, "a").say(STRANGE)
    _teach(here, kind="name", words=NICKNAME, code=WIFI)

    assert ("15.00" in before, "15.00" in Chat(other, "b").say(STRANGE)) == (False, True)


def _tried(engine: Engine, words: str, code: str) -> Trial:
    with session_factory(engine)() as session:
        return try_name(session, load_plans(session), Name(words, code))


def test_what_a_name_would_do_is_tried_without_publishing(plan_bot: Dispatcher) -> None:
    with session_factory(plan_bot.engine)() as session:
        now = load_plans(session)
        trial = try_name(session, now, Name(NICKNAME, WIFI))

    assert [meaning(plans, STRANGE) for plans in (now, trial.plans)] == [Meaning(), Meaning((WIFI,), is_sure=True)]
    assert (trial.moved, trial.asked, "15.00" in Chat(plan_bot, "a").say(STRANGE)) == ((), 311, False)


def test_a_name_that_was_taught_is_no_example_where_the_plan_has_its_own(plan_bot: Dispatcher) -> None:
    _teach(plan_bot.engine, kind="name", words=NICKNAME, code=WIFI)
    with session_factory(plan_bot.engine)() as session:
        index = load_plans(session).default

    assert (plan_words(index, wording("th"))["example"], NICKNAME in index.aliases[WIFI]) == ("เน็ตฟรี", True)


def test_a_name_that_takes_questions_from_another_thing_says_which(plan_bot: Dispatcher) -> None:
    trial = _tried(plan_bot.engine, "เน็ตฟรี", "5.6.1")

    assert (trial.refused, frozenset({WIFI}) in [each.right for each in trial.takes]) == ("", True)
    assert trial.shown[0].is_taken


def test_a_question_that_was_corrected_is_a_known_one(plan_bot: Dispatcher) -> None:
    _teach(plan_bot.engine, kind="name", words=NICKNAME, code=WIFI)
    with session_factory(plan_bot.engine).begin() as session:
        lessons.add_check(session, STRANGE, [WIFI])
    trial = _tried(plan_bot.engine, STRANGE, "5.6.1")

    assert (trial.asked, [each.text for each in trial.takes]) == (312, [STRANGE])


def test_what_was_just_tried_is_not_tried_again_until_a_question_more_is_known(plan_bot: Dispatcher) -> None:
    with session_factory(plan_bot.engine).begin() as session:
        plans = load_plans(session)
        first, second = (try_name(session, plans, Name(NICKNAME, WIFI)) for _ in range(2))
        lessons.add_check(session, STRANGE, [WIFI])
        third = try_name(session, plans, Name(NICKNAME, WIFI))

    assert (second is first, third is first, third.asked) == (True, False, first.asked + 1)


@pytest.mark.parametrize(
    ("words", "code", "refused"),
    [
        ("ก", WIFI, "short"),
        ("สายฟ้าแลบ" * 9, WIFI, "long"),
        ("อะไรสักอย่าง", "9.9.9", "code"),
        ("อะไรสักอย่าง", f"nowhere:{WIFI}", "code"),
    ],
)
def test_what_is_no_name_is_refused(plan_bot: Dispatcher, words: str, code: str, refused: str) -> None:
    assert _tried(plan_bot.engine, words, code).refused == refused


def test_the_name_of_another_thing_is_refused(plan_bot: Dispatcher) -> None:
    with session_factory(plan_bot.engine)() as session:
        name = next(each.name for each in nameables(session) if each.code == "5.6.1")
    trial = _tried(plan_bot.engine, name, WIFI)

    assert (trial.refused, trial.owner) == ("taken", "5.6.1")


@pytest.mark.parametrize(
    ("words", "code"), [(NICKNAME, WIFI), ("รายได้ภาครัฐ", "5.1.1"), ("ข่าวสาร", "5.5"), ("บริหาร", "5.2"), ("ลา", "5.6.3")]
)
def test_what_is_kept_of_an_older_index_is_as_it_would_be_made_anew(plan_engine: Engine, words: str, code: str) -> None:
    """Some names stand in names and texts of the plan, or in words of them; undone, all is as before."""
    with session_factory(plan_engine)() as session:
        first = load_index(session)
    lesson = _teach(plan_engine, kind="name", words=words, code=code)
    with session_factory(plan_engine)() as session:
        second, anew = load_index(session, before=first), load_index(session)
    with session_factory(plan_engine).begin() as session:
        lessons.undo(session, lesson)
    with session_factory(plan_engine)() as session:
        third = load_index(session, before=second)

    made = [_made(index) for index in (first, second, anew, third)]
    assert (made[1] == made[2], made[3] == made[0], made[1] == made[0]) == (True, True, False)


def _made(index: Index) -> tuple[object, ...]:
    return index.entities, index.by_notion, index.weights, index.texts, index.aliases


def test_what_no_changed_word_touches_is_kept(plan_engine: Engine) -> None:
    with session_factory(plan_engine)() as session:
        first = load_index(session)
    _teach(plan_engine, kind="name", words=NICKNAME, code=WIFI)
    with session_factory(plan_engine)() as session:
        second = load_index(session, before=first)
    texts = zip(first.texts.paragraphs, second.texts.paragraphs, strict=True)

    assert all(before.written is after.written for before, after in texts)


# --- several plans


DREDGING = "small:2.1.1"
"""What only the plan beside the default one has."""


def test_a_name_for_a_plan_beside_the_default_one_is_tried_in_it(two: Engine) -> None:
    trial = _tried(two, "สระใหญ่บ้านเรา", DREDGING)

    assert (trial.refused, trial.moved, trial.asked) == ("", (), 311)
    assert meaning(trial.plans, "สระใหญ่บ้านเรางบเท่าไหร่") == Meaning((DREDGING,), is_sure=True)


def test_a_name_in_another_plan_that_takes_questions_says_which(two: Engine) -> None:
    """The longer name leads to its plan."""
    trial = _tried(two, "ไวไฟ ปี56", DREDGING)

    assert [(each.text, each.after.codes, each.right) for each in trial.takes] == [("ไวไฟ ปี56", (DREDGING,), {WIFI})]


def test_it_counts_once_published_and_the_other_plan_is_as_it_was(two: Engine) -> None:
    bot = bot_of(two)
    _teach(two, kind="name", words="สระใหญ่บ้านเรา", code=DREDGING)

    assert "5.50" in Chat(bot, "a").say("สระใหญ่บ้านเรางบเท่าไหร่")
    assert "15.00" in Chat(bot, "b").say("เน็ตฟรีใช้งบเท่าไหร่")


# --- answers


def test_a_ready_answer_is_given_with_its_source_where_the_plan_has_none(plan_bot: Dispatcher) -> None:
    _teach(plan_bot.engine, kind="answer", words=COFFEE, answer="เปิด 8 โมงถึงบ่าย 4", source="ประกาศ 12/2569")
    said = Chat(plan_bot, "a").say(f"{COFFEE}คะ")

    assert ("เปิด 8 โมง" in said, "ประกาศ 12/2569" in said) == (True, True)


def test_a_ready_answer_takes_no_question_from_the_plan(plan_bot: Dispatcher) -> None:
    _teach(plan_bot.engine, kind="answer", words="เน็ตฟรีใช้งบเท่าไหร่", answer="ไม่ทราบ", source="x")

    assert "15.00" in Chat(plan_bot, "a").say("เน็ตฟรีใช้งบเท่าไหร่")


def test_the_newest_of_two_answers_to_a_question_is_given(plan_bot: Dispatcher) -> None:
    for hours in ("เปิด 8 โมง", "เปิด 9 โมง"):
        _teach(plan_bot.engine, kind="answer", words=COFFEE, answer=hours, source="ประกาศ 12/2569")

    assert "เปิด 9 โมง" in Chat(plan_bot, "a").say(COFFEE)


@pytest.mark.parametrize(
    ("code", "given"), [("", (True, False)), ("small:", (False, True)), ("/:", (True, True))], ids=str
)
def test_a_ready_answer_is_given_in_the_plan_it_was_written_for(two: Engine, code: str, given: tuple[bool]) -> None:
    _teach(two, kind="answer", words=COFFEE, code=code, answer="เปิด 8 โมง", source="ประกาศ 12/2569")
    default, small = (Chat(bot_of(two), user) for user in "ab")
    small.say("แผน small")
    said = [chat.say(COFFEE) for chat in (default, small)]

    assert tuple("เปิด 8 โมง" in each for each in said) == given
    assert [each for each in said if "เปิด" in each and "small.txt" in each] == []  # its source is not the document


def test_what_is_taught_to_every_plan_takes_effect_in_each(two: Engine) -> None:
    bot = bot_of(two)
    chat = Chat(bot, "a")
    before = [chat.say(COFFEE), chat.say("แผน small"), chat.say(COFFEE)]
    _teach(two, kind="answer", words=COFFEE, code="/:", answer="เปิด 8 โมง", source="ประกาศ 12/2569")
    after = [chat.say(COFFEE), chat.say("แผน main"), chat.say(COFFEE)]

    assert [["เปิด" in each for each in said] for said in (before, after)] == [[False] * 3, [True, False, True]]
