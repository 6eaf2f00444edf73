"""Browsers at the console of a database, as tests need them: the real app, no server."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from httpx import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.server import create_app
from bot.settings import Settings
from db import staff
from tests.office import AGENCY, URL, bot_of, invited

PASSWORD = "ปลาทูสองตัวในเข่ง"


class Browser:
    """Somebody's browser at the console."""

    def __init__(self, client: TestClient) -> None:
        self.http = client

    def join(self, engine: Engine, name: str, role: staff.Role = "officer", agency: str = AGENCY) -> "Browser":
        """By an invitation, with a password."""
        code = invited(engine, name, role, agency)
        assert self.knock(f"/office/join/{code}", password=PASSWORD, again=PASSWORD).status_code == 303
        return self

    def knock(self, path: str, **fields: str) -> Response:
        """The answer to a form by which one gets in, after its page was looked at."""
        marks = re.findall(r'name="csrf" value="([0-9a-f]+)"', self.http.get(path).text)
        return self.http.post(path, data={"csrf": "".join(marks), **fields}, follow_redirects=False)

    def csrf(self) -> str:
        """As it stands in the forms."""
        return re.findall(r'name="csrf" value="([0-9a-f]+)"', self.http.get("/office/me").text)[0]

    def send(self, path: str, **fields: str) -> int:
        """The status of a form that was sent from a page."""
        told = {"csrf": self.csrf(), **fields}
        return self.http.post(path, data=told, follow_redirects=False).status_code

    def act(self, number: str, action: str, **fields: str) -> int:
        return self.send(f"/office/case/{number}/{action}", **fields)


@contextmanager
def browsers(engine: Engine, folder: Path) -> Iterator[Callable[[], Browser]]:
    """A new browser with each call."""
    app = create_app(Settings(public_url=URL, attachments_url=f"{folder}/photos"), bot_of(engine))
    with ExitStack() as stack:

        def new() -> Browser:
            client = TestClient(app, base_url=URL)
            stack.callback(client.close)
            return Browser(client)

        yield new
