"""A random day with an ear on all boards, two accounts, and the laws that it is held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kis_desktop.simulator.account_view import Account
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.orders import PRICED
from kis_desktop.simulator.views import (
    TRADING,
    Board,
    FillRecord,
    OrderEvent,
    OrderEventKind,
    OrderRecord,
    OrderState,
    Print,
    Side,
)
from tests.unit.simulator.trading_floor import ACCOUNT, KODEX, Floor

OTHER_ACCOUNT = "12345678-22"
ACCOUNTS = (ACCOUNT, OTHER_ACCOUNT)
KAKAO, ZINC, HMM = "035720", "010130", "011200"
SYMBOLS = (KODEX, KAKAO, ZINC, HMM)
"""two that the accounts hold, a quiet one, and one beside the edge of two tick bands"""
NINE, TEN, HALF_PAST_THREE, HALF_PAST_FOUR, EIGHT, AN_HOUR_LATER = 540, 600, 930, 990, 1200, 1260
FEES = {
    (ACCOUNT, False): 140_527,
    (ACCOUNT, True): 146_527,
    (OTHER_ACCOUNT, False): 36_396,
    (OTHER_ACCOUNT, True): 42_087,
}
"""billionths of the amount, by account and whether a fund is traded"""
SALE_TAX = 2_000_000
"""billionths, of shares in 2026 and after"""


@dataclass(frozen=True)
class Edges:
    """When trades may happen on a day, minutes since midnight, both ends of each span included."""

    open: int
    close: int
    evening: int | None
    """end of the KRX's after-market"""

    def spans(self, board: Board) -> tuple[tuple[float, float], ...]:
        """The sessions of an exchange; a call auction has its one moment."""
        opened, closed = self.open, self.close
        if board is Board.NXT:
            return (
                (opened - 60, opened - 10),
                (opened + 0.5, closed - 10),
                (closed + 10, closed + 270),
            )
        regular = (
            (opened - 30, opened - 20),
            (opened, closed - 10),
            (closed, closed),
            (closed + 10, closed + 30),
        )
        return regular if self.evening is None else (*regular, (closed + 30, self.evening))


DAYS = {
    date(2026, 11, 20): Edges(NINE, HALF_PAST_THREE, EIGHT),
    date(2026, 9, 14): Edges(NINE, HALF_PAST_THREE, EIGHT),
    date(2026, 9, 11): Edges(NINE, HALF_PAST_THREE, None),
    date(2026, 11, 19): Edges(TEN, HALF_PAST_FOUR, AN_HOUR_LATER),
    date(2027, 1, 4): Edges(TEN, HALF_PAST_THREE, EIGHT),
    date(2026, 1, 2): Edges(TEN, HALF_PAST_THREE, None),
}
"""ordinary, the first of the after-market and the one before it, 수능일, first days of a year"""


@dataclass
class Told:
    """What the events say has become of the orders."""

    left: dict[tuple[str, str], int] = field(default_factory=dict)
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)
    fills: list[FillRecord] = field(default_factory=list)

    def take(self, event: OrderEvent) -> None:
        """Takes up an event; one that cannot follow those before is a broken law."""
        order = event.order
        key = (order.account, order.number)
        if event.kind in {OrderEventKind.ACCEPTED, OrderEventKind.AMENDED}:
            assert key not in self.left
            assert event.quantity == order.quantity == order.remaining
            self.left[key] = order.quantity
        elif event.kind is OrderEventKind.CANCELLED:
            assert key not in self.left
            assert event.quantity == order.quantity == order.cancelled_quantity
            self.left[key] = 0
        else:
            self._spend(key, event.quantity)
            assert order.remaining == self.left[key]
        if event.kind in {OrderEventKind.AMENDED, OrderEventKind.CANCELLED}:
            assert order.original_number is not None
            self._spend((order.account, order.original_number), event.quantity)
        if event.kind is OrderEventKind.FILLED:
            assert event.fill is not None
            assert (event.fill.price, event.fill.quantity) == (event.price, event.quantity)
            assert (event.fill.order_number, event.fill.time) == (order.number, event.time)
            self.filled[key] += event.quantity
            self.fills.append(event.fill)
            assert order.filled_quantity == self.filled[key]

    def _spend(self, key: tuple[str, str], quantity: int) -> None:
        assert 0 < quantity <= self.left[key]
        self.left[key] -= quantity


@dataclass(frozen=True)
class Standing:
    """What an account has, won and shares; borrowed shares count as owed."""

    cash: int
    shares: Counter[str]

    @classmethod
    def of(cls, account: Account) -> Standing:
        """As it stands now."""
        shares: Counter[str] = Counter()
        for position in account.positions():
            shares[position.symbol] += position.quantity
        for loan in account.loans():
            shares[loan.symbol] += -loan.quantity if loan.kind.short else loan.quantity
        return cls(account.cash().day_after, shares)


class Day:
    """A floor whose boards are all looked at, from so many minutes after midnight on."""

    def __init__(self, seed: int, day: date, minutes: float) -> None:
        self.day, self.edges = day, DAYS[day]
        begun = datetime.combine(day, time(), tzinfo=KST) + timedelta(minutes=minutes)
        self.floor = Floor(begun.strftime("%Y-%m-%d %H:%M:%S"), seed=seed)
        self.market = self.floor.market
        self.prints: dict[tuple[str, Board], list[Print]] = defaultdict(list)
        self.told = Told()
        self._taken = 0
        listeners = self.market.listeners
        listeners.on_print = lambda symbol, prints: self._hear(Board.KRX, symbol, prints)
        listeners.on_other_print = self._hear
        self.market.set_print_rate(1.0)
        for symbol in SYMBOLS:
            for board in self.boards(symbol):
                self.market.book(symbol, board)
        self.prints.clear()
        self.volumes = {
            (symbol, board): self.market.snapshot(symbol, board).volume
            for symbol in SYMBOLS
            for board in self.boards(symbol)
        }
        self.stood = {number: Standing.of(self.account(number)) for number in ACCOUNTS}

    def account(self, number: str) -> Account:
        """One of the two."""
        account = self.market.account(number)
        assert account is not None
        return account

    def boards(self, symbol: str) -> tuple[Board, ...]:
        """Where an instrument is seen apart from the others."""
        return tuple(Board) if self.market.trades_on_nxt(symbol) else (Board.KRX,)

    def orders(self) -> tuple[OrderRecord, ...]:
        """All that both accounts have ordered."""
        return tuple(one for number in ACCOUNTS for one in self.account(number).orders())

    def check(self) -> None:
        """What holds at every moment."""
        for event in self.floor.events[self._taken :]:
            self.told.take(event)
        self._taken = len(self.floor.events)
        self._check_books()
        self._check_orders()
        self._check_accounts()

    def check_trades(self) -> None:
        """What holds of all prints and fills together."""
        for (symbol, board), volume in self.volumes.items():
            self._check_volume(symbol, board, volume)
        for symbol in SYMBOLS:
            if Board.NXT in self.boards(symbol):
                self._check_unified(symbol)
        shares: Counter[tuple[object, ...]] = Counter()
        for fill in self.told.fills:
            order = self._order_of(fill)
            self._check_price(fill, order)
            shares[fill.symbol, order.routed, fill.time, fill.price, fill.side] += fill.quantity
        printed: Counter[tuple[object, ...]] = Counter()
        for (symbol, board), prints in self.prints.items():
            for one in prints:
                printed[symbol, board, one.time, one.price] += one.size
        for (*where, _), quantity in shares.items():
            assert quantity <= printed[tuple(where)]

    def check_end(self) -> None:
        """What holds once the last session is over."""
        assert not any(self.told.left.values())
        for number in ACCOUNTS:
            assert self.account(number).open_orders() == ()
        assert all(one.state is not OrderState.WORKING for one in self.orders())

    def _hear(self, board: Board, symbol: str, prints: tuple[Print, ...]) -> None:
        self.prints[symbol, board].extend(prints)

    def _check_books(self) -> None:
        for symbol in SYMBOLS:
            for board in self.boards(symbol):
                book = self.market.book(symbol, board)
                if book.phase in TRADING and book.asks and book.bids:
                    assert book.asks[0].price > book.bids[0].price
                assert all(level.size > 0 for level in (*book.asks, *book.bids))

    def _check_orders(self) -> None:
        known = {(one.account, one.number): one for one in self.orders()}
        assert known.keys() == self.told.left.keys()
        for key, order in known.items():
            assert order.remaining == self.told.left[key]
            assert order.filled_quantity == self.told.filled[key]
            assert order.quantity == (
                order.filled_quantity
                + order.remaining
                + order.cancelled_quantity
                + order.amended_quantity
                + order.expired_quantity
                + order.rejected_quantity
            )
            assert (order.state is OrderState.WORKING) == (order.remaining > 0)
        working = {key for key, order in known.items() if order.remaining}
        assert working == {
            (one.account, one.number)
            for number in ACCOUNTS
            for one in self.account(number).open_orders()
        }

    def _check_accounts(self) -> None:
        for number in ACCOUNTS:
            account, stood = self.account(number), self.stood[number]
            fills = account.fills()
            assert list(fills) == [one for one in self.told.fills if one.account == number]
            shares, cash = Counter(stood.shares), stood.cash
            for fill in fills:
                shares[fill.symbol] += fill.quantity if fill.side is Side.BUY else -fill.quantity
                cash += self._moved(fill)
            now = Standing.of(account)
            assert now.cash == cash
            assert {one: held for one, held in now.shares.items() if held} == {
                one: held for one, held in shares.items() if held
            }

    def _moved(self, fill: FillRecord) -> int:
        """Won that a fill moves, reckoned from its fee, its tax and the loan that it is part of."""
        amount = fill.price * fill.quantity
        fund = fill.symbol == KODEX
        rate = FEES[fill.account, fund]
        assert fill.fee == amount * rate // 1_000_000_000
        taxed = fill.side is Side.SELL and not fund
        assert fill.tax == (amount * SALE_TAX // 1_000_000_000 if taxed else 0)
        costs = fill.fee + fill.tax
        if fill.credit is None:
            assert (fill.loan, fill.interest, fill.released) == (0, 0, 0)
            return (-amount if fill.side is Side.BUY else amount) - costs
        assert (fill.interest == 0) or fill.credit.repays
        costs += fill.interest
        if fill.credit.kind.short:
            return fill.released - amount - costs if fill.side is Side.BUY else -costs
        if fill.side is Side.BUY:
            assert fill.loan == amount * 60 // 100
            return fill.loan - amount - costs
        return amount - fill.loan - costs

    def _check_volume(self, symbol: str, board: Board, volume: int) -> None:
        """Each print adds its size and lies inside the limits and the sessions of its exchange."""
        shown = self.market.snapshot(symbol, board)
        evening = board is Board.KRX and symbol == KODEX
        spans = () if board is Board.UNIFIED else self.edges.spans(board)
        latest = 0
        for one in self.prints[symbol, board]:
            volume += one.size
            assert one.volume == volume
            assert one.size > 0
            assert shown.limit_down <= one.price <= shown.limit_up
            assert one.at >= latest
            latest = one.at
            minutes = one.at / 60_000_000
            assert not spans or any(start <= minutes <= end for start, end in spans)
            assert not evening or minutes <= self.edges.close + 30
        assert shown.volume == volume

    def _check_unified(self, symbol: str) -> None:
        """Both exchanges as one print what each of them prints, and no more."""
        both = Counter(
            (one.at, one.price, one.size, one.side)
            for board in (Board.KRX, Board.NXT)
            for one in self.prints[symbol, board]
        )
        unified = self.prints[symbol, Board.UNIFIED]
        assert Counter((one.at, one.price, one.size, one.side) for one in unified) == both
        volumes = {board: self.market.snapshot(symbol, board).volume for board in Board}
        assert volumes[Board.UNIFIED] == volumes[Board.KRX] + volumes[Board.NXT]

    def _check_price(self, fill: FillRecord, order: OrderRecord) -> None:
        """No fill is worse than its order's price; those at a fixed price are at it."""
        if order.order_type == "05":
            assert fill.price == self.market.snapshot(fill.symbol).base
        elif order.order_type == "06":
            assert fill.price == self.market.last_price(fill.symbol)
        elif order.order_type in PRICED - {"02"}:
            buys = fill.side is Side.BUY
            assert fill.price <= order.price if buys else fill.price >= order.price

    def _order_of(self, fill: FillRecord) -> OrderRecord:
        order = self.account(fill.account).find_order(fill.order_number)
        assert order is not None
        return order
