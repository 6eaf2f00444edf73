"""How measurements become a table: medians and percentiles, in Markdown as docs/measurements.md has them."""

import statistics
from collections.abc import Iterable, Sequence

_SHARES = (0.5, 0.9, 0.99, 1)


def spread(values: Iterable[float], digits: int = 2) -> str:
    """The median, and behind it the smallest and the largest."""
    given = sorted(values)
    return f"{statistics.median(given):.{digits}f} ({given[0]:.{digits}f}-{given[-1]:.{digits}f})"


def print_percentiles(title: str, questions: int, seconds: Iterable[float]) -> None:
    """A table of one row: how long single questions took."""
    times = sorted(1000 * time for time in seconds)
    row = [f"{_percentile(times, share):.2f}" for share in _SHARES]
    print_table(
        title,
        ["questions", "questions/s", "p50, ms", "p90, ms", "p99, ms", "slowest, ms"],
        [[f"{questions:,}", f"{1000 * len(times) / sum(times):,.0f}", *row]],
    )


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A Markdown table on standard output."""
    print(f"\n{title}\n")
    for row in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(row)} |", flush=True)


def _percentile(sorted_values: Sequence[float], share: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]
