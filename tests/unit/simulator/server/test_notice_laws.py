"""Random orders over a real server: the notices, decrypted, tell what the ledgers hold."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from random import Random

import pytest

from kis_desktop.simulator.credit import Credit, LoanKind
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.dealing import DealFill, DealOrder
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.orders import PRICED, STOP_LIMIT
from kis_desktop.simulator.views import Board, FillRecord, OrderKind, OrderRecord, Refused, Side
from tests.unit.simulator.server.customer import Customer, Line, decrypted
from tests.unit.simulator.trading_floor import HYNIX, KODEX, SAMSUNG, kst

pytestmark = pytest.mark.asyncio(loop_scope="module")
TODAY = date(2026, 11, 20)
ACCOUNTS = ("12345678-01", "12345678-22")
KINDS = ("00", "00", "00", "01", "03", "04", "11", "12", "13", "14", "15", "16", "21", "22", "23")
REQUESTS = {OrderKind.NEW: "0", OrderKind.AMEND: "1", OrderKind.CANCEL: "2"}
SIDES = {Side.SELL: "01", Side.BUY: "02"}
TAKEN = {OrderKind.NEW: "011", OrderKind.AMEND: "012", OrderKind.CANCEL: "012"}
SOME = 15
"""notices that a test sees at the least"""
FILLED, CUT, REFUSED = "022", "013", "111"
"""RFUS_YN, CNTG_YN, ACPT_YN"""
PLACES = {
    ("KRX", Board.KRX): "1",
    ("NXT", Board.NXT): "2",
    ("SOR", Board.KRX): "3",
    ("SOR", Board.NXT): "4",
}
"""ORD_EXG_GB"""


@dataclass(frozen=True)
class Told:
    """What one notice says, read by its places."""

    account: str
    number: str
    original: str
    side: str
    request: str
    code: str
    quantity: int
    price: int
    time: str
    flags: str
    ordered: int

    @classmethod
    def read(cls, fields: list[str], code_at: int) -> Told:
        """`code_at`: the place of the code; quantity, price, time and flags follow it."""
        account, number, original, side, request = fields[1:6]
        code, quantity, price, time, *rest = fields[code_at:]
        return cls(
            account,
            number,
            original,
            side,
            request,
            code,
            int(quantity),
            int(price),
            time,
            "".join(rest[:3]),
            int(rest[4]),
        )


async def told_until_now(line: Line, acks: dict[str, dict[str, dict[str, object]]]) -> list[str]:
    """All data frames of some channels up to the answer of a question that is asked now."""
    frames: list[str] = []

    def is_answer(frame: str) -> bool:
        if any(f"|{tr_id}|" in frame for tr_id in acks):
            frames.append(frame)
        return frame.startswith("{") and "PINGPONG" not in frame

    await line.socket.send(line.message("H0STMKO0", KODEX))
    await line.next(is_answer)
    return frames


def act(market: Market, random: Random) -> None:
    """One order, amendment or cancellation."""
    who, symbol = random.choice(ACCOUNTS), random.choice((SAMSUNG, HYNIX, KODEX, "035720"))
    account = market.account(who)
    assert account is not None
    orders = account.open_orders()
    kind = random.choice(KINDS)
    shown = market.snapshot(symbol)
    price = shown.last + random.randint(-3, 3) * shown.tick if kind in PRICED else 0
    waits_for = shown.last + random.randint(-2, 2) * shown.tick if kind == STOP_LIMIT else 0
    what = random.random()
    if what < 0.2 and orders:
        market.cancel(who, random.choice(orders).number, quantity=random.choice((None, 1)))
    elif what < 0.4 and orders:
        order = random.choice(orders)
        shown = market.snapshot(order.symbol)
        market.amend(
            who,
            order.number,
            quantity=random.choice((None, 1)),
            price=shown.last + random.randint(-3, 3) * shown.tick,
            order_type="00",
        )
    else:
        borrowed = Credit(LoanKind.OWN_LOAN, TODAY, repays=False)
        side = random.choice(list(Side))
        market.place(
            who,
            symbol,
            side,
            kind,
            random.randint(1, 9),
            price,
            random.choice(("KRX", "KRX", "NXT", "SOR")),
            waits_for,
            borrowed if side is Side.BUY and random.random() < 0.2 else None,
        )


def expected_of(order: OrderRecord, fills: list[FillRecord]) -> list[tuple[str, int, int]]:
    """Flags, quantity and price of an order's notices in their order, ends last."""
    notices = [(TAKEN[order.kind], order.quantity, 0)]
    if order.kind is OrderKind.CANCEL:
        return notices
    return notices + [(FILLED, fill.quantity, fill.price) for fill in fills]


@pytest.mark.parametrize("seed", range(3))
async def test_notices_about_shares_tell_what_the_ledgers_hold(
    customer: Customer, seed: int
) -> None:
    house, market, random = customer.house, customer.house.server.market, Random(seed)
    async with customer.line() as line:
        acks = {"H0STCNI0": await line.ask("H0STCNI0", "simuser")}
        for _ in range(60):
            with suppress(Refused):
                act(market, random)
            house.go(random.uniform(0.01, 4))
        frames = await told_until_now(line, acks)
    records = [one for frame in frames for one in decrypted(frame, acks["H0STCNI0"])]
    assert len(records) > SOME
    assert all(len(one) == 26 for one in records)
    told = [Told.read(one, 8) for one in records]
    times = [one.time for one in told]
    assert times == sorted(times)
    by_order: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        by_order[one.account, one.number].append(one)
    for who in ACCOUNTS:
        account = market.account(who)
        assert account is not None
        fills = account.fills()
        for order in account.orders():
            notices = by_order.pop((who.replace("-", ""), order.number))
            own = [fill for fill in fills if fill.order_number == order.number]
            expected = expected_of(order, own)
            body, ends = notices[: len(expected)], notices[len(expected) :]
            assert [(one.flags, one.quantity, one.price) for one in body] == expected
            for one in ends:
                gone = {CUT: order.cancelled_quantity, REFUSED: order.rejected_quantity}
                assert one.quantity == gone[one.flags] > 0
            assert len(ends) == (order.rejected_quantity > 0) + was_cut(order, account.orders())
            assert [one.time for one in body[1:]] == [fill.time.strftime("%H%M%S") for fill in own]
            for one in notices:
                assert (one.code, one.side) == (order.symbol, SIDES[order.side])
                assert (one.request, one.ordered) == (REQUESTS[order.kind], order.quantity)
                assert one.original == (order.original_number or "")
            places = {one[19] for one in records if one[2] == order.number}
            assert places == {PLACES[order.exchange, order.routed]}
    assert not by_order


def was_cut(order: OrderRecord, orders: tuple[OrderRecord, ...]) -> bool:
    """Whether the exchange has cancelled the rest: more is gone than was asked to be."""
    if order.kind is OrderKind.CANCEL:
        return False
    asked = sum(
        one.quantity
        for one in orders
        if one.kind is OrderKind.CANCEL and one.original_number == order.number
    )
    return order.cancelled_quantity > asked


@dataclass(frozen=True)
class Elsewhere:
    """A market beside the KRX: whose orders, on which exchange, in what, and how much at once."""

    family: str
    account: str
    exchange: str
    code: str
    lot: int

    def dealer(self, market: Market) -> Dealer:
        others = market.others
        if self.family == "overseas_stock":
            return others.overseas_stock.dealer
        if self.family == "derivatives":
            return others.derivatives.dealer
        return others.overseas_derivatives.dealer

    def act(self, market: Market, random: Random) -> None:
        """One order, amendment or cancellation."""
        now, dealer = market.clock.now(), self.dealer(market)
        dealt = dealer.find_dealt(self.exchange, self.code)
        assert dealt is not None
        book = dealt.course.book(now, 5)
        side = random.choice(list(Side))
        price = random.choice((*book.asks, *book.bids)).price
        orders, what = dealer.open_orders(self.account), random.random()
        if what < 0.2 and orders:
            quantity = random.choice((None, self.lot))
            dealer.cancel(self.account, random.choice(orders).number, now, quantity=quantity)
        elif what < 0.4 and orders:
            dealer.amend(self.account, random.choice(orders).number, now, price=price)
        else:
            quantity = random.randint(1, 3) * self.lot
            dealer.place(self.account, self.exchange, self.code, side, quantity, price, now)

    def orders(self, market: Market) -> tuple[DealOrder, ...]:
        """All of today in the instrument; others may have been seeded."""
        orders = self.dealer(market).orders(self.account, TODAY, TODAY)
        return tuple(one for one in orders if one.code == self.code)

    def fills(self, market: Market, number: str) -> list[DealFill]:
        """Of an order, since the market began."""
        fills = self.dealer(market).fills(self.account, TODAY, TODAY)
        return [one for one in fills if one.order_number == number and one.time >= BEGAN]


TOKYO = Elsewhere("overseas_stock", ACCOUNTS[0], "TKSE", "1332", 100)
KOSPI200 = Elsewhere("derivatives", "12345678-03", "KRX", "A01612", 1)
CHICAGO = Elsewhere("overseas_derivatives", "12345678-08", "CME", "MESZ26", 1)
BEGAN = kst("10:12")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("where", "channel"), [(TOKYO, "H0GSCNI0"), (KOSPI200, "H0IFCNI0")])
async def test_notices_of_other_markets_tell_what_their_ledgers_hold(
    customer: Customer, where: Elsewhere, channel: str, seed: int
) -> None:
    house, market, random = customer.house, customer.house.server.market, Random(seed)
    async with customer.line() as line:
        acks = {channel: await line.ask(channel, "simuser")}
        known = {order.number for order in where.orders(market)}
        for _ in range(50):
            with suppress(Refused):
                where.act(market, random)
            house.go(random.uniform(0.01, 20))
        frames = await told_until_now(line, acks)
    records = [one for frame in frames for one in decrypted(frame, acks[channel])]
    assert len(records) > SOME
    told: dict[str, list[Told]] = defaultdict(list)
    for one in records:
        if one[7] == where.code:
            told[one[2]].append(Told.read(one, 7))
    for order in where.orders(market):
        own = where.fills(market, order.number)
        taken = [] if order.number in known else [(TAKEN[order.kind], order.quantity)]
        notices = told.pop(order.number, [])
        expected = [*taken, *((FILLED, fill.quantity) for fill in own)]
        assert [(notice.flags, notice.quantity) for notice in notices] == expected
        assert [notice.price for notice in notices[len(taken) :]] == [fill.price for fill in own]
        for notice in notices:
            assert (notice.account, notice.code) == (where.account.replace("-", ""), order.code)
            assert (notice.side, notice.request) == (SIDES[order.side], REQUESTS[order.kind])
            assert notice.original == (order.original_number or "")
            assert notice.ordered == order.quantity
    assert not told


@pytest.mark.parametrize("seed", range(2))
async def test_both_notices_of_foreign_futures_tell_what_the_ledger_holds(
    customer: Customer, seed: int
) -> None:
    house, market, random = customer.house, customer.house.server.market, Random(seed)
    async with customer.line() as line:
        acks = {tr_id: await line.ask(tr_id, "simuser") for tr_id in ("HDFFF1C0", "HDFFF2C0")}
        known = {order.number for order in CHICAGO.orders(market)}
        for _ in range(50):
            with suppress(Refused):
                CHICAGO.act(market, random)
            house.go(random.uniform(0.01, 20))
        frames = await told_until_now(line, acks)
    told: dict[str, list[list[str]]] = {tr_id: [] for tr_id in acks}
    for frame in frames:
        tr_id = frame.split("|")[1]
        told[tr_id] += [one for one in decrypted(frame, acks[tr_id]) if one[6] == CHICAGO.code]
    orders = CHICAGO.orders(market)
    assert len(told["HDFFF1C0"]) > SOME
    assert [(int(one[3]), one[7], int(one[12])) for one in told["HDFFF1C0"]] == [
        (int(order.number), REQUESTS[order.kind], order.quantity)
        for order in orders
        if order.number not in known
    ]
    for order in orders:
        notices = [one for one in told["HDFFF2C0"] if int(one[3]) == int(order.number)]
        fills = CHICAGO.fills(market, order.number)
        assert [int(one[26]) for one in notices] == [fill.quantity for fill in fills]
        assert [float(one[27]) * 100 for one in notices] == pytest.approx(
            [fill.price for fill in fills]
        )
        assert all(one[8] == SIDES[order.side] for one in notices)
        if notices:
            assert int(notices[-1][15]) == order.filled_quantity
            assert int(notices[-1][17]) >= order.remaining
    assert sum(int(one[26]) for one in told["HDFFF2C0"]) == sum(
        fill.quantity for order in orders for fill in CHICAGO.fills(market, order.number)
    )
