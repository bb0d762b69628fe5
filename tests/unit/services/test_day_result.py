"""What the day has won so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.account import AccountSnapshot, DayTrade, Position
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Side
from kis_desktop.domain.quote import Quote
from kis_desktop.services.day_result import DayResult

HELD = Position(
    "005930",
    "삼성전자",
    10,
    10,
    None,
    None,
    Decimal(990),
    None,
    None,
    None,
    base_change=Decimal(-10),
)
ACCOUNT = AccountSnapshot(
    cash=None,
    cash_d1=None,
    cash_d2=None,
    buying_power=None,
    cost=None,
    value=None,
    unrealized_pnl=None,
    total=None,
    fees_today=None,
    positions=(HELD,),
    received=1.0,
)


def day_result(
    account: AccountSnapshot | None, fills: list[Fill], find_quote: Callable[[str], Quote | None]
) -> Decimal | None:
    return DayResult(lambda: account, lambda: tuple(fills), find_quote).find()


def test_before_the_account_was_read_nothing_is_known() -> None:
    assert day_result(None, [], lambda _: None) is None


@pytest.mark.parametrize(
    ("position", "quote", "result"),
    [
        (HELD, None, -100),
        (HELD, Quote("005930", last=Decimal(1_010)), 100),
        (HELD, Quote("005930", last=Decimal(1_010), previous_close=Decimal(1_005)), 50),
        (HELD, Quote("005930"), -100),
        (msgspec.structs.replace(HELD, base_change=None), None, None),
        (msgspec.structs.replace(HELD, last=None), None, None),
    ],
)
def test_holdings_count_at_the_newest_price_against_the_previous_close(
    position: Position, quote: Quote | None, result: int | None
) -> None:
    account = msgspec.structs.replace(ACCOUNT, positions=(position,))
    assert day_result(account, [], lambda _: quote) == result


@pytest.mark.parametrize(
    ("quote", "result"),
    [(Quote("005930", previous_close=Decimal(1_000)), -50), (None, None)],
)
def test_what_is_held_no_more_counts_against_the_quotes_close(
    quote: Quote | None, result: int | None
) -> None:
    day = date(2026, 11, 20)
    sold = Fill("1", "005930", Side.SELL, 10, Decimal(995), "101500", day, 1)
    empty = msgspec.structs.replace(ACCOUNT, positions=())
    assert day_result(empty, [sold], lambda _: quote) == result


def test_fills_that_come_later_count() -> None:
    fills: list[Fill] = []
    empty = msgspec.structs.replace(ACCOUNT, positions=())
    result = DayResult(lambda: empty, lambda: tuple(fills), lambda _: None)
    assert result.find() == 0
    day = date(2026, 11, 20)
    fills += [
        Fill("1", "005930", side, 1, Decimal(price), "101500", day, 1)
        for side, price in ((Side.BUY, 995), (Side.SELL, 990))
    ]
    assert result.find() == -5


BOUGHT = Fill("1", "005930", Side.BUY, 1_000, Decimal(1_300), "101500", date(2026, 11, 20), 1)
QUOTE = Quote("005930", last=Decimal(1_300), previous_close=Decimal(1_000))


@pytest.mark.parametrize("held", [(), (HELD,)])
def test_a_purchase_that_the_account_does_not_hold_yet_is_no_loss(
    held: tuple[Position, ...],
) -> None:
    fills: list[Fill] = []
    account = msgspec.structs.replace(ACCOUNT, positions=held)
    result = DayResult(lambda: account, lambda: tuple(fills), lambda _: QUOTE)
    before = result.find()
    fills.append(BOUGHT)
    assert result.find() == before
    account = msgspec.structs.replace(
        ACCOUNT,
        positions=(msgspec.structs.replace(HELD, quantity=1_000 + 10 * len(held)),),
        dealt=(DayTrade("005930", 1_000, 0),),
    )
    assert result.find() == before


def test_a_reading_that_began_before_a_fill_lacks_it() -> None:
    first = msgspec.structs.replace(BOUGHT, quantity=10, price=Decimal(1_000), sequence=2)
    account = msgspec.structs.replace(ACCOUNT, dealt=(DayTrade("005930", 10, 0),))
    result = DayResult(lambda: account, lambda: (first, BOUGHT), lambda _: QUOTE)
    assert result.find() == 10 * 300  # of the ten bought at the close alone
    unread = DayResult(lambda: account, lambda: (), lambda _: QUOTE)
    assert unread.find() == 0  # what they were bought at is not known yet


def test_what_was_bought_and_has_no_price_leaves_the_day_unknown() -> None:
    fills: list[Fill] = []
    empty = msgspec.structs.replace(ACCOUNT, positions=())
    result = DayResult(lambda: empty, lambda: tuple(fills), lambda _: None)
    assert result.find() == 0
    fills.append(BOUGHT)
    assert result.find() is None
