"""What is known about each plan that is stored? An index of its own, the default plan's first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db.plan_in_view import ALONE, looking_at
from db.plans import Stamp, stored_plans
from knowledge.index import Index, load_index


@dataclass(frozen=True, eq=False)
class StoredPlans:
    """The plans that messages may mean."""

    stamps: tuple[Stamp, ...]
    """As they were stored when this was loaded."""
    indexes: tuple[Index, ...]
    """In the same order: the default plan's first, then the newest."""

    @property
    def default(self) -> Index:
        """Of the plan that is meant where nothing says another."""
        return self.indexes[0]

    @property
    def several(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.indexes) > 1

    def named(self, beside: str) -> Index | None:
        """That of the plan of this name beside the default one, or of the default one (""); None where none is."""
        return next((index for index in self.indexes if index.beside == beside), None)


def load_plans(session: Session, known: StoredPlans | None = None) -> StoredPlans:
    """Every stored plan; what is known of one that did not change is kept. Raises LookupError where none is stored."""
    stamps = stored_plans(session)
    if not stamps:
        raise LookupError("No plan is stored: run `python -m bot import FILE`.")
    kept = dict(zip(known.stamps, known.indexes, strict=True)) if known else {}
    return StoredPlans(stamps, tuple(_indexes(session, stamps, kept)))


def _indexes(session: Session, stamps: tuple[Stamp, ...], kept: dict[Stamp, Index]) -> Iterator[Index]:
    older = {stamp.id: index for stamp, index in kept.items()}
    for stamp in stamps:
        view = stamp.id if len(stamps) > 1 else ALONE
        index = kept.get(stamp)
        if index is None:
            with looking_at(session, view):
                index = load_index(session, before=older.get(stamp.id))
        yield index if index.view == view else replace(index, view=view)
