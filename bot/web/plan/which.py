"""Which stored plan does an address ask for (`?plan=NAME`), and how do the addresses on its pages go on about it?"""

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.chat import Chats
from knowledge.plan_view import PlanView

_LONGEST = 40


def view_asked(request: Request, chats: Chats) -> PlanView:
    """The plan that the address names, the default one where it names none. One that is not stored is not found."""
    name = request.query_params.get("plan", "")
    if not name:
        return chats.view()
    try:
        return chats.view(name[: _LONGEST + 1])
    except LookupError:
        raise HTTPException(404) from None


def query_of(view: PlanView, language: str, **more: str) -> str:
    """The end of an address about the same plan in the same language, beginning with "?"; "" where it says nothing."""
    told = more | ({"plan": view.beside} if view.beside else {}) | ({"lang": "en"} if language == "en" else {})
    return f"?{urlencode(told)}" if told else ""
