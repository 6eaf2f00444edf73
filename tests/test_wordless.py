"""What does the bot say to a message that is no words, and to one that is words and something else?"""

import re
from typing import Literal, get_args

import pytest
from sqlalchemy.orm import Session

from bot.text import as_text
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Kind, Message
from handlers.reply import reply
from knowledge.index import Index

Language = Literal["th", "en"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ALONE = [kind for kind in KINDS if kind not in ("text", "again", "unsent")]
"""What comes without any word and is answered."""
ATTACHMENTS: tuple[Kind, ...] = ("photo", "video", "audio", "file", "location")
THAI = re.compile("[\u0e00-\u0e7f]")
_ANSWERED = ("answered", "feedback", "status", "privacy")
WIFI = "โครงการ 5.3.6 ใช้งบเท่าไหร่"


class Chat:
    """One chat, to which a test says things."""

    def __init__(self, session: Session, index: Index) -> None:
        self._session = session
        self._index = index
        self.conversation = Conversation()

    def send(self, kind: Kind, text: str = "", language: Language = "th") -> Answer:
        """The answer; the chat goes on."""
        message = Message(channel="line", user="U1", text=text, kind=kind, language=language)
        answer, self.conversation = reply(self._session, self._index, message, self.conversation)[:2]
        return answer

    def say(self, text: str) -> Answer:
        """The answer to words."""
        return self.send("text", text)


@pytest.fixture(name="chat")
def _chat(session: Session, index: Index) -> Chat:
    return Chat(session, index)


# --- no words


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ALONE)
def test_every_kind_is_answered_in_the_language_of_the_app(chat: Chat, kind: Kind, language: Language) -> None:
    answer = chat.send(kind, language=language)
    sentence = as_text(answer).partition("\n")[0]

    assert (answer.language, bool(THAI.search(sentence))) == (language, language == "th")


@pytest.mark.parametrize("kind", ALONE)
def test_no_placeholder_is_left_in_an_answer(chat: Chat, kind: Kind) -> None:
    assert re.findall(r"[{}]", as_text(chat.send(kind))) == []


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["welcome", "help", "budget", "sticker", *ATTACHMENTS])
def test_whoever_said_nothing_is_shown_what_can_be_asked(chat: Chat, kind: Kind, language: Language) -> None:
    assert len(chat.send(kind, language=language).suggestions) >= 3


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["welcome", "budget", "sticker", *ATTACHMENTS])
def test_whatever_is_offered_is_answered(chat: Chat, kind: Kind, language: Language) -> None:
    offered = chat.send(kind, language=language).suggestions

    assert [text for text in offered if chat.say(text).status not in _ANSWERED] == []


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("welcome", "help"),
        ("help", "help"),
        ("budget", "help"),
        ("feedback", "feedback"),
        ("status", "status"),
        ("privacy", "privacy"),
        ("sticker", "smalltalk"),
        *((kind, "help") for kind in ATTACHMENTS),
    ],
)
def test_a_kind_has_its_status(chat: Chat, kind: Kind, status: str) -> None:
    assert chat.send(kind).status == status


@pytest.mark.parametrize("kind", ["welcome", "budget", "sticker", *ATTACHMENTS])
def test_no_figure_is_given_that_nobody_asked_for(chat: Chat, kind: Kind) -> None:
    answer = chat.send(kind)

    assert (answer.value, answer.codes, "บาท" in as_text(answer)) == (None, (), False)


@pytest.mark.parametrize(
    ("kind", "thing"),
    [("photo", "รูป"), ("video", "วิดีโอ"), ("audio", "ข้อความเสียง"), ("file", "ไฟล์"), ("location", "ตำแหน่ง")],
)
def test_an_attachment_is_called_by_its_name(chat: Chat, kind: Kind, thing: str) -> None:
    assert thing in as_text(chat.send(kind))


def test_the_welcome_says_what_becomes_of_messages(chat: Chat) -> None:
    assert "ไม่เก็บ" in as_text(chat.send("welcome"))


# --- the language of the chat


@pytest.mark.parametrize("kind", ["sticker", "photo", "help", "budget"])
def test_what_was_said_last_tells_the_language_before_the_app_does(chat: Chat, kind: Kind) -> None:
    chat.say("what is the wifi budget?")

    assert chat.send(kind, language="th").language == "en"


def test_who_goes_on_in_thai_is_answered_in_thai(chat: Chat) -> None:
    chat.say("what is the wifi budget?")
    chat.say(WIFI)

    assert chat.send("sticker", language="en").language == "th"


# --- words beside an attachment


@pytest.mark.parametrize("kind", ATTACHMENTS)
def test_a_question_beside_an_attachment_is_answered(chat: Chat, kind: Kind) -> None:
    answer = chat.send(kind, WIFI)

    assert (answer.status, answer.codes, str(answer.value and answer.value.number)) == ("answered", ("5.3.6",), "15.00")


@pytest.mark.parametrize("kind", ATTACHMENTS)
def test_beside_the_answer_stands_what_became_of_the_attachment(chat: Chat, kind: Kind) -> None:
    assert as_text(chat.send(kind)).partition("\n")[0] in as_text(chat.send(kind, WIFI))


def test_the_language_of_a_caption_is_the_answers(chat: Chat) -> None:
    answer = chat.send("photo", "what is the wifi budget?", language="th")

    assert (answer.language, "photo" in as_text(answer)) == ("en", True)


@pytest.mark.parametrize("caption", ["รูป", "นี่ค่ะ", "รูปถ่าย", "555", "🙏", "ขอบคุณค่ะ"])
def test_beside_a_caption_that_asks_nothing_the_attachment_is_spoken_of(chat: Chat, caption: str) -> None:
    assert "ได้รับรูปแล้ว" in as_text(chat.send("photo", caption))


def test_a_caption_can_be_asked_about(chat: Chat) -> None:
    chat.send("photo", WIFI)

    assert chat.say("แล้วใครรับผิดชอบ").codes == ("5.3.6",)


def test_a_sticker_between_two_questions_does_not_disturb(chat: Chat) -> None:
    chat.say(WIFI)
    chat.send("sticker")

    assert chat.say("แล้วใครรับผิดชอบ").codes == ("5.3.6",)


# --- an answer once more


def test_an_answer_can_be_had_again(chat: Chat) -> None:
    told = chat.say(WIFI)

    assert chat.send("again", told.turn).parts == told.parts


def test_an_older_answer_can_be_had_again(chat: Chat) -> None:
    told = chat.say(WIFI)
    chat.say("โครงการ 5.1.1 ใช้งบเท่าไหร่")

    assert chat.send("again", told.turn).codes == ("5.3.6",)


def test_an_answer_that_was_had_again_can_be_had_once_more(chat: Chat) -> None:
    told = chat.say(WIFI)
    again = chat.send("again", told.turn)

    assert (again.turn, chat.send("again", again.turn).parts) == (told.turn, told.parts)


def test_to_have_an_answer_again_leaves_the_chat_as_it_is(chat: Chat) -> None:
    told = chat.say(WIFI)
    chat.say("โครงการ 5.1.1 ใช้งบเท่าไหร่")
    chat.send("again", told.turn)

    assert chat.say("แล้วใครรับผิดชอบ").codes == ("5.1.1",)


def test_an_answer_in_english_is_had_again_in_english(chat: Chat) -> None:
    told = chat.say("what is the wifi budget?")
    again = chat.send("again", told.turn)

    assert (again.language, again.parts) == ("en", told.parts)


@pytest.mark.parametrize("turn", ["00000000", "", "no turn", "x" * 300])
def test_a_button_of_an_unknown_answer_is_too_old(chat: Chat, turn: str) -> None:
    answer = chat.send("again", turn)

    assert (answer.status, "ถามใหม่" in as_text(answer), len(answer.suggestions) >= 3) == ("help", True, True)


def test_after_many_questions_an_answer_is_too_old(chat: Chat) -> None:
    told = chat.say(WIFI)
    for year in range(17):
        chat.say(f"โครงการ 5.{year // 4 + 1}.{year % 4 + 1} ใช้งบเท่าไหร่")

    assert chat.send("again", told.turn).status == "help"
