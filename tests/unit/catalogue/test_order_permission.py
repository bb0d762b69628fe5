from __future__ import annotations

from datetime import date

import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.catalogue.order_permission import why_not
from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.domain.session import Phase

RULES = load_market_rules("krx")
REFORM = date(2026, 9, 14)


def why(
    order_type: OrderType,
    venue: Venue = Venue.KRX,
    phase: Phase | None = Phase.CONTINUOUS,
    *,
    kind: str = "stock",
    on: date = REFORM,
    is_paper: bool = False,
) -> str | None:
    found = why_not(RULES, order_type, venue, phase, kind=kind, on=on, is_paper=is_paper)
    return None if found is None else found.id


def test_every_type_has_a_rule_and_no_two_share_a_code() -> None:
    codes = [RULES.order_type(one.value).code for one in OrderType]
    assert len(set(codes)) == len(OrderType) == len(RULES.order_types)


@pytest.mark.parametrize(
    ("order_type", "venue", "phase", "reason"),
    [
        (OrderType.LIMIT, Venue.KRX, Phase.CONTINUOUS, None),
        (OrderType.LIMIT, Venue.KRX, None, None),
        (OrderType.LIMIT, Venue.KRX, Phase.AFTER_MARKET, "order.why.phase"),
        (OrderType.AFTER_LIMIT, Venue.KRX, Phase.AFTER_MARKET, None),
        (OrderType.AFTER_LIMIT, Venue.KRX, Phase.CONTINUOUS, "order.why.phase"),
        (OrderType.AFTER_LIMIT, Venue.NXT, Phase.AFTER_MARKET, "order.why.venue"),
        (OrderType.MARKET, Venue.NXT, Phase.CONTINUOUS, "order.why.venue"),
        (OrderType.MARKET, Venue.KRX, Phase.AFTER_MARKET, "order.why.phase"),
        (OrderType.LIMIT, Venue.NXT, Phase.PRE_MARKET, None),
        (OrderType.LIMIT_IOC, Venue.KRX, Phase.CLOSING_AUCTION, "order.why.phase"),
        (OrderType.CLOSING_PRICE, Venue.KRX, Phase.CLOSING_PRICE_ORDERS, None),
        (OrderType.STOP_LIMIT, Venue.SOR, Phase.CONTINUOUS, "order.why.venue"),
        (OrderType.LIMIT, Venue.KRX, Phase.CLOSED, "order.why.closed"),
        (OrderType.LIMIT, Venue.KRX, Phase.HOLIDAY, "order.why.closed"),
    ],
)
def test_why_a_type_cannot_be_sent(
    order_type: OrderType, venue: Venue, phase: Phase | None, reason: str | None
) -> None:
    assert why(order_type, venue, phase) == reason


def test_the_after_market_begins_with_the_reform_and_takes_stocks_alone() -> None:
    late = Phase.AFTER_MARKET
    assert why(OrderType.AFTER_LIMIT, phase=late, on=date(2026, 9, 11)) == "order.why.not_yet"
    assert why(OrderType.AFTER_LIMIT, phase=late, kind="etf") == "order.why.kind"


def test_paper_trading_knows_the_krx_alone() -> None:
    assert why(OrderType.LIMIT, Venue.NXT, is_paper=True) == "order.why.paper_venue"
    assert why(OrderType.LIMIT, is_paper=True) is None
