"""What is at hand when a page of the console is made: who looks, what was asked for, and the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.office.rendering import render
from bot.secrecy import Secrecy
from db import audit, cases
from db.feedback_models import Feedback
from db.staff_models import Staff
from handlers.case_number import find_number
from handlers.officers.rights import sees
from knowledge.plans_stored import StoredPlans

NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass
class Visit:
    """One request of somebody who is signed in."""

    request: Request
    session: Session
    """Reads; writes too where something was sent."""
    staff: Staff
    csrf: str
    form: Mapping[str, str]
    """What was sent; empty for a page that is only looked at."""
    secrecy: Secrecy
    public_url: str
    map_url: str
    """Of a map, with places for latitude and longitude; "" where the deployment names none."""
    stored: Callable[[Session], StoredPlans]
    """What this process knows of the plans, as they are now."""
    tried: object = None
    """What was found out before anything is written."""
    noted: list[tuple[str, int | None, str]] = field(default_factory=list)
    """For the audit log: (action, case, subject), written before the answer goes out."""

    def note(self, action: str, case: int | None = None, subject: str = "") -> None:
        """Have it written down."""
        self.noted.append((action, case, subject))

    def write_notes(self, session: Session) -> None:
        """Into the audit log."""
        for action, case, subject in self.noted:
            audit.write(session, self.staff.name, action, "console", case=case, subject=subject)

    def asked(self, name: str, default: str = "") -> str:
        """What stands behind the question mark of the address."""
        return self.request.query_params.get(name, default).strip()[:200]

    def plans(self) -> StoredPlans:
        """The plans that messages may mean."""
        return self.stored(self.session)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page that nobody keeps."""
        told = {"me": self.staff, "csrf": self.csrf, "path": self.request.url.path, **values}
        return HTMLResponse(render(template, **told), status, headers=NOT_KEPT)

    def case(self) -> Feedback:
        """The case that the address names; 404 where there is none that is to be seen."""
        number = find_number(str(self.request.path_params["number"]))
        case = cases.by_number(self.session, number) if number else None
        if case is None or not sees(self.staff, case):
            raise HTTPException(404)
        return case

    @property
    def is_coordinator(self) -> bool:
        """Whether all cases are to be seen."""
        return self.staff.role == "coordinator"


def go(where: str) -> Response:
    """To another page, after something was done."""
    return RedirectResponse(where, 303, headers=NOT_KEPT)
