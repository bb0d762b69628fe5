"""Whatever order true reports come in, and however often, an order is never more than it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.event import FillReceived
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Order, OrderState, OrderType, Request, Side, Venue
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind, OrderReceipt
from kis_desktop.services.order_day import OrderDay
from kis_desktop.services.order_ledger import LISTED_BY_THEN, Record, number
from kis_desktop.services.order_settling import Settling

SETTLING = Settling(load_market_rules("krx"))
TODAY = date(2026, 11, 20)
NO, CANCEL_NO = "0000117057", "0000117099"
S = OrderState


def sent(quantity: int) -> Order:
    return Order(
        "a", "005930", Side.BUY, OrderType.LIMIT, quantity, Decimal(98_400), Venue.KRX,
        S.SENDING, datetime(2026, 11, 20, 1, 12, tzinfo=UTC), TODAY,
    )  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """What the exchange has done with the order up to a moment."""

    quantity: int
    fills: tuple[tuple[int, int], ...]  # size, price
    cancelled: bool

    @property
    def filled(self) -> int:
        return sum(size for size, _ in self.fills)

    def row(self) -> BrokerOrder:
        amount = sum(size * price for size, price in self.fills)
        gone = self.quantity - self.filled if self.cancelled else 0
        return BrokerOrder(
            order_no=NO, original_no="", branch="91252", symbol="005930", name="", side=Side.BUY,
            order_type=OrderType.LIMIT, quantity=self.quantity, price=Decimal(98_400),
            filled=self.filled,
            average_price=Decimal(amount) / self.filled if self.filled else None,
            remaining=self.quantity - self.filled - gone, cancelled=gone, rejected=0,
            request=Request.NEW, order_time="101200", trade_date=TODAY, venue=Venue.KRX,
        )  # fmt: skip


def told(kind: NoticeKind, quantity: int, price: int, time: str, no: str = NO) -> Notice:
    return Notice(
        kind, no, NO if no != NO else "", "005930", Side.BUY, quantity, Decimal(price), time,
        None, Venue.KRX, Request.NEW, authentic=True,
    )  # fmt: skip


def cost(fill: Fill) -> Fill:
    return fill


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Truth], list[Notice]]:
    """The truth after each step, and the notice of each step."""
    quantity = draw(st.integers(1, 30))
    truth = [Truth(quantity, (), cancelled=False)]
    notices: list[Notice] = []
    while truth[-1].filled < quantity and len(notices) < 6 and draw(st.booleans()):
        left = quantity - truth[-1].filled
        size, price = draw(st.integers(1, left)), draw(st.integers(98_000, 98_400))
        # two executions of one second may be alike to the letter
        second = draw(st.integers(0, 1))
        truth.append(Truth(quantity, (*truth[-1].fills, (size, price)), cancelled=False))
        notices.append(told(NoticeKind.FILLED, size, price, f"10120{second}"))
    if truth[-1].filled < quantity and draw(st.booleans()):
        left = quantity - truth[-1].filled
        truth.append(Truth(quantity, truth[-1].fills, cancelled=True))
        notices.append(told(NoticeKind.CANCELLED, left, 98_400, "101209", CANCEL_NO))
    return truth, notices


@given(histories(), st.data())
def test_reports_in_any_order_never_tell_more_than_there_is(
    history: tuple[list[Truth], list[Notice]], data: st.DataObject
) -> None:
    truth, notices = history
    day = OrderDay(TODAY, cost, SETTLING)
    day.put(sent(truth[0].quantity))
    reports: list[tuple[str, int]] = [("notice", place) for place in range(len(notices))]
    reports += data.draw(st.lists(st.sampled_from(reports or [("list", 0)]), max_size=4))
    lists = st.lists(st.integers(0, len(truth) - 1), max_size=4)
    reports += [("list", place) for place in data.draw(lists)]
    reports += [("answer", 0)]
    now, read_up_to = 100.0, 0
    for kind, place in data.draw(st.permutations(reports)):
        now += 0.1
        if kind == "answer":
            day.name("a", OrderReceipt(NO, "91252", "101200"))
        elif kind == "notice":
            day.notice(notices[place], now)
        else:
            read_up_to = max(read_up_to, place)  # a list never goes back in time
            day.lay((truth[read_up_to].row(),), now)
        shown = day.find("a")
        assert shown is not None
        assert shown.filled <= truth[-1].filled
        assert shown.filled + shown.cancelled <= shown.quantity
        day.changes()
    now += LISTED_BY_THEN + 1
    day.name("a", OrderReceipt(NO, "91252", "101200"))
    day.lay((truth[-1].row(),), now)
    _agrees(day, truth[-1])


def _agrees(day: OrderDay, truth: Truth) -> None:
    shown = day.find("a")
    assert shown is not None
    assert shown.filled == truth.filled
    row = truth.row()
    assert shown.remaining == row.remaining
    if truth.filled == truth.quantity:
        assert shown.state is S.FILLED
    elif truth.cancelled:
        assert shown.state is S.CANCELLED
    else:
        assert shown.state is (S.PARTLY_FILLED if truth.filled else S.WORKING)
    day.changes()
    if truth.filled:
        assert shown.average_price == row.average_price


def test_numbers_compare_whatever_their_padding() -> None:
    assert number("0000117057") == number("    117057") == 117_057
    assert number("") == number("abc") == 0


@given(histories(), st.data())
def test_another_programs_order_is_never_more_than_it_is(
    history: tuple[list[Truth], list[Notice]], data: st.DataObject
) -> None:
    truth, notices = history
    day = OrderDay(TODAY, cost, SETTLING)
    reports = [("notice", place) for place in range(len(notices))]
    reports += data.draw(st.lists(st.sampled_from(reports or [("list", 0)]), max_size=4))
    lists = st.lists(st.integers(0, len(truth) - 1), max_size=4)
    reports += [("list", place) for place in data.draw(lists)]
    now, read_up_to = 100.0, 0
    for kind, place in data.draw(st.permutations(reports)):
        now += 0.1
        if kind == "notice":
            day.notice(notices[place], now)
        else:
            read_up_to = max(read_up_to, place)
            day.lay((truth[read_up_to].row(),), now)
        shown = day.find_number(NO)
        if shown is not None:
            assert shown.filled <= truth[-1].filled
            assert shown.filled + shown.cancelled <= shown.quantity
        day.changes()
    day.lay((truth[-1].row(),), now + LISTED_BY_THEN + 1)
    shown = day.find_number(NO)
    assert shown is not None
    assert (shown.filled, shown.cancelled) == (
        truth[-1].filled,
        truth[-1].quantity - truth[-1].filled if truth[-1].cancelled else 0,
    )


def test_a_fill_told_before_its_order_was_known_keeps_its_time() -> None:
    day = OrderDay(TODAY, cost, SETTLING)
    early = told(NoticeKind.FILLED, 4, 98_300, "101203")
    for notice in (told(NoticeKind.WORKING, 10, 98_400, "101200"), early, early):
        assert day.notice(notice, 100.0) == []
    assert day.changes() == []
    day.lay((Truth(10, ((4, 98_300), (2, 98_400)), cancelled=False).row(),), 100.5)
    fills = [event.fill for event in day.changes() if isinstance(event, FillReceived)]
    assert [(fill.quantity, fill.time) for fill in fills] == [(4, "101203"), (2, "")]
    assert sum(fill.amount for fill in fills) == 4 * 98_300 + 2 * 98_400


def test_an_older_list_takes_nothing_back() -> None:
    day = OrderDay(TODAY, lambda fill: fill, SETTLING)
    day.put(sent(10))
    day.name("a", OrderReceipt(NO, "91252", "101200"))
    newer, older = Truth(10, ((4, 98_400),), cancelled=False), Truth(10, (), cancelled=False)
    day.lay((newer.row(),), 20.0)
    day.lay((older.row(),), 10.0)
    found = day.find("a")
    assert found is not None
    assert found.filled == 4


def test_what_is_said_of_a_sending_after_its_number_is_known_changes_nothing() -> None:
    day = OrderDay(TODAY, lambda fill: fill, SETTLING)
    day.put(sent(10))
    day.name("a", OrderReceipt(NO, "91252", "101200"))
    day.move("a", S.REJECTED)
    assert day.lose("a", message("order.uncertain"), "101210", 5.0) is None
    day.put_fill("nobody", Fill(NO, "005930", Side.BUY, 1, Decimal(1), "", TODAY, 1))
    found = day.find("a")
    assert found is not None
    assert (found.state, found.filled) == (S.ACCEPTED, 0)


def test_what_the_trader_denied_of_an_order_that_is_not_there_is_forgotten() -> None:
    day = OrderDay(TODAY, cost, SETTLING)
    day.put_denied("nobody", [NO])
    assert day.find("nobody") is None


def numbered() -> Record:
    return Record(msgspec.structs.replace(sent(10), order_no=NO, state=S.ACCEPTED))


def test_an_average_that_neither_fills_nor_list_tell_is_unknown() -> None:
    record = numbered()
    row = msgspec.structs.replace(Truth(10, ((3, 98_400), (2, 98_300)), cancelled=False).row())
    told_fill = Fill(NO, "005930", Side.BUY, 3, Decimal(98_400), "101201", TODAY, 1)
    assert record.count_fill(told_fill)
    record.lay(msgspec.structs.replace(row, average_price=None), 1.0, is_amended=False)
    shown = record.shown()
    assert (shown.filled, shown.average_price) == (5, None)


def test_an_amended_order_of_which_a_part_was_refused_has_ended() -> None:
    record = numbered()
    row = msgspec.structs.replace(Truth(10, (), cancelled=False).row(), remaining=0, rejected=3)
    record.lay(row, 1.0, is_amended=True)
    assert record.shown().state is S.AMENDED
