"""What is the plan about as a whole: which province, strategy and years, and what its document leaves open?"""

import json
import re
from dataclasses import asdict, dataclass
from functools import cache, cached_property

from pythainlp.corpus import provinces
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Issue, Passage, Plan, Strategy
from db.plan_models import PlanFact, PlanWord
from knowledge.plan_document import Facts, Ready

ANSWER = "answer "
"""With a number behind it the name under which a ready answer is stored among the facts."""
_NAMES = frozenset(asdict(Facts()))


@dataclass(frozen=True)
class Section:
    """The section on how the plan is carried out; number 0 and no name where the plan has none."""

    number: int = 0
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """The facts of one stored plan. A text is "" where neither the document nor the YAML beside it says it."""

    province: str
    province_en: str
    """In English; the Thai name where nobody knows another."""
    strategy: str
    """Its number, which every code begins with."""
    strategy_name: str
    strategy_name_en: str
    years: tuple[int, ...]
    """Fiscal years (BE), ascending."""
    without_unit: tuple[int, ...]
    """Numbers of the issues whose budget tables state no unit of money."""
    units_stated: bool
    """Whether some issue's table states one."""
    section: Section
    more: Facts
    """What the YAML beside the plan says."""

    @cached_property
    def code(self) -> re.Pattern[str]:
        """A code of this plan as it may be typed, in small letters: 5.3.6, 5.10.g1.k2."""
        below = r"g\d{1,2}(?:\.k\d{1,2})?|t\d{1,3}|\d{1,3}"
        return re.compile(rf"(?<![\d.]){re.escape(self.strategy)}\.\d{{1,2}}(?:\.(?:{below}))?(?![\d.]\d|\d|\.\w)")


def facts_of(session: Session, plan: Plan) -> PlanFacts:
    """The facts of the stored plan."""
    number, name, english = session.execute(select(Strategy.code, Strategy.name, Strategy.name_en)).first() or (
        "",
        "",
        "",
    )
    units = session.execute(select(Issue.code, Issue.budget_unit).order_by(Issue.position)).all()
    return PlanFacts(
        province=plan.province,
        province_en=plan.province_en or english_name(plan.province),
        strategy=number,
        strategy_name=name,
        strategy_name_en=english or name,
        years=tuple(range(plan.first_year, plan.last_year + 1)),
        without_unit=tuple(int(code.split(".")[1]) for code, unit in units if unit is None),
        units_stated=any(unit is not None for _, unit in units),
        section=_section(session),
        more=_more(session),
    )


def plan_answers(session: Session) -> tuple[Ready, ...]:
    """Those that stand in the YAML beside the plan."""
    query = select(PlanFact.value).where(PlanFact.name.startswith(ANSWER)).order_by(PlanFact.id)
    return tuple(Ready(**json.loads(value)) for value in session.scalars(query))


def plan_terms(session: Session) -> list[tuple[str, str, str]]:
    """(vocabulary file, line of it, word) of what people say of this plan's things alone."""
    query = select(PlanWord.kind, PlanWord.name, PlanWord.word).order_by(PlanWord.id)
    return [(kind, name, word) for kind, name, word in session.execute(query)]


def english_name(province: str) -> str:
    """A province's name in English as PyThaiNLP has it; the Thai name of one that it does not have."""
    return _english_names().get(province, province)


@cache
def _english_names() -> dict[str, str]:
    # Told to give details, PyThaiNLP gives no strings.
    return {each["name_th"]: each["name_en"] for each in provinces(details=True) if not isinstance(each, str)}


def _section(session: Session) -> Section:
    query = select(Passage.number, Passage.heading, Passage.heading_en).where(Passage.kind == "section")
    first = session.execute(query.order_by(Passage.position).limit(1)).first()
    return Section(first.number or 0, first.heading, first.heading_en or first.heading) if first else Section()


def _more(session: Session) -> Facts:
    """A newer version of the program may have stored facts that this one does not know."""
    stored = session.execute(select(PlanFact.name, PlanFact.value))
    return Facts(**{name: value for name, value in stored if name in _NAMES})
