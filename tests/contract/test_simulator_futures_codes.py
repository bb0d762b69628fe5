"""Codes, names and hours of Korean futures and options, written out by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.dealing import DealEvent, DealFill, DealOrder
from kis_desktop.simulator.markets.domestic_futureoption.contracts import find_contract
from kis_desktop.simulator.markets.domestic_futureoption.days import sessions
from kis_desktop.simulator.markets.domestic_futureoption.products import all_products
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.universe import load_universe
from kis_desktop.simulator.views import OrderEventKind, OrderKind, OrderState, Side

TODAY = date(2026, 11, 20)
LAST = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("asked", "code", "name", "last", "now"),
    [
        ("A01612", "A01612", "F 202612", date(2026, 12, 10), "A01612"),
        ("A01703", "A01703", "F 202703", date(2027, 3, 11), "A01703"),
        ("A05612", "A05612", "미니 F 202612", date(2026, 12, 10), "A05612"),
        ("101W09", "101W09", "F 202509", date(2025, 9, 11), "A01612"),
        ("101S12", "101S12", "F 202212", date(2022, 12, 8), "A01612"),
        ("101W9000", "101W09", "F 202509", date(2025, 9, 11), "A01612"),
        ("165W09", "165W09", "3년국채 F 202509", date(2025, 9, 16), "A65612"),
        ("A75612", "A75612", "미국달러 F 202612", date(2026, 12, 21), "A75612"),
        ("111W07", "111W07", "삼성전자 F 202507 (  10)", date(2025, 7, 10), "A11612"),
        ("201W08427", "201W08427", "C 202508 427.5", date(2025, 8, 14), "B01612427"),
        ("C01612560", "C01612560", "P 202612 560.0", date(2026, 12, 10), "C01612560"),
        ("B096B4557", "B096B4557", "위클리 C 2611W4 557.5", date(2026, 11, 26), "B096B4557"),
        ("CAF6B4555", "CAF6B4555", "위클리(월) P 2611W4 555.0", date(2026, 11, 23), "CAF6B4555"),
        ("B11612098", "B11612098", "삼성전자 C 202612 98,000 (  10)", LAST, "B11612098"),
        ("KR4A016C0004", "A01612", "F 202612", LAST, "A01612"),
        (" a01612 ", "A01612", "F 202612", LAST, "A01612"),
    ],
)
def test_codes(asked: str, code: str, name: str, last: date, now: str) -> None:
    found = find_contract(all_products(load_universe().listings), asked, TODAY)
    assert found is not None
    assert (found.code, found.name, found.last) == (code, name, last)
    assert found.on(TODAY).code == now


@pytest.mark.parametrize(
    ("code", "isin"),
    [("101R12", "KR4101RC0000"), ("101S03", "KR4101S30001"), ("111R10", "KR4111RA0000")],
)
def test_standard_codes_end_in_their_check_digit(code: str, isin: str) -> None:
    """The published forms of these three."""
    found = find_contract(all_products(load_universe().listings), code, TODAY)
    assert found is not None
    assert found.isin == isin


@pytest.mark.parametrize(
    "code", ["", "A", "005930", "A99612", "A01613", "A0161", "B01612", "B01612000", "A01Z12"]
)
def test_what_is_no_code(code: str) -> None:
    assert find_contract(all_products(load_universe().listings), code, TODAY) is None


@pytest.mark.parametrize(
    ("day", "night", "edges"),
    [
        (date(2026, 11, 20), False, ["2026-11-20 08:45", "2026-11-20 15:35", "2026-11-20 15:45"]),
        (date(2026, 11, 19), False, ["2026-11-19 09:45", "2026-11-19 16:35", "2026-11-19 16:45"]),
        (date(2026, 12, 10), False, ["2026-12-10 08:45", "2026-12-10 15:10", "2026-12-10 15:20"]),
        (date(2026, 11, 21), True, ["2026-11-20 18:00", "2026-11-21 05:50", "2026-11-21 06:00"]),
        (date(2026, 11, 20), True, ["2026-11-19 18:00", "2026-11-20 05:50", "2026-11-20 06:00"]),
    ],
)
def test_hours(day: date, night: bool, edges: list[str]) -> None:
    found = sessions(LAST, None, night=night)(day)
    assert found is not None
    start, pause, end = (datetime.fromisoformat(edge).replace(tzinfo=KST) for edge in edges)
    assert (found.start, found.spans[0][1], found.end) == (start, pause, end)


@pytest.mark.parametrize(
    ("day", "night"), [(date(2026, 11, 21), False), (date(2026, 11, 22), True),
                       (date(2026, 11, 23), True), (date(2026, 10, 9), False)]
)  # fmt: skip
def test_days_without_a_session(day: date, night: bool) -> None:
    assert sessions(LAST, None, night=night)(day) is None


def _event(kind: OrderEventKind, exchange: str, code: str) -> DealEvent:
    at = datetime(2026, 11, 20, 10, 12, 5, tzinfo=KST)
    order = DealOrder(
        account="12345678-03", number="0030000079", original_number=None, kind=OrderKind.NEW,
        exchange=exchange, code=code, side=Side.BUY, order_type="10", quantity=3, price=55_850,
        state=OrderState.WORKING, trade_date=TODAY, time=at, remaining=3,
    )  # fmt: skip
    filled = kind is OrderEventKind.FILLED
    price, quantity = (55_845, 2) if filled else (55_850, 3)
    fill: DealFill | None = None
    return DealEvent("domestic_futureoption", kind, order, at, quantity, price, fill)


@pytest.mark.parametrize(
    ("tr_id", "kind", "exchange", "code", "record"),
    [
        (
            "H0IFCNI0", OrderEventKind.ACCEPTED, "KRX", "A01612",
            (
                "simuser^1234567803^0030000079^^02^0^L^A01612^0000000003^000000000^101205^0^1^1"
                "^06010^000000003^홍길동^F 202612^3^^^000055850"
            ),
        ),
        (
            "H0IFCNI0", OrderEventKind.FILLED, "KRX", "A01612",
            (
                "simuser^1234567803^0030000079^^02^0^0^A01612^0000000002^000055845^101205^0^2^2"
                "^06010^000000003^홍길동^F 202612^3^^^000055850"
            ),
        ),
        (
            "H0MFCNI0", OrderEventKind.FILLED, "NGT", "A01612",
            (
                "simuser^1234567803^0030000079^^02^0^0^A01612^0000000002^000055845^101205^0^2^2"
                "^06010^000000003^홍길동^F 202612^3"
            ),
        ),
        (
            "H0EUCNI0", OrderEventKind.REMAINDER_CANCELLED, "NGT", "B01612557",
            (
                "simuser^1234567803^0030000079^^02^0^L^B01612557^0000000003^000000000^101205^0^1^3"
                "^06010^000000003^홍길동^C 202612 557.5^3"
            ),
        ),
    ],
)  # fmt: skip
def test_notices(tr_id: str, kind: OrderEventKind, exchange: str, code: str, record: str) -> None:
    channel = find_channel(tr_id, World.REAL)
    assert isinstance(channel, Noticed)
    event = _event(kind, exchange, code)
    assert channel.covers(event)
    assert channel.text(event, "simuser") == record


def test_rights_of_the_two_sides() -> None:
    found = find_contract(all_products(load_universe().listings), "301W08427", TODAY)
    assert found is not None
    assert (found.right, found.strike) == (Right.PUT, 42_750)
