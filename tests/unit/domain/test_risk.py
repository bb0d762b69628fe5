"""Checks before an order may be sent."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.risk import Limits, check, check_price

TABLE = load_market_rules("krx").tick_table("stock", date(2026, 11, 20))
LIMITS = Limits(TABLE, PriceLimits(Decimal(68_000), Decimal(126_200)))
GOOD = OrderIntent("a", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(98_400))
SALE = msgspec.structs.replace(GOOD, side=Side.SELL)
MARKET = msgspec.structs.replace(GOOD, order_type=OrderType.MARKET, price=None)


def reasons(intent: OrderIntent, **known: object) -> list[str]:
    limits = msgspec.structs.replace(LIMITS, **known)
    return [reason.id for reason in check(intent, limits)]


def test_a_sound_order_has_no_reason_against_it() -> None:
    assert reasons(GOOD, buying_power=Decimal(984_000)) == []
    assert reasons(SALE, sellable=10) == []
    assert reasons(MARKET, buying_power=Decimal(1)) == []
    assert reasons(GOOD, price_limits=None) == []


@pytest.mark.parametrize(
    ("change", "known", "wanted"),
    [
        ({"quantity": 0}, {}, ["order.quantity_missing"]),
        ({"price": None}, {}, ["order.price_missing"]),
        ({"price": Decimal(98_450)}, {}, ["order.off_tick"]),
        ({"price": Decimal(0)}, {}, ["order.off_tick", "order.below_limit"]),
        ({"price": Decimal(126_300)}, {}, ["order.above_limit"]),
        ({"price": Decimal(67_900)}, {}, ["order.below_limit"]),
        ({}, {"buying_power": Decimal(983_999)}, ["order.not_enough_cash"]),
        ({}, {"halted": True}, ["order.halted"]),
        ({"side": Side.SELL}, {"sellable": 9}, ["order.not_enough_shares"]),
    ],
)
def test_every_reason_is_told(
    change: dict[str, object], known: dict[str, object], wanted: list[str]
) -> None:
    assert reasons(msgspec.structs.replace(GOOD, **change), **known) == wanted


@pytest.mark.parametrize(
    ("price", "order_type", "wanted"),
    [
        (None, OrderType.MARKET, []),
        (None, OrderType.LIMIT, ["order.price_missing"]),
        (Decimal(98_450), OrderType.LIMIT, ["order.off_tick"]),
        (Decimal(200_000), OrderType.LIMIT, ["order.above_limit"]),
        (Decimal(98_500), OrderType.LIMIT, []),
    ],
)
def test_the_price_of_an_amendment_is_checked(
    price: Decimal | None, order_type: OrderType, wanted: list[str]
) -> None:
    assert [reason.id for reason in check_price(price, order_type, LIMITS)] == wanted
