"""The speed table for a person, and the same as JSON for a machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from benchmarks.comparison import Comparison, Figure

_UNKNOWN = "—"
_HEAD = ("", "median", "p99", "ours ÷ it", "at p99", "samples")


def table(comparison: Comparison) -> str:
    """A comparison as text, one contestant a line."""
    rows = [_HEAD, *(_row(comparison, figure) for figure in comparison.figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
    lines = [f"{comparison.title}, {comparison.unit}", f"  {comparison.conditions}"]
    lines += ["  " + _line(row, widths) for row in rows]
    lines += [f"  not measured: {told}" for told in comparison.missing]
    return "\n".join(lines) + "\n"


def _row(comparison: Comparison, figure: Figure) -> tuple[str, ...]:
    ratios = (comparison.ratio(figure), comparison.p99_ratio(figure))
    return (
        figure.name,
        _number(figure.median),
        _number(figure.p99),
        *map(_number, ratios),
        f"{figure.samples:,}",
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    name, width = first
    return "  ".join([name.ljust(width), *(cell.rjust(space) for cell, space in others)])


def _number(value: float | None) -> str:
    if value is None:
        return _UNKNOWN
    if value and abs(value) < 0.01:
        return f"{value:.4f}"
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def machine() -> dict[str, object]:
    """Where and when the figures were taken; `load` is the mean of the last minute, or None."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": None if load is None else round(load, 2),
    }


def as_json(comparisons: Iterable[Comparison], before: dict[str, object]) -> dict[str, object]:
    """All that was measured; `before` is the `machine` at the start."""
    told = [
        {
            "title": comparison.title,
            "unit": comparison.unit,
            "conditions": comparison.conditions,
            "missing": list(comparison.missing),
            "figures": [_figure(comparison, figure) for figure in comparison.figures],
        }
        for comparison in comparisons
    ]
    return {"before": before, "after": machine(), "comparisons": told}


def _figure(comparison: Comparison, figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "median": figure.median,
        "p99": figure.p99,
        "samples": figure.samples,
        "ours_to_it": comparison.ratio(figure),
        "ours_to_it_p99": comparison.p99_ratio(figure),
    }
