"""Which cases wait for whom? The inbox with its filters and search, and what could not be told."""

from datetime import timedelta
from typing import get_args

from starlette.responses import Response

from bot.office.visit import Visit
from db import desk
from db.desk import View, Wanted
from db.models import now
from handlers.officers.rights import agency_of
from handlers.working_days import FIRST_ANSWER, late_since

LATE = timedelta(hours=1)
"""What nobody could be told for so long waits for the person, or for somebody to look."""


def inbox(visit: Visit) -> Response:
    """GET /office: a page of cases."""
    asked = wanted(visit, "open")
    late = late_since(now(), FIRST_ANSWER)
    rows, more = desk.found(visit.session, asked)
    heaps = desk.heaps(visit.session, asked.agency, late)
    shown = [heap for heap in heaps if heap.agency == desk.named(asked.of_agency)] if asked.of_agency else heaps
    visit.note("listed", subject=asked.view)
    return visit.page(
        "inbox.html",
        rows=rows,
        spoken=desk.spoken(visit.session, [row.id for row in rows]),
        more=more,
        wanted=asked,
        late=late,
        now=now(),
        counts=desk.counts(shown, visit.staff.name),
        handlers=desk.handlers(heaps),
        nobodys=desk.NOBODYS,
        agencies=sorted({heap.agency for heap in heaps if heap.agency}) if asked.agency is None else (),
    )


def wanted(visit: Visit, otherwise: View) -> Wanted:
    """Which cases the address asks for, of those that may be seen; `otherwise`: the view where it names none."""
    view: View = next((name for name in get_args(View) if name == visit.asked("view")), otherwise)
    oldest = visit.asked("order", "oldest" if view in ("waiting", "overdue") else "newest") == "oldest"
    own, page = agency_of(visit.staff), visit.asked("page")
    return Wanted(
        own,
        view,
        words=visit.asked("q"),
        of_agency=visit.asked("agency") if own is None else "",
        handled_by=visit.asked("who"),
        officer=visit.staff.name,
        late=late_since(now(), FIRST_ANSWER),
        order="oldest" if oldest else "newest",
        page=int(page) if page.isdecimal() and len(page) < 5 else 0,
    )


def unsent(visit: Visit) -> Response:
    """GET /office/unsent: what people should have heard and did not."""
    rows = desk.unsent(visit.session, agency_of(visit.staff), now() - LATE)
    visit.note("listed", subject="unsent")
    return visit.page("unsent.html", rows=rows)
