"""Does a JSON line become a question, and an answer a JSON line, exactly as other programs rely on?"""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.json_lines import LONGEST_LINE, Asked, Refused, answered, parse, refused
from handlers.answer import Answer, Source, Text, Value


def _line(**fields: Any) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def _reply(answer: Answer, asked: Asked | None = None) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(answered(asked or Asked("1", None, "?"), answer))
    return reply


def test_a_question_has_its_id_session_and_text() -> None:
    assert parse(_line(id="7", session="s", text="งบ")) == Asked("7", "s", "งบ")


def test_id_and_session_may_be_missing() -> None:
    assert parse(_line(text="งบ")) == Asked(None, None, "งบ")


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    assert parse(b"\xef\xbb\xbf" + _line(id=1, text="งบ")) == Asked(1, None, "งบ")


def test_other_fields_are_left_alone() -> None:
    assert parse(_line(id=1, text="งบ", persona="P1")) == Asked(1, None, "งบ")


@pytest.mark.parametrize("identity", [7, 1.5, True, None, "", [1, {"a": 2}], {"b": [None]}, "ก\u2028\x85", "\ud800"])
def test_an_id_comes_back_as_it_was_given(identity: object) -> None:
    asked = parse(json.dumps({"id": identity, "session": identity, "text": "งบ"}).encode())
    assert isinstance(asked, Asked)

    reply = _reply(Answer("help", ()), asked)

    assert (reply["id"], reply["session"]) == (identity, identity)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"no json", "The line is not valid JSON: Expecting value: line 1 column 1 (char 0)."),
        (b'{"id": 1, "text": "a"', "The line is not valid JSON: Expecting ',' delimiter: line 1 column 22 (char 21)."),
        (b'{"id": NaN, "text": "a"}', "The line is not valid JSON: NaN is no number of JSON."),
        (b'{"id": 1e999, "text": "a"}', "The line is not valid JSON: 1e999 is too large a number."),
        (b'["text"]', 'The line is not a JSON object with a "text".'),
        (b"null", 'The line is not a JSON object with a "text".'),
        (b'"text"', 'The line is not a JSON object with a "text".'),
        (b"[" * 100_000, "The line is nested too deeply."),
        (b'"' + b"a" * LONGEST_LINE, "The line is longer than 8388608 bytes."),
    ],
    ids=lambda given: repr(given[:24]),
)
def test_a_line_that_is_no_question_says_why(line: bytes, error: str) -> None:
    assert parse(line) == Refused(None, error)


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    refusal = parse('{"text": "งบ"}'.encode("tis-620"))

    assert isinstance(refusal, Refused)
    assert refusal.error.startswith("The line is not valid JSON: 'utf-8' codec can't decode byte")


def test_a_number_of_many_digits_is_refused() -> None:
    assert isinstance(parse(b'{"id": ' + b"9" * 100_000 + b', "text": "a"}'), Refused)


@pytest.mark.parametrize(
    ("text", "kind"), [(5, "int"), (None, "NoneType"), (["งบ"], "list"), ({"a": 1}, "dict"), (True, "bool")]
)
def test_a_text_that_is_no_string_is_refused_with_its_id(text: object, kind: str) -> None:
    assert parse(_line(id="x", text=text)) == Refused("x", f'"text" must be a string, not {kind}.')


def test_a_line_without_text_is_refused_with_its_id() -> None:
    assert parse(_line(id="x")) == Refused("x", '"text" must be a string, not missing.')


def test_a_refusal_has_an_id_and_an_error_and_nothing_else() -> None:
    assert json.loads(refused(Refused("x", "No."))) == {"id": "x", "error": "No."}


def test_an_answer_has_every_field() -> None:
    answer = Answer(
        status="answered",
        parts=(Text("ก"),),
        codes=("5.3.6",),
        value=Value(Decimal("15.00"), "ล้านบาท"),
        agencies=("คลังจังหวัด",),
        sources=(Source("plan.txt", 89, "15.00"),),
        suggestions=("ข",),
    )

    assert _reply(answer, Asked("7", "s", "?")) == {
        "id": "7",
        "session": "s",
        "status": "answered",
        "text": "ก",
        "codes": ["5.3.6"],
        "value": {"number": "15.00", "unit": "ล้านบาท"},
        "agencies": ["คลังจังหวัด"],
        "sources": [{"document": "plan.txt", "line": 89, "quote": "15.00"}],
        "suggestions": ["ข"],
    }


def test_an_answer_without_a_number_has_no_value() -> None:
    assert _reply(Answer("help", ()))["value"] is None


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("15.00", "ล้านบาท", "15.00"),
        ("0.5", "ล้านบาท", "0.50"),
        ("15", "ล้านบาท", "15.00"),
        ("0", "ล้านบาท", "0.00"),
        ("80", "ร้อยละ", "80.00"),
        ("33.333", "ร้อยละ", "33.33"),
        ("28", "โครงการ", "28"),
        ("2555", "ปี", "2555"),
        ("17.00", "รายการ", "17"),
    ],
)
def test_money_and_shares_have_two_decimals_and_counts_none(number: str, unit: str, expected: str) -> None:
    answer = Answer("answered", (), value=Value(Decimal(number), unit))

    assert _reply(answer)["value"] == {"number": expected, "unit": unit}


@pytest.mark.parametrize("mark", ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_an_answer_is_one_line_for_every_reader(mark: str) -> None:
    line = answered(Asked(mark, mark, "?"), Answer("help", (Text(f"ก{mark}ข"),)))

    assert len(line.decode().splitlines()) == 1


@given(st.binary(max_size=200))
def test_any_bytes_are_a_question_or_a_refusal(line: bytes) -> None:
    asked = parse(line)

    written = refused(asked) if isinstance(asked, Refused) else answered(asked, Answer("help", ()))

    assert json.loads(written)["id"] == asked.id


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(_JSON, _JSON, st.text(st.characters(codec=None, categories=None)))
def test_every_id_session_and_text_come_through(identity: Any, session: Any, text: str) -> None:
    line = json.dumps({"id": identity, "session": session, "text": text}).encode()

    assert parse(line) == Asked(identity, session, text)
