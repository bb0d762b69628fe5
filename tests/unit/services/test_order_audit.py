"""What the journal says beside an order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.domain.journal import JournalKind
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    Credit,
    CreditKind,
    OrderIntent,
    OrderType,
    Origin,
    Request,
    Seen,
    Side,
)
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.domain.risk_rules import Assessment, Check, Rule, Verdict
from kis_desktop.services.order_audit import (
    Stopwatch,
    adopted_entry,
    evidence,
    released_entry,
    stopped_entry,
)

TODAY = date(2026, 11, 20)
ORDER = OrderIntent(
    "a",
    "005930",
    Side.BUY,
    OrderType.STOP_LIMIT,
    10,
    Decimal(98_400),
    condition_price=Decimal(98_000),
    origin=Origin.LADDER,
    seen=Seen(Decimal(98_300), Decimal(98_200), Decimal(98_300), 120, "stream", "KRX"),
    approved=frozenset({"stale_price", "amount"}),
)
CHECKS = Assessment(
    (
        Check(Rule.QUANTITY, Verdict.PASSED, Decimal(10), Decimal(10_000)),
        Check(Rule.AMOUNT, Verdict.WARNED, Decimal(984_000), Decimal(900_000)),
        Check(Rule.EXPOSURE, Verdict.UNKNOWN, bound=Decimal(5)),
        Check(Rule.MARKS, Verdict.OFF),
        Check(Rule.INPUT, Verdict.UNKNOWN),
    )
)


def test_an_intent_says_who_asked_and_what_was_seen() -> None:
    assert evidence(ORDER, CHECKS) == {
        "origin": "ladder",
        "condition_price": "98000",
        "approved": "amount stale_price",
        "seen_last": "98300",
        "seen_bid": "98200",
        "seen_ask": "98300",
        "seen_age_ms": 120,
        "seen_source": "stream",
        "seen_venue": "KRX",
        "checks": "amount=warned:984000/900000 exposure=unknown:?/5 input=unknown",
        "passed": 1,
    }


def test_a_credit_order_names_its_loan() -> None:
    intent = OrderIntent(
        "a",
        "005930",
        Side.SELL,
        OrderType.MARKET,
        1,
        None,
        credit=Credit(CreditKind.SELF_LOAN_REPAY, TODAY),
    )
    body = evidence(intent)
    assert (body["credit"], body["loan_date"]) == ("self_loan_repay", "2026-11-20")
    assert (body["condition_price"], body["seen_last"]) == (None, None)
    assert "checks" not in body


def test_amendments_and_cancels_name_their_origin() -> None:
    amend = AmendIntent("b", "1", OrderType.LIMIT, Decimal(1), origin=Origin.CHART)
    assert evidence(amend)["origin"] == "chart"
    assert evidence(CancelIntent("c", "1", origin=Origin.KILL_SWITCH)) == {"origin": "kill_switch"}


def test_the_steps_of_an_order_are_timed_from_the_click() -> None:
    moments = iter([10.0, 10.0012, 10.0031, 10.25])
    watch = Stopwatch(lambda: next(moments))
    assert watch.body() == {}
    watch.journalled()
    watch.sent()
    watch.answered()
    assert watch.body() == {"ms_journalled": "1.2", "ms_sent": "3.1", "ms_answered": "250.0"}


@pytest.mark.parametrize(
    ("entry", "kind", "body"),
    [
        (stopped_entry(TODAY, 7), JournalKind.STOPPED, {"working": 7}),
        (released_entry(TODAY, "fixed"), JournalKind.RELEASED, {"reason": "fixed"}),
    ],
)
def test_the_kill_switch_has_entries(entry: object, kind: JournalKind, body: object) -> None:
    assert getattr(entry, "kind", None) is kind
    assert getattr(entry, "body", None) == body
    assert getattr(entry, "local_id", None) == ""


def test_the_traders_choice_is_written_down() -> None:
    row = BrokerOrder(
        order_no="0000117057",
        original_no="",
        branch="91252",
        symbol="005930",
        side=Side.BUY,
        order_type=OrderType.LIMIT,
        quantity=10,
        price=Decimal(98_400),
        venue=ORDER.venue,
        request=Request.NEW,
        filled=0,
        remaining=10,
        cancelled=0,
        rejected=0,
        average_price=None,
        order_time="101500",
        name="삼성전자",
        trade_date=TODAY,
    )
    entry = adopted_entry("a", TODAY, row, 2)
    assert (entry.kind, entry.local_id) == (JournalKind.ADOPTED, "a")
    assert entry.body == {
        "order_no": "0000117057",
        "branch": "91252",
        "time": "101500",
        "candidates": 2,
    }
