"""Orders as journal entries and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.order import (
    Credit,
    CreditKind,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Origin,
    Side,
    Venue,
)
from kis_desktop.domain.order_report import OrderReceipt
from kis_desktop.services.order_audit import evidence
from kis_desktop.services.order_ledger import Record, moved
from kis_desktop.services.order_records import (
    cut_short,
    described,
    ended_unknown,
    receipt_of,
    restored,
)

AT = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)
S = OrderState
K = JournalKind
NAMED = receipt_of(OrderReceipt("0000117057", "91252", "101200"))


def intent(price: int | None = 98_400) -> Order:
    order_type = OrderType.MARKET if price is None else OrderType.LIMIT
    return Order(
        "a", "005930", Side.SELL, order_type, 10, None if price is None else Decimal(price),
        Venue.SOR, S.INTENT, AT, TODAY, sent_at="101155",
    )  # fmt: skip


def entry(
    kind: JournalKind, body: dict[str, JournalValue] | None = None, local_id: str = "a"
) -> JournalEntry:
    return JournalEntry(kind, local_id, AT, TODAY, body or {})


@pytest.mark.parametrize("price", [98_400, None])
def test_an_intent_comes_back_as_it_was_written(price: int | None) -> None:
    (order,) = restored([entry(K.INTENT, described(intent(price)))])
    assert order.state is S.REJECTED  # it never reached the wire
    assert order.reason is not None
    assert order.to(S.REJECTED, reason=None) == moved(intent(price), S.REJECTED)


@pytest.mark.parametrize(
    ("kinds", "state", "order_no"),
    [
        ([entry(K.SENDING)], S.UNKNOWN, ""),
        ([entry(K.SENDING), entry(K.UNKNOWN)], S.UNKNOWN, ""),
        ([entry(K.SENDING), entry(K.ACCEPTED, NAMED)], S.ACCEPTED, "0000117057"),
        ([entry(K.SENDING), entry(K.UNKNOWN), entry(K.RESOLVED, NAMED)], S.ACCEPTED, "0000117057"),
        ([entry(K.SENDING), entry(K.UNKNOWN), entry(K.RESOLVED, {"order_no": ""})], S.REJECTED, ""),
        ([entry(K.SENDING), entry(K.REJECTED, {"code": "APBK0952"})], S.REJECTED, ""),
        ([entry(K.SENDING), entry(K.UNKNOWN), entry(K.ADOPTED, NAMED)], S.ACCEPTED, "0000117057"),
        ([entry(K.SENDING), entry(K.UNKNOWN), entry(K.RESOLVED, ended_unknown(2))], S.EXPIRED, ""),
        ([entry(K.SENDING), entry(K.CANCEL)], S.UNKNOWN, ""),
        ([entry(K.SENDING), entry(K.ACCEPTED, NAMED, local_id="b")], S.UNKNOWN, ""),
    ],
)
def test_what_followed_an_intent_is_what_the_order_came_to(
    kinds: list[JournalEntry], state: OrderState, order_no: str
) -> None:
    (order,) = restored([entry(K.INTENT, described(intent())), *kinds])
    assert (order.state, order.order_no) == (state, order_no)


def test_what_only_some_orders_have_comes_back_too() -> None:
    credit = Credit(CreditKind.SELF_LOAN, date(2026, 11, 20))
    wanted = OrderIntent(
        "a", "005930", Side.BUY, OrderType.STOP_LIMIT, 10, Decimal(98_400), Venue.KRX,
        Decimal(98_300), credit, Origin.LADDER,
    )  # fmt: skip
    (order,) = restored([entry(K.INTENT, described(intent()) | evidence(wanted))])
    assert (order.condition_price, order.credit, order.origin) == (
        Decimal(98_300),
        credit,
        Origin.LADDER,
    )


def test_until_when_an_order_can_have_come_is_kept() -> None:
    lost = entry(K.UNKNOWN, {"until": "101210"})
    (order,) = restored([entry(K.INTENT, described(intent())), entry(K.SENDING), lost])
    assert (order.sent_at, order.sent_until) == ("101155", "101210")


def test_orders_whose_sending_was_cut_short_are_those_of_which_nothing_was_written_since() -> None:
    entries = [
        entry(K.SENDING, local_id="cut"),
        entry(K.SENDING, local_id="told"),
        entry(K.UNKNOWN, local_id="told"),
        entry(K.SENDING, local_id="filled"),
        entry(K.NOTICE, local_id="filled"),
        entry(K.INTENT, local_id="never"),
    ]
    assert cut_short(entries) == {"cut", "filled"}


def test_a_move_that_the_table_does_not_hold_changes_the_rest_alone() -> None:
    filled = intent().to(S.SENDING).to(S.FILLED)
    assert moved(filled, S.SENDING, branch="1").state is S.FILLED
    assert moved(filled, S.SENDING, branch="1").branch == "1"


def test_an_order_without_a_number_is_what_its_sending_is() -> None:
    assert Record(intent()).shown() == intent()
