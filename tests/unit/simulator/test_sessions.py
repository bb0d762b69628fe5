"""The day's sessions on both exchanges: what trades when, and what ends with them."""

from datetime import date

import pytest

from kis_desktop.simulator.hours import MINUTE, SECOND, hours
from kis_desktop.simulator.views import (
    Board,
    OrderEventKind,
    OrderRecord,
    OrderState,
    Phase,
    Refusal,
    Refused,
    Side,
)
from tests.unit.simulator.trading_floor import ACCOUNT, KODEX, SAMSUNG, Floor

ORDINARY, EXAM, BEFORE_REFORM = date(2026, 11, 20), date(2026, 11, 19), date(2026, 9, 11)


def place(floor: Floor, exchange: str, kind: str, price: int, quantity: int = 5) -> OrderRecord:
    return floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, kind, quantity, price, exchange)


def clock(hour: int, minute: int, second: int = 0) -> int:
    return (hour * 60 + minute) * MINUTE + second * SECOND


@pytest.mark.parametrize(
    ("day", "at", "krx", "nxt"),
    [
        (ORDINARY, clock(7, 59, 59), Phase.CLOSED, Phase.CLOSED),
        (ORDINARY, clock(8, 0), Phase.CLOSED, Phase.PRE_MARKET),
        (ORDINARY, clock(8, 50), Phase.OPENING_AUCTION, Phase.PAUSED),
        (ORDINARY, clock(9, 0, 29), Phase.CONTINUOUS, Phase.PAUSED),
        (ORDINARY, clock(9, 0, 30), Phase.CONTINUOUS, Phase.CONTINUOUS),
        (ORDINARY, clock(15, 20), Phase.CLOSING_AUCTION, Phase.PAUSED),
        (ORDINARY, clock(15, 30), Phase.CLOSING_PRICE_ORDERS, Phase.AFTER_AUCTION),
        (ORDINARY, clock(15, 40), Phase.CLOSING_PRICE, Phase.AFTER_MARKET),
        (ORDINARY, clock(16, 0), Phase.AFTER_MARKET, Phase.AFTER_MARKET),
        (ORDINARY, clock(20, 0), Phase.ENDED, Phase.ENDED),
        (EXAM, clock(8, 59), Phase.CLOSED, Phase.CLOSED),
        (EXAM, clock(9, 35), Phase.PRE_HOURS, Phase.PRE_MARKET),
        (EXAM, clock(20, 59), Phase.AFTER_MARKET, Phase.AFTER_MARKET),
        (EXAM, clock(21, 0), Phase.ENDED, Phase.ENDED),
        (BEFORE_REFORM, clock(17, 0), Phase.ENDED, Phase.AFTER_MARKET),
    ],
)
def test_both_exchanges_go_through_their_phases(day: date, at: int, krx: Phase, nxt: Phase) -> None:
    assert (hours(day).phase(at), hours(day).phase(at, Board.NXT)) == (krx, nxt)


def test_an_order_at_the_previous_close_trades_at_it_before_the_open() -> None:
    floor = Floor("08:29:59")
    base = floor.market.snapshot(SAMSUNG).base
    with pytest.raises(Refused) as early:
        floor.buy(5, 0, "05")
    assert early.value.reason is Refusal.MARKET_NOT_YET_OPEN
    floor.go(2)
    number = floor.buy(5, 0, "05").number
    floor.go_to("08:40")
    done = floor.order(number)
    assert (done.state, done.filled_amount) == (OrderState.FILLED, 5 * base)
    assert floor.market.snapshot(SAMSUNG).open is None
    with pytest.raises(Refused) as late:
        floor.buy(5, 0, "05")
    assert late.value.reason is Refusal.ORDER_TYPE_NOT_ALLOWED


def test_an_order_at_the_close_waits_until_it_may_trade_and_ends_at_four() -> None:
    floor = Floor("15:30:01")
    close = floor.market.snapshot(SAMSUNG).last
    small, large = floor.buy(5, 0, "06").number, floor.sell(180, 0, "06").number
    floor.go_to("15:39:59")
    assert floor.order(small).state is OrderState.WORKING
    floor.go_to("16:00")
    assert floor.order(small).filled_amount == 5 * close
    assert floor.order(large).state in {OrderState.FILLED, OrderState.EXPIRED}
    assert floor.account.open_orders() == ()
    assert floor.market.snapshot(SAMSUNG).last == close


def test_what_finds_no_one_at_a_fixed_price_expires_with_its_session() -> None:
    floor = Floor("08:39:59.9")
    number = floor.sell(180, 0, "05").number
    floor.go_to("08:40:01")
    assert floor.order(number).state is OrderState.EXPIRED
    assert floor.events[-1].kind is OrderEventKind.EXPIRED


def test_a_day_order_of_the_krx_does_not_live_on_in_the_after_market() -> None:
    floor = Floor("15:19")
    number = floor.buy(5, floor.bid(level=8)).number
    floor.go_to("16:10")
    assert floor.order(number).state is OrderState.EXPIRED


def test_the_after_market_trades_until_eight_and_moves_no_close() -> None:
    floor = Floor("15:59:50")
    close = floor.market.snapshot(SAMSUNG).last
    floor.go_to("16:05")
    with pytest.raises(Refused) as refused:
        floor.buy(5, 0, "01")
    assert refused.value.reason is Refusal.AFTER_MARKET_TYPE
    at_once = floor.buy(5, floor.ask(), "42")
    best = floor.buy(5, 0, "44")
    own = floor.buy(5, 0, "47").number
    waiting = floor.buy(5, floor.bid(level=9), "41").number
    assert (at_once.state, best.state) == (OrderState.FILLED, OrderState.FILLED)
    assert floor.order(own).exchange == "KRX"
    floor.go_to("20:00")
    assert floor.order(waiting).state in {OrderState.EXPIRED, OrderState.FILLED}
    assert floor.account.open_orders() == ()
    evening = [one for one in floor.prints if one.market == "3"]
    assert len(evening) > 50
    today = floor.market.trade_date
    assert floor.market.daily_bars(SAMSUNG, today, today)[0].close == close
    assert floor.market.last_price(SAMSUNG) == close
    floor.go_to("2026-11-23 08:00")
    assert floor.market.snapshot(SAMSUNG).base == close


def test_funds_have_no_after_market() -> None:
    floor = Floor("16:05")
    price = floor.market.snapshot(KODEX).last
    with pytest.raises(Refused) as refused:
        floor.buy(1, price, "41", KODEX)
    assert refused.value.reason is Refusal.NOT_AFTER_HOURS


@pytest.mark.parametrize(
    ("start", "end"), [("08:30", "08:50"), ("15:00", "15:20"), ("17:00", "20:00")]
)
def test_an_order_to_the_nxt_ends_with_its_market(start: str, end: str) -> None:
    floor = Floor(start)
    price = floor.market.book(SAMSUNG, Board.NXT).bids[9].price
    number = place(floor, "NXT", "00", price - 2000).number
    floor.go_to(f"{end[:-2]}{int(end[-2:]):02d}")
    order = floor.order(number)
    assert (order.state, order.expired_quantity) == (OrderState.EXPIRED, 5)


def test_the_first_price_of_the_nxts_after_market_is_a_single_one() -> None:
    floor = Floor("15:31")
    floor.market.wake(SAMSUNG, Board.NXT)
    floor.go_to("15:39:59.9")
    book = floor.market.book(SAMSUNG, Board.NXT)
    assert (book.phase, book.indicative_price is not None) == (Phase.AFTER_AUCTION, True)
    floor.go_to("15:41")
    assert floor.market.book(SAMSUNG, Board.NXT).phase is Phase.AFTER_MARKET
    assert floor.market.recent_prints(SAMSUNG, 1, Board.NXT)[0].market == "3"


@pytest.mark.parametrize(
    ("time", "exchange", "kind", "reason"),
    [
        ("07:59", "NXT", "00", Refusal.MARKET_NOT_YET_OPEN),
        ("08:10", "NXT", "13", Refusal.ORDER_TYPE_NOT_ALLOWED),
        ("08:10", "NXT", "01", Refusal.MARKET_ORDER_NOT_ALLOWED),
        ("08:55", "NXT", "00", Refusal.MARKET_CLOSED),
        ("15:25", "NXT", "00", Refusal.MARKET_CLOSED),
        ("15:35", "NXT", "03", Refusal.AFTER_MARKET_TYPE),
        ("17:00", "NXT", "13", Refusal.AFTER_MARKET_TYPE),
        ("08:35", "SOR", "00", Refusal.MARKET_NOT_YET_OPEN),
        ("10:12", "SOR", "21", Refusal.ORDER_TYPE_NOT_ALLOWED),
        ("15:35", "SOR", "00", Refusal.MARKET_CLOSED),
        ("20:00", "KRX", "41", Refusal.MARKET_CLOSED),
    ],
)
def test_what_a_session_does_not_take_is_refused(
    time: str, exchange: str, kind: str, reason: Refusal
) -> None:
    floor = Floor(time)
    price = 0 if kind in {"01", "03", "13", "21"} else floor.market.snapshot(SAMSUNG).last
    with pytest.raises(Refused) as refused:
        place(floor, exchange, kind, price)
    assert refused.value.reason is reason
