"""Reading trades (체결, H0STCNT0) off the wire, against python-kis, pandas and a bare split.

Once into what the screen needs, and once with every field typed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from benchmarks.children import Worker, own_folder, peer_python
from benchmarks.comparison import Comparison, Figure
from benchmarks.trade_frames import WIDTH, trade_frames

_FRAMES, _ROUNDS, _WARM_UP = 1_000, 12, 2
_MICROSECOND = 1_000  # nanoseconds
_PEERS = ("python-kis", "pandas")
_OURS, _ALL_FIELDS = "kis-desktop", "kis-desktop, all fields"


def measure() -> tuple[Comparison, ...]:
    """One batch of every contestant a round, the order turned each time."""
    with own_folder() as folder, ExitStack() as stack:
        file = folder / "frames.txt"
        frames = trade_frames(_FRAMES * (_WARM_UP + _ROUNDS))
        file.write_text("\n".join(frames), encoding="utf-8")
        workers = [_worker(stack, sys.executable, "parse_ours", file)]
        python = peer_python()
        if python is not None:
            workers.append(_worker(stack, python, "parse_peers", file))
        times = _times({name: worker for worker in workers for name in worker.greeting})
    needed = [name for name in times if name != _ALL_FIELDS]
    every = [_ALL_FIELDS, *(name for name in needed if name != _OURS)]
    return (
        _comparison("a trade read off the wire, what the screen needs", needed, times),
        _comparison(f"a trade read off the wire, all {WIDTH} fields typed", every, times),
    )


def _worker(stack: ExitStack, python: str, program: str, file: Path) -> Worker:
    worker = Worker(python, f"benchmarks.programs.{program}", str(file), str(_FRAMES))
    stack.callback(worker.close)
    return worker


def _times(contestants: dict[str, Worker]) -> dict[str, list[float]]:
    """Microseconds a frame of each contestant, ours first."""
    times: dict[str, list[float]] = defaultdict(list)
    names = list(contestants)
    for number in range(_WARM_UP + _ROUNDS):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            taken = contestants[name].ask(name)
            if number >= _WARM_UP:
                times[name] += [one / _MICROSECOND for one in taken]
    return {name: times[name] for name in names}


def _comparison(title: str, names: list[str], times: dict[str, list[float]]) -> Comparison:
    return Comparison(
        title=title,
        unit="µs a print",
        conditions=(
            f"one print of {WIDTH} fields a frame, {_ROUNDS} rounds in turn, each of {_FRAMES:,} "
            "frames not seen before; python-kis and ours to typed values, pandas and split to text"
        ),
        figures=tuple(Figure.of(name, times[name]) for name in names),
        missing=tuple(
            f"{peer} is not in the peers' environment; `dev.py bench` makes it"
            for peer in _PEERS
            if not any(name.startswith(peer) for name in names)
        ),
    )
