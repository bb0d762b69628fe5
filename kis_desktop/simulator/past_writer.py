"""Writes the past of an account: about a year of trading days, at prices of those days.

A function of the seed, the plan and the day. All of it adds up: the holdings, the loans and the
money on its way are those of the fills.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from kis_desktop.simulator import noise
from kis_desktop.simulator.books import Books, Holding
from kis_desktop.simulator.charges import FeePlan
from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.history import History
from kis_desktop.simulator.hours import SECOND, hours, trading_days
from kis_desktop.simulator.past import Kept, Past, Plan, Repaid
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import (
    FillRecord,
    OrderKind,
    OrderRecord,
    OrderState,
    Side,
    moment,
)

SPAN = timedelta(days=365)
_FIRST_NUMBER = 104_000
_ORDERS_A_DAY = (0, 1, 2, 3, 4, 6)
_WEIGHTS = (30, 25, 20, 12, 8, 5)
_QUIET_DAYS = 3
"""before the market begins, without purchases on the side"""
_PIECES = 4
"""that a holding's surplus is sold in"""
_LAST = 600 * SECOND
"""before the closing auction, hardly an order is placed any more"""
_LEAST, _MOST = 800_000, 5_000_000
"""won, of one purchase on the side"""
_STEADY = 30
"""shares"""
_TAKEN_BACK = 0.1
_AT_MARKET = 0.2
_IN_PARTS = 0.3
_SALE = 0.5
_WHOLE_SALE = 0.6


@lru_cache(maxsize=32)
def past_of(
    seed: int,
    account: str,
    plan: Plan,
    fees: FeePlan,
    listings: tuple[Listing, ...],
    day: date,
) -> Past:
    """The past of an account up to the day before; `listings` are those that it may trade."""
    known = {listing.symbol: listing for listing in listings if not listing.halted}
    days = trading_days(day - SPAN, day - timedelta(days=1))
    return Writer(seed, account, "past", fees, known, days, day).write(plan)


class Writer:
    """Trades through the days."""

    def __init__(
        self,
        seed: int,
        account: str,
        chapter: str,
        fees: FeePlan,
        listings: Mapping[str, Listing],
        days: tuple[date, ...],
        day: date,
    ) -> None:
        self._random = noise.stream(seed, account, chapter)
        self._account = account
        self._listings = listings
        self._histories = {symbol: History(seed, one) for symbol, one in listings.items()}
        self._days = days
        self._today = day
        self._day = day
        self._number = self._at = 0
        self._side: dict[str, int] = {}
        """shares of what is traded on the side"""
        self._steady = 0
        """shares of what is bought and sold in turn"""
        self._books = Books(fees, {})
        self._orders: list[OrderRecord] = []
        self._fills: list[FillRecord] = []

    def write(self, plan: Plan) -> Past:
        """The whole past."""
        kept = [one for one in plan.kept if one.symbol in self._listings]
        traded = [symbol for symbol in plan.traded if symbol in self._listings]
        borrowed = [one for one in plan.borrowed if one.symbol in self._listings]
        sales = {one.symbol: list(self._sale_days()) for one in kept}
        opening = self._bring_in(kept)
        for index, day in enumerate(self._days):
            self._day = day
            left = len(self._days) - index
            self._number = _FIRST_NUMBER + self._random.randrange(9_000)
            self._at = hours(self._day).open + self._random.randrange(1_800 * SECOND)
            if plan.steady in self._listings:
                self._trade_steadily(plan.steady, left)
            self._trade_on_the_side(traded, left)
            for one in kept:
                for _ in range(sales[one.symbol].count(index)):
                    self._trade(one.symbol, Side.SELL, _piece(one))
                if left == 1:
                    self._trade(one.symbol, Side.BUY, one.bought_last)
                    self._trade(one.symbol, Side.SELL, one.sold_last)
            self._repay(plan.repaid, index)
            for loan in borrowed:
                if loan.days_ago == left:
                    credit = Credit(loan.kind, self._day, repays=False)
                    self._trade(loan.symbol, Side.BUY, loan.quantity, credit)
        holdings = {
            symbol: (held.quantity, held.cost)
            for symbol, held in self._books.holdings.items()
            if held.quantity
        }
        orders, fills = tuple(self._orders), tuple(self._fills)
        return Past(orders, fills, opening, holdings, tuple(self._books.lots))

    def _sale_days(self) -> Iterator[int]:
        if len(self._days) > 1:
            for _ in range(_PIECES):
                yield self._random.randrange(len(self._days) - 1)

    def _bring_in(self, kept: list[Kept]) -> dict[str, tuple[int, int]]:
        """Shares from elsewhere: what is kept, and a surplus for sales."""
        for one in kept:
            base = self._histories[one.symbol].latent_bar(self._today).base
            surplus = _piece(one) * _PIECES if len(self._days) > 1 else 0
            last = one.bought_last - one.sold_last if self._days else 0
            shares = one.quantity - last + surplus
            cost = base * one.share // 100_000 * shares
            self._books.holdings[one.symbol] = Holding(shares, cost)
        return {symbol: (held.quantity, held.cost) for symbol, held in self._books.holdings.items()}

    def _trade_on_the_side(self, traded: list[str], left: int) -> None:
        if left <= _QUIET_DAYS:
            for symbol, quantity in list(self._side.items()):
                self._sell_side(symbol, quantity)
            return
        if not traded:
            return
        for _ in range(self._random.choices(_ORDERS_A_DAY, _WEIGHTS)[0]):
            if self._side and self._random.random() < _SALE:
                symbol = self._random.choice(sorted(self._side))
                held = self._side[symbol]
                whole = self._random.random() < _WHOLE_SALE
                self._sell_side(symbol, held if whole else -(-held // 2))
                continue
            symbol = self._random.choice(traded)
            close = self._histories[symbol].latent_bar(self._day).close
            quantity = max(self._random.randrange(_LEAST, _MOST) // close, 1)
            self._side[symbol] = self._side.get(symbol, 0) + quantity
            self._trade(symbol, Side.BUY, quantity)

    def _trade_steadily(self, symbol: str, left: int) -> None:
        if self._steady:
            self._trade(symbol, Side.SELL, self._steady)
            self._steady = 0
        elif left > 1:
            self._steady = self._random.randrange(1, _STEADY)
            self._trade(symbol, Side.BUY, self._steady)

    def _repay(self, loans: tuple[Repaid, ...], index: int) -> None:
        """Takes up and pays back the loans whose day this is."""
        days = len(self._days)
        for loan in loans:
            taken, back = int(loan.taken * days), int(loan.back * days)
            if loan.symbol not in self._listings or taken == back:
                continue
            if index == taken:
                credit = Credit(loan.kind, self._day, repays=False)
                self._trade(loan.symbol, Side.BUY, loan.quantity, credit)
            elif index == back:
                credit = Credit(loan.kind, self._days[taken], repays=True)
                self._trade(loan.symbol, Side.SELL, loan.quantity, credit)

    def _sell_side(self, symbol: str, quantity: int) -> None:
        self._side[symbol] -= quantity
        if not self._side[symbol]:
            del self._side[symbol]
        self._trade(symbol, Side.SELL, quantity)

    def _trade(self, symbol: str, side: Side, quantity: int, credit: Credit | None = None) -> None:
        """One order that is filled, now and then after one that was taken back."""
        if not quantity:
            return
        listing = self._listings[symbol]
        bar = self._histories[symbol].latent_bar(self._day)
        grid = PriceGrid(bar.base, etp=listing.is_etp)
        wanted = grid.nearest(self._random.uniform(bar.low, bar.high))
        price = min(max(wanted, bar.low), bar.high)
        if credit is None and self._random.random() < _TAKEN_BACK:
            self._take_back(symbol, side, quantity, bar.low if side is Side.BUY else bar.high)
        at_market = credit is None and self._random.random() < _AT_MARKET
        number, at = self._next()
        for part in self._parts(quantity):
            self._fill(listing, side, price, part, number, credit)
        self._orders.append(
            OrderRecord(
                account=self._account,
                number=number,
                original_number=None,
                kind=OrderKind.NEW,
                symbol=symbol,
                side=side,
                order_type="01" if at_market else "00",
                exchange="KRX",
                quantity=quantity,
                price=0 if at_market else price,
                state=OrderState.FILLED,
                trade_date=self._day,
                time=moment(self._day, at),
                filled_quantity=quantity,
                filled_amount=price * quantity,
                remaining=0,
                cancelled_quantity=0,
                amended_quantity=0,
                expired_quantity=0,
                rejected_quantity=0,
                credit=credit,
            )
        )

    def _parts(self, quantity: int) -> tuple[int, ...]:
        if quantity > 1 and self._random.random() < _IN_PARTS:
            first = self._random.randrange(1, quantity)
            return first, quantity - first
        return (quantity,)

    def _fill(
        self,
        listing: Listing,
        side: Side,
        price: int,
        quantity: int,
        number: str,
        credit: Credit | None,
    ) -> None:
        self._at += self._random.randrange(20 * SECOND)
        booking = self._books.book(listing, side, price, quantity, self._day, credit)
        self._fills.append(
            FillRecord(
                account=self._account,
                order_number=number,
                symbol=listing.symbol,
                side=side,
                price=price,
                quantity=quantity,
                time=moment(self._day, self._at),
                fee=booking.fee,
                tax=booking.tax,
                realized=booking.realized,
                sequence=0,
                credit=credit,
                loan=booking.loan,
                interest=booking.interest,
                released=booking.released,
            )
        )

    def _take_back(self, symbol: str, side: Side, quantity: int, price: int) -> None:
        original, at = self._next()
        number, later = self._next()
        for kind, order, of, when, state in (
            (OrderKind.NEW, original, None, at, OrderState.CANCELLED),
            (OrderKind.CANCEL, number, original, later, OrderState.DONE),
        ):
            self._orders.append(
                OrderRecord(
                    account=self._account,
                    number=order,
                    original_number=of,
                    kind=kind,
                    symbol=symbol,
                    side=side,
                    order_type="00",
                    exchange="KRX",
                    quantity=quantity,
                    price=price,
                    state=state,
                    trade_date=self._day,
                    time=moment(self._day, when),
                    filled_quantity=0,
                    filled_amount=0,
                    remaining=0,
                    cancelled_quantity=quantity,
                    amended_quantity=0,
                    expired_quantity=0,
                    rejected_quantity=0,
                )
            )

    def _next(self) -> tuple[str, int]:
        """The next order's number and time of the day."""
        self._number += self._random.randrange(3, 400)
        left = hours(self._day).closing_auction - _LAST - self._at
        self._at += self._random.randrange(max(left // _ORDERS_A_DAY[-1], SECOND))
        return f"{self._number:010d}", self._at


def _piece(one: Kept) -> int:
    """What each sale of a holding's surplus takes."""
    return (one.quantity - one.bought_last) // (2 * _PIECES)
