from datetime import date, timedelta
from itertools import pairwise

import pytest

from kis_desktop.simulator.views import Phase, PrintSide, Refusal, Refused
from tests.unit.simulator.trading_floor import HYNIX, KODEX, SAMSUNG, Floor, kst

TODAY = date(2026, 11, 20)


def test_figures_follow_from_the_prints() -> None:
    floor = Floor()
    before = floor.market.snapshot(SAMSUNG)
    floor.go(120)
    after = floor.market.snapshot(SAMSUNG)
    sizes = sum(one.size for one in floor.prints)
    assert len(floor.prints) > 300
    assert after.volume - before.volume == sizes
    assert after.turnover - before.turnover == sum(one.price * one.size for one in floor.prints)
    assert after.last == floor.prints[-1].price
    assert before.high is not None
    assert before.low is not None
    assert after.high == max(before.high, *(one.price for one in floor.prints))
    assert after.low == min(before.low, *(one.price for one in floor.prints))
    bought = sum(one.size for one in floor.prints if one.side is PrintSide.BUY)
    assert after.buy_volume - before.buy_volume == bought
    assert after.strength == pytest.approx(after.buy_volume * 100 / after.sell_volume)
    assert after.volume == floor.prints[-1].volume
    assert floor.market.recent_prints(SAMSUNG, 3) == tuple(floor.prints[:-4:-1])


def test_minutes_and_the_day_agree_with_the_snapshot() -> None:
    floor = Floor("10:12:34")
    floor.market.wake(SAMSUNG)
    floor.go(200)
    shown = floor.market.snapshot(SAMSUNG)
    minutes = floor.market.minute_bars(SAMSUNG, TODAY)
    today = floor.market.daily_bars(SAMSUNG, TODAY, TODAY)[0]
    assert [bar.time for bar in minutes] == [
        kst("09:00") + timedelta(minutes=number) for number in range(len(minutes))
    ]
    assert sum(bar.volume for bar in minutes) == minutes[-1].cumulative_volume == shown.volume
    assert minutes[-1].cumulative_turnover == shown.turnover
    assert minutes[-1].close == shown.last == today.close
    assert max(bar.high for bar in minutes) == shown.high == today.high
    assert min(bar.low for bar in minutes) == shown.low == today.low
    assert minutes[0].open == shown.open == today.open


def test_waking_makes_no_step() -> None:
    floor = Floor(instruments=None)
    for listing in floor.market.universe.listings[:120]:
        seen = floor.market.glance(listing.symbol)
        woken = floor.market.snapshot(listing.symbol)
        assert (woken.last, woken.volume, woken.high) == (seen.last, seen.volume, seen.high)


def test_history_joins_the_base_price() -> None:
    floor = Floor()
    bars = floor.market.daily_bars(SAMSUNG, date(2021, 11, 20), TODAY)
    assert len(bars) > 1200
    assert bars[-2].close == bars[-1].base == floor.market.snapshot(SAMSUNG).base == 97_100
    assert all(left.close == right.base for left, right in pairwise(bars))


def test_longer_periods_hold_their_days() -> None:
    floor = Floor()
    days = floor.market.daily_bars(SAMSUNG, date(2026, 10, 1), TODAY)
    months = floor.market.daily_bars(SAMSUNG, date(2026, 10, 15), TODAY, "M")
    october = [bar for bar in days if bar.day.month == 10]
    assert [bar.day for bar in months] == [october[-1].day, TODAY]
    assert months[0].open == october[0].open
    assert months[0].high == max(bar.high for bar in october)
    assert months[0].volume == sum(bar.volume for bar in october)
    weeks = floor.market.daily_bars(SAMSUNG, date(2026, 11, 18), TODAY, "W")
    assert weeks[0].open == next(bar.open for bar in days if bar.day == date(2026, 11, 16))
    assert len(floor.market.daily_bars(SAMSUNG, date(2024, 1, 1), TODAY, "Y")) == 3
    with pytest.raises(ValueError, match="period"):
        floor.market.daily_bars(SAMSUNG, TODAY, TODAY, "Q")


def test_past_minutes_join_their_daily_bars() -> None:
    floor = Floor()
    for bar in floor.market.daily_bars(HYNIX, TODAY - timedelta(days=45), date(2026, 11, 19)):
        minutes = floor.market.minute_bars(HYNIX, bar.day)
        assert (minutes[0].open, minutes[-1].close) == (bar.open, bar.close)
        assert minutes[-1].cumulative_volume == bar.volume
    assert floor.market.minute_bars(HYNIX, date(2026, 11, 15)) == ()
    assert floor.market.minute_bars(HYNIX, date(2026, 11, 24)) == ()
    until = floor.market.minute_bars(HYNIX, TODAY, kst("09:29:30"))
    assert until[-1].time == kst("09:29")


def test_the_opening_auction_indicates_and_then_trades_its_price() -> None:
    floor = Floor("08:20")
    closed = floor.market.snapshot(SAMSUNG)
    assert (closed.phase, closed.open, closed.volume, closed.last) == (
        Phase.CLOSED,
        None,
        0,
        97_100,
    )
    assert floor.market.minute_bars(SAMSUNG, TODAY) == ()
    floor.go_to("08:59:59.999999")
    book = floor.market.book(SAMSUNG)
    assert book.phase is Phase.OPENING_AUCTION
    assert book.indicative_price is not None
    assert book.asks[0].price > book.bids[0].price
    floor.go_to("09:00")
    assert [(one.price, one.size, one.side) for one in floor.prints if one.market == "2"] == [
        (book.indicative_price, book.indicative_size, PrintSide.AUCTION)
    ]
    assert floor.market.snapshot(SAMSUNG).open == book.indicative_price


def test_the_closing_auction_makes_the_close_and_ends_the_day() -> None:
    floor = Floor("15:19")
    floor.market.wake(SAMSUNG)
    floor.go_to("15:29:59.999999")
    indicated = floor.market.book(SAMSUNG).indicative_price
    traded = len(floor.prints)
    floor.go_to("15:30")
    assert [one.price for one in floor.prints[traded:]] == [indicated]
    floor.go_to("16:00")
    assert {one.market for one in floor.prints[traded + 1 :]} == {"5"}
    assert {one.price for one in floor.prints[traded + 1 :]} == {indicated}
    ended = floor.market.snapshot(SAMSUNG)
    assert (ended.phase, ended.last) == (Phase.AFTER_MARKET, indicated)
    assert floor.market.minute_bars(SAMSUNG, TODAY)[-1].time == kst("15:30")


def test_the_next_day_begins_at_the_close_of_the_day_before() -> None:
    floor = Floor("15:29")
    floor.market.wake(SAMSUNG)
    floor.go(120)
    close = floor.market.snapshot(SAMSUNG).last
    floor.go_to("2026-11-23 09:00:30")
    monday = floor.market.snapshot(SAMSUNG)
    assert monday.base == close
    assert monday.trade_date == date(2026, 11, 23)
    bars = floor.market.daily_bars(SAMSUNG, date(2026, 11, 19), date(2026, 11, 23))
    assert [bar.close for bar in bars[:2]] == [97_100, close]
    assert bars[2].base == close
    assert floor.market.minute_bars(SAMSUNG, TODAY)[-1].close == close


def test_a_weekend_shows_friday_and_takes_no_orders() -> None:
    floor = Floor("2026-11-21 12:00")
    shown = floor.market.snapshot(SAMSUNG)
    friday = floor.market.daily_bars(SAMSUNG, TODAY, TODAY)[0]
    assert (shown.trade_date, shown.phase) == (TODAY, Phase.ENDED)
    assert (shown.last, shown.volume, shown.high) == (friday.close, friday.volume, friday.high)
    with pytest.raises(Refused) as refused:
        floor.buy(1, 0, "01")
    assert refused.value.reason is Refusal.NOT_A_TRADING_DAY


def test_an_unknown_symbol_is_refused_by_every_reading() -> None:
    floor = Floor()
    for read in (floor.market.snapshot, floor.market.book, floor.market.wake, floor.market.glance):
        with pytest.raises(Refused) as refused:
            read("999999")
        assert refused.value.reason is Refusal.UNKNOWN_SYMBOL


def test_setting_the_clock_ahead_passes_over_the_time_between() -> None:
    floor = Floor()
    before = floor.market.snapshot(SAMSUNG)
    floor.clock.set(kst("15:19:50"))
    after = floor.market.snapshot(SAMSUNG)
    minutes = floor.market.minute_bars(SAMSUNG, TODAY)
    assert after.volume > before.volume * 2
    assert len(minutes) == 380
    assert sum(bar.volume for bar in minutes) == after.volume
    assert floor.market.recent_prints(SAMSUNG, 20)
    floor.go(5)
    assert floor.market.book(SAMSUNG).asks[0].price > floor.market.book(SAMSUNG).bids[0].price


def test_setting_the_clock_ahead_never_passes_over_an_open_order() -> None:
    floor = Floor()
    price = floor.bid()
    number = floor.buy(5, price).number
    floor.clock.set(kst("10:42"))
    floor.market.advance()
    order = floor.order(number)
    crossed = [one for one in floor.prints if one.price < price]
    assert order.filled_quantity == 5 or not crossed
    assert len(floor.prints) > 3000


def test_setting_the_clock_back_begins_anew() -> None:
    floor = Floor()
    first = floor.market.snapshot(SAMSUNG)
    floor.buy(5, 0, "01")
    floor.go(60)
    floor.clock.set(kst("10:12"))
    assert floor.market.snapshot(SAMSUNG) == first
    assert floor.account.orders() == ()


def test_setting_the_clock_to_another_day_keeps_subscriptions_awake() -> None:
    floor = Floor()
    floor.market.wake(SAMSUNG)
    floor.clock.set(kst("2026-11-24 09:30"))
    floor.market.advance()
    assert floor.market.trade_date == date(2026, 11, 24)
    floor.prints.clear()
    floor.go(10)
    assert {one.symbol for one in floor.prints} == {SAMSUNG}
    assert floor.account.cash().deposit == 45_420_492


def test_the_print_rate_can_be_set_and_freed() -> None:
    floor = Floor()
    for listing in floor.market.universe.listings[:20]:
        floor.market.wake(listing.symbol)
    floor.market.set_print_rate(500)
    floor.go(10)
    assert 4500 < len(floor.prints) < 6500
    assert {one.symbol for one in floor.prints} == {
        listing.symbol for listing in floor.market.universe.listings[:20]
    }
    floor.market.set_print_rate(None)
    floor.prints.clear()
    floor.go(10)
    assert len(floor.prints) < 800
    with pytest.raises(ValueError, match="positive"):
        floor.market.set_print_rate(0)


def test_book_views_tell_what_changed_since_the_view_before() -> None:
    floor = Floor()
    first = floor.market.book(KODEX)
    floor.go(5)
    second = floor.market.book(KODEX)
    before = {level.price: level.size for level in first.bids}
    assert len(second.bids) == len(second.asks) == 10
    assert all(level.change == level.size - before.get(level.price, 0) for level in second.bids)
    assert second.total_bid_change == second.total_bid - first.total_bid
    assert KODEX in floor.books


def test_a_reset_forgets_everything() -> None:
    floor = Floor()
    floor.buy(5, 0, "01")
    first = floor.market.state()
    floor.market.reset()
    assert floor.market.state()["awake"] == []
    assert floor.account.orders() == ()
    floor.buy(5, 0, "01")
    assert floor.market.state() == first


def test_the_whole_universe_can_be_looked_at_and_woken() -> None:
    floor = Floor(instruments=None)
    for listing in floor.market.universe.listings:
        shown = floor.market.snapshot(listing.symbol)
        assert shown.limit_down <= shown.last <= shown.limit_up
        assert (shown.volume == 0) == listing.halted
    floor.go(2)
    assert {one.side for one in floor.prints} == {PrintSide.BUY, PrintSide.SELL}


def test_the_last_prints_of_a_sleeper_lead_to_its_figures() -> None:
    for start in ("09:00:30", "10:12", "15:25", "18:00"):
        floor = Floor(start)
        shown = floor.market.glance(HYNIX)
        prints = floor.market.recent_prints(HYNIX, 20)
        assert len(prints) == 20
        assert (prints[0].price, prints[0].volume, prints[0].turnover) == (
            shown.last,
            shown.volume,
            shown.turnover,
        )
        for later, earlier in pairwise(prints):
            assert later.time >= earlier.time
            assert later.volume - earlier.volume == later.size
            assert later.turnover - earlier.turnover == later.size * later.price


def test_indices_follow_their_constituents() -> None:
    floor = Floor("08:59")
    assert floor.market.index("0001").value == 399_053
    assert floor.market.index("0001").open is None
    floor.clock.set(kst("10:12"))
    kospi, kosdaq = floor.market.index("0001"), floor.market.index("1001")
    assert kospi.low is not None
    assert kospi.high is not None
    assert kospi.low <= kospi.value <= kospi.high
    assert kospi.change == kospi.value - 399_053
    names = [one for one in floor.market.universe.listings if not one.is_etp]
    assert kospi.risen + kospi.unchanged + kospi.fallen + kosdaq.risen + kosdaq.unchanged + (
        kosdaq.fallen
    ) == len(names)
    minutes = floor.market.index_minutes("0001")
    assert (minutes[0].time, len(minutes)) == (kst("09:00"), 73)
    assert minutes[-1].close == kospi.value
    bars = floor.market.index_bars("0001", date(2026, 11, 1), TODAY)
    assert bars[-2].close == bars[-1].base == 399_053
    assert bars[-1].close == kospi.value
    assert all(bar.low <= min(bar.open, bar.close) for bar in bars)
    assert all(bar.high >= max(bar.open, bar.close) for bar in bars)
    with pytest.raises(Refused) as refused:
        floor.market.index("4711")
    assert refused.value.reason is Refusal.UNKNOWN_SYMBOL


def test_a_set_print_rate_outlives_jumps_and_days_but_not_a_reset() -> None:
    floor = Floor()
    floor.market.wake(SAMSUNG)
    floor.market.set_print_rate(100)
    counts = []
    for text in ("11:00", "10:00", "2026-11-23 10:00"):
        floor.clock.set(kst(text))
        floor.market.advance()
        floor.prints.clear()
        floor.go(10)
        counts.append(len(floor.prints))
    assert all(800 < count < 1300 for count in counts)
    floor.market.reset()
    floor.market.wake(SAMSUNG)
    floor.prints.clear()
    floor.go(10)
    assert len(floor.prints) < 300
