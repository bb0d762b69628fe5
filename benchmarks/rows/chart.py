"""The price chart against finplot's and vnpy's: loading, panning, zooming, the last bar moving.

Ours carries volume, three averages, two panes of indicators, a crosshair and drawings; theirs
candles, volume and their crosshair, and so does ours where it says so.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from contextlib import ExitStack
from typing import Any

from benchmarks.children import Worker, chart_peer_python
from benchmarks.comparison import Comparison, Figure

_SIZES = (10_000, 100_000, 1_000_000)
_STEPS = {
    "load": "from arrays to the first picture",
    "pan": "a step to the side, 300 bars in sight",
    "pan_wide": "a step to the side, 3,000 bars in sight",
    "zoom": "a step of zooming out, 200 to 5,500 bars in sight",
    "live": "the last bar moves, 300 bars in sight",
}
_FRAMES = ("pan", "pan_wide", "zoom", "live")
_PEERS = ("finplot", "vnpy")
_ROUNDS, _LOADS = 3, 3
_USUAL = 100_000  # bars; a million of vnpy's are a gigabyte, and minutes
_CONDITIONS = "1680x900, off screen, CPU of the painting thread, {rounds} rounds in turn"
_OURS = "kis-desktop"
_BARE = "kis-desktop, bars and volume alone"
_MARKED = "kis-desktop, 5,000 fills and 20 orders on it"
_SIX = "kis-desktop, six charts"

Times = dict[tuple[str, str, int], list[float]]


def measure() -> tuple[Comparison, ...]:
    """Every contestant in a process of its own, one step of each in turn."""
    with ExitStack() as stack:
        workers = _workers(stack)
        times = _times(workers)
    with ExitStack() as stack:
        by_size = _times_by_size(stack)
    missing = tuple(
        f"{peer} is not in the peers' environment; `dev.py bench` makes it"
        for peer in _PEERS
        if not any(name.startswith(peer) for name in workers)
    )
    return (
        *_against_peers(times, missing),
        *_by_size(by_size),
        _marked(times),
        _six(times, missing),
    )


def _workers(stack: ExitStack) -> dict[str, Worker]:
    programs = [(sys.executable, ("benchmarks.programs.chart_ours",))]
    programs += [
        (sys.executable, ("benchmarks.programs.chart_ours", what))
        for what in ("bare", "marked", "six")
    ]
    python = chart_peer_python()
    if python is not None:
        programs += [(python, (f"benchmarks.programs.chart_{peer}",)) for peer in _PEERS]
    found: dict[str, Worker] = {}
    for interpreter, program in programs:
        worker = Worker(interpreter, *program)
        stack.callback(worker.close)
        found[worker.greeting] = worker
    return found


def _times(workers: dict[str, Worker]) -> Times:
    """Milliseconds by contestant, step and number of bars."""
    times: Times = defaultdict(list)
    for size in _SIZES:
        for name, worker in workers.items():
            if not _is_asked(name, size):
                continue
            for _ in range(_LOADS):
                times[name, "load", size] += _ask(worker, step="load", bars=size)
        for number in range(_ROUNDS):
            names = list(workers)
            for name in names[number % len(names) :] + names[: number % len(names)]:
                if (name, "load", size) in times:
                    for step in _FRAMES:
                        times[name, step, size] += _ask(workers[name], step=step)
    return times


def _times_by_size(stack: ExitStack) -> Times:
    """Ours with each number of bars in a process of its own, one step of each in turn."""
    times: Times = defaultdict(list)
    workers = {}
    for size in _SIZES:
        workers[size] = Worker(sys.executable, "benchmarks.programs.chart_ours")
        stack.callback(workers[size].close)
        _ask(workers[size], step="load", bars=size)
    for number in range(_ROUNDS):
        for size in _SIZES[number:] + _SIZES[:number]:
            for step in _FRAMES:
                times[_OURS, step, size] += _ask(workers[size], step=step)
    return times


def _is_asked(name: str, size: int) -> bool:
    """Whether a contestant is measured with so many bars."""
    if name in (_MARKED, _SIX):
        return size == _USUAL
    return size <= _USUAL or not name.startswith(("vnpy", _BARE))


def _ask(worker: Worker, **question: Any) -> list[float]:
    told: list[float] = worker.ask(json.dumps(question))
    return told


def _against_peers(times: Times, missing: tuple[str, ...]) -> tuple[Comparison, ...]:
    names = [
        name for name in dict.fromkeys(name for name, _, _ in times) if name not in (_MARKED, _SIX)
    ]
    return tuple(
        Comparison(
            f"chart of {size:,} bars: {title}",
            "ms",
            _CONDITIONS.format(rounds=_ROUNDS),
            tuple(
                Figure.of(name, times[name, step, size])
                for name in names
                if (name, step, size) in times
            ),
            missing,
        )
        for size in _SIZES
        for step, title in _STEPS.items()
    )


def _by_size(times: Times) -> tuple[Comparison, ...]:
    """A frame of ours with a million bars against one with ten thousand."""
    return tuple(
        Comparison(
            f"our chart: {_STEPS[step]}",
            "ms",
            "the same steps with more and with fewer bars",
            tuple(Figure.of(f"{size:,} bars", times[_OURS, step, size]) for size in _SIZES[::-1]),
        )
        for step in _FRAMES
    )


def _marked(times: Times) -> Comparison:
    size = _USUAL
    return Comparison(
        f"our chart of {size:,} bars with fills and orders: {_STEPS['pan']}",
        "ms",
        "5,000 fills over all bars and 20 working orders next to the last price",
        (
            Figure.of(_MARKED, times[_MARKED, "pan", size]),
            Figure.of("without them", times[_OURS, "pan", size]),
        ),
    )


def _six(times: Times, missing: tuple[str, ...]) -> Comparison:
    """Six of ours in a window of the size that one of theirs fills."""
    size = _USUAL
    rivals = [
        name for name, step, of in times if (step, of) == ("pan", size) and name[:4] != "kis-"
    ]
    return Comparison(
        f"a step to the side of six charts of ours, of one of theirs, {size:,} bars each",
        "ms",
        "six charts share a window of 1680x900, each with all that one has",
        (
            Figure.of(_SIX, times[_SIX, "pan", size]),
            *(Figure.of(f"one of {name}", times[name, "pan", size]) for name in rivals),
        ),
        missing,
    )
