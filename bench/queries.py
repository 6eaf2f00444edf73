"""How long does a query take on 29,000 projects, and how long until its statement is put together?

`python -m bench.queries [PROJECTS]` makes a plan of made-up figures in a file of its own and prints a table. Times are
the processor's, of the fastest of some runs: what the machine does besides does not count.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db import models as m
from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.query import algebra as a
from knowledge.query.fits import misfit
from knowledge.query.sql.evaluate import evaluate
from knowledge.query.sql.sets import Known, ids
from knowledge.query.written import read, write

_YEARS = (2561, 2562, 2563, 2564)
_ISSUES, _TACTICS, _AGENCIES = 40, 160, 300
_RUNS = 7
_AMOUNT = a.Measure("amount")
_PROJECTS: a.Set = a.All("project")
_ISSUE = a.Named("issue", ("2.7",))
_IN_ISSUE = a.Of("project", _ISSUE)
_OF_AGENCY = a.Of("project", a.Named("agency", ("หน่วยงาน 17",)))
_LARGE = a.Where(_PROJECTS, a.Compared(_AMOUNT, ">", 9_000_000_000))

QUERIES: dict[str, a.Query] = {
    "one project, four years": a.Tell(a.Total(_AMOUNT, a.Named("project", ("2.7.5",)))),
    "one issue in a year": a.Tell(a.Total(a.Measure("amount", years=(2562,)), _IN_ISSUE)),
    "an agency's projects": a.Listing(a.And(_OF_AGENCY, _IN_ISSUE)),
    "share of an agency in the plan": a.Tell(a.Share(a.Total(_AMOUNT, _OF_AGENCY), a.Total(_AMOUNT, _PROJECTS))),
    "the whole plan": a.Tell(a.Total(_AMOUNT, _PROJECTS)),
    "all but an issue's": a.Tell(a.Total(_AMOUNT, a.Without(_PROJECTS, _IN_ISSUE))),
    "issues below their average": a.Listing(
        a.Where(a.All("issue"), a.Compared(_AMOUNT, "<", a.Average(_AMOUNT, a.All("issue"))))
    ),
    "five largest of an issue": a.Listing(a.First(_IN_ISSUE, _AMOUNT, 5)),
    "five largest of the plan": a.Listing(a.First(_PROJECTS, _AMOUNT, 5)),
    "how many above 90 million": a.Tell(a.Number(_LARGE)),
    "money of an issue by year": a.Grouped(a.Total(_AMOUNT, _IN_ISSUE), "year"),
    "money by issue": a.Grouped(a.Total(_AMOUNT, _PROJECTS), "issue"),
    "money by agency, three largest": a.Grouped(a.Total(_AMOUNT, _PROJECTS), "agency", 3),
    "words in a name": a.Listing(a.Where(_PROJECTS, a.Words("ที่ 2899"))),
}


def main(projects: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine_for(f"sqlite:///{Path(folder) / 'plan.db'}")
        upgrade(engine)
        with session_factory(engine)() as session:
            _fill(session, projects)
            session.commit()
            _table(session, projects)
        engine.dispose()


def _table(session: Session, projects: int) -> None:
    known = Known(_YEARS, lambda _: None)
    print(f"{projects:,} projects, ms of processor time")
    print(f"{'query':<34}{'check':>8}{'written':>9}{'built':>8}{'first':>8}{'answer':>9}")
    for name, query in QUERIES.items():
        sets = [of for of in a.nodes(query) if isinstance(of, a.Set)]
        times = [
            _fastest(partial(misfit, query)),
            _fastest(partial(_there_and_back, query)),
            _fastest(partial(_built, sets, known)),
            _time(partial(evaluate, session, query)),
            _fastest(partial(evaluate, session, query)),
        ]
        check, written, built, first, answer = (f"{one * 1000:.2f}" for one in times)
        print(f"{name:<34}{check:>8}{written:>9}{built:>8}{first:>8}{answer:>9}")


def _there_and_back(query: a.Query) -> a.Query:
    return read(write(query))


def _built(sets: list[a.Set], known: Known) -> list[object]:
    return [ids(of, known) for of in sets]


def _fastest(run: Callable[[], object]) -> float:
    return min(_time(run) for _ in range(_RUNS))


def _time(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def _fill(session: Session, projects: int) -> None:
    """A plan of one strategy whose figures are drawn by chance."""
    rng = random.Random(1)
    ends = {"first_year": _YEARS[0], "last_year": _YEARS[-1]}
    plan = {"id": 1, "document": "x", "province": "x", "province_en": "x", "digest": "x", **ends}
    issues = [{"strategy_id": 1, "code": f"2.{i}", "name": f"ประเด็น {i}", **_place(i)} for i in _numbers(_ISSUES)]
    tactics = [
        {"issue_id": 1 + i % _ISSUES, "code": f"2.T{i}", "name": f"กลยุทธ์ {i}", **_place(i)} for i in _numbers(_TACTICS)
    ]
    rest = {"funding": "", "agency_text": ""}
    made = [
        {
            "tactic_id": 1 + i % _TACTICS,
            "code": f"2.{1 + i % _ISSUES}.{i}",
            "name": f"โครงการที่ {i}",
            **_place(i),
            **rest,
        }
        for i in _numbers(projects)
    ]
    shared = [{"project_id": i, "agency_id": rng.randint(1, _AGENCIES), "position": 0} for i in _numbers(projects)]
    cells = [
        {"project_id": i, "year": year, "satang": _drawn(rng), "source_id": 1}
        for i in _numbers(projects)
        for year in _YEARS
    ]
    rows: list[tuple[type[m.Base], list[dict[str, Any]]]] = [
        (m.Plan, [plan]),
        (m.Source, [{"id": 1, "plan_id": 1, "document": "x", "line": 1, "quote": "x"}]),
        (m.Strategy, [{"plan_id": 1, "code": "2", "name": "ยุทธศาสตร์", **_place(1)}]),
        (m.Issue, issues),
        (m.Tactic, tactics),
        (m.Agency, [{"id": i, "name": f"หน่วยงาน {i}", "position": i} for i in _numbers(_AGENCIES)]),
        (m.Project, made),
        (m.ProjectAgency, shared),
        (m.Budget, cells),
    ]
    for model, values in rows:
        session.execute(insert(model), values)


def _numbers(last: int) -> range:
    return range(1, last + 1)


def _place(number: int) -> dict[str, Any]:
    return {"id": number, "position": number, "source_id": 1}


def _drawn(rng: random.Random) -> int | None:
    return rng.randint(1, 4000) * 10**6 if rng.random() < 0.75 else None


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 29_000)
