"""Goals and indicators of an issue, from its table."""

from dataclasses import replace

from knowledge.plan_document import Fault, Goal, Indicator
from knowledge.readers.figures import target_of
from knowledge.readers.lines import Line, pattern
from knowledge.readers.tables import Table


def read_goals(issue: str, tables: list[Table], english: dict[str, str], faults: list[Fault]) -> tuple[Goal, ...]:
    """Each row is an indicator; a row without a goal belongs to the goal above."""
    goals: list[Goal] = []
    for line in (line for table in tables for line in table.rows):
        if line.cells[0]:
            goals += _goal(issue, line, len(goals) + 1, english, faults)
        if not line.cells[1]:
            faults.append(Fault("no_indicator", line.number))
        elif not goals:
            faults.append(Fault("no_goal", line.number, line.cells[1]))
        else:
            indicator = _indicator(goals[-1], line, english)
            goals[-1] = replace(goals[-1], indicators=(*goals[-1].indicators, indicator))
    return tuple(goals)


def _goal(issue: str, line: Line, number: int, english: dict[str, str], faults: list[Fault]) -> list[Goal]:
    match = pattern("numbered").match(line.cells[0])
    if match is None:
        faults.append(Fault("no_number", line.number, line.cells[0]))
        return []
    if int(match[1]) != number:
        faults.append(Fault("number_order", line.number, line.cells[0]))
    code = f"{issue}.G{number}"
    return [Goal(code, match[2], english.get(code, ""), line.place(line.raw_cells[0]), ())]


def _indicator(goal: Goal, line: Line, english: dict[str, str]) -> Indicator:
    code = f"{goal.code}.K{len(goal.indicators) + 1}"
    text = line.cells[1]
    target, unit, said = target_of(text)
    return Indicator(code, text, english.get(code, ""), line.place(line.raw_cells[1]), target, unit, said)
