"""What a print costs the simulator, from the matching engine to the socket, beside bare frames."""

from __future__ import annotations

import json
import sys

from benchmarks.children import ChildFailed, Worker, open_simulator, own_folder, told_by
from benchmarks.comparison import Comparison, Figure

_SYMBOLS = (
    "005930,000660,035420,005380,035720,068270,051910,006400,207940,105560,"
    "055550,012330,028260,066570,003550,034730,015760,096770,017670,032830"
)
_RATES = (1_000, 5_000, 20_000)
_SECONDS, _ROUNDS = 6, 3
_MICRO = 1e6


def measure() -> tuple[Comparison, ...]:
    """Three rounds of each rate in turn with the bare server; all prints and books are checked."""
    costs: dict[int, list[float]] = {rate: [] for rate in _RATES}
    reached: dict[int, list[float]] = {rate: [] for rate in _RATES}
    bare: list[float] = []
    for _ in range(_ROUNDS):
        for rate in _RATES:
            told = _engine(rate)
            costs[rate].append(told["cpu"] * _MICRO / told["prints"])
            reached[rate].append(told["prints"] / told["seconds"])
        bare.append(_bare())
    return tuple(
        Comparison(
            title=f"a print of the matching engine, {rate:,} a second asked for",
            unit="CPU µs",
            conditions=(
                f"20 instruments, prints and books over loopback; {max(reached[rate]):,.0f} a"
                " second reached; prints without a gap, every book of the volume of its prints"
            ),
            figures=(
                Figure.of("simulator", costs[rate]),
                Figure.of("the same frames, ready made, by websockets alone", bare),
            ),
        )
        for rate in _RATES
    )


def _engine(rate: int) -> dict[str, float]:
    with own_folder() as folder, open_simulator(folder) as simulator:
        arguments = [json.dumps(simulator.ready), str(_SECONDS), str(rate), _SYMBOLS]
        told = told_by(["benchmarks.programs.print_reader", *arguments])
    if told["gaps"] or told["apart"] or not told["books"]:
        raise ChildFailed(f"prints and books do not agree: {told}")
    return told


def _bare() -> float:
    """CPU microseconds a record."""
    server = Worker(sys.executable, "benchmarks.programs.bare_prints")
    reader = Worker(sys.executable, "benchmarks.programs.frame_reader", server.greeting["ws"])
    sent, cpu = server.ask("")
    reader.ask(str(_SECONDS))
    later, more = server.ask("")
    reader.close()
    server.close()
    return float((more - cpu) * _MICRO / (later - sent))
