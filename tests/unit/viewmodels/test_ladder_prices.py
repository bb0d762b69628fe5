"""The column of prices: every quotable price of the day, once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kis_desktop.domain.quote import Quote
from kis_desktop.domain.tick_size import TickBand, is_on_tick
from kis_desktop.viewmodels.ladder_prices import AROUND, PriceColumn, price_column

TABLE = (
    TickBand(Decimal(50_000), Decimal(50)),
    TickBand(Decimal(200_000), Decimal(100)),
    TickBand(None, Decimal(500)),
)


def quote(low: int | None, high: int | None, last: int | None = None) -> Quote:
    def price(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    return Quote("005930", last=price(last), limit_down=price(low), limit_up=price(high))


def test_the_day_s_prices_fall_from_limit_to_limit_through_all_bands() -> None:
    column = price_column(TABLE, quote(49_800, 50_200))
    assert [int(price) for price in column.prices] == [
        50_200, 50_100, 50_000, 49_950, 49_900, 49_850, 49_800,
    ]  # fmt: skip
    assert [column.place(price) for price in column.prices] == list(range(7))
    assert column.place(Decimal(49_975)) is None
    assert column.place(None) is None


def test_a_limit_off_the_tick_is_left_out() -> None:
    column = price_column(TABLE, quote(98_010, 98_290))
    assert [int(price) for price in column.prices] == [98_200, 98_100]


def test_without_limits_prices_stand_around_the_last() -> None:
    column = price_column(TABLE, quote(None, None, 98_400))
    assert len(column) == 2 * AROUND + 1
    assert column.place(Decimal(98_400)) == AROUND
    assert all(is_on_tick(price, TABLE) for price in column.prices)


@pytest.mark.parametrize("known", [quote(None, None), quote(98_000, None)])
def test_where_too_little_is_known_there_are_no_prices(known: Quote) -> None:
    assert len(price_column(TABLE, known)) == 0
    assert len(price_column(None, quote(98_000, 98_500, 98_100))) == 0


def test_prices_never_go_below_the_smallest_tick() -> None:
    column = price_column((TickBand(None, Decimal(1)),), quote(None, None, 20))
    assert column.prices[-1] == Decimal(1)


@pytest.mark.parametrize(
    ("price", "place"),
    [
        (98_500, 0),
        (98_450, 1),
        (98_400, 1),
        (98_301, 2),
        (98_000, 5),
        (97_999, None),
        (98_501, None),
    ],
)
def test_an_average_stands_at_a_price_or_just_above_it(price: int, place: int | None) -> None:
    column = price_column(TABLE, quote(98_000, 98_500))
    assert column.place_at_or_below(Decimal(price)) == place
    assert column.place_at_or_below(None) is None
    assert PriceColumn().place_at_or_below(Decimal(price)) is None
