"""What a day has won or lost."""

from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.domain.daily_result import Marked, daily_result, dealt
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Side


def fill(side: Side, quantity: int, price: int, fee: int | None = None) -> Fill:
    cost = None if fee is None else Decimal(fee)
    day = date(2026, 11, 20)
    return Fill("1", "005930", side, quantity, Decimal(price), "101500", day, 1, fee=cost)


def marked(quantity: int, last: int | None, close: int | None) -> Marked:
    known = [None if price is None else Decimal(price) for price in (last, close)]
    return Marked("005930", quantity, *known)


@pytest.mark.parametrize(
    ("held", "fills", "result"),
    [
        ([], [], 0),
        ([marked(10, 1_100, 1_000)], [], 1_000),
        ([marked(10, 900, 1_000)], [], -1_000),
        ([marked(10, 1_100, None)], [fill(Side.BUY, 10, 1_050)], 500),
        ([marked(10, 1_100, None)], [fill(Side.BUY, 10, 1_050, 30)], 470),
        ([marked(4, 1_100, 1_000)], [fill(Side.SELL, 6, 1_200)], 1_600),
        ([], [fill(Side.SELL, 6, 900)], -600),
        ([], [fill(Side.BUY, 6, 900), fill(Side.SELL, 6, 950)], 300),
        ([marked(10, None, 1_000)], [], None),
        ([marked(10, 1_000, None)], [], None),
    ],
)
def test_the_day_is_counted_against_yesterdays_prices(
    held: list[Marked], fills: list[Fill], result: int | None
) -> None:
    assert daily_result(held, dealt(fills), lambda _: Decimal(1_000)) == result


def test_a_sale_whose_closing_price_is_not_known_leaves_the_day_unknown() -> None:
    assert daily_result([], dealt([fill(Side.SELL, 6, 900)]), lambda _: None) is None
