"""Do answers become messages that LINE accepts and that people can read?"""

import os
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from bot.line.bubble import ACCENT, INK, SOFT, TINT
from bot.line.letters import clean, label, shorten, split, units
from bot.line.messages import messages
from bot.line.wording import WORDS
from bot.text import as_text
from handlers.answer import Answer, Bar, Bars, Figure, Item, Listing, Note, SourceNote, Text
from tests.chats import BATCHES
from tests.line_body import bubbles, faults, harness_faults, nodes, words
from tests.played import PlayedFiles

Json = dict[str, Any]
NAME = "โครงการพัฒนาระบบเทคโนโลยีสารสนเทศเพื่อการบริหารและการบริการภาครัฐที่ดีของจังหวัดขอนแก่น"
LETTERS = "กำลังพัฒนาที่น้ำ"
FAMILY, FLAG, THUMB = "👩‍👩‍👧‍👦", "🇹🇭", "👍🏽"
SOURCE = SourceNote("ที่มา: แผนพัฒนาจังหวัดขอนแก่น 2554-2557 บรรทัดที่ 89")
FIGURE = Figure("15.00", "ล้านบาท", "งบรวมของโครงการ")
YEARS = Bars("งบรายปี (ล้านบาท)", (Bar("ปี 2554", "ไม่ได้ตั้งงบ", 0), Bar("ปี 2555", "2.50", 0.5), Bar("ปี 2556", "5.00", 1)))


def _answer(*parts: Any, **fields: Any) -> Answer:
    return Answer(**{"status": "answered", "parts": parts, **fields})


def _listing(count: int, title: str = NAME) -> Listing:
    return Listing(tuple(Item(f"{title} {at}", "2.00 ล้านบาท · อปท.", f"5.{at}") for at in range(count)))


ODD = {
    "500 items": _answer(Text("มี 500 โครงการ"), _listing(500), SOURCE, turn="a1b2c3d4"),
    "500 items that cannot be had again": _answer(Text("มี 500 โครงการ"), _listing(500), SOURCE),
    "500 short items": _answer(_listing(500, "ก"), turn="a1b2c3d4"),
    "500 choices": _answer(_listing(500), status="clarify", turn="a1b2c3d4"),
    "an item of 20,000 letters": _answer(Listing((Item("ก่" * 10000, "ข้" * 10000, "5.1.1"),)), turn="a1b2c3d4"),
    "a note of 20,000 letters": _answer(_listing(5), Note("ที่ " * 5000), turn="a1b2c3d4"),
    "a caption of 20,000 letters": _answer(Figure("1", "%", "คำ " * 6667), turn="a1b2c3d4"),
    "5,000 short lines": _answer(FIGURE, Text("ก\n" * 5000), turn="a1b2c3d4"),
    "quotes and backslashes": _answer(FIGURE, Text('"\\' * 10000), turn="a1b2c3d4"),
    "500 bars": _answer(Bars("งบ", tuple(Bar(f"{at}", "1.00", 0.5) for at in range(500))), turn="a1b2c3d4"),
    "a bar with a long label": _answer(Bars("งบ", (Bar(NAME, "1,234,567.89", 1), Bar("ก", "ไม่ได้ตั้งงบ", 0)))),
    "only emoji": _answer(Listing((Item(FAMILY * 3000, FLAG * 3000),)), suggestions=(FAMILY * 30, FLAG * 30)),
    "markup": _answer(FIGURE, Listing((Item("<b>{x}</b> & {{y}} $z", "<&>", "<>"),)), suggestions=("<>&{}",)),
    "english": _answer(FIGURE, _listing(60, "Project"), SOURCE, language="en", turn="a1b2c3d4"),
    "controls": _answer(Text("\x00\u200b"), Listing((Item("a\ud800\x07b", "\x00", "\u202e"), Item("\x00"))), SOURCE),
    "nothing": _answer(),
    "only spaces": _answer(Text(" \n"), Note("")),
    "an empty list": _answer(Listing(())),
    "empty bars": _answer(Bars("", ())),
    "a long text": _answer(Text("คำตอบ " * 8000)),
    "a text without a space": _answer(Text("ก่ำ" * 3000)),
    "a text of marks": _answer(Text("\u0e48" * 12000)),
    "50 suggestions": _answer(Text("ถามต่อ"), suggestions=tuple(f"{NAME} {at}" for at in range(50))),
    "odd suggestions": _answer(Text("ถามต่อ"), suggestions=("", " ", "\x00", "ก", "ก ", "\ud800", "ก" * 1000)),
}


@pytest.fixture(scope="module", name="answers")
def _answers(played: PlayedFiles) -> list[Answer]:
    """What the bot says in all chats."""
    asked = [played[file] for file in played if file.startswith(BATCHES)]
    return [reply.answer for chats in asked for _, replies in chats for reply in replies]


# --- what LINE accepts


def test_no_real_answer_breaks_a_limit(answers: list[Answer]) -> None:
    assert {as_text(answer): found for answer in answers if (found := faults(messages(answer)))} == {}


@pytest.mark.parametrize("name", ODD)
def test_no_odd_answer_breaks_a_limit(name: str) -> None:
    assert [found for page in (1, 2, 3, 99) if (found := faults(messages(ODD[name], page)))] == []


@pytest.mark.skipif(not os.environ.get("HARNESS_DIR"), reason="HARNESS_DIR names no folder with the mock platforms.")
def test_the_mock_platform_has_nothing_against_any_of_them(answers: list[Answer]) -> None:
    bodies = [messages(answer) for answer in answers]
    bodies += [messages(answer, page) for answer in ODD.values() for page in (1, 2, 3, 99)]

    assert [found for found in harness_faults(bodies) if found] == []


def test_a_real_answer_is_one_message(answers: list[Answer]) -> None:
    assert {len(messages(answer)) for answer in answers} == {1}


# --- words


def test_mere_words_are_a_text() -> None:
    assert messages(_answer(Text("สวัสดีค่ะ"), Note("ถามได้เลย"))) == [{"type": "text", "text": "สวัสดีค่ะ\nถามได้เลย"}]


@pytest.mark.parametrize("name", ["nothing", "only spaces", "an empty list", "empty bars"])
def test_no_answer_is_silent(name: str) -> None:
    assert messages(ODD[name]) == [{"type": "text", "text": WORDS["th"]["nothing"]}]


def test_a_text_too_long_for_one_message_goes_on_in_the_next() -> None:
    said = " ".join(message["text"] for message in messages(_answer(Text("คำตอบ " * 2000))))

    assert said.split() == ["คำตอบ"] * 2000


def test_a_text_too_long_for_five_messages_says_that_it_is_cut() -> None:
    assert messages(ODD["a long text"])[-1]["text"][-1] == "…"


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["th"].keys() == WORDS["en"].keys()


# --- bubbles


def test_everything_that_is_said_stands_in_the_bubbles(answers: list[Answer]) -> None:
    assert [as_text(answer) for answer in answers if not _says_all(answer)] == []


def test_amounts_of_a_row_stand_beside_bars_of_their_length() -> None:
    widths = [node["width"] for node in nodes(messages(_answer(FIGURE, YEARS))) if "width" in node]

    assert widths == ["50%", "100%"]


def test_a_year_without_a_budget_has_words_and_no_bar() -> None:
    rows = [node for node in nodes(messages(_answer(YEARS))) if node.get("layout") == "horizontal"]

    assert [cell["text"] for cell in rows[0]["contents"]] == ["ปี 2554", "ไม่ได้ตั้งงบ"]


def test_all_rows_give_the_bar_the_same_room() -> None:
    rows = [node for node in nodes(messages(_answer(YEARS))) if node.get("layout") == "horizontal"]

    assert {tuple(cell["flex"] for cell in row["contents"]) for row in rows[1:]} == {(8, 12, 6)}


def test_the_figure_is_the_largest_of_all() -> None:
    sizes = {node.get("text"): node.get("size") for node in nodes(messages(_answer(FIGURE, YEARS, SOURCE)))}

    assert (sizes["15.00"], sizes["2.50"], sizes[SOURCE.text]) == ("4xl", "md", "sm")


@pytest.mark.parametrize("ground", ["#ffffff", TINT])
@pytest.mark.parametrize("ink", [INK, SOFT, ACCENT])
def test_letters_stand_out_from_their_ground(ink: str, ground: str) -> None:
    assert (_luminance(ground) + 0.05) / (_luminance(ink) + 0.05) >= 4.5


def test_a_source_opens_its_line_by_a_tap() -> None:
    note = replace(SOURCE, url="https://example.org/?lang=th#source=plan.txt:89")
    [opened] = [node["action"] for node in nodes(messages(_answer(Figure("1", "", ""), note))) if "action" in node]

    assert (opened["type"], opened["uri"]) == ("uri", note.url)


def test_a_choice_is_tapped_where_it_is_read_in_full() -> None:
    said = messages(_answer(Text("อันไหนคะ"), Listing((Item(NAME, "", "5.1"),)), status="clarify"))

    [tapped] = [node["action"] for node in nodes(said) if "action" in node]

    assert (tapped["type"], tapped["data"], tapped["displayText"]) == ("postback", f"do=ask/t//{NAME}", NAME)


def test_a_choice_that_only_a_cut_button_names_can_be_read() -> None:
    assert NAME in words(messages(_answer(Text("อันไหนคะ"), status="clarify", suggestions=(NAME,))))


# --- pages


def test_bubbles_of_a_long_list_are_counted() -> None:
    shown = bubbles(messages(_answer(_listing(12)))[0])

    assert words(shown[-1])[-1] == f"{len(shown)} จาก {len(shown)}"


@pytest.mark.parametrize("name", ["500 items", "500 short items", "500 choices", "english"])
def test_pages_together_show_every_item_once(name: str) -> None:
    titles = [item.title for part in ODD[name].parts if isinstance(part, Listing) for item in part.items]
    shown = [text for page in _pages(ODD[name]) for text in words(page) if text in set(titles)]

    assert shown == titles


def test_the_button_asks_for_the_next_page_of_this_answer() -> None:
    assert [node["action"] for node in nodes(messages(ODD["500 items"])) if node["type"] == "button"] == [
        {"type": "postback", "label": "ดูหน้า 2", "data": "again=a1b2c3d4&page=2", "displayText": "ดูหน้า 2"}
    ]


def test_the_last_page_has_no_button() -> None:
    assert [node for node in nodes(messages(ODD["500 items"], 99)) if node["type"] == "button"] == []


def test_every_page_ends_with_the_source_and_its_number() -> None:
    pages = _pages(ODD["500 items"])

    assert [words(page)[-3::2] for page in pages] == [
        [SOURCE.text, f"หน้า {at} จาก {len(pages)}"] for at in range(1, len(pages) + 1)
    ]


def test_where_no_page_can_be_asked_for_it_is_said_how_much_is_missing() -> None:
    answer = ODD["500 items that cannot be had again"]
    shown = sum(text.startswith(NAME) for text in words(messages(answer)))

    assert words(messages(answer))[-1] == WORDS["th"]["more_items"].format(count=500 - shown)


def test_a_further_page_reads_as_what_stands_on_it() -> None:
    second = messages(ODD["500 items"], 2)[0]

    assert second["altText"].split("\n")[:2] == [
        f"หน้า 2 จาก {len(_pages(ODD['500 items']))}",
        f"• {words(bubbles(second)[0])[0]} [{words(bubbles(second)[0])[3].strip()}]",
    ]


def test_no_page_lies_before_the_first() -> None:
    assert messages(ODD["500 items"], 0) == messages(ODD["500 items"])


# --- without the picture


def test_the_alternative_is_the_whole_answer() -> None:
    answer = _answer(FIGURE, YEARS, Listing((Item(NAME, "1.00 ล้านบาท", "5.1.1"),)), SOURCE)

    assert messages(answer)[0]["altText"] == as_text(answer)


def test_a_long_alternative_says_that_it_is_cut() -> None:
    assert messages(ODD["500 items"])[0]["altText"][-1] == "…"


# --- quick replies


def test_suggestions_become_buttons_that_send_their_whole_text() -> None:
    assert _buttons("ใครรับผิดชอบ", NAME) == [("ใครรับผิดชอบ", "ใครรับผิดชอบ"), (label(NAME, 20), NAME)]


def test_no_button_stands_twice_or_empty() -> None:
    assert _buttons("", " ", "ก", "ก ", "\x00ก") == [("ก", "ก")]


def test_there_are_at_most_thirteen_buttons() -> None:
    assert len(_buttons(*map(str, range(50)))) == 13


def test_buttons_stand_below_the_last_message() -> None:
    said = messages(replace(ODD["a long text"], suggestions=("ก",)))

    assert ["quickReply" in message for message in said] == [False, False, False, False, True]


# --- letters


@pytest.mark.parametrize("text", [LETTERS, "เก่า" * 9, "ผู้ที่นั่น" * 5, "กิ่งอำเภอ" * 4, FLAG * 30, FAMILY * 9, THUMB * 30])
@pytest.mark.parametrize("most", [8, 9, 14, 20])
def test_a_cut_label_parts_no_letter_from_its_marks(text: str, most: int) -> None:
    kept = label(text, most).removesuffix("…")

    assert (text.startswith(kept), _orphans(kept, text[len(kept) :])) == (True, [])


def test_a_label_counts_letters_without_their_marks() -> None:
    assert label("ที่นั่นที่นั่น", 20) == "ที่นั่นที่นั่น"


def test_a_short_label_is_whole() -> None:
    assert label("ก" * 20, 20) == "ก" * 20


def test_a_long_label_is_as_long_as_may_be() -> None:
    assert label("ก" * 21, 20) == "ก" * 19 + "…"


def test_a_text_is_cut_at_a_line_before_a_space_before_a_letter() -> None:
    assert [split(text, 8) for text in ("กก กก\nกก กก", "กกก กก กกก", "กกกกกกกกกก")] == [
        ["กก กก", "กก กก"],
        ["กกก กก", "กกก"],
        ["กกกกกกกก", "กก"],
    ]


def test_a_cut_text_with_its_dots_fits() -> None:
    assert units(shorten(FAMILY * 1000, 100)) <= 100


def test_what_cannot_be_seen_is_not_sent() -> None:
    assert clean("ก\x00ข\ud800\tค\u200b\r\n") == "กข ค\n"


def test_joined_emoji_stay_joined() -> None:
    assert clean(f"{FAMILY}\n{FLAG}{THUMB}") == f"{FAMILY}\n{FLAG}{THUMB}"


def _says_all(answer: Answer) -> bool:
    """Whether everything is drawn; a sentence may go on in the next bubble, behind the note that there is one."""
    drawn = _bare("".join(text for page in _pages(answer) for text in words(page) if not _is_note(text)))
    said = [value for part in answer.parts for thing in _things(part) for value in vars(thing).values()]
    return all(_bare(value) in drawn for value in said if isinstance(value, str))


def _is_note(text: str) -> bool:
    notes = (re.escape(WORDS[language][name]) for language in WORDS for name in ("place", "swipe"))
    return any(re.fullmatch(re.sub(r"\\{\w+\\}", r"\\d+", note), text) for note in notes)


def _things(part: Any) -> list[Any]:
    """The part, with what stands in it."""
    return [part, *getattr(part, "bars", ()), *getattr(part, "items", ())]


def _bare(text: str) -> str:
    return "".join(text.split())


def _pages(answer: Answer) -> list[list[Json]]:
    """All pages, as a person gets them who presses the button until there is none; behind the last it comes again."""
    kept, pages = replace(answer, turn=answer.turn or "kept"), list[list[Json]]()
    while (page := messages(kept, len(pages) + 1)) not in pages[-1:]:
        pages.append(page)
    return pages


def _buttons(*suggestions: str) -> list[tuple[str, str]]:
    items = messages(_answer(Text("ถามต่อ"), suggestions=suggestions))[0]["quickReply"]["items"]
    return [(item["action"]["label"], item["action"]["displayText"]) for item in items]


def _orphans(kept: str, rest: str) -> list[str]:
    """The letters around the cut, where they belong together."""
    torn = unicodedata.category((rest or "ก")[0]) in ("Mn", "Mc", "Me") or (rest or "ก")[0] in "ำา\u200d\U0001f3fd"
    torn = torn or kept[-1:] in ("เ", "\u200d") or len([c for c in kept if "\U0001f1e6" <= c <= "\U0001f1ff"]) % 2 == 1
    return [kept[-1:] + rest[:1]] if torn else []


def _luminance(color: str) -> float:
    """As the accessibility guidelines of the web define it."""
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
