"""How measurements become a table: medians and percentiles, in Markdown as docs/measurements.md has them."""

import statistics
from collections.abc import Iterable, Sequence


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def spread(values: Iterable[float], digits: int = 2) -> str:
    """The median, and behind it the smallest and the largest."""
    given = sorted(values)
    return f"{statistics.median(given):.{digits}f} ({given[0]:.{digits}f}-{given[-1]:.{digits}f})"


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A Markdown table on standard output."""
    print(f"\n{title}\n")
    for row in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(row)} |")
