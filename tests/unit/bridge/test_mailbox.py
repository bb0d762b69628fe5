"""The three lanes between the threads."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.event import Event, Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Aggressor, Sign, Trade
from kis_desktop.services.topics import Topic


def trade(volume: int, size: int = 1) -> Trade:
    return Trade(
        symbol="005930", time=time(10, 12), price=Decimal(98_400), size=size,
        aggressor=Aggressor.BUY, sign=Sign.UP, change=None, change_rate=None, open=None,
        high=None, low=None, volume=volume, turnover=None, strength=None, ask=None, bid=None,
        trade_date=date(2026, 11, 20), received=0.0,
    )  # fmt: skip


def line(number: int) -> Logged:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return Logged(at, Severity.NOTE, message("program.stopped", number=number))


def test_the_latest_lane_keeps_the_newest_value_of_a_key() -> None:
    box = Mailbox()
    box.latest(Topic.QUOTE, "005930", 1)
    box.latest(Topic.QUOTE, "005930", 2)
    box.latest(Topic.BOOK, "005930", 3)
    assert box.drain().latest == {(Topic.QUOTE, "005930"): 2, (Topic.BOOK, "005930"): 3}
    assert box.drain().is_empty


@given(st.lists(st.lists(st.integers(1, 500), max_size=20), max_size=20), st.integers(0, 5))
def test_the_sum_of_the_tape_equals_the_cumulative_volume(
    batches: list[list[int]], drain_every: int
) -> None:
    box, volume, seen = Mailbox(), 0, []
    for index, sizes in enumerate(batches):
        trades = []
        for size in sizes:
            volume += size
            trades.append(trade(volume, size))
        box.prints("005930", trades)
        if drain_every and index % drain_every == 0:
            seen += [box.drain()]
    seen += [box.drain()]
    tape = [one for frame in seen for batch in frame.prints.values() for one in batch.trades]
    assert sum(one.size for one in tape) == volume
    assert [one.volume for one in tape] == sorted(one.volume or 0 for one in tape)
    assert sum(batch.lost for frame in seen for batch in frame.prints.values()) == 0


@given(st.integers(1, 10), st.lists(st.integers(0, 12), max_size=8))
def test_an_overflow_of_prints_is_counted_and_keeps_the_newest(
    ring: int, batches: list[int]
) -> None:
    box, number = Mailbox(ring_length=ring), 0
    for length in batches:
        box.prints("005930", [trade(number + step) for step in range(1, length + 1)])
        number += length
    frame = box.drain()
    batch = frame.prints.get("005930")
    kept = () if batch is None else batch.trades
    lost = 0 if batch is None else batch.lost
    assert len(kept) + lost == number
    assert [one.volume for one in kept] == list(range(number - len(kept) + 1, number + 1))


def test_events_are_all_there_and_in_order_under_fire_from_another_thread() -> None:
    box = Mailbox()
    seen: list[Event] = []

    def write() -> None:
        for number in range(20_000):
            box.event(line(number))

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        seen += box.drain().events
    writer.join()
    seen += box.drain().events
    assert seen == [line(number) for number in range(20_000)]
