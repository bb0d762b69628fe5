"""A recording drives the market: its prints go out as they were recorded."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.replay_file import read_replay
from kis_desktop.simulator.server.channels.trades import DayFigures, trade_record
from kis_desktop.simulator.views import Print
from kis_desktop.storage.recording_block import MAGIC, Kind, pack

START = datetime(2026, 11, 18, 10, 0, tzinfo=KST)
CHANNELS = {"005930": "H0STCNT0", "000660": "H0UNCNT0"}
SYMBOLS = tuple(CHANNELS)


@dataclass(frozen=True)
class Recorded:
    path: Path
    prints: dict[str, list[Print]]


@pytest.fixture(scope="module", params=[46, 47])
def recorded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Recorded:
    """Two minutes of two shares, frames as the line brings them, with what else a file may hold."""
    seconds = 0.0
    clock = MarketClock(monotonic=lambda: seconds, start=START)
    market = Market(seed=7, clock=clock, instruments=10)
    seen: dict[str, list[Print]] = {symbol: [] for symbol in SYMBOLS}
    for symbol in SYMBOLS:
        market.wake(symbol)
    began = {symbol: market.glance(symbol).volume for symbol in SYMBOLS}
    lines = [json.dumps(["C", 0.0, START.isoformat(), 1.0]), "no entry at all"]
    for _ in range(24):
        seconds += 5
        for symbol in SYMBOLS:
            known = {one.volume for one in seen[symbol]}
            fresh = [
                one
                for one in reversed(market.recent_prints(symbol, 200))
                if one.volume > began[symbol] and one.volume not in known
            ]
            seen[symbol] += fresh
            figures = DayFigures.of(market.snapshot(symbol), 1, halted=False)
            records = "^".join(trade_record(one, figures, request.param) for one in fresh)
            if fresh:
                frame = f"0|{CHANNELS[symbol]}|{len(fresh):03d}|{records}"
                lines.append(json.dumps(["L", seconds, 1, False, frame]))
    lines.append(json.dumps(["L", seconds, 1, True, "PINGPONG"]))
    path = tmp_path_factory.mktemp("recording") / "morning.kisrec"
    blocks = pack(Kind.HEADER, b"{}", 0.0, 0.0) + b"broken bytes"
    for first in range(0, len(lines), 10):
        text = "\n".join(lines[first : first + 10]).encode()
        blocks += pack(Kind.LINE, text, 0.0, seconds)
    path.write_bytes(MAGIC + blocks)
    return Recorded(path, seen)


def test_prints_go_out_as_recorded(recorded: Recorded) -> None:
    replay = read_replay(recorded.path)
    assert START <= replay.start < START + timedelta(minutes=1)
    seconds = 0.0
    clock = MarketClock(monotonic=lambda: seconds, start=replay.start)
    market = Market(seed=1, clock=clock, instruments=5, replay=replay)
    for symbol in SYMBOLS:
        market.wake(symbol)
    played: dict[str, list[Print]] = {symbol: [] for symbol in SYMBOLS}
    for _ in range(40):
        seconds += 4
        for symbol in SYMBOLS:
            known = {one.volume for one in played[symbol]}
            fresh = reversed(market.recent_prints(symbol, 200))
            played[symbol] += [one for one in fresh if one.volume not in known]
    for symbol in SYMBOLS:
        told = recorded.prints[symbol]
        assert len(told) > 20
        assert [
            (one.time.replace(microsecond=0), one.price, one.size, one.side, one.volume)
            for one in played[symbol][-len(told) :]
        ] == [
            (one.time.replace(microsecond=0), one.price, one.size, one.side, one.volume)
            for one in told
        ]
        seen = market.glance(symbol)
        assert (seen.last, seen.volume, seen.base) == (
            told[-1].price, told[-1].volume, told[-1].price - told[-1].change,
        )  # fmt: skip
        assert (seen.open, seen.high, seen.low) == (told[-1].open, told[-1].high, told[-1].low)


def test_the_rest_of_the_day_stands_still(recorded: Recorded) -> None:
    replay = read_replay(recorded.path)
    clock = MarketClock(monotonic=lambda: 0.0, start=START.replace(hour=15, minute=10))
    market = Market(seed=1, clock=clock, instruments=5, replay=replay)
    for symbol in SYMBOLS:
        assert market.glance(symbol).last == recorded.prints[symbol][-1].price
        bar = market.daily_bars(symbol, START.date(), START.date())[0]
        assert bar.volume == recorded.prints[symbol][-1].volume
