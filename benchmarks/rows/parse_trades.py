"""Reading trades (체결, H0STCNT0) off the wire, against python-kis, pandas and a bare split."""

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


def measure() -> tuple[Comparison, ...]:
    """One batch of every contestant a round, the order turned each time."""
    with own_folder() as folder, ExitStack() as stack:
        file = folder / "frames.txt"
        file.write_text("\n".join(trade_frames(_FRAMES)), encoding="utf-8")
        workers = [_worker(stack, sys.executable, "parse_ours", file)]
        python = peer_python()
        if python is not None:
            workers.append(_worker(stack, python, "parse_peers", file))
        return (_compared({name: worker for worker in workers for name in worker.greeting}),)


def _worker(stack: ExitStack, python: str, program: str, file: Path) -> Worker:
    worker = Worker(python, f"benchmarks.programs.{program}", str(file))
    stack.callback(worker.close)
    return worker


def _compared(contestants: dict[str, Worker]) -> Comparison:
    times: dict[str, list[float]] = defaultdict(list)
    names = list(contestants)
    for number in range(_WARM_UP + _ROUNDS):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            taken = contestants[name].ask(name)
            if number >= _WARM_UP:
                times[name] += [one / _MICROSECOND for one in taken]
    return Comparison(
        title="a trade read off the wire",
        unit="µs a print",
        conditions=(
            f"one print of {WIDTH} fields a frame, {_FRAMES:,} frames, {_ROUNDS} rounds in turn; "
            "python-kis and ours to typed values, pandas and split to text"
        ),
        figures=tuple(Figure.of(name, times[name]) for name in names),
        missing=tuple(
            f"{peer} is not in the peers' environment; `dev.py bench` makes it"
            for peer in _PEERS
            if not any(name.startswith(peer) for name in names)
        ),
    )
