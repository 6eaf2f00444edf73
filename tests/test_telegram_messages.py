"""Does every answer become messages that Telegram takes, with buttons that work, and is it read as it was meant?"""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.telegram import callback
from bot.telegram.length import parsed_units, shorten, split, units
from bot.telegram.messages import calls
from bot.telegram.pages import html
from bot.telegram.wording import WORDING
from handlers.answer import Answer, Bar, Bars, Figure, Item, Listing, Note, Part, SourceNote, Text
from knowledge.cut import FOLLOWS, LEADS
from tests.chats import BATCHES
from tests.played import PlayedFiles

TURN = "0a1b2c3d"
TAGS = {"b", "i", "code", "blockquote"}
YEARS = Bars(
    "งบรายปี (ล้านบาท)",
    (Bar("ปี 2554", "ไม่ได้ตั้งงบ", 0.0), Bar("ปี 2555", "5.00", 0.5), Bar("ปี 2556", "10.00", 1.0)),
)
FREE_WIFI = Answer(
    status="answered",
    parts=(
        Figure("15.00", "ล้านบาท", "งบรวมของโครงการ <Free Wi-Fi> & internet"),
        YEARS,
        Text("หน่วยงานรับผิดชอบ: สำนักงานจังหวัดขอนแก่น"),
        Note("ค้นจาก: โครงการ Free Wi-Fi"),
        SourceNote("ที่มา: แผนพัฒนาจังหวัด บรรทัดที่ 89"),
    ),
    suggestions=("ใครรับผิดชอบ", "ได้งบปีไหนบ้าง", "แผนนี้ใช้งบทั้งหมดเท่าไหร่"),
    turn=TURN,
)
ODD = "<script>&amp;</script> น้ำผึ้ง \U0001f469\u200d\U0001f33e plain English. "
CHECK = """
import json, sys
import tg_spec
spec = tg_spec.Spec(sys.argv[1])
print(json.dumps([spec.check(method, given)[1:] for method, given in json.load(sys.stdin)]))
"""


def _listing(count: int, title: str = "โครงการ", detail: str = "1.00 ล้านบาท") -> Listing:
    return Listing(tuple(Item(f"{title} {n}", detail, f"5.{n}") for n in range(1, count + 1)))


def _answer(*parts: Part, turn: str = "", suggestions: tuple[str, ...] = ()) -> Answer:
    return Answer(status="answered", parts=parts, turn=turn, suggestions=suggestions)


MADE = {
    "nothing said": _answer(Text("")),
    "500 things with pages": _answer(Text("ทั้งหมด"), _listing(500), Note("ค้นจาก"), turn=TURN),
    "500 things without pages": _answer(Text("ทั้งหมด"), _listing(500), Note("ค้นจาก")),
    "things with long names": _answer(_listing(9, "ยาว" * 800, "ยาว " * 900), SourceNote("ที่มา"), turn=TURN),
    "few things with long names": _answer(_listing(7, "ยาว" * 800, "ยาว " * 900), SourceNote("ที่มา")),
    "20,000 letters without a blank": _answer(Text("กำลังผู้น้ำเป็นแก้ว" * 1053)),
    "20,000 letters of text": _answer(Text(ODD * 400), Note(ODD * 100), turn=TURN, suggestions=("ใครรับผิดชอบ",)),
    "a long text and a list": _answer(Text("คำ " * 3000), _listing(30), SourceNote("ที่มา"), turn=TURN),
    "what looks like HTML": _answer(Figure("<b>", "&lt;", ODD), YEARS, Text(ODD), _listing(3, ODD), SourceNote(ODD)),
    "only emoji": _answer(Text("\U0001f469\u200d\U0001f33e" * 3000)),
    "suggestions of all lengths": _answer(
        Text("ดี"), suggestions=("ก", "ข" * 17, "ค" * 60, "ง" * 500, "a" * 64, "?" * 30)
    ),
    "many suggestions": _answer(Text("ดี"), suggestions=tuple(f"คำถาม {n}" for n in range(90)), turn=TURN),
}


@pytest.fixture(scope="module", name="real")
def _real(played: PlayedFiles) -> list[Answer]:
    """Every answer that the bot gives in the chats of this project, each once."""
    asked = [played[file] for file in played if file.startswith(BATCHES)]
    replies = (reply for chats in asked for _, replies in chats for reply in replies)
    return list({repr(reply.answer): replace(reply.answer, turn=TURN) for reply in replies}.values())


def _event(**details: Any) -> Event:
    return Event("telegram", "1", "5", details=details)


def _body(call: Call) -> tuple[str, dict[str, Any]]:
    return call.body["method"], call.body["arguments"]


def _sent(answer: Answer, **details: Any) -> list[tuple[str, dict[str, Any]]]:
    return [_body(call) for call in calls(_event(**details), answer)]


def _texts(answer: Answer, **details: Any) -> list[str]:
    return [arguments["text"] for _, arguments in _sent(answer, **details) if "text" in arguments]


def _buttons(answer: Answer, **details: Any) -> list[list[str]]:
    """The data of the buttons, row by row."""
    markups = [arguments["reply_markup"] for _, arguments in _sent(answer, **details) if "reply_markup" in arguments]
    return [[button["callback_data"] for button in row] for markup in markups for row in markup["inline_keyboard"]]


def _plain(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.read)


class _Reader(HTMLParser):
    """Notes every fault of a text's tags."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS or attrs:
            self.faults.append(f"<{tag} {attrs}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.read.append(data)


def _faults(answer: Answer) -> Iterator[str]:
    """What Telegram would refuse, and buttons that would lead nowhere."""
    for text in (*_texts(answer), html(answer)):
        reader = _Reader()
        reader.feed(text)
        yield from (*reader.faults, *reader.open)
        if parsed_units(text) > 4096:
            yield f"{parsed_units(text)} units"
    yield from ("empty" for text in _texts(answer) if not _plain(text).strip())
    yield from (data for row in _buttons(answer) for data in row if not 1 <= len(data.encode()) <= 64)
    if sum(len(row) for row in _buttons(answer)) > 100:
        yield "too many buttons"


# Every answer


def test_every_real_answer_is_within_the_limits(real: list[Answer]) -> None:
    assert [(fault, answer) for answer in real for fault in _faults(answer)] == []


def test_every_real_answer_is_one_message(real: list[Answer]) -> None:
    assert [answer for answer in real if len(_sent(answer)) != 1] == []


def test_every_suggestion_of_a_real_answer_is_a_button_that_says_it_or_its_code(real: list[Answer]) -> None:
    said = [
        (
            {
                answer.action(text).value
                for row in _buttons(answer)
                for data in row
                for text in answer.suggestions
                if callback.pressed(answer.action(text)) == data
            },
            answer,
        )
        for answer in real
        if not answer.asks_which
    ]

    assert [
        answer for words, answer in said if words != {answer.action(text).value for text in answer.suggestions}
    ] == []


@pytest.mark.parametrize("made", MADE)
def test_made_up_answers_are_within_the_limits(made: str) -> None:
    assert list(_faults(MADE[made])) == []


def test_the_platform_accepts_every_message(real: list[Answer]) -> None:
    answers = [*real, *MADE.values()]
    sent = [body for answer in answers for body in (*_sent(answer, callback="1"), *_sent(answer, chart=True))]
    sent += [body for answer in MADE.values() for body in _sent(answer, page=2, message_id=7, reply_to=8)]

    assert [(found, body) for found, body in zip(_checked(sent), sent, strict=True) if found != [[], []]] == []


def _checked(sent: list[tuple[str, dict[str, Any]]]) -> list[list[list[str]]]:
    """(errors, warnings) of each call, by the harness's reading of Telegram's own description."""
    folder, python = os.environ.get("HARNESS_DIR"), os.environ.get("HARNESS_PYTHON")
    if not folder or not python:
        pytest.skip("HARNESS_DIR and HARNESS_PYTHON are not set.")
    spec = str(Path(folder) / "spec" / "telegram-api.json")
    given = [(method, _completed(method, arguments)) for method, arguments in sent]
    done = subprocess.run(
        [python, "-c", CHECK, spec],
        input=json.dumps(given),
        env={**os.environ, "PYTHONPATH": folder},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[list[str]]] = json.loads(done.stdout)
    return found


def _completed(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """With what the client adds when it sends: the chat, and the picture that is drawn only then."""
    if method == "answerCallbackQuery":
        return arguments
    drawn = {"photo": "a-file"} if "chart" in arguments else {}
    return {"chat_id": 5, **{name: value for name, value in arguments.items() if name != "chart"}, **drawn}


# How it reads


def test_an_answer_reads_figure_first_with_bars_notes_and_source() -> None:
    assert _texts(FREE_WIFI) == [
        "<b>15.00 ล้านบาท</b>\n"
        "งบรวมของโครงการ &lt;Free Wi-Fi&gt; &amp; internet\n\n"
        "<b>งบรายปี (ล้านบาท)</b>\n"
        "ปี 2554 <i>ไม่ได้ตั้งงบ</i>\n"
        "ปี 2555 ▇▇▇▇ <b>5.00</b>\n"
        "ปี 2556 ▇▇▇▇▇▇▇▇ <b>10.00</b>\n\n"
        "หน่วยงานรับผิดชอบ: สำนักงานจังหวัดขอนแก่น\n\n"
        "<i>ค้นจาก: โครงการ Free Wi-Fi</i>\n"
        "<blockquote>ที่มา: แผนพัฒนาจังหวัด บรรทัดที่ 89</blockquote>"
    ]


def test_a_list_has_bold_titles_codes_and_no_bullet_before_a_place() -> None:
    listing = Listing((Item("1. เว็บไซต์", "5.00 ล้านบาท", "5.3.2"), Item("รายงานผล")))

    assert _texts(_answer(listing)) == ["<b>1. เว็บไซต์</b> <code>5.3.2</code>\n5.00 ล้านบาท\n• <b>รายงานผล</b>"]


def test_the_bar_of_a_long_label_stands_below_it() -> None:
    bars = Bars("งบ", (Bar("สำนักงานจังหวัดขอนแก่น", "89.30", 1.0),))

    assert _texts(_answer(bars)) == ["<b>งบ</b>\nสำนักงานจังหวัดขอนแก่น\n▇▇▇▇▇▇▇▇ <b>89.30</b>"]


def test_a_message_is_html_without_a_preview_of_links() -> None:
    arguments = _sent(_answer(Text("สวัสดีค่ะ")))[0][1]

    assert arguments == {"text": "สวัสดีค่ะ", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def test_an_answer_without_words_sends_nothing() -> None:
    assert _sent(MADE["nothing said"]) == []


def test_both_languages_have_the_same_wordings() -> None:
    assert WORDING["th"].keys() == WORDING["en"].keys()


# Buttons


def test_short_suggestions_share_a_row_and_long_ones_fit_into_64_bytes() -> None:
    assert _buttons(FREE_WIFI) == [
        [f"chart {TURN}"],
        ["at ใครรับผิดชอบ", "at ได้งบปีไหนบ้าง"],
        ["st a<99Uic*i':7Qi'KA4`7hRdKCh"],
    ]


def test_long_words_are_read_back_from_their_button() -> None:
    assert callback.words("thai a<99Uic*i':7Qi'KA4`7hRdKCh") == "แผนนี้ใช้งบทั้งหมดเท่าไหร่"


def test_a_button_of_a_page_says_no_words() -> None:
    assert callback.words(f"again {TURN} 2") is None


def test_words_too_long_for_any_button_stand_in_the_message() -> None:
    words = "ข" * 62

    assert _texts(_answer(Text("ดี"), suggestions=(words,))) == [f"ดี\n\n<i>ถามต่อได้: {words}</i>"]


def test_a_choice_is_made_by_its_code() -> None:
    asked = Answer(
        status="clarify",
        parts=(Text("หมายถึงอันไหนคะ"), Listing((Item("โครงการเมืองเว้ (เวียดนาม)", code="5.6.3"), Item("อื่น")))),
        suggestions=("โครงการเมืองเว้", "อื่น"),
    )

    assert _buttons(asked) == [["at 5.6.3", "at อื่น"]]


def test_one_amount_alone_has_no_chart_button() -> None:
    alone = Bars("งบ", (Bar("ปี 2554", "ไม่ได้ตั้งงบ", 0.0), Bar("ปี 2555", "5.00", 1.0)))

    assert _buttons(_answer(alone, turn=TURN)) == []


def test_an_answer_that_cannot_be_had_again_has_no_chart_button() -> None:
    assert _buttons(_answer(YEARS)) == []


# Pages


@pytest.mark.parametrize(
    ("page", "first", "last", "row"),
    [
        (1, "5.1", "5.7", [f"again {TURN} 2"]),
        (2, "5.8", "5.14", [f"again {TURN} 1", f"again {TURN} 3"]),
        (3, "5.15", "5.20", [f"again {TURN} 2"]),
        (9, "5.15", "5.20", [f"again {TURN} 2"]),
    ],
)
def test_a_long_list_has_even_pages_and_only_buttons_that_lead_on(
    page: int, first: str, last: str, row: list[str]
) -> None:
    answer = _answer(_listing(20), turn=TURN)
    codes = [line.split("<code>")[1][:-7] for line in _texts(answer, page=page)[0].splitlines() if "<code>" in line]

    assert (codes[0], codes[-1], _buttons(answer, page=page)) == (first, last, [row])


def test_a_page_says_which_it_is() -> None:
    assert (
        _texts(_answer(_listing(20), turn=TURN), page=2)[0].splitlines()[-1] == "<i>หน้า 2 จาก 3 · ทั้งหมด 20 รายการ</i>"
    )


def test_a_list_that_has_no_pages_says_how_many_more() -> None:
    assert _texts(_answer(_listing(500)))[0].splitlines()[-1] == "<i>และอีก 460 รายการ</i>"


def test_a_page_changes_the_message_its_button_stands_on() -> None:
    method, arguments = _sent(_answer(_listing(20), turn=TURN), page=2, message_id=7)[0]

    assert (method, arguments["message_id"]) == ("editMessageText", 7)


def test_what_is_no_page_leaves_the_message_with_the_button_alone() -> None:
    assert _sent(_answer(Text("เก่าเกินไป")), page=2, message_id=7)[0][0] == "sendMessage"


def test_a_page_without_its_message_is_a_new_one() -> None:
    assert _sent(_answer(_listing(20), turn=TURN), page=2)[0][0] == "sendMessage"


# Long texts


def test_a_long_text_becomes_at_most_four_messages_that_end_with_a_word() -> None:
    texts = _texts(MADE["20,000 letters of text"])

    assert (len(texts), _plain(texts[-1]).splitlines()[-1]) == (4, WORDING["th"]["cut"])


def test_only_the_last_of_several_messages_has_buttons() -> None:
    sent = _sent(_answer(Text("คำ " * 3000), suggestions=("ใครรับผิดชอบ",)))

    assert ["reply_markup" in arguments for _, arguments in sent] == [False, False, True]


def test_nothing_of_a_text_is_lost_between_messages() -> None:
    text = "กำลังผู้น้ำเป็นแก้ว " * 500

    assert " ".join(split(text.strip(), 700)) == text.strip()


def test_a_text_without_blanks_is_cut_where_a_syllable_can_begin() -> None:
    text = "กำลังผู้น้ำเป็นแก้ว" * 300
    pieces = split(text, 700)

    assert ("".join(pieces), [p for p in pieces if p[0] in FOLLOWS or p[-1] in LEADS]) == (text, [])


def test_an_emoji_of_several_parts_stays_whole() -> None:
    farmer = "\U0001f469\u200d\U0001f33e"

    assert {piece.replace(farmer, "") for piece in split(farmer * 100, 47)} == {""}


def test_a_shortened_text_ends_with_dots_and_keeps_to_its_length() -> None:
    assert shorten("หนึ่ง สอง สาม สี่", 12) == "หนึ่ง สอง…"


def test_length_is_counted_as_telegram_does() -> None:
    assert (units("\U0001f600ก"), parsed_units("<b>&lt;\U0001f600</b>")) == (3, 3)


# Around the answer


def test_a_pressed_button_is_answered_first_and_waits_for_nothing() -> None:
    call = calls(_event(callback="77"), FREE_WIFI)[0]

    assert (_body(call), call.queue) == (("answerCallbackQuery", {"callback_query_id": "77"}), "")


def test_in_a_group_the_answer_names_the_message_it_belongs_to() -> None:
    arguments = _sent(FREE_WIFI, reply_to=9)[0][1]

    assert arguments["reply_parameters"] == {"message_id": 9, "allow_sending_without_reply": True}


def test_a_chart_is_sent_as_its_numbers_with_a_short_text() -> None:
    method, arguments = _sent(FREE_WIFI, chart=True)[0]

    assert (method, arguments) == (
        "sendPhoto",
        {
            "chart": {
                "figure": "15.00 ล้านบาท",
                "title": "งบรวมของโครงการ <Free Wi-Fi> & internet",
                "caption": "งบรายปี (ล้านบาท)",
                "bars": [{"label": bar.label, "text": bar.text, "share": bar.share} for bar in YEARS.bars],
                "source": "ที่มา: แผนพัฒนาจังหวัด บรรทัดที่ 89",
            },
            "caption": "<b>15.00 ล้านบาท</b>\nงบรวมของโครงการ &lt;Free Wi-Fi&gt; &amp; internet\n\n"
            "<blockquote>ที่มา: แผนพัฒนาจังหวัด บรรทัดที่ 89</blockquote>",
            "parse_mode": "HTML",
        },
    )


def test_the_text_under_a_chart_is_short_enough() -> None:
    answer = _answer(Figure("1", "ล้านบาท", ODD * 100), YEARS, SourceNote(ODD * 100))

    assert parsed_units(_sent(answer, chart=True)[0][1]["caption"]) <= 1024


def test_a_chart_of_an_answer_without_bars_is_its_text() -> None:
    assert _sent(_answer(Text("สวัสดีค่ะ")), chart=True)[0][0] == "sendMessage"


def test_inline_mode_gets_the_whole_answer_in_one_message() -> None:
    assert _plain(html(FREE_WIFI)) == unescape(_plain(_texts(FREE_WIFI)[0]))


def test_a_source_is_a_link_to_its_line() -> None:
    note = SourceNote("ที่มา บรรทัดที่ 89", "https://example.org/?lang=th#source=plan.txt:89")

    assert 'href="https://example.org/?lang=th#source=plan.txt:89">ที่มา บรรทัดที่ 89</a>' in _texts(_answer(note))[0]
