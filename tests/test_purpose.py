"""Is it heard what a message is written for, and do the weights come from the messages that lie beside them?"""

import pytest

from bench.learning.labelled import fingerprint
from knowledge.purpose import KINDS, WEIGHTS, purpose, runs


def test_the_weights_were_learned_from_the_messages_as_they_are() -> None:
    """Where they differ: `python -m bench.learning`."""
    assert WEIGHTS.read_text(encoding="utf-8").partition("\n")[0] == f"# {fingerprint()}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("รถขยะไม่เข้าซอยเรามาสองอาทิตย์ หนอนขึ้นเต็มถัง", "feedback"),
        ("ขอบคุณทีมงานที่ช่วยยายทำบัตรจนเสร็จ", "feedback"),
        ("ขอทราบงบประมาณโครงการปี 2556", "question"),
        ("ตู้เย็นที่บ้านเสีย ต้องซื้อใหม่อีกแล้ว", "other"),
        ("ตาล้มลงไปในห้องน้ำ เรียกแล้วไม่ตอบ ตัวเย็นหมดแล้ว", "emergency"),
    ],
)
def test_a_message_sounds_like_what_it_is(text: str, kind: str) -> None:
    shares = vars(purpose(text))

    assert max(shares, key=shares.__getitem__) == kind


@pytest.mark.parametrize("text", ["", " ", "🙏", "a" * 5000])
def test_any_text_has_shares_of_one(text: str) -> None:
    assert sum(vars(purpose(text)).values()) == pytest.approx(1)


def test_how_a_message_is_typed_makes_no_difference() -> None:
    assert purpose("เเย่มากกกก  ๑๒") == purpose("แย่มาก 12")


def test_every_run_of_letters_has_a_weight_for_each_kind() -> None:
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()[1:]

    assert {len(line.split("\t")) for line in lines} == {1 + len(KINDS)}


def test_runs_overlap() -> None:
    assert runs("abc") == {"a", "b", "c", "ab", "bc", "abc"}
