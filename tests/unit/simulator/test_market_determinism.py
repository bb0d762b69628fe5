from datetime import date
from itertools import pairwise

import pytest

from kis_desktop.simulator.views import BookView, OrderEvent, OrderRecord, Print
from tests.unit.simulator.trading_floor import HYNIX, KODEX, SAMSUNG, Floor, kst

HMM = "011200"

Outcome = tuple[
    dict[str, list[Print]],
    list[OrderEvent],
    list[BookView],
    dict[str, object],
    tuple[OrderRecord, ...],
]


def session(chunk: float, seed: int = 7) -> Outcome:
    """The same requests at the same market times, the time between lived through in chunks."""
    floor = Floor("08:59:50", seed=seed)

    def live(seconds: float) -> None:
        done = 0.0
        while done + chunk < seconds:
            floor.go(chunk)
            done += chunk
        floor.go(seconds - done)

    floor.market.wake(SAMSUNG)
    floor.buy(30, 0, "01")
    live(20)
    floor.market.wake(HYNIX)
    bid = floor.buy(100, floor.bid(level=2)).number
    ask = floor.sell(60, floor.ask(level=1)).number
    live(90)
    floor.market.set_print_rate(60)
    floor.buy(3, 0, "01", HYNIX)
    live(30)
    floor.market.set_print_rate(None)
    if floor.order(bid).remaining:
        floor.market.amend("12345678-01", bid, quantity=None, price=floor.bid(), order_type="00")
    live(60)
    if floor.order(ask).remaining:
        floor.market.cancel("12345678-01", ask, quantity=None)
    live(10)
    tapes: dict[str, list[Print]] = {}
    for one in floor.prints:
        tapes.setdefault(one.symbol, []).append(one)
    books = [floor.market.book(symbol) for symbol in (SAMSUNG, HYNIX, KODEX)]
    return tapes, floor.events, books, floor.market.state(), floor.account.orders()


@pytest.mark.parametrize("chunk", [0.033, 0.7, 13.0])
def test_the_same_requests_give_the_same_market_in_any_chunks(chunk: float) -> None:
    assert session(chunk) == session(1000.0)


def test_another_seed_gives_another_market() -> None:
    assert session(1000.0)[0] != session(1000.0, seed=8)[0]


def test_order_events_come_in_the_order_of_their_times() -> None:
    events = session(1000.0)[1]
    assert len(events) > 5
    assert all(left.time <= right.time for left, right in pairwise(events))


def test_looking_changes_nothing() -> None:
    quiet, watched = Floor(), Floor()
    for floor in (quiet, watched):
        floor.market.wake(SAMSUNG)
    for _ in range(60):
        quiet.go(1)
        watched.go(1)
        watched.market.book(SAMSUNG)
        watched.market.snapshot(SAMSUNG)
        watched.market.glance(HYNIX)
        watched.market.minute_bars(SAMSUNG, watched.market.trade_date)
    assert quiet.prints == watched.prints


def weekend(chunk: float) -> tuple[object, ...]:
    """Friday afternoon to Monday, then a jump to Tuesday noon, with an order on each day."""
    floor = Floor("15:10")
    floor.market.wake(HMM)
    floor.buy(20, floor.bid(HMM, level=3), symbol=HMM)
    monday = (kst("2026-11-23 09:02") - floor.clock.now()).total_seconds()
    while monday > chunk:
        floor.go(chunk)
        monday -= chunk
    floor.go(monday)
    floor.buy(7, 0, "01", HMM)
    floor.clock.set(kst("2026-11-24 12:00"))
    floor.go(90)
    market = floor.market
    return (
        floor.prints,
        floor.events,
        market.snapshot(HMM),
        market.book(HMM),
        market.daily_bars(HMM, date(2026, 11, 16), date(2026, 11, 24)),
        [market.minute_bars(HMM, date(2026, 11, day)) for day in (20, 23, 24)],
        market.state(),
    )


def test_days_and_jumps_are_the_same_in_any_chunks() -> None:
    whole = weekend(1e9)
    assert whole == weekend(977.0)
    bars = whole[4]
    assert isinstance(bars, tuple)
    assert [bar.day.day for bar in bars] == [16, 17, 18, 19, 20, 23, 24]
    assert all(left.close == right.base for left, right in pairwise(bars))
