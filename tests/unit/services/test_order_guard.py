"""What every order passes, whoever asked for it: the facts of this moment and one verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.connection import Environment, Feed
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order import (
    AmendIntent,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Origin,
    Seen,
    Side,
    Venue,
)
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.domain.risk_facts import OrderFacts
from kis_desktop.domain.risk_rules import Check, Rule, Verdict
from kis_desktop.services.order_guard import OrderGuard, Sources
from kis_desktop.services.risk import Risk
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.storage.risk_file import RiskFile
from tests.unit.services.plain_screen import PlainScreen

NOW = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)  # 10:12 in Korea
RULES = load_market_rules("krx")
SAMSUNG = Instrument(
    "005930",
    "삼성전자",
    Market.KOSPI,
    InstrumentKind.STOCK,
    listed_shares=5_919_637_922,
    margin_rate=Decimal(20),
)
QUOTE = Quote(
    "005930",
    last=Decimal(98_400),
    bid=Decimal(98_300),
    ask=Decimal(98_400),
    limit_up=Decimal(126_200),
    limit_down=Decimal(68_000),
    received=95.0,
)
ACCOUNT = AccountSnapshot(
    cash=Decimal(10_000_000),
    cash_d1=None,
    cash_d2=None,
    buying_power=Decimal(9_000_000),
    cost=None,
    value=None,
    unrealized_pnl=None,
    total=None,
    fees_today=None,
    positions=(Position("005930", "삼성전자", 100, 60, None, None, None, None, None, None),),
    received=90.0,
)
BUY = OrderIntent("a", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(98_400))
WORKING = Order(
    local_id="b",
    symbol="005930",
    side=Side.BUY,
    order_type=OrderType.LIMIT,
    quantity=30,
    price=Decimal(98_000),
    venue=Venue.KRX,
    state=OrderState.WORKING,
    at=NOW,
    trade_date=date(2026, 11, 20),
    order_no="0000117057",
)


class NoNotes:
    """A journal that nothing is written to here."""

    def append(self, *entries: JournalEntry) -> None:
        raise NotImplementedError

    def newest(self, kind: JournalKind) -> JournalEntry | None:
        raise NotImplementedError


@dataclass
class Desk:
    """A guard with everything that it looks at, at monotonic second 100."""

    instruments: dict[str, Instrument] = field(default_factory=lambda: {"005930": SAMSUNG})
    quotes: dict[str, Quote] = field(default_factory=lambda: {"005930": QUOTE})
    account: AccountSnapshot | None = ACCOUNT
    wall: datetime = NOW
    is_paper: bool = False
    is_synchronised: bool = True
    orders: Callable[[str], OrderFacts] = lambda _: OrderFacts()
    listing: ListingDetails | None = None

    def made(self) -> OrderGuard:
        screen, worker = PlainScreen(), Worker("disk")
        clock = SessionClock(RULES, screen, monotonic=lambda: 100.0, wall=lambda: self.wall)
        if self.is_synchronised:
            clock.synchronised.set()
        usual = default_profile(Environment.REAL)
        journal = NoNotes()
        risk = Risk(usual, RiskFile(Path()), worker, journal, worker, clock, screen)
        sources = Sources(
            self.instruments.get, self.quotes.get, lambda: self.account, lambda _: self.listing
        )
        guard = OrderGuard(
            RULES,
            clock,
            risk,
            sources,
            is_paper=self.is_paper,
            monotonic=lambda: 100.0,
            wall=lambda: NOW,
        )
        guard.order_facts = self.orders
        worker.close()
        return guard

    def found(self, rule: Rule, intent: OrderIntent = BUY) -> Check:
        return check(self.made(), rule, intent)


def check(guard: OrderGuard, rule: Rule, intent: OrderIntent = BUY) -> Check:
    return next(one for one in guard.assess(intent).checks if one.rule is rule)


def changed(**changes: object) -> OrderIntent:
    return msgspec.structs.replace(BUY, **changes)


def told(one: Check) -> str:
    return "" if one.told is None else one.told.id


def test_a_sound_order_meets_nothing() -> None:
    verdicts = {one.verdict for one in Desk().made().assess(BUY).checks}
    assert verdicts == {Verdict.PASSED, Verdict.UNKNOWN}  # the day's loss is told by nobody here


@given(
    origin=st.sampled_from(Origin),
    side=st.sampled_from(Side),
    order_type=st.sampled_from(OrderType),
    venue=st.sampled_from(Venue),
    quantity=st.integers(-1, 10**7),
    price=st.none() | st.integers(1, 200_000).map(Decimal),
    deaf=st.sampled_from([0.0, 100.0]),
    seen=st.none() | st.just(Seen(Decimal(1))),
)
def test_the_same_order_has_the_same_verdict_wherever_it_comes_from(
    origin: Origin,
    side: Side,
    order_type: OrderType,
    venue: Venue,
    quantity: int,
    price: Decimal | None,
    deaf: float,
    seen: Seen | None,
) -> None:
    guard = Desk(orders=lambda _: OrderFacts((WORKING,), deaf_for=deaf)).made()
    intent = changed(side=side, order_type=order_type, venue=venue, quantity=quantity, price=price)
    elsewhere = msgspec.structs.replace(intent, origin=origin, seen=seen)
    assert guard.assess(elsewhere) == guard.assess(intent)


@pytest.mark.parametrize(
    ("feed", "received", "age"),
    [
        (None, 95.0, "5.0"),
        (Feed.LIVE, 1.0, "0.0"),
        (Feed.POLLED, 95.0, "5.0"),
        (Feed.GAP, 60.0, "40.0"),
        (Feed.WAITING, 120.0, "0.0"),
    ],
)
def test_a_price_is_as_old_as_its_feed_lets_it_be(
    feed: Feed | None, received: float, age: str
) -> None:
    guard = Desk(quotes={"005930": msgspec.structs.replace(QUOTE, received=received)}).made()
    if feed is not None:
        guard.on_feed("005930", feed)
    assert str(check(guard, Rule.STALE_PRICE).measured) == age


@pytest.mark.parametrize(("heard", "age"), [(99.0, 0), (90.0, 0), (88.0, 12), (None, 5)], ids=str)
def test_a_live_price_is_as_old_as_the_silence_of_its_line(heard: float | None, age: int) -> None:
    old = msgspec.structs.replace(QUOTE, received=95.0 if heard is None else 50.0)
    guard = Desk(quotes={"005930": old}).made()
    guard.on_feed("005930", Feed.LIVE)
    guard.line_heard = lambda: heard
    found = check(guard, Rule.STALE_PRICE)
    expected = 0 if age <= 11 else age
    assert found.measured == Decimal(expected)
    assert (found.verdict is Verdict.BLOCKED) == (age > 11)


def test_a_price_that_never_came_blocks() -> None:
    for quotes in ({}, {"005930": msgspec.structs.replace(QUOTE, last=None)}):
        one = Desk(quotes=quotes).found(Rule.STALE_PRICE)
        assert (one.verdict, told(one)) == (Verdict.BLOCKED, "risk.no_price")


@pytest.mark.parametrize(
    ("venue", "measured"), [(Venue.KRX, "0.00"), (Venue.NXT, "3.37"), (Venue.SOR, "1.24")]
)
def test_each_venue_has_its_own_price(venue: Venue, measured: str) -> None:
    nxt = Quote("005930", last=Decimal(95_200), received=99.0)
    unified = Quote("005930", last=Decimal(97_200), received=99.0)
    desk = Desk(quotes={"005930": QUOTE, "005930@NXT": nxt, "005930@UN": unified})
    guard = desk.made()
    guard.on_feed("005930", Feed.LIVE)
    guard.on_feed("005930@NXT", Feed.LIVE)
    guard.on_feed("005930@UN", Feed.LIVE)
    one = check(guard, Rule.AWAY_PERCENT, changed(venue=venue))
    assert str(one.measured) == measured


def test_the_fresher_price_counts_where_the_venues_own_is_old() -> None:
    old = Quote("005930", last=Decimal(90_000), received=1.0)
    guard = Desk(quotes={"005930": QUOTE, "005930@NXT": old}).made()
    one = check(guard, Rule.AWAY_PERCENT, changed(venue=Venue.NXT))
    assert str(one.measured) == "0.00"


def test_the_limits_of_the_krx_hold_for_all_venues() -> None:
    nxt = Quote("005930", last=Decimal(98_400), received=100.0)
    desk = Desk(quotes={"005930": QUOTE, "005930@NXT": nxt})
    one = desk.found(Rule.INPUT, changed(venue=Venue.NXT, price=Decimal(126_300)))
    assert told(one) == "order.above_limit"
    alone = Desk(quotes={"005930@NXT": nxt})
    assert alone.found(Rule.INPUT, changed(venue=Venue.NXT)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("desk", "intent", "id_"),
    [
        (Desk(), changed(order_type=OrderType.AFTER_LIMIT), "order.why.phase"),
        (Desk(), changed(order_type=OrderType.MARKET, venue=Venue.NXT), "order.why.venue"),
        (Desk(is_paper=True), changed(venue=Venue.NXT), "order.why.paper_venue"),
        (Desk(wall=datetime(2026, 11, 21, 1, tzinfo=UTC)), BUY, "order.why.closed"),
        (
            Desk({"005930": msgspec.structs.replace(SAMSUNG, marks=(Mark.HALTED,))}),
            BUY,
            "order.halted",
        ),
    ],
)
def test_what_cannot_go_now_is_blocked_with_the_reason(
    desk: Desk, intent: OrderIntent, id_: str
) -> None:
    one = desk.found(Rule.PERMISSION, intent)
    assert (one.verdict, told(one)) == (Verdict.BLOCKED, id_)


@pytest.mark.parametrize(
    ("listing", "venue", "id_"),
    [
        (ListingDetails("005930", on_nxt=False), Venue.NXT, "ticket.not_on_nxt"),
        (ListingDetails("005930", on_nxt=False), Venue.KRX, ""),
        (ListingDetails("005930", on_nxt=True, nxt_halted=True), Venue.NXT, "ticket.nxt_halted"),
        (ListingDetails("005930", on_nxt=True), Venue.NXT, ""),
        (None, Venue.NXT, ""),
    ],
)
def test_the_nxt_takes_what_it_trades(
    listing: ListingDetails | None, venue: Venue, id_: str
) -> None:
    assert told(Desk(listing=listing).found(Rule.PERMISSION, changed(venue=venue))) == id_


def test_the_marks_of_today_count_with_those_of_the_master_file() -> None:
    listing = ListingDetails("005930", marks=(Mark.RISK,))
    assert told(Desk(listing=listing).found(Rule.MARKS)) == "risk.mark_risk"


def test_before_the_server_has_told_its_time_no_hour_forbids_an_order() -> None:
    desk = Desk(wall=datetime(2026, 11, 21, 1, tzinfo=UTC), is_synchronised=False)
    assert desk.found(Rule.PERMISSION).verdict is Verdict.PASSED


def test_an_instrument_that_nobody_knows_is_said() -> None:
    desk = Desk(instruments={})
    assert desk.found(Rule.PERMISSION).verdict is Verdict.UNKNOWN
    assert desk.found(Rule.LISTED_SHARE).verdict is Verdict.UNKNOWN


def test_cash_and_shares_come_from_the_newest_reading() -> None:
    sale = changed(side=Side.SELL, quantity=61)
    desk = Desk()
    assert desk.found(Rule.MARGIN, changed(quantity=92)).measured == Decimal(52_800)
    assert desk.found(Rule.FUNDS, sale).verdict is Verdict.BLOCKED
    other = changed(side=Side.SELL, symbol="000660")
    assert desk.found(Rule.FUNDS, other).verdict is Verdict.BLOCKED


def test_a_reading_from_before_a_fill_proves_nothing_of_cash_and_shares() -> None:
    guard = Desk().made()
    guard.on_account_changed()
    assert check(guard, Rule.MARGIN).verdict is Verdict.UNKNOWN
    sale = changed(side=Side.SELL, quantity=61)
    assert check(guard, Rule.FUNDS, sale).verdict is Verdict.UNKNOWN
    assert check(guard, Rule.EXPOSURE).measured is not None


@pytest.mark.parametrize(
    ("seconds_ago", "price", "left"),
    [
        (5, Decimal(98_000), 9_000_000 - 30 * 98_000),  # sent since the reading of ten seconds ago
        (10.5, Decimal(98_000), 9_000_000 - 30 * 98_000),  # while it was being read
        (30, Decimal(98_000), 9_000_000),
        (5, None, 9_000_000 - 30 * 126_200),
    ],
)
def test_two_orders_shortly_after_one_another_do_not_spend_the_same_money(
    seconds_ago: float, price: Decimal | None, left: int
) -> None:
    at = NOW - timedelta(seconds=seconds_ago)
    sent = msgspec.structs.replace(WORKING, at=at, price=price)
    guard = Desk(orders=lambda _: OrderFacts(bought=(sent,))).made()
    quantity = 9_000_000 // 98_400
    measured = check(guard, Rule.MARGIN, changed(quantity=quantity)).measured
    assert measured == max(quantity * 98_400 - left, 0)


def test_what_we_bought_is_known_also_when_the_account_has_changed_since() -> None:
    sent = msgspec.structs.replace(WORKING, at=NOW, quantity=90)
    guard = Desk(orders=lambda _: OrderFacts(bought=(sent,))).made()
    guard.on_account_changed()
    assert check(guard, Rule.MARGIN).measured == 10 * 98_400 - (9_000_000 - 90 * 98_000)


def test_a_purchase_of_unknown_cost_leaves_the_cash_unknown() -> None:
    sent = msgspec.structs.replace(WORKING, at=NOW, price=None, symbol="000660")
    guard = Desk(orders=lambda _: OrderFacts(bought=(sent,))).made()
    assert check(guard, Rule.MARGIN).verdict is Verdict.UNKNOWN


def test_an_account_that_was_never_read_stops_nothing() -> None:
    desk = Desk(account=None)
    for rule in (Rule.FUNDS, Rule.MARGIN, Rule.EXPOSURE):
        assert desk.found(rule).verdict is Verdict.UNKNOWN


def test_what_the_orders_say_reaches_the_rules() -> None:
    asked: list[str] = []

    def facts(symbol: str) -> OrderFacts:
        asked.append(symbol)
        return OrderFacts(stopped=True)

    assert Desk(orders=facts).found(Rule.KILL_SWITCH).verdict is Verdict.BLOCKED
    assert asked == ["005930"]


def test_an_amendment_is_held_against_its_own_rules() -> None:
    amend = AmendIntent("c", WORKING.order_no, OrderType.LIMIT, Decimal(98_450))
    checks = Desk().made().assess_amendment(WORKING, amend).checks
    assert Rule.KILL_SWITCH not in {one.rule for one in checks}
    assert told(next(one for one in checks if one.rule is Rule.INPUT)) == "order.off_tick"
