"""In what is a value counted?"""

from knowledge.query.algebra import (
    Average,
    Change,
    Difference,
    Extreme,
    Measure,
    Number,
    Ratio,
    Share,
    Total,
    Value,
    kind_of,
)

Unit = str
"""satang, percent, times, years, target, or `count:project` of what is counted."""


def unit_of(value: Value) -> Unit:
    """The unit of a value; a difference has that of its left side."""
    match value:
        case Share():
            return "percent"
        case Ratio():
            return "times"
        case Change(percent=percent):
            return "percent" if percent else "satang"
        case Difference(left=left):
            return unit_of(left)
        case Number(of=of):
            return f"count:{kind_of(of)}"
        case Total(measure=measure) | Average(measure=measure) | Extreme(measure=measure):
            return measured_in(measure)


def measured_in(measure: Measure) -> Unit:
    """The unit of a measure."""
    if measure.field == "count":
        return f"count:{measure.kind}"
    return {"amount": "satang", "years": "years", "target": "target"}[measure.field]
