"""How is somebody invited, for an agency whose cases say the same name, and what is handed to them?"""

from sqlalchemy.orm import Session

from bot.office.wording import say
from db import offices, staff
from db.staff_models import Staff
from knowledge.likeness import likeness, runs

_NEAR = 5


def invite(session: Session, name: str, role: staff.Role, agency: str, public_url: str) -> tuple[Staff, str]:
    """Who was invited, and the words for whoever hands the invitation over. Raises NameTakenError."""
    known = offices.spellings(session)
    invited, token = staff.invite(session, name, role, known.get(agency, agency))
    lines = [say("staff.invited", name=name), _link(token, public_url), say("staff.code", token=token)]
    if agency and agency not in known:
        lines.append(say("staff.unknown_agency", name=name, agency=agency, names=", ".join(_near(agency, known))))
    return invited, "\n".join(lines)


def _link(token: str, public_url: str) -> str:
    return say("staff.link", link=f"{public_url}/office/join/{token}") if public_url else say("staff.no_link")


def _near(agency: str, known: dict[str, str]) -> list[str]:
    """What was perhaps meant: an agency spelt otherwise sees no case."""
    own = runs(agency)
    rated = sorted(known, key=lambda spelt: -likeness(own, runs(spelt)))
    return list(dict.fromkeys(known[spelt] for spelt in rated))[:_NEAR]
