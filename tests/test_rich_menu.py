"""Does the menu of LINE keep LINE's limits, and do its areas lie where the picture shows them?"""

import re
import struct
from pathlib import Path

import pytest

import bot.line.rich_menu
from bot.line.rich_menu import NAME, RichMenu, rich_menu

DRAWING = Path(bot.line.rich_menu.__file__).with_suffix(".svg").read_text(encoding="utf-8")


@pytest.fixture(scope="module", name="menu")
def _menu() -> RichMenu:
    return rich_menu()


def test_the_picture_has_the_size_that_the_menu_states(menu: RichMenu) -> None:
    width, height = struct.unpack(">II", menu.picture[16:24])  # where a PNG says it

    assert {"width": width, "height": height} == menu.request["size"]


def test_the_picture_is_a_png_of_less_than_a_megabyte(menu: RichMenu) -> None:
    assert (menu.picture[:8], len(menu.picture) < 1_000_000) == (b"\x89PNG\r\n\x1a\n", True)


def test_there_are_six_areas(menu: RichMenu) -> None:
    assert len(menu.request["areas"]) == 6


def test_the_areas_cover_the_picture_and_do_not_overlap(menu: RichMenu) -> None:
    covered = {
        (x, y)
        for area in menu.request["areas"]
        for x in range(area["bounds"]["x"], area["bounds"]["x"] + area["bounds"]["width"])
        for y in (area["bounds"]["y"], area["bounds"]["y"] + area["bounds"]["height"] - 1)
    }
    surfaces = [area["bounds"]["width"] * area["bounds"]["height"] for area in menu.request["areas"]]

    assert (len(covered), sum(surfaces)) == (2500 * 4, 2500 * 1686)


def test_each_area_lies_where_the_picture_shows_it(menu: RichMenu) -> None:
    drawn = re.findall(r'^    <g id="(\w+)"(?: transform="translate\((\d+) (\d+)\)")?>', DRAWING, re.MULTILINE)
    places = [(int(x or 0), int(y or 0)) for _, x, y in drawn]

    assert places == [(area["bounds"]["x"], area["bounds"]["y"]) for area in menu.request["areas"]]


def test_labels_fit_into_twenty_characters(menu: RichMenu) -> None:
    assert [area["action"]["label"] for area in menu.request["areas"] if len(area["action"]["label"]) > 20] == []


def test_the_bar_fits_into_fourteen_characters(menu: RichMenu) -> None:
    assert 1 <= len(menu.request["chatBarText"]) <= 14


def test_what_is_no_question_is_told_to_the_bot_as_such(menu: RichMenu) -> None:
    actions = [area["action"] for area in menu.request["areas"]]

    assert [action["data"] for action in actions if action["type"] == "postback"] == [
        "kind=help",
        "kind=feedback",
        "kind=status",
        "kind=privacy",
    ]


def test_the_same_menu_has_the_same_name(menu: RichMenu) -> None:
    assert rich_menu().name == menu.name


def test_the_name_tells_whose_menu_it_is(menu: RichMenu) -> None:
    assert re.fullmatch(re.escape(NAME) + "[0-9a-f]{12}", menu.name) is not None
