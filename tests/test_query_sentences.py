"""Is a query said in a sentence that a person can read and that the bot itself understands?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from knowledge.query import algebra as a
from knowledge.query.read_back import read_back
from knowledge.query.read_back.parser import Parser
from knowledge.query.sentence.grammar import Language, grammar
from knowledge.query.sentence.names import Names, read_names
from knowledge.query.sentence.rules import RULES, WORDS
from knowledge.query.sentence.say import say
from tests.query_maker import Maker
from tests.query_plans import plan_of, stored

AMOUNT = a.Measure("amount")
PROJECTS: a.Set = a.All("project")
WIFI = a.Named("project", ("5.3.6",))
IN_ISSUE_3 = a.Of("project", a.Named("issue", ("5.3",)))
OFFICE = a.Named("agency", ("สำนักงานจังหวัดขอนแก่น",))

SAID: list[tuple[a.Query, str, str]] = [
    (
        a.Tell(a.Total(AMOUNT, WIFI)),
        "งบรวมของโครงการ “Free Wi-Fi, Free internet” เท่าไร",
        "What is planned budget for the project “Free Wi-Fi, Free internet”?",
    ),
    (
        a.Listing(a.Where(PROJECTS, a.Has("agency"), negated=True)),
        "โครงการทั้งหมด ที่ไม่ได้ระบุหน่วยงาน มีอะไรบ้าง",
        "List all projects without an agency named",
    ),
    (
        a.Listing(a.First(a.All("issue"), AMOUNT, 3)),
        "ประเด็นยุทธศาสตร์ทั้งหมด ที่งบรวมมากที่สุด 3 อันดับ มีอะไรบ้าง",
        "List all strategic issues, the top 3 by planned budget",
    ),
    (
        a.Tell(a.Number(a.Without(PROJECTS, a.Of("project", OFFICE)))),
        "นับโครงการทั้งหมด ยกเว้น โครงการที่อยู่ในความรับผิดชอบของหน่วยงาน “สำนักงานจังหวัดขอนแก่น” เท่าไร",
        "What is the number of all projects except projects run by the agency “Khon Kaen Provincial Office”?",
    ),
    (
        a.Check(a.Total(AMOUNT, WIFI), "=", 1_500_000_000),
        "งบรวมของโครงการ “Free Wi-Fi, Free internet” เท่ากับ 15 ล้านบาท ใช่หรือไม่",
        "Is it true that planned budget for the project “Free Wi-Fi, Free internet” is exactly 15 million baht?",
    ),
    (
        a.Grouped(a.Total(AMOUNT, PROJECTS), "year", 1),
        "งบรวมของโครงการทั้งหมด แยกตามปี เฉพาะมากที่สุด 1 อันดับ",
        "planned budget for all projects by year, only the highest 1",
    ),
    (
        a.Unknown("contractor", WIFI),
        "ผู้รับจ้าง ของโครงการ “Free Wi-Fi, Free internet”",
        "contractor of the project “Free Wi-Fi, Free internet”",
    ),
]


@pytest.fixture(scope="module", name="thai")
def _thai(session: Session) -> Names:
    return read_names(session, "th")


@pytest.fixture(scope="module", name="english")
def _english(session: Session) -> Names:
    return read_names(session, "en")


@pytest.fixture(scope="module", name="other_names")
def _other_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Names]:
    folder: Path = tmp_path_factory.mktemp("other")
    with stored(plan_of("forty_five", folder), f"sqlite:///{folder / 'plan.db'}") as session:
        yield read_names(session, "th")


def not_themselves(queries: list[a.Query], names: Names) -> list[a.Query]:
    """Those that are something else, or nothing, once they were said and read back."""
    return [query for query in queries if read_back(say(query, names), names) != query]


@pytest.mark.parametrize(("query", "thai_text", "english_text"), SAID)
def test_a_query_is_said(query: a.Query, thai_text: str, english_text: str, thai: Names, english: Names) -> None:
    assert (say(query, thai), say(query, english)) == (thai_text, english_text)


@pytest.mark.parametrize(("query", "thai_text", "english_text"), SAID)
def test_its_sentence_is_read_back(
    query: a.Query, thai_text: str, english_text: str, thai: Names, english: Names
) -> None:
    assert (read_back(thai_text, thai), read_back(english_text, english)) == (query, query)


def test_said_and_read_back_in_thai_a_query_stays_itself(thai: Names, tmp_path: Path) -> None:
    """At least 995 of 1,000."""
    queries = Maker(plan_of("bundled", tmp_path), seed=11).queries(4000)

    assert len(not_themselves(queries, thai)) <= 20


def test_the_same_with_the_names_of_another_plan(other_names: Names, tmp_path: Path) -> None:
    queries = Maker(plan_of("forty_five", tmp_path), seed=12).queries(1000)

    assert len(not_themselves(queries, other_names)) <= 5


def test_said_and_read_back_in_english_a_query_stays_itself(english: Names, tmp_path: Path) -> None:
    queries = Maker(plan_of("bundled", tmp_path), seed=13).queries(1000)

    assert len(not_themselves(queries, english)) <= 5


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_two_queries_are_said_alike(language: Language, session: Session, tmp_path: Path) -> None:
    names = read_names(session, language)
    queries = Maker(plan_of("bundled", tmp_path), seed=14).queries(2000)

    assert len({say(query, names) for query in queries}) == len(queries)


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_two_things_of_a_kind_are_called_the_same(language: Language, session: Session) -> None:
    names = read_names(session, language)

    assert len(names.keys) == len(names.short)


def test_long_names_are_cut_at_a_blank(thai: Names) -> None:
    assert thai.name("project", "5.1.1") == "สำรวจ สอบถามความพึงพอใจประชาชน ในเรื่องความสะดวก …"


def test_no_name_is_long(thai: Names, english: Names) -> None:
    assert max(len(name) for name in (*thai.short.values(), *english.short.values())) <= 130


def test_a_plan_by_its_number_is_said_too(thai: Names) -> None:
    query = a.Listing(a.Of("project", a.All("issue", plan=2)))

    assert read_back(say(query, thai), thai) == query


def test_names_that_hold_words_of_the_grammar_are_names(thai: Names) -> None:
    query = a.Tell(a.Total(AMOUNT, a.Named("project", ("ก ที่งบรวมมากที่สุด (ข หรือ ค) เท่าไร",))))

    assert read_back(say(query, thai), thai) == query


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_rule_and_every_word_has_its_wording(language: Language) -> None:
    words = grammar(language)

    assert {len(words.templates[name]) for name in RULES} == {len(rules) for rules in RULES.values()}
    assert {name: len(words.tables[name]) for name in WORDS} == {name: len(words.meanings[name]) for name in WORDS}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "เน็ตฟรีใช้งบเท่าไหร่",
        "งบรวมของโครงการ “Free Wi-Fi, Free internet” เท่าไร ",
        "งบรวมของโครงการ “Free Wi-Fi, Free internet",
        "งบรวมของตัวชี้วัดทั้งหมด เท่าไร",
        "((((",
        "\ue000",
        "โครงการ \ue000 มีอะไรบ้าง",
    ],
)
def test_what_is_no_sentence_of_ours_is_none(text: str, thai: Names) -> None:
    assert read_back(text, thai) is None


@pytest.mark.parametrize("piece", ["(", ")", " ที่", " หรือ ", "“", "”", "“”", " แยกตาม", "งบรวมของ(", " เท่าไร", "; "])
def test_no_text_takes_the_reader_beyond_its_limits(piece: str, thai: Names) -> None:
    parser = Parser((piece * 2000)[:2000], thai)

    assert parser.queries() == []
    assert len(parser._kept) < 120_000
