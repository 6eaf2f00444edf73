"""Can only the holder of the key tell whose a row is, and read what is sealed?"""

from base64 import b64decode, b64encode

import pytest
from cryptography.exceptions import InvalidTag

from bot.secrecy import Secrecy

OURS = Secrecy(b"k" * 32)
THEIRS = Secrecy(b"s" * 32)
PERSON = "U4af4980629"


@pytest.mark.parametrize("text", [PERSON, "สมชาย 😀", "", "x" * 10_000])
def test_what_was_sealed_can_be_opened(text: str) -> None:
    assert OURS.open(OURS.seal(text)) == text


def test_another_process_with_the_key_can_open_it() -> None:
    assert Secrecy(b"k" * 32).open(OURS.seal(PERSON)) == PERSON


def test_another_key_opens_nothing() -> None:
    with pytest.raises(InvalidTag):
        THEIRS.open(OURS.seal(PERSON))


@pytest.mark.parametrize("place", [0, 13, -1])
def test_what_was_changed_cannot_be_opened(place: int) -> None:
    sealed = bytearray(b64decode(OURS.seal(PERSON)))
    sealed[place] ^= 1
    with pytest.raises(InvalidTag):
        OURS.open(b64encode(sealed).decode())


def test_what_is_sealed_does_not_show_what_is_in_it() -> None:
    assert PERSON.encode() not in b64decode(OURS.seal(PERSON))


def test_nobody_can_tell_that_two_sealed_texts_are_the_same() -> None:
    assert OURS.seal(PERSON) != OURS.seal(PERSON)


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
