"""Is nothing left of a photo but what it shows, and is nothing else taken for one?"""

import random
from io import BytesIO

import pytest
from PIL import Image

from bot.picture_cleaning import LONGEST_SIDE, clean
from tests.photos import COMMENT, MAKER, bomb, opened, photo


def _cleaned(given: bytes) -> Image.Image:
    cleaned = clean(given)
    assert cleaned is not None
    return opened(cleaned)


def _is_red(pixel: object) -> bool:
    red, _, blue = pixel  # type: ignore[misc]  # of an RGB picture
    return bool(red > 200 and blue < 60)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_becomes_a_jpeg(kind: str) -> None:
    image = _cleaned(photo(kind=kind))

    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (400, 300))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_place_where_it_was_taken_is_gone(kind: str) -> None:
    given = photo(kind=kind)

    assert (dict(opened(given).getexif().get_ifd(0x8825)) != {}, dict(_cleaned(given).getexif())) == (True, {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_no_word_of_the_phone_is_left_in_the_bytes(kind: str) -> None:
    cleaned = clean(photo(kind=kind)) or b""

    assert [said for said in (MAKER.encode(), COMMENT, b"Exif", b"GPS") if said in cleaned] == []


def test_a_second_picture_behind_the_first_is_gone() -> None:
    hidden = photo(200, 100)

    assert hidden[-300:] not in (clean(photo() + hidden) or b"")


def test_it_is_turned_as_the_phone_was_held() -> None:
    """6: the phone was turned to the left, so what is left in the file belongs at the top."""
    image = _cleaned(photo(turned=6))

    assert (image.size, _is_red(image.getpixel((150, 20))), _is_red(image.getpixel((150, 380)))) == (
        (300, 400),
        True,
        False,
    )


@pytest.mark.parametrize(("width", "height", "size"), [(4000, 3000, (2000, 1500)), (1500, 6000, (500, 2000))])
def test_a_large_photo_is_made_smaller(width: int, height: int, size: tuple[int, int]) -> None:
    assert _cleaned(photo(width, height)).size == size


def test_a_small_photo_is_not_made_larger() -> None:
    assert _cleaned(photo(LONGEST_SIDE, 10)).size == (LONGEST_SIDE, 10)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "1"), ("PNG", "RGBA"), ("PNG", "LA"), ("JPEG", "L"), ("JPEG", "CMYK")]
)
def test_every_way_to_write_colours_can_be_read(kind: str, mode: str) -> None:
    assert _cleaned(photo(kind=kind, mode=mode)).mode == "RGB"


def test_what_can_be_seen_through_lies_on_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")

    assert _cleaned(file.getvalue()).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("side", [7_500, 10_000, 30_000])
def test_what_would_fill_the_memory_is_refused(side: int) -> None:
    given = bomb(side, side)

    assert (len(given) < 1_000_000, clean(given)) == (True, None)


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"hello",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        photo()[:2000],
        photo(kind="PNG")[:200],
    ],
    ids=lambda given: repr(given[:8]),
)
def test_what_is_no_whole_photo_is_refused(given: bytes) -> None:
    assert clean(given) is None


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_no_broken_photo_does_harm(kind: str) -> None:
    """Whatever bytes are wrong: it is cleaned or refused, and nothing raises."""
    whole, chance = photo(60, 40, kind), random.Random(7)
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        clean(bytes(broken))
