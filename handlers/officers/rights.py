"""Which cases may an officer see, and which commands may they give?

An officer sees the cases of the own agency, a coordinator all. A case that is not to be seen is answered like one that
is not there.
"""

from db.erasing import ERASED
from db.feedback_models import Feedback
from db.staff_models import Staff

COORDINATORS_ALONE = frozenset({"staff", "knowledge", "audit"})
"""What of the console an officer has not."""


def sees(staff: Staff, case: Feedback) -> bool:
    """Whether the case is the officer's to see. One that was erased is nobody's."""
    if case.number.startswith(ERASED):
        return False
    return staff.role == "coordinator" or (bool(staff.agency) and case.agency == staff.agency)


def handles(staff: Staff, case: Feedback) -> bool:
    """Whether the officer handles it, and so may read what was confided."""
    return sees(staff, case) and case.assignee == staff.name


def agency_of(staff: Staff) -> str | None:
    """The agency whose cases alone the officer sees; None for all."""
    return None if staff.role == "coordinator" else staff.agency
