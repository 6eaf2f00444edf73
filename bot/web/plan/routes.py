"""Which address shows what of the plan?"""

from collections.abc import Mapping

from starlette.routing import Route

from bot.web.assets import Asset
from bot.web.chat import Chats
from bot.web.cookies import Cookies
from bot.web.limits import Limits
from bot.web.plan.asking import Asking
from bot.web.plan.cases import CaseNumbers
from bot.web.plan.files import PlanFiles
from bot.web.plan.pages import PlanPages
from bot.web.plan.rendering import Rendering


def plan_routes(
    chats: Chats, cookies: Cookies, limits: Limits, assets: Mapping[str, Asset], public_url: str
) -> list[Route]:
    """The pages under /plan and their files."""
    rendering = Rendering(assets, public_url)
    pages = PlanPages(chats, cookies, limits, rendering, CaseNumbers(chats))
    asking = Asking(chats, cookies, limits, rendering)
    return [
        Route("/plan", pages.overview),
        Route("/plan/issues", pages.issues),
        Route("/plan/issues/{code}", pages.issue),
        Route("/plan/projects", pages.projects),
        Route("/plan/projects/{code}", pages.project),
        Route("/plan/agencies", pages.agencies),
        Route("/plan/agencies/{name:path}", pages.agency),
        Route("/plan/years", pages.years),
        Route("/plan/progress", pages.progress),
        Route("/plan/document", pages.document),
        Route("/plan/search", asking.search),
        Route("/plan/ask", asking.answer),
        Route("/plan/answer", asking.again),
        Route("/plan/answer.{form}", asking.table),
        Route("/plan/{table}.{form}", PlanFiles(chats, cookies, limits, rendering).give),
    ]
