"""From the click to the order's first byte on a loopback socket, against fsync and httpx alone.

Ours has all checks and the journal on the disk; theirs are a bare fsync and a bare POST.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from contextlib import ExitStack

from benchmarks.children import Worker, own_folder
from benchmarks.comparison import Comparison, Figure

_ROUNDS, _WARM_UP, _ORDERS = 16, 1, 20


def measure() -> tuple[Comparison, ...]:
    """One batch of every contestant a round, the order turned each time."""
    with own_folder() as folder, ExitStack() as stack:
        sink = Worker(sys.executable, "benchmarks.programs.order_sink")
        stack.callback(sink.close)
        worker = Worker(
            sys.executable,
            "benchmarks.programs.click_to_bytes",
            str(folder),
            str(sink.greeting),
            str(_ORDERS),
        )
        stack.callback(worker.close)
        names: list[str] = worker.greeting
        times: dict[str, list[float]] = defaultdict(list)
        for number in range(_WARM_UP + _ROUNDS):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                taken = worker.ask(name)
                if number >= _WARM_UP:
                    times[name] += taken
    return (
        Comparison(
            title="from Orders.submit to the first byte of the order at a loopback server",
            unit="µs",
            conditions=(
                f"{_ROUNDS} rounds in turn, each of {_ORDERS} orders of one kind; all limits"
                " checked, intent and sending durable in the journal before the wire"
            ),
            figures=tuple(Figure.of(name, times[name]) for name in names),
        ),
    )
