"""Both sides of the tape are known of minutes that were heard from their first moment."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import numpy as np

from kis_desktop.bridge.mailbox import PrintBatch
from kis_desktop.domain.quote import Aggressor, Sign, Trade
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.live_sides import LiveSides

DAY = date(2026, 11, 20)
NINE = int(datetime(2026, 11, 20, 9, 0, tzinfo=EXCHANGE_ZONE).timestamp())
BUY, SELL = Aggressor.BUY, Aggressor.SELL


def trade(at: time, size: int, side: Aggressor, day: date | None = DAY) -> Trade:
    nothing = (None,) * 10
    return Trade("005930", at, Decimal(98_000), size, side, Sign.UP, *nothing, day, 0.0)


def heard(*trades: Trade, lost: int = 0) -> PrintBatch:
    return PrintBatch(trades, lost)


def seen(sides: LiveSides, *minutes: int) -> list[tuple[float | None, float | None]]:
    bars = np.array([NINE + 60 * minute for minute in minutes], np.int64)
    found = zip(sides.bought(bars), sides.sold(bars), strict=True)
    return [
        (None if np.isnan(up) else float(up), None if np.isnan(down) else float(down))
        for up, down in found
    ]


def test_a_minute_that_was_joined_late_is_not_known() -> None:
    sides = LiveSides()
    sides.take(heard(trade(time(9, 0, 30), 5, BUY)))
    sides.take(heard(trade(time(9, 1, 0), 7, BUY), trade(time(9, 1, 59), 3, SELL)))
    sides.take(heard(trade(time(9, 1, 59), 2, BUY), trade(time(9, 2, 0), 4, SELL)))
    assert seen(sides, 0, 1, 2, 3) == [(None, None), (9.0, 3.0), (0.0, 4.0), (None, None)]


def test_longer_bars_have_the_sum_of_their_minutes() -> None:
    sides = LiveSides()
    for minute in range(12):
        sides.take(heard(trade(time(9, minute), 1, BUY), trade(time(9, minute), 2, SELL)))
    assert seen(sides, 0, 5, 10) == [(None, None), (5.0, 10.0), (2.0, 4.0)]


def test_what_an_auction_trades_is_on_neither_side() -> None:
    sides = LiveSides()
    sides.take(heard(trade(time(9, 0), 1, BUY), trade(time(9, 1), 1000, Aggressor.AUCTION)))
    assert seen(sides, 1) == [(0.0, 0.0)]


def test_after_a_lost_print_counting_begins_anew() -> None:
    sides = LiveSides()
    sides.take(heard(trade(time(9, 0), 1, BUY), trade(time(9, 1), 1, BUY)))
    sides.take(heard(trade(time(9, 2, 5), 9, BUY), lost=3))
    sides.take(heard(trade(time(9, 3), 4, SELL)))
    assert seen(sides, 1, 2, 3) == [(None, None), (None, None), (0.0, 4.0)]
    sides.clear()
    assert seen(sides, 3) == [(None, None)]


def test_a_print_without_a_day_is_not_counted() -> None:
    sides = LiveSides()
    sides.take(heard(trade(time(9, 0), 1, BUY, day=None)))
    assert seen(sides, 0, 1) == [(None, None), (None, None)]
