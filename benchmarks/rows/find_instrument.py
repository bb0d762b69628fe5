"""The search over sixty thousand instruments: a keystroke, the index, and what that holds up."""

from __future__ import annotations

from benchmarks.children import told_by
from benchmarks.comparison import Comparison, Figure


def measure() -> tuple[Comparison, ...]:
    """One process; the scan and the search get the same keystrokes."""
    told = told_by(["benchmarks.programs.find_instruments"])
    size = f"{told['instruments']:,} instruments of 14 lists"
    return (
        Comparison(
            "a keystroke in the search",
            "ms",
            f"{size}, {told['keystrokes']} different texts: codes, names, 초성, English, nothing",
            (
                Figure.of("kis-desktop", told["ours"]),
                Figure.of("a scan with `in`, unordered, no 초성", told["scan"]),
            ),
        ),
        Comparison(
            "a list read from the disk and indexed",
            "ms a list",
            f"{size}, {sum(told['build']):,.0f} ms for all, on a thread aside",
            (Figure.of("kis-desktop", told["build"]),),
        ),
        Comparison(
            "how late another thread wakes meanwhile",
            "ms late",
            (
                f"a thread that wakes every ms; the longest while indexing {max(told['stall']):.1f}"
                f" ms, the longest at rest {max(told['idle']):.1f} ms"
            ),
            (
                Figure.of("while all lists are indexed", told["stall"]),
                Figure.of("at rest", told["idle"]),
            ),
        ),
    )
