"""What is there to know of one case, and what is done with it in the console?"""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.feedback.wording import refusal
from bot.office.inbox_page import LATE
from bot.office.visit import Visit, go
from bot.office.wording import words
from db import canned, cases, desk, dialogues, staff
from db.feedback_models import Attachment, Feedback
from db.models import now
from handlers import casework
from handlers.case_number import shown
from handlers.case_states import is_possible
from handlers.casework import Refusal
from handlers.officers import evidence
from handlers.officers.rights import agency_of, handles, sees
from handlers.own_cases import codes_of
from knowledge.entity import nameables
from knowledge.likeness import likeness, runs

_LOOKED_AT = 200
_ALIKE = 0.25
"""From here on another case is shown as perhaps the same; a person decides."""
_MOST_ALIKE = 5


def show(visit: Visit) -> Response:
    """GET /office/case/{number}."""
    return _page(visit, visit.case())


def act(visit: Visit) -> Response:
    """POST /office/case/{number}/{action}: do it, then show the case again."""
    case = visit.case()
    action = str(visit.request.path_params["action"])
    if action == "read":
        return _read(visit, case)
    if action not in _WORK:
        raise HTTPException(404)
    done = _WORK[action](visit, case)
    if isinstance(done, Refusal):
        return _page(visit, case, status=409, error=_why(done), tried=action)
    visit.note(action, case.id)
    return go(f"/office/case/{shown(case.number)}?said={action}")


def _why(done: Refusal) -> str:
    """As the terminal says it, but for what is called otherwise there."""
    here: str | None = words()["case"]["refused"].get(done.reason)
    return here or refusal(done)


def _read(visit: Visit, case: Feedback) -> Response:
    """What was confided, for who handles the case; the audit log says so."""
    if not handles(visit.staff, case):
        raise HTTPException(404)
    visit.note("read", case.id)
    return _page(visit, case, opened=True)


_Work = Callable[[Visit, Feedback], Feedback | Refusal]


def _assign(visit: Visit, case: Feedback) -> Feedback | Refusal:
    """A coordinator may hand it to another agency, with or without naming an officer there."""
    to = staff.by_name(visit.session, visit.form.get("to", ""))
    if to is None or not (visit.is_coordinator or to.agency == visit.staff.agency):
        return Refusal("unknown_officer")
    return casework.assign(visit.session, case.number, visit.staff.name, to.name, to.agency)


def _close_fixed(visit: Visit, case: Feedback) -> Feedback | Refusal:
    return casework.close(
        visit.session,
        case.number,
        visit.staff.name,
        visit.form.get("text", ""),
        fixed=True,
        evidence=_shown_by(visit, case),
    )


def _shown_by(visit: Visit, case: Feedback) -> str:
    """The photo that was sent before, or what the officer wrote."""
    if photo := _photo(visit, case):
        return evidence.said(visit.public_url, visit.secrecy.seal(photo, "evidence"))
    return visit.form.get("evidence", "")[:500]


def _photo(visit: Visit, case: Feedback) -> str:
    """The id of the photo that the form names; "" for none that an officer took of this case."""
    photo = visit.form.get("photo", "")
    row = visit.session.get(Attachment, int(photo)) if photo.isdecimal() and len(photo) < 10 else None
    return photo if row is not None and row.feedback_id == case.id and row.by_officer else ""


def _merge(visit: Visit, case: Feedback) -> Feedback | Refusal:
    """Both must be the officer's to see."""
    into = visit.form.get("into", "")
    number = into.replace("-", "").replace(" ", "")
    other = cases.by_number(visit.session, number)
    if other is None or not sees(visit.staff, other):
        return Refusal("unknown", into[:20])
    return casework.merge(visit.session, case.number, visit.staff.name, into)


_WORK: dict[str, _Work] = {
    "take": lambda v, c: casework.assign(v.session, c.number, v.staff.name, v.staff.name),
    "assign": _assign,
    "start": lambda v, c: casework.start(v.session, c.number, v.staff.name),
    "ask": lambda v, c: casework.ask(v.session, c.number, v.staff.name, v.form.get("text", "")),
    "answer": lambda v, c: casework.answer(v.session, c.number, v.staff.name, v.form.get("text", "")),
    "fixed": _close_fixed,
    "not_fixed": lambda v, c: casework.close(v.session, c.number, v.staff.name, v.form.get("text", ""), fixed=False),
    "reject": lambda v, c: casework.reject(v.session, c.number, v.staff.name, v.form.get("text", "")),
    "note": lambda v, c: casework.remark(v.session, c.number, v.staff.name, v.form.get("text", "")),
    "merge": _merge,
}


def _page(
    visit: Visit, case: Feedback, status: int = 200, error: str = "", *, tried: str = "", opened: bool = False
) -> Response:
    """`tried`: what was refused; its form stays open with what was written."""
    session = visit.session
    updates, untold = desk.history(session, case.id), desk.untold(session, case.id)
    if not opened:
        visit.note("looked", case.id)
    names = {each.code: each.name for each in nameables(session)}
    merged = session.get(Feedback, case.merged_into_id) if case.merged_into_id else None
    return visit.page(
        "case.html",
        status,
        case=case,
        updates=updates,
        map_link=_map_link(visit, case),
        codes=[(code, names.get(code, "")) for code in codes_of(case)],
        photos=[row for row in desk.photos(session, case.id) if not row.failure],
        untold=untold,
        is_overdue=bool(untold) and untold[0].created_at < now() - LATE,
        asked=dialogues.of_case(session, case.id),
        reply=next((each.text for each in reversed(updates) if each.action == "replied" and each.text), ""),
        merged=merged if merged and sees(visit.staff, merged) else None,
        contains=[one for one in cases.merged_into(session, case) if sees(visit.staff, one)],
        alike=_alike(visit, case),
        colleagues=[
            one
            for one in staff.everybody(session)
            if one.id != visit.staff.id and (visit.is_coordinator or one.agency == case.agency)
        ],
        canned=canned.texts(visit.session),
        may={
            name
            for name in ("assign", "start", "ask", "answer", "close", "reject", "merge")
            if is_possible(name, case.state)
        },
        handles=handles(visit.staff, case),
        has_sealed=bool(case.sealed_text or case.contact or any(update.sealed_text for update in updates)),
        opened=_opened(visit, case) if opened else None,
        replies={update.id: _open(visit, case, update.sealed_text, "reply") for update in updates} if opened else {},
        said=visit.asked("said") if visit.asked("said") in _WORK else "",
        error=error,
        tried=tried,
        typed=visit.form.get("text", "") if tried else "",
        shown={"text": visit.form.get("evidence", "")[:500], "photo": _photo(visit, case)},
    )


def _map_link(visit: Visit, case: Feedback) -> str:
    """To the place of a case; "" where none was told."""
    if case.latitude is None or case.longitude is None:
        return ""
    latitude, longitude = f"{case.latitude:.6f}", f"{case.longitude:.6f}"
    if not visit.map_url:
        return f"geo:{latitude},{longitude}"
    return visit.map_url.replace("{latitude}", latitude).replace("{longitude}", longitude)


def _opened(visit: Visit, case: Feedback) -> dict[str, str]:
    return {
        "text": _open(visit, case, case.sealed_text, "case text") or case.text,
        "contact": _open(visit, case, case.contact, "contact"),
    }


def _open(visit: Visit, case: Feedback, sealed: str, purpose: str) -> str:
    if not sealed:
        return ""
    return visit.secrecy.open_or_none(sealed, purpose, str(case.id)) or "?"  # type: ignore[arg-type]  # one of three


def _alike(visit: Visit, case: Feedback) -> list[Feedback]:
    """Open cases that say nearly the same, the likest first."""
    if not is_possible("merge", case.state) or not case.text:
        return []
    own = runs(case.text)
    others = desk.alike(visit.session, case, agency_of(visit.staff), _LOOKED_AT)
    rated = sorted(((likeness(own, runs(other.text)), other) for other in others), key=lambda pair: -pair[0])
    return [other for score, other in rated if score >= _ALIKE][:_MOST_ALIKE]
