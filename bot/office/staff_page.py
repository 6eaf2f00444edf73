"""Who is of the office, what did they do, and what does each keep for themselves?"""

from urllib.parse import quote

from starlette.responses import Response

from bot.office import passwords
from bot.office.arguments import LONGEST_NAME
from bot.office.entry import COOKIE
from bot.office.invitations import invite
from bot.office.visit import Visit, go
from db import audit, desk, offices, staff
from db import canned as sentences
from handlers.case_number import find_number
from knowledge.characters import one_line

_NO_CASE = -1
"""In the place of a case's id: of a number that none has nothing is told."""
_LONGEST = 500
"""Characters of a canned sentence."""


def staff_list(visit: Visit) -> Response:
    """GET /office/staff; with ?gone=... what somebody who was removed leaves."""
    gone = visit.asked("gone")
    return _staff(visit, gone=gone, left=desk.open_of(visit.session, gone) if gone else 0)


def change_staff(visit: Visit) -> Response:
    """POST /office/staff: invite or remove somebody."""
    name = one_line(visit.form.get("name", ""))[:LONGEST_NAME]
    if visit.form.get("do") == "remove":
        found = staff.by_name(visit.session, name)
        if found is not None and found.id != visit.staff.id:
            staff.remove(visit.session, found)
            visit.note("removed", subject=name)
            return go(f"/office/staff?gone={quote(name)}")
        return go("/office/staff")
    role: staff.Role = "coordinator" if visit.form.get("role") == "coordinator" else "officer"
    agency = one_line(visit.form.get("agency", ""))[:200]
    if not name or (role == "officer" and not agency):
        return _staff(visit, status=400, error="needs")
    try:
        _, told = invite(visit.session, name, role, agency, visit.public_url)
    except staff.NameTakenError:
        return _staff(visit, status=409, error="taken")
    visit.note("invited", subject=name)
    return _staff(visit, invitation=told)


def _staff(
    visit: Visit, status: int = 200, error: str = "", invitation: str = "", gone: str = "", left: int = 0
) -> Response:
    everybody = staff.everybody(visit.session)
    agencies = sorted({*offices.spellings(visit.session).values()})
    told = {"error": error, "invitation": invitation, "gone": gone, "left": left}
    return visit.page("staff.html", status, everybody=everybody, agencies=agencies, **told)


def audit_log(visit: Visit) -> Response:
    """GET /office/audit?who=...&case=...&before=...: who did and read what, the newest first."""
    before, who, number = visit.asked("before"), visit.asked("who"), visit.asked("case")
    older = int(before) if before.isdecimal() and len(before) < 12 else None
    case = desk.id_of(visit.session, find_number(number) or "") or _NO_CASE if number else None
    rows = audit.newest(visit.session, older, who=who, case=case)
    numbers = desk.numbers(visit.session, {row.feedback_id for row in rows})
    people = audit.people(visit.session)
    return visit.page("audit.html", rows=rows, numbers=numbers, people=people, who=who, number=number)


def canned(visit: Visit) -> Response:
    """GET /office/canned."""
    return visit.page("canned.html", texts=sentences.texts(visit.session), said=visit.asked("said"))


def change_canned(visit: Visit) -> Response:
    """POST /office/canned: add a sentence, or take one away."""
    text = visit.form.get("text", "")[:_LONGEST]
    if visit.form.get("do") == "remove":
        sentences.remove(visit.session, text)
        return go("/office/canned?said=removed")
    added = sentences.add(visit.session, text, visit.staff.name)
    return go(f"/office/canned?said={'added' if added else 'kept'}")


def me(visit: Visit) -> Response:
    """GET /office/me."""
    return visit.page("me.html", wrong=False)


def change_password(visit: Visit) -> Response:
    """POST /office/me: every browser must sign in again."""
    password = visit.form.get("password", "")
    stored = visit.staff.password
    right = not stored or passwords.fits(visit.form.get("old", ""), stored)
    if not right or not passwords.is_good(password) or password != visit.form.get("again", ""):
        return visit.page("me.html", 400, wrong=True)
    visit.staff.password = passwords.kept(password)
    staff.end_sessions(visit.session, visit.staff)
    visit.note("password")
    return _out()


def sign_out(visit: Visit) -> Response:
    """POST /office/sign-out."""
    staff.end_session(visit.session, visit.request.cookies.get(COOKIE, ""))
    visit.note("left")
    return _out()


def _out() -> Response:
    response = go("/office/sign-in")
    response.delete_cookie(COOKIE, path="/office")
    return response
