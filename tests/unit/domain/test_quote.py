"""A quote after a print, and what values compute."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.errors import OrderRefused
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Side
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Source, Trade
from kis_desktop.domain.session import Phase

FULL = Trade(
    symbol="005930",
    time=time(10, 12, 31),
    price=Decimal(98_400),
    size=40,
    aggressor=Aggressor.BUY,
    sign=Sign.UP,
    change=Decimal(1_300),
    change_rate=Decimal("1.34"),
    open=Decimal(97_300),
    high=Decimal(98_700),
    low=Decimal(96_900),
    volume=8_216_402,
    turnover=Decimal(804_100_000_000),
    strength=Decimal("118.42"),
    ask=Decimal(98_400),
    bid=Decimal(98_300),
    trade_date=date(2026, 11, 20),
    received=5.0,
)
BARE = msgspec.structs.replace(
    FULL, change=None, open=None, high=None, low=None, volume=None, turnover=None,
    strength=None, ask=None, bid=None, trade_date=None, price=Decimal(98_500),
)  # fmt: skip


def test_a_print_moves_everything_that_it_tells() -> None:
    quote = Quote("005930", limit_up=Decimal(126_200)).after(FULL)
    assert quote.last == 98_400
    assert quote.previous_close == 97_100
    assert quote.volume == 8_216_402
    assert quote.limit_up == 126_200
    assert quote.source is Source.STREAM
    assert quote.received == 5.0


def test_what_a_print_does_not_tell_is_kept() -> None:
    quote = Quote("005930").after(FULL).after(BARE)
    assert quote.last == 98_500
    assert quote.open == 97_300
    assert quote.high == 98_700
    assert quote.low == 96_900
    assert quote.ask == 98_400
    assert quote.bid == 98_300
    assert quote.strength == Decimal("118.42")
    assert quote.trade_date == date(2026, 11, 20)
    assert quote.previous_close == 97_100


def test_a_previous_close_is_not_guessed() -> None:
    assert Quote("005930").after(BARE).previous_close is None


def test_a_bar_takes_a_print_in() -> None:
    bar = Bar(0, Decimal(10), Decimal(12), Decimal(9), Decimal(11), 5)
    assert bar.with_print(Decimal(13), 2) == Bar(
        0, Decimal(10), Decimal(13), Decimal(9), Decimal(13), 7
    )


def test_an_interval_knows_its_minutes() -> None:
    assert [interval.minutes for interval in (Interval.MINUTE_15, Interval.DAY)] == [15, None]


def test_a_fill_is_worth_quantity_times_price() -> None:
    fill = Fill("1", "005930", Side.BUY, 3, Decimal(98_400), "101231", date(2026, 11, 20), 1)
    assert fill.amount == 295_200


def test_a_clock_reading_runs_at_its_rate() -> None:
    korea = ZoneInfo("Asia/Seoul")
    at = datetime(2026, 11, 20, 10, 12, tzinfo=korea)
    reading = ClockReading(at, 100.0, 60.0, Phase.CONTINUOUS, None, None, synchronised=True)
    assert reading.at(101.0) == datetime(2026, 11, 20, 10, 13, tzinfo=korea)


def test_an_error_carries_the_words_for_the_trader() -> None:
    error = OrderRefused(message("order.off_tick", price=98_450, tick=100))
    assert error.message.id == "order.off_tick"
    assert "order.off_tick" in str(error)
