"""Ten thousand fills and a thousand orders on the screen, side by side with a hundred."""

from __future__ import annotations

from benchmarks.children import told_by
from benchmarks.comparison import Comparison, Figure

_STEPS = {
    "scroll": "a step of scrolling",
    "scroll_again": "the same steps again",
    "row": "one more row",
    "sort_first": "sorting by a column",
    "sort_again": "sorting again, nothing new",
}
_TABLES = {"fills": "10,000 fills", "orders": "1,000 orders"}


def measure() -> tuple[Comparison, ...]:
    """One process; every step is timed with the painting that follows it."""
    told = told_by(["benchmarks.programs.long_tables"])
    return tuple(
        Comparison(
            f"{title}, {many}",
            "CPU ms",
            "957x276 pixels, painted; few and many in one process",
            (
                Figure.of(many, told[f"{table}_many"][step]),
                Figure.of("100 of them", told[f"{table}_few"][step]),
            ),
        )
        for table, many in _TABLES.items()
        for step, title in _STEPS.items()
    )
