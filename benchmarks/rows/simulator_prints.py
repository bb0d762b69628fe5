"""What a print costs the simulator, from the engine or a recording to the socket."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.children import ChildFailed, Simulator, Worker, open_simulator, own_folder, told_by
from benchmarks.comparison import Comparison, Figure

_SYMBOLS = (
    "005930,000660,035420,005380,035720,068270,051910,006400,207940,105560,"
    "055550,012330,028260,066570,003550,034730,015760,096770,017670,032830"
)
_RATES = (1_000, 5_000, 20_000)
_SECONDS, _ROUNDS = 6, 3
_RECORDED_RATE, _RECORDED_SECONDS, _SPEED = 2_000, 100, 10
_REPLAYED_SECONDS = 4
"""with the reader's warming up they end before the recording does"""
_MICRO = 1e6


def measure() -> tuple[Comparison, ...]:
    """Three rounds of each rate in turn with a replay and the bare server; all is checked."""
    with own_folder() as folder:
        recording = folder / "busy.kisrec"
        asked = [str(recording), str(_RECORDED_SECONDS), str(_RECORDED_RATE), _SYMBOLS]
        told_by(["benchmarks.programs.recorded_prints", *asked])
        return _measure(recording)


def _measure(recording: Path) -> tuple[Comparison, ...]:
    costs: dict[int, list[float]] = {rate: [] for rate in _RATES}
    reached: dict[int, list[float]] = {rate: [] for rate in _RATES}
    replayed: list[float] = []
    played: list[float] = []
    bare: list[float] = []
    for _ in range(_ROUNDS):
        for rate in _RATES:
            told = _engine(rate)
            costs[rate].append(told["cpu"] * _MICRO / told["prints"])
            reached[rate].append(told["prints"] / told["seconds"])
        told = _replay(recording)
        replayed.append(told["cpu"] * _MICRO / told["prints"])
        played.append(told["prints"] / told["seconds"])
        bare.append(_bare())
    beside = Figure.of("the same frames, ready made, by websockets alone", bare)
    replay = Comparison(
        title=f"a print of a recording, {_RECORDED_RATE * _SPEED:,} a second asked for",
        unit="CPU µs",
        conditions=(
            f"20 instruments at {_SPEED} times their speed over loopback; {max(played):,.0f} a"
            " second reached; prints without a gap, every book of the volume of its prints"
        ),
        figures=(Figure.of("simulator", replayed), beside),
    )
    engine = tuple(
        Comparison(
            title=f"a print of the matching engine, {rate:,} a second asked for",
            unit="CPU µs",
            conditions=(
                f"20 instruments, prints and books over loopback; {max(reached[rate]):,.0f} a"
                " second reached; prints without a gap, every book of the volume of its prints"
            ),
            figures=(Figure.of("simulator", costs[rate]), beside),
        )
        for rate in _RATES
    )
    return (*engine, replay)


def _engine(rate: int) -> dict[str, float]:
    with own_folder() as folder, open_simulator(folder) as simulator:
        return _read(simulator, _SECONDS, rate)


def _replay(recording: Path) -> dict[str, float]:
    options = ("--replay", str(recording), "--speed", str(_SPEED))
    with own_folder() as folder, open_simulator(folder, *options) as simulator:
        return _read(simulator, _REPLAYED_SECONDS, 0)


def _read(simulator: Simulator, seconds: int, rate: int) -> dict[str, float]:
    """What a reader of all prints and books has counted. Raises `ChildFailed` when they differ."""
    arguments = [json.dumps(simulator.ready), str(seconds), str(rate), _SYMBOLS]
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
