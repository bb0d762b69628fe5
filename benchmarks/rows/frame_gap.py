"""How late the screen's beat is at a thousand prints a second, against hardly any and against idle.

Frame gap: lateness of a drain against its due time, at 30 Hz.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.children import ChildFailed, Simulator, open_simulator, own_folder, told_by
from benchmarks.comparison import Comparison, Figure

_ROUNDS = 5
_SECONDS = "6"
_BUSY, _QUIET = 1_000.0, 0.001  # prints a second asked of the simulator
_OURS, _STILL, _IDLE = "kis-desktop, prints", "kis-desktop, no prints", "idle FrameClock"


def measure() -> tuple[Comparison, ...]:
    """A fresh process of each a round."""
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with own_folder() as folder, open_simulator(folder) as simulator:
        for _ in range(_ROUNDS):
            runs[_OURS].append(_window(simulator, _BUSY, folder))
            runs[_STILL].append(_window(simulator, _QUIET, folder))
            runs[_IDLE].append(told_by(["benchmarks.programs.idle_clock", _SECONDS]))
    windows = {name: runs[name] for name in (_OURS, _STILL)}
    conditions = _conditions(runs[_OURS])
    return (
        _comparison("frame gap", "ms late", conditions, "gaps", runs),
        _comparison("work a frame, paints aside", "ms", conditions, "work", windows),
        Comparison(
            "the UI thread's share of a core",
            "CPU seconds a second",
            conditions,
            tuple(
                Figure.of(name, [run["screen_thread_share"] for run in found])
                for name, found in windows.items()
            ),
        ),
    )


def _window(simulator: Simulator, prints: float, home: Path) -> dict[str, Any]:
    simulator.flow(prints)
    told = told_by(["benchmarks.programs.busy_window", str(simulator.file), _SECONDS], home)
    if told["errors"]:
        raise ChildFailed(f"the window told of {told['errors']}")
    return told


def _conditions(ours: list[dict[str, Any]]) -> str:
    prints = median(run["prints_per_second"] for run in ours)
    frames = median(run["frames_per_second"] for run in ours)
    return (
        f"30 Hz ({frames:.1f} reached), {prints:,.0f} prints a second with books, default layout"
        f" at 1680x1050, {_SECONDS} s a run, {_ROUNDS} runs in turn"
    )


def _comparison(
    title: str, unit: str, conditions: str, key: str, runs: dict[str, list[dict[str, Any]]]
) -> Comparison:
    figures = tuple(
        Figure.of_runs(
            name,
            [(run[key]["median"], run[key]["p99"]) for run in found],
            sum(run["frames"] for run in found),
        )
        for name, found in runs.items()
    )
    return Comparison(title, unit, conditions, figures)
