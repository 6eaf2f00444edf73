"""Which cases wait for whom? The inbox with its filters and search, what could not be told, and it all as a table."""

from datetime import timedelta
from io import BytesIO
from typing import get_args

from starlette.responses import Response

from bot.feedback.formats import write_xlsx
from bot.office.visit import NOT_KEPT, Visit
from db import case_search, desk
from db.case_search import Filters
from db.desk import Order, View, Wanted
from db.models import now
from handlers.officers.rights import agency_of
from handlers.working_days import FIRST_ANSWER, late_since

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LATE = timedelta(hours=1)
"""What nobody could be told for so long waits for the person, or for somebody to look."""


def inbox(visit: Visit) -> Response:
    """GET /office: a page of cases."""
    late = late_since(now(), FIRST_ANSWER)
    view: View = next((name for name in get_args(View) if name == visit.asked("view")), "open")
    oldest = visit.asked("order", "oldest" if view in ("waiting", "overdue") else "newest") == "oldest"
    order: Order = "oldest" if oldest else "newest"
    own = agency_of(visit.staff)
    of_agency = visit.asked("agency") if own is None else ""
    page = int(visit.asked("page")) if visit.asked("page").isdecimal() and len(visit.asked("page")) < 5 else 0
    words, handled_by = visit.asked("q"), visit.asked("who")
    wanted = Wanted(own, view, words, of_agency, handled_by, visit.staff.name, late, order, page)
    rows, more = desk.found(visit.session, wanted)
    heaps = desk.heaps(visit.session, own, late)
    shown = [heap for heap in heaps if heap.agency == of_agency] if of_agency else heaps
    visit.note("listed", subject=view)
    return visit.page(
        "inbox.html",
        rows=rows,
        more=more,
        wanted=wanted,
        late=late,
        now=now(),
        counts=desk.counts(shown, visit.staff.name),
        handlers=desk.handlers(heaps),
        agencies=sorted({heap.agency for heap in heaps if heap.agency}) if own is None else (),
    )


def unsent(visit: Visit) -> Response:
    """GET /office/unsent: what people should have heard and did not."""
    rows = desk.unsent(visit.session, agency_of(visit.staff), now() - LATE)
    visit.note("listed", subject="unsent")
    return visit.page("unsent.html", rows=rows)


def table(visit: Visit) -> Response:
    """GET /office/table.xlsx: every case that may be seen, texts masked."""
    own = agency_of(visit.staff)
    stream = BytesIO()
    write_xlsx(case_search.each(visit.session, Filters(agency=own or "")), stream)
    visit.note("exported")
    return xlsx(stream, "cases.xlsx")


def xlsx(stream: BytesIO, name: str) -> Response:
    """A file to keep."""
    headers = {**NOT_KEPT, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream.getvalue(), media_type=XLSX, headers=headers)
