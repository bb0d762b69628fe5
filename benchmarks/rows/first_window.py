"""From the program's first line to every panel painted, against a window with nothing in it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from benchmarks.children import ChildFailed, open_simulator, own_folder, told_by
from benchmarks.comparison import Comparison, Figure

_ROUNDS, _WARM_UP = 5, 1
_SIZE = "1680x1050"
_SECONDS = "3"
_WINDOW, _QUOTE = "first_window_ms", "first_quote_ms"
_OURS, _DEMO, _EMPTY = "kis-desktop", "kis-desktop --demo", "empty PySide6 window"


def measure() -> tuple[Comparison, ...]:
    """A fresh process of each a round; the first round fills the caches of compiled modules."""
    windows: dict[str, list[float]] = defaultdict(list)
    quotes: dict[str, list[float]] = defaultdict(list)
    with own_folder() as folder, open_simulator(folder) as simulator:
        programs = {
            _OURS: ["kis_desktop", "--simulator", str(simulator.file)],
            _DEMO: ["kis_desktop", "--demo"],
            _EMPTY: ["benchmarks.programs.empty_window"],
        }
        for number in range(_WARM_UP + _ROUNDS):
            for name, command in programs.items():
                told = _told(command, folder)
                if number < _WARM_UP:
                    continue
                windows[name].append(told[_WINDOW])
                if _QUOTE in told:
                    quotes[name].append(told[_QUOTE])
    return (
        _comparison("first window: every panel of the default layout painted", windows),
        _comparison("first quote: the first price painted", quotes),
    )


def _told(command: list[str], home: Path) -> dict[str, float]:
    options = [] if command[0] != "kis_desktop" else ["--seconds", _SECONDS, "--size", _SIZE]
    told = told_by([*command, *options], home)
    if told.get("errors"):
        raise ChildFailed(f"{' '.join(command)}: {told['errors']}")
    return {key: told[key] for key in (_WINDOW, _QUOTE) if key in told}


def _comparison(title: str, times: dict[str, list[float]]) -> Comparison:
    return Comparison(
        title=title,
        unit="ms after the first line of the program",
        conditions=(
            f"fresh processes in turn, {_ROUNDS} rounds, {_SIZE} off screen; the first contestant's"
            " simulator runs already, the demo starts its own"
        ),
        figures=tuple(Figure.of(name, taken) for name, taken in times.items()),
    )
