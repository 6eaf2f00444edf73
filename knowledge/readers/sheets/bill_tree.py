"""Which issues, tactics and projects do the lines of the budget bill make?"""

from collections.abc import Iterable

from knowledge.plan_document import Agency, BillItem, Budget, Issue, Place, Project, Tactic
from knowledge.plan_facts import english_name
from knowledge.readers.sheets.bill_lines import BillLine
from knowledge.readers.sheets.wording import pattern, words

_Group = dict[str, list[BillLine]]


def agencies_of(units: Iterable[str]) -> tuple[Agency, ...]:
    """Every unit that gets money; of a province the English name is known."""
    return tuple(Agency(unit, "", _in_english(unit)) for unit in units)


def _in_english(unit: str) -> str:
    province = pattern("province").fullmatch(unit)
    english = english_name(province[1]) if province else unit
    return words()["bill_province_en"].format(province=english) if english.isascii() else ""


def issues_of(lines: list[BillLine], years: range) -> tuple[Issue, ...]:
    """A budget plan is an issue."""
    return tuple(
        _issue(number, name, group, years) for number, (name, group) in enumerate(_grouped(lines, "plan").items(), 1)
    )


def _issue(number: int, name: str, lines: list[BillLine], years: range) -> Issue:
    code = f"1.{number}"
    tactics, count = [], 0
    for place, (ministry, of_ministry) in enumerate(_grouped(lines, "ministry").items(), 1):
        projects = []
        for (unit, called), of_project in _projects(of_ministry).items():
            count += 1
            projects.append(_project(f"{code}.{count}", unit, called, of_project, years))
        named = ministry or words()["bill_no_name"]
        tactics.append(Tactic(f"{code}.T{place}", named, "", of_ministry[0].place, None, tuple(projects)))
    return Issue(
        code=code,
        name=name or words()["bill_no_name"],
        name_en="",
        place=lines[0].place,
        budget_unit=words()["bill_unit"],
        stakeholders=(),
        passages=(),
        goals=(),
        tactics=tuple(tactics),
    )


def _projects(lines: list[BillLine]) -> dict[tuple[str, str], list[BillLine]]:
    groups: dict[tuple[str, str], list[BillLine]] = {}
    for line in lines:
        groups.setdefault((line.unit, line.name), []).append(line)
    return groups


def _project(code: str, unit: str, name: str, lines: list[BillLine], years: range) -> Project:
    return Project(
        code=code,
        name=name or words()["bill_no_name"],
        name_en="",
        place=lines[0].place,
        funding=words()["bill_funding"],
        agency_text=unit,
        agencies=(unit,) if unit else (),
        budgets=tuple(_budget(year, lines) for year in years),
        items=tuple(_item(line) for line in lines if line.year is not None),
    )


def _item(line: BillLine) -> BillItem:
    return BillItem(
        name=line.item or words()["bill_no_name"],
        kinds=line.kinds,
        year=line.year or 0,
        satang=line.satang,
        volume=line.volume,
        page=line.page,
        place=line.place,
    )


def _budget(year: int, lines: list[BillLine]) -> Budget:
    """The sum of the year's items, cited where the first of them stands."""
    amounts = [line.satang for line in lines if line.year == year and line.satang is not None]
    place: Place = next((line.place for line in lines if line.year == year), lines[0].place)
    return Budget(year, sum(amounts) if amounts else None, place)


def _grouped(lines: list[BillLine], level: str) -> _Group:
    groups: _Group = {}
    for line in lines:
        groups.setdefault(getattr(line, level), []).append(line)
    return groups
