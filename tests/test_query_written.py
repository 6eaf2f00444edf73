"""Is a query the same after it was written down, and is every other text refused?"""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.loader import BUNDLED, read_plan
from knowledge.query import algebra as a
from knowledge.query.fits import misfit
from knowledge.query.written import LONGEST, WrittenError, read, write
from tests.query_maker import Maker

AMOUNT = a.Measure("amount")
WIFI = a.Named("project", ("5.3.6",))
QUERIES = Maker(read_plan(BUNDLED), seed=21).queries(300)
WRITTEN = [write(query) for query in QUERIES]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=20,
)


def refused(text: str) -> bool:
    """Whether it is refused in the one way that callers expect."""
    try:
        read(text)
    except WrittenError:
        return True
    return False


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (a.Tell(a.Total(AMOUNT, WIFI)), '[1,"T",["t",["a"],["N","p",["5.3.6"]]]]'),
        (a.Listing(a.First(a.All("issue"), AMOUNT)), '[1,"I",["F",["*","i"],["a"]]]'),
        (a.Grouped(a.Number(a.All("project")), "year", 0), '[1,"G",["#",["*","p"]],"y",0]'),
        (a.Unknown("spent"), '[1,"U","spent"]'),
    ],
)
def test_a_query_is_written_shortly(query: a.Query, text: str) -> None:
    assert write(query) == text


def test_what_was_written_is_read(tmp_path: Path) -> None:
    queries = Maker(read_plan(BUNDLED), seed=22).queries(3000)

    assert [query for query in queries if read(write(query)) != query] == []


def test_what_one_ask_comes_to_fits_into_a_button() -> None:
    """LINE's postback takes 300 characters, Telegram's 64 bytes."""
    one = write(a.Tell(a.Total(a.Measure("amount", years=(2555,)), WIFI)))
    compared = write(a.Tell(a.Difference(a.Total(AMOUNT, WIFI), a.Total(AMOUNT, a.Named("project", ("5.3.2",))))))

    assert (len(one.encode()) <= 64, len(compared) <= 300) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "1",
        "[1]",
        '[2,"U","spent"]',
        '[true,"U","spent"]',
        '[1,"U","spent",null,null]',
        '[1,"U","nothing of ours"]',
        '[1,"T",["*","p"]]',
        '[1,"*","p"]',
        '[1,"I",["N","p",[]]]',
        '[1,"I",["N","p",["5.3.6","5.3.6"]]]',
        '[1,"I",["N","p",[5]]]',
        '[1,"I",["N","p",["\\u0000"]]]',
        '[1,"I",["*","q"]]',
        '[1,"I",["O","p",["*","k"]]]',
        '[1,"I",["F",["*","p"],["a"],1e3]]',
        '[1,"I",["F",["*","p"],["a"],-1]]',
        '[1,"I",["F",["*","p"],["a"],NaN]]',
        '[1,"I",["F",["*","p"],["a"],99999999999999999999]]',
        '[1,"I",["*","p",true]]',
        '[1,"T",["t",["a",null,[2556,2555]],["*","p"]]]',
        "[" * 3000,
        '[1,"I",' + '["O","i",' * 400,
        '[1,"I",["N","p",["' + "ก" * LONGEST + '"]]]',
        '{"__class__":"All"}',
    ],
)
def test_what_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(WrittenError):
        read(text)


def test_an_old_button_says_that_it_is_old() -> None:
    with pytest.raises(WrittenError, match="version 0"):
        read('[0,"U","spent"]')


def test_the_refusal_repeats_nothing_of_the_text() -> None:
    with pytest.raises(WrittenError) as error:
        read('[1,"U","0812345678"]')

    assert "0812345678" not in str(error.value)


def test_a_query_with_too_many_nodes_is_refused() -> None:
    of: a.Set = a.All("project")
    for _ in range(12):
        of = a.Where(of, a.Has("agency"))

    with pytest.raises(WrittenError, match="too_large"):
        read(write(a.Listing(of)))


@settings(max_examples=400, deadline=None)
@given(JSON)
@example([1, "T", ["t", ["a"], ["N", "p", ["5.3.6"]]]])
def test_any_json_is_a_query_or_refused(value: object) -> None:
    text = json.dumps(value)

    assert refused(text) or write(read(text)) == write(read(write(read(text))))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WRITTEN), st.integers(0, 200), st.text(max_size=3), st.integers(0, 3))
def test_a_damaged_query_is_a_query_or_refused(written: str, at: int, put: str, cut: int) -> None:
    text = written[:at] + put + written[at + cut :]

    assert refused(text) or misfit(read(text)) is None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WRITTEN), st.randoms(use_true_random=False), JSON)
def test_a_query_with_a_foreign_part_is_a_query_or_refused(written: str, rng: object, part: object) -> None:
    value = json.loads(written)
    at = value
    while True:
        place = rng.randrange(len(at)) if at else 0  # type: ignore[attr-defined]
        if not at or not isinstance(at[place], list) or rng.random() < 0.3:  # type: ignore[attr-defined]
            break
        at = at[place]
    at[place : place + 1] = [part]
    text = json.dumps(value)

    assert refused(text) or misfit(read(text)) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_refused(text: str) -> None:
    assert refused(text)
