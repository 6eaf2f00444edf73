"""Which plans do the pages, files and programs see? Each that is stored, read once for each of its versions."""

from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Plan
from db.plan_in_view import ALL_PLANS, ALONE, looking_at
from db.plan_models import PlanFact
from db.plans import Stamp, every_plan, stored_plans
from knowledge.plan_view import PlanView, StoredPlan, load_view


@dataclass(frozen=True)
class _Known:
    """A view, and what was stored when it was made."""

    stamp: Stamp
    stamps: tuple[Stamp, ...]
    view: PlanView


class Views:
    """The view of each plan's newest version; threads may share it."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self._loading = Lock()

    def of(self, session: Session, name: str = "") -> PlanView:
        """The view of the plan of this name, of the default one where none is said. Raises LookupError where there is
        no such plan."""
        stamps = stored_plans(session)
        stamp = next((each for each in stamps if name in ("", each.name)), None)
        if stamp is None:
            raise LookupError(f"No plan {name} is stored: run `python -m bot import FILE`.")
        known = self._known.get(stamp.id)
        if known is None or known.stamps != stamps:
            with self._loading:
                known = self._known.get(stamp.id)
                if known is None or known.stamps != stamps:
                    known = self._load(session, stamp, stamps, known)
        return known.view

    def _load(self, session: Session, stamp: Stamp, stamps: tuple[Stamp, ...], known: _Known | None) -> _Known:
        stored = tuple(_stored(session, plan) for plan in every_plan(session))
        if known is None or known.stamp != stamp:
            with looking_at(session, stamp.id if len(stamps) > 1 else ALONE):
                view = load_view(session)
        else:
            view = known.view
        kept = {each.id for each in stamps}
        self._known = {id_: each for id_, each in self._known.items() if id_ in kept}
        self._known[stamp.id] = _Known(stamp, stamps, replace(view, stored=stored))
        return self._known[stamp.id]


def _stored(session: Session, plan: Plan) -> StoredPlan:
    titles = select(PlanFact.name, PlanFact.value).where(PlanFact.plan_id == plan.id)
    told = {row.name: row.value for row in session.execute(titles.execution_options(**ALL_PLANS))}
    return StoredPlan(
        name=plan.name,
        is_default=plan.is_default,
        document=plan.document,
        title=told.get("title", ""),
        title_en=told.get("title_en", ""),
        province=plan.province,
        province_en=plan.province_en,
        first_year=plan.first_year,
        last_year=plan.last_year,
    )
