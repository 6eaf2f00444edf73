"""Does a database that fails keep people's secrets, and does one that is silent hold nobody up?"""

import traceback
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert
from sqlalchemy.exc import SQLAlchemyError

from db.models import Conversation
from db.session import create_engine_for

SECRET = "somchai 081-234-5678"


ROWS: dict[str, list[dict[str, Any]]] = {
    "a column left empty": [{"key": SECRET, "state": None, "updated_at": datetime.now(UTC)}],
    "the same key twice": [{"key": SECRET, "state": SECRET, "updated_at": datetime.now(UTC)}] * 2,
}


@pytest.mark.parametrize("name", ROWS)
def test_a_refused_row_is_not_told(migrated: Engine, name: str) -> None:
    """Neither by our side of the connection nor by the server, nor anywhere in the traceback that the log gets."""
    with pytest.raises(SQLAlchemyError) as refused, migrated.begin() as connection:
        connection.execute(insert(Conversation), ROWS[name])

    assert SECRET not in "".join(traceback.format_exception(refused.value))


def test_a_fault_still_says_what_was_wrong(migrated: Engine) -> None:
    with pytest.raises(SQLAlchemyError) as refused, migrated.begin() as connection:
        connection.execute(insert(Conversation).values(**ROWS["a column left empty"][0]))

    assert "state" in str(refused.value)


@pytest.mark.parametrize(
    ("query", "statement", "seconds"),
    [("", None, "10"), ("", 6.0, "3"), ("?connect_timeout=4", None, "4"), ("?connect_timeout=4", 6.0, "4")],
)
def test_a_server_that_does_not_answer_is_given_up(query: str, statement: float | None, seconds: str) -> None:
    """After ten seconds, after three where people wait for an answer, or after as many as the address says."""
    engine = create_engine_for(f"postgresql://someone@127.0.0.1:1/bot{query}", statement)
    given: dict[str, Any] = {}

    def connect(_dialect: Any, _record: Any, _args: Any, parameters: dict[str, Any]) -> None:
        given.update(parameters)
        raise ConnectionError

    event.listen(type(engine.dialect), "do_connect", connect)  # before what the engine itself listens with
    try:
        with pytest.raises(ConnectionError):
            engine.connect()
    finally:
        event.remove(type(engine.dialect), "do_connect", connect)
    assert str(given["connect_timeout"]) == seconds
