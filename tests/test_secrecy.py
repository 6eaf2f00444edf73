"""Can only the holder of the key tell whose a row is, and read what is sealed, where it belongs?"""

from base64 import b64decode, b64encode
from typing import get_args

import pytest
from cryptography.exceptions import InvalidTag

from bot.secrecy import Purpose, Secrecy
from tests.sealed_before import sealed_before

OURS = Secrecy(b"k" * 32)
THEIRS = Secrecy(b"s" * 32)
PERSON = "U4af4980629"
PURPOSES = get_args(Purpose)
NEVER_UNBOUND = ("my data", "told", "message of case", "officer", "reply", "evidence", "shown photo")
"""What no version sealed that bound nothing."""
STORED = [purpose for purpose in PURPOSES if purpose not in NEVER_UNBOUND]


def _seal(text: str = PERSON) -> str:
    return OURS.seal(text, "contact", "12")


@pytest.mark.parametrize("text", [PERSON, "สมชาย 😀", "", "x" * 10_000])
def test_what_was_sealed_can_be_opened(text: str) -> None:
    assert OURS.open(_seal(text), "contact", "12") == text


def test_another_process_with_the_key_can_open_it() -> None:
    assert Secrecy(b"k" * 32).open(_seal(), "contact", "12") == PERSON


def test_another_key_opens_nothing() -> None:
    with pytest.raises(InvalidTag):
        THEIRS.open(_seal(), "contact", "12")


@pytest.mark.parametrize("place", [0, 13, -1])
def test_what_was_changed_cannot_be_opened(place: int) -> None:
    sealed = bytearray(b64decode(_seal().removeprefix("2.")))
    sealed[place] ^= 1
    with pytest.raises(InvalidTag):
        OURS.open("2." + b64encode(sealed).decode(), "contact", "12")


def test_what_is_sealed_does_not_show_what_is_in_it() -> None:
    assert PERSON.encode() not in b64decode(_seal().removeprefix("2."))


def test_nobody_can_tell_that_two_sealed_texts_are_the_same() -> None:
    assert _seal() != _seal()


# --- bound to purpose and row


@pytest.mark.parametrize("purpose", [purpose for purpose in PURPOSES if purpose != "contact"])
def test_for_another_purpose_it_does_not_open(purpose: Purpose) -> None:
    assert OURS.open_or_none(_seal(), purpose, "12") is None


@pytest.mark.parametrize("row", [(), ("1",), ("13",), ("1", "2"), ("12", "")])
def test_in_another_row_it_does_not_open(row: tuple[str, ...]) -> None:
    assert OURS.open_or_none(_seal(), "contact", *row) is None


def test_no_two_rows_are_taken_for_the_same() -> None:
    assert OURS.open_or_none(OURS.seal("x", "call", "line", "U1"), "call", "lineU1", "") is None


def test_without_its_mark_it_does_not_open() -> None:
    """It is not taken for what an earlier version sealed, which is bound to nothing."""
    assert OURS.open_or_none(_seal().removeprefix("2."), "contact", "12") is None


# --- what earlier versions sealed


@pytest.mark.parametrize("purpose", STORED)
def test_what_an_earlier_version_stored_can_be_opened(purpose: Purpose) -> None:
    assert OURS.open(sealed_before(b"k" * 32, PERSON), purpose, "12") == PERSON


@pytest.mark.parametrize("purpose", NEVER_UNBOUND)
def test_as_what_was_always_bound_it_does_not_open(purpose: Purpose) -> None:
    assert OURS.open_or_none(sealed_before(b"k" * 32, PERSON), purpose) is None


def test_with_the_mark_of_what_is_bound_it_does_not_open() -> None:
    assert OURS.open_or_none("2." + sealed_before(b"k" * 32, PERSON), "contact", "12") is None


def test_renewed_it_is_bound() -> None:
    renewed = OURS.renew(sealed_before(b"k" * 32, PERSON), "contact", "12")

    assert [OURS.open_or_none(renewed, "contact", row) for row in ("12", "13")] == [PERSON, None]


def test_what_is_bound_under_the_newest_key_stays_as_it_is() -> None:
    sealed = _seal()

    assert OURS.renew(sealed, "contact", "12") == sealed


# --- keys


def test_a_key_is_known_again_by_its_fingerprint() -> None:
    assert Secrecy(b"n" * 32, b"k" * 32).fingerprints[1:] == OURS.fingerprints


def test_another_key_has_another_fingerprint() -> None:
    assert OURS.fingerprints != THEIRS.fingerprints


def test_a_hash_is_always_the_same() -> None:
    assert OURS.hash("line", PERSON) == Secrecy(b"k" * 32).hash("line", PERSON)


@pytest.mark.parametrize("names", [("telegram", PERSON), ("line", "U"), ("line" + PERSON,), (PERSON, "line")])
def test_other_names_have_another_hash(names: tuple[str, ...]) -> None:
    assert OURS.hash(*names) != OURS.hash("line", PERSON)


def test_another_key_has_other_hashes() -> None:
    assert OURS.hash("line", PERSON) != THEIRS.hash("line", PERSON)


def test_a_hash_does_not_show_the_name() -> None:
    assert (PERSON in OURS.hash("line", PERSON), len(OURS.hash("line", PERSON))) == (False, 64)


def test_half_a_character_in_a_name_is_no_fault() -> None:
    assert len(OURS.hash("web", "\ud83d")) == 64
