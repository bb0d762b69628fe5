"""A frame of trades read by this program, and by `str.split` alone."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.programs.batches import serve
from kis_desktop.catalogue import loader
from kis_desktop.kis.markets.krx.stream import read_trades
from kis_desktop.kis.protocol.frames import Frame, Records, read_frame, read_records
from kis_desktop.kis.protocol.typed import typed_records

_TRADES = loader.channel("domestic_stock/ccnl_krx")


def ours(text: str) -> object:
    """What `kis/stream` does with a frame: every field that the screen needs, prices as Decimal."""
    frame = read_frame(text)
    assert isinstance(frame, Frame)
    records = read_records(frame.payload, frame.count, frame.tr_id)
    assert isinstance(records, Records)
    trades, surprise = read_trades(records, 0.0)
    assert trades
    assert surprise is None
    return trades


def all_fields(text: str) -> object:
    """What the explorer does with a frame: every field, each typed as the catalogue says."""
    frame = read_frame(text)
    assert isinstance(frame, Frame)
    records = read_records(frame.payload, frame.count, frame.tr_id)
    assert isinstance(records, Records)
    return typed_records(_TRADES, records)


def split_alone(text: str) -> object:
    """The least that can be done."""
    return text.split("|", 3)[3].split("^")


if __name__ == "__main__":
    contestants = {
        "kis-desktop": ours,
        "kis-desktop, all fields": all_fields,
        "str.split alone": split_alone,
    }
    serve(contestants, Path(sys.argv[1]), int(sys.argv[2]))
