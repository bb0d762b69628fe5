"""Writes a recording of busy minutes: prints of the matching engine, as frames of the line.

Arguments: the file, seconds, prints a second, codes parted by commas.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.trades import DayFigures, trade_record
from kis_desktop.simulator.views import Print
from kis_desktop.storage.recording_block import MAGIC, Kind, pack

_START = datetime(2026, 11, 20, 10, 0, tzinfo=KST)
_STEP = 0.5  # seconds between two frames of a code
_LINES = 200  # in a block
_WIDTH = 47


def main() -> None:
    """Live through the minutes and write them down."""
    path, seconds, rate, symbols = Path(sys.argv[1]), *sys.argv[2:4], sys.argv[4].split(",")
    lines = [json.dumps(["C", 0.0, _START.isoformat(), 1.0])]
    lines += _lived(float(seconds), float(rate), symbols)
    blocks = [
        pack(Kind.LINE, "\n".join(lines[first : first + _LINES]).encode(), 0.0, float(seconds))
        for first in range(0, len(lines), _LINES)
    ]
    path.write_bytes(MAGIC + pack(Kind.HEADER, b"{}", 0.0, 0.0) + b"".join(blocks))
    sys.stdout.write(json.dumps({"lines": len(lines)}) + "\n")


def _lived(seconds: float, rate: float, symbols: list[str]) -> list[str]:
    now, lines = 0.0, []
    market = Market(seed=1, clock=MarketClock(monotonic=lambda: now, start=_START))

    def hear(symbol: str, prints: tuple[Print, ...]) -> None:
        figures = DayFigures.of(market.snapshot(symbol), 1, halted=False)
        records = "^".join(trade_record(one, figures, _WIDTH) for one in prints)
        frame = f"0|H0STCNT0|{len(prints):03d}|{records}"
        lines.append(json.dumps(["L", now, 1, False, frame]))

    for symbol in symbols:
        market.wake(symbol)
    market.set_print_rate(rate)
    market.listeners.on_print = hear
    while now < seconds:
        now += _STEP
        market.advance()
    return lines


if __name__ == "__main__":
    main()
