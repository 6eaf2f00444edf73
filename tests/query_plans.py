"""Three plans on which queries are tried: the bundled one, the small one of docs/importing.md, and one of forty-five
real budget lines with the amounts of chance."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.loader import BUNDLED, load, read_plan
from knowledge.plan_document import PlanDocument

ROOT = Path(__file__).parent.parent
PLANS = ("bundled", "small", "forty_five")


def plan_of(name: str, folder: Path) -> PlanDocument:
    """The plan of this name, as it is read."""
    if name == "bundled":
        return read_plan(BUNDLED)
    return read_plan(_small(folder) if name == "small" else ROOT / "tests/plans/forty_five_projects.txt")


@contextmanager
def stored(plan: PlanDocument, url: str) -> Iterator[Session]:
    """A session on a new database that holds the plan."""
    engine = create_engine_for(url)
    upgrade(engine)
    with session_factory(engine)() as session:
        load(session, plan)
        session.commit()
        yield session
    engine.dispose()


def _small(folder: Path) -> Path:
    """The plan that docs/importing.md shows, with the companion beside it."""
    page = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    text = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    companion = re.search(r"```yaml\n(province.*?)```", page, re.DOTALL)
    assert text is not None
    assert companion is not None
    path = folder / "small.txt"
    path.write_text(text[1].replace("→", "\t"), encoding="utf-8")
    said = re.sub(r"^document_sha256.*\n", "", companion[1], flags=re.MULTILINE)
    path.with_suffix(".yaml").write_text(said, encoding="utf-8")
    return path
