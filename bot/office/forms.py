"""What did a form of the console send?"""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.body import read_body
from knowledge.characters import storable

LARGEST = 64 * 1024
"""Bytes of a form."""
_MOST_FIELDS = 40


async def read_form(request: Request) -> dict[str, str]:
    """What a form sent. Anything else is refused (415), and so is too much of it (413)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = await read_body(request, LARGEST)
    try:
        told = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return {name: storable(value).replace("\r\n", "\n").strip() for name, value in told}
