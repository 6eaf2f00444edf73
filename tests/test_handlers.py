"""How is a question put into an answer: which year changed most, which place has each, how much a year?"""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from handlers import budget, projects
from handlers.answer import Answer, Listing
from handlers.inquiry import Inquiry
from handlers.wording import wording
from knowledge.index import Index
from knowledge.question import Question

RISE = Question(ask="budget", shape="change", by="year")
TOP = Question(ask="budget", shape="rank", by="project", top=5)


@pytest.fixture(scope="module", name="inquiry")
def _inquiry(session: Session, index: Index) -> Inquiry:
    return Inquiry(session, index, Question(), wording("th"))


def _titles(answer: Answer) -> list[str]:
    return [item.title for part in answer.parts if isinstance(part, Listing) for item in part.items]


def _details(answer: Answer) -> list[str]:
    return [item.detail for part in answer.parts if isinstance(part, Listing) for item in part.items]


@pytest.mark.parametrize(
    ("question", "years", "number"),
    [
        (RISE, (2555,), "9.40"),
        (replace(RISE, down=True), (2557,), "15.50"),
        (replace(RISE, about=("5.3",)), (2556,), "10.00"),
        (replace(RISE, years=(2555, 2556)), (2556,), "6.00"),
    ],
)
def test_the_year_that_changed_most_is_told_with_its_step(
    question: Question, years: tuple[int, ...], number: str, inquiry: Inquiry
) -> None:
    answer = budget.answer(inquiry.with_(question))

    assert (answer.years, answer.value and str(answer.value.number)) == (years, number)


def test_years_whose_steps_are_equal_are_all_told(inquiry: Inquiry) -> None:
    answer = budget.answer(inquiry.with_(replace(RISE, about=("5.3.4",), down=True)))

    assert (answer.years, len(_titles(answer))) == ((2555, 2557), 2)


def test_where_no_year_rose_every_step_is_told(inquiry: Inquiry) -> None:
    answer = budget.answer(inquiry.with_(replace(RISE, about=("5.1.3",))))

    assert (answer.status, answer.years, answer.value, len(_titles(answer))) == ("answered", (), None, 3)


def test_equals_in_a_ranking_share_a_number(inquiry: Inquiry) -> None:
    answer = budget.answer(inquiry.with_(TOP))

    assert [title.split(".")[0] for title in _titles(answer)] == ["1", "2", "3", "3", "5", "5", "5"]


def test_a_ranking_is_headed_with_the_number_of_places_asked_for(inquiry: Inquiry) -> None:
    head = budget.answer(inquiry.with_(TOP)).parts[0]

    assert "5 อันดับ" in str(head)


def test_a_single_winner_has_no_number(inquiry: Inquiry) -> None:
    answer = budget.answer(inquiry.with_(replace(TOP, top=1, down=True)))

    assert [title for title in _titles(answer) if title[0].isdigit()] == []


def test_a_count_of_few_projects_tells_what_each_has_a_year(inquiry: Inquiry) -> None:
    question = Question(ask="projects", shape="count", agencies=("คลังจังหวัด",), yearly=True)

    assert _details(projects.answer(inquiry.with_(question))) == [
        "2.00 ล้านบาท · คลังจังหวัด · ปีละ 0.50 ล้านบาท ทั้ง 4 ปี (2554-2557)"
    ]
