"""Notices about orders of foreign markets (H0GSCNI0, HDFFF1C0, HDFFF2C0), fields put by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from kis_desktop.simulator.dealing import DealEvent, DealFill, DealOrder
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import OrderEventKind, OrderKind, OrderState, Side

_AT = datetime(2026, 11, 23, 23, 45, 7, tzinfo=ZoneInfo("Asia/Seoul"))
_SHARES = DealOrder(
    account="12345678-01",
    number="0030000123",
    original_number=None,
    kind=OrderKind.NEW,
    exchange="NASD",
    code="AAPL",
    side=Side.BUY,
    order_type="00",
    quantity=12,
    price=2_030_500,
    state=OrderState.WORKING,
    trade_date=date(2026, 11, 23),
    time=_AT,
    remaining=12,
)
_CONTRACTS = replace(
    _SHARES,
    account="12345678-08",
    exchange="CME",
    code="ESZ26",
    side=Side.SELL,
    order_type="1",
    quantity=3,
    price=586_250,
    remaining=3,
)


def _text(tr_id: str, event: DealEvent, world: World = World.REAL) -> str:
    channel = find_channel(tr_id, world)
    assert isinstance(channel, Noticed)
    assert channel.covers(event)
    return channel.text(event, "simuser")


def _fill(order: DealOrder, price: int, quantity: int, fee: str) -> DealFill:
    return DealFill(
        account=order.account,
        order_number=order.number,
        exchange=order.exchange,
        code=order.code,
        side=order.side,
        price=price,
        quantity=quantity,
        time=_AT,
        trade_date=order.trade_date,
        fee=Decimal(fee),
        tax=Decimal(0),
        realized=Decimal(0),
    )


def test_an_accepted_order_for_shares_has_25_fields_and_prices_without_a_point() -> None:
    event = DealEvent("overseas_stock", OrderEventKind.ACCEPTED, _SHARES, _AT, 12, 2_030_500)
    expected = (
        "simuser^1234567801^0030000123^^02^0^2^AAPL^0000000012^002030500^234507^0^1^1^06010^"
        "000000012^홍**^애플^6^10^^^^^000002030500"
    )
    assert _text("H0GSCNI0", event) == expected
    assert _text("H0GSCNI9", event, World.PAPER) == expected


def test_a_fill_of_shares_tells_this_fill_alone_and_the_whole_order() -> None:
    order = replace(_SHARES, filled_quantity=9, filled_value=18_274_500, remaining=3)
    fill = _fill(order, 2_030_400, 5, "2.54")
    event = DealEvent("overseas_stock", OrderEventKind.FILLED, order, _AT, 5, 2_030_400, fill)
    assert _text("H0GSCNI0", event) == (
        "simuser^1234567801^0030000123^^02^0^2^AAPL^0000000005^002030400^234507^0^2^2^06010^"
        "000000012^홍**^애플^6^10^^^^^000002030400"
    )


def test_an_accepted_futures_order_has_33_fields() -> None:
    event = DealEvent("overseas_futureoption", OrderEventKind.ACCEPTED, _CONTRACTS, _AT, 3, 586_250)
    assert _text("HDFFF1C0", event) == (
        "simuser^1234567808^20261123^30000123^^^ESZ26^0^01^0^1^02^3^5862.50^0.00^0^0.00^3^^^"
        "20261123234507000^20261123234507000^^USD^N^0.00^0.00^6^^^N^01^"
    )


def test_a_fill_of_futures_has_33_fields_fee_and_value() -> None:
    order = replace(_CONTRACTS, filled_quantity=2, filled_value=1_172_550, remaining=1)
    fill = _fill(order, 586_275, 2, "15.00")
    event = DealEvent("overseas_futureoption", OrderEventKind.FILLED, order, _AT, 2, 586_275, fill)
    assert _text("HDFFF2C0", event) == (
        "simuser^1234567808^20261123^30000123^^^ESZ26^0^01^0^1^02^3^5862.50^0.00^2^5862.75^1^^^"
        "20261123234507000^20261123234507000^^20261123^00012302^00012302^2^5862.75^USD^15.00^Y^"
        "586275.00^01"
    )
