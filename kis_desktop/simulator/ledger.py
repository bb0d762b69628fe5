"""The money and shares of one account: cash by settlement day, holdings, orders, fills."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.charges import PER, fee_of, fee_rate, tax_of
from kis_desktop.simulator.orders import PRICED, Order
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import (
    BuyingPower,
    Cash,
    FillRecord,
    OrderRecord,
    Position,
    moment,
)


class Quotes(Protocol):
    """What the ledger asks the market for."""

    def listing(self, symbol: str) -> Listing: ...
    def last_price(self, symbol: str) -> int: ...
    def limit_up(self, symbol: str) -> int: ...


@dataclass(slots=True)
class Holding:
    """Shares of one symbol with their purchase amount."""

    quantity: int
    cost: int
    previous_quantity: int = 0
    bought_today: int = 0
    sold_today: int = 0


@dataclass(slots=True)
class DayMoney:
    """What one trading day has moved, won."""

    buys: int = 0
    sells: int = 0
    fees: int = 0
    taxes: int = 0
    realized: int = 0


class Ledger:
    """One account. All amounts int won; trades settle two trading days later (T+2)."""

    def __init__(
        self,
        number: str,
        hts_id: str,
        quotes: Quotes,
        day: date,
        *,
        deposit: int,
        pending: Mapping[date, int],
        holdings: Mapping[str, tuple[int, int]],
    ) -> None:
        self.number = number
        self.hts_id = hts_id
        self._quotes = quotes
        self._day = day
        self._settled = deposit
        self._pending = dict(pending)
        self._holdings = {
            symbol: Holding(quantity, cost, previous_quantity=quantity)
            for symbol, (quantity, cost) in holdings.items()
        }
        self._orders: list[Order] = []
        self._today: dict[int, Order] = {}
        self._open: dict[str, Order] = {}
        self._fills: list[FillRecord] = []
        self._money = DayMoney()
        self._previous = DayMoney(buys=-sum(amount for amount in pending.values() if amount < 0))

    def cash(self) -> Cash:
        """Money as it stands now."""
        tomorrow = next_trading_day(self._day)
        due = sum(amount for day, amount in self._pending.items() if day <= tomorrow)
        reserved = self._reserved()
        money = self._money
        return Cash(
            deposit=self._settled,
            next_day=self._settled + due,
            day_after=self._total(),
            orderable=max(self._total() - reserved, 0),
            unborrowed=max(self._total() - self._reserved(full=True), 0),
            reserved=reserved,
            previous_buys=self._previous.buys,
            previous_sells=self._previous.sells,
            today_buys=money.buys,
            today_sells=money.sells,
            today_fees=money.fees,
            today_taxes=money.taxes,
            today_realized=money.realized,
            withdrawable=max(min(self._settled, self._settled + due, self._total()) - reserved, 0),
        )

    def positions(self) -> tuple[Position, ...]:
        """All that is held, and what was held this morning, in the order of first purchase."""
        return tuple(
            self._position(symbol, holding)
            for symbol, holding in self._holdings.items()
            if holding.quantity or holding.previous_quantity or holding.sold_today
        )

    def buying_power(self, symbol: str, price: int | None, order_type: str) -> BuyingPower:
        """What can still be bought; orders without a price reckon with the upper limit."""
        listing = self._quotes.listing(symbol)
        used = price if price and order_type in PRICED else self._quotes.limit_up(symbol)
        rate = fee_rate(listing)
        free = max(self._total() - self._reserved(full=True), 0)
        orderable = max(self._total() - self._reserved(), 0)
        cash_amount = free * PER // (PER + rate)
        max_amount = max(orderable * PER * 100 // (PER * listing.margin_rate + rate * 100), 0)
        return BuyingPower(
            symbol=symbol,
            price=used,
            orderable_cash=orderable,
            margin_rate=listing.margin_rate,
            cash_amount=cash_amount,
            cash_quantity=cash_amount // used,
            max_amount=max_amount,
            max_quantity=max_amount // used,
        )

    def sellable(self, symbol: str) -> int:
        """Shares held less open sells."""
        holding = self._holdings.get(symbol)
        if holding is None:
            return 0
        bound = sum(
            order.remaining
            for order in self._open.values()
            if order.symbol == symbol and not order.buying
        )
        return holding.quantity - bound

    def orders(self, start: date | None = None, end: date | None = None) -> tuple[OrderRecord, ...]:
        """All numbered requests of trade dates in [start, end], oldest first."""
        return tuple(order.record() for order in self._orders if _within(order.day, start, end))

    def open_orders(self) -> tuple[OrderRecord, ...]:
        """What still works, oldest first."""
        return tuple(order.record() for order in self._open.values())

    def find_order(self, number: str) -> OrderRecord | None:
        """An order of the current day; numbers are compared as integers."""
        order = self.working_copy(number)
        return order.record() if order else None

    def fills(self, start: date | None = None, end: date | None = None) -> tuple[FillRecord, ...]:
        """All fills of trade dates in [start, end], oldest first."""
        return tuple(fill for fill in self._fills if _within(fill.time.date(), start, end))

    def working_copy(self, number: str) -> Order | None:
        """The order itself, for the desk."""
        text = number.strip()
        return self._today.get(int(text)) if text.isdecimal() else None

    def missing_cash(self, order: Order, released: int = 0) -> int:
        """How many won a buy lacks, at most 0 when it can be paid.

        `released` is the margin that an amended order gives back.
        """
        return self.margin(order, order.remaining) - released - (self._total() - self._reserved())

    def margin(self, order: Order, quantity: int) -> int:
        """Cash bound by `quantity` shares of a buy: its margin and its fee."""
        return self._bound(order, quantity, self._quotes.listing(order.symbol).margin_rate)

    def add(self, order: Order) -> None:
        """Takes up a numbered request."""
        self._orders.append(order)
        self._today[int(order.number)] = order
        if order.remaining:
            self._open[order.number] = order

    def settle_state(self, order: Order) -> None:
        """Forgets an order among the open ones once nothing of it is left."""
        if not order.remaining:
            self._open.pop(order.number, None)

    def book_fill(
        self, order: Order, price: int, quantity: int, at: int, sequence: int
    ) -> FillRecord:
        """Moves shares and money for one fill."""
        listing = self._quotes.listing(order.symbol)
        amount = price * quantity
        fee = fee_of(listing, amount)
        tax = 0 if order.buying else tax_of(listing, amount)
        holding = self._holdings.setdefault(order.symbol, Holding(0, 0))
        realized = 0
        if order.buying:
            holding.quantity += quantity
            holding.cost += amount
            holding.bought_today += quantity
            self._money.buys += amount
        else:
            cost = holding.cost * quantity // holding.quantity
            holding.quantity -= quantity
            holding.cost -= cost
            holding.sold_today += quantity
            realized = amount - cost - fee - tax
            self._money.sells += amount
            self._money.realized += realized
        self._money.fees += fee
        self._money.taxes += tax
        due = next_trading_day(next_trading_day(order.day))
        moved = -amount - fee if order.buying else amount - fee - tax
        self._pending[due] = self._pending.get(due, 0) + moved
        order.fill(price, quantity)
        self.settle_state(order)
        fill = FillRecord(
            account=self.number,
            order_number=order.number,
            symbol=order.symbol,
            side=order.side,
            price=price,
            quantity=quantity,
            time=moment(order.day, at),
            fee=fee,
            tax=tax,
            realized=realized,
            sequence=sequence,
        )
        self._fills.append(fill)
        return fill

    def begin_day(self, day: date) -> None:
        """Settles what is due, starts the day's figures anew; only the very next day keeps them."""
        self._previous = self._money if next_trading_day(self._day) == day else DayMoney()
        self._money = DayMoney()
        self._day = day
        for due in [due for due in self._pending if due <= day]:
            self._settled += self._pending.pop(due)
        self._today.clear()
        self._open.clear()
        for symbol in [symbol for symbol, held in self._holdings.items() if not held.quantity]:
            del self._holdings[symbol]
        for holding in self._holdings.values():
            holding.previous_quantity = holding.quantity
            holding.bought_today = holding.sold_today = 0

    def _total(self) -> int:
        return self._settled + sum(self._pending.values())

    def _reserved(self, *, full: bool = False) -> int:
        return sum(
            self._bound(order, order.remaining, 100)
            if full
            else self.margin(order, order.remaining)
            for order in self._buys()
        )

    def _buys(self) -> Iterable[Order]:
        return (order for order in self._open.values() if order.buying)

    def _bound(self, order: Order, quantity: int, percent: int) -> int:
        listing = self._quotes.listing(order.symbol)
        price = order.price if order.order_type in PRICED else self._quotes.limit_up(order.symbol)
        amount = price * quantity
        return -(-amount * percent // 100) + fee_of(listing, amount)

    def _position(self, symbol: str, holding: Holding) -> Position:
        last = self._quotes.last_price(symbol)
        value = last * holding.quantity
        unrealized = value - holding.cost
        return Position(
            symbol=symbol,
            quantity=holding.quantity,
            sellable=self.sellable(symbol),
            cost=holding.cost,
            average_price=holding.cost / holding.quantity if holding.quantity else 0.0,
            previous_quantity=holding.previous_quantity,
            bought_today=holding.bought_today,
            sold_today=holding.sold_today,
            last=last,
            value=value,
            unrealized=unrealized,
            unrealized_rate=unrealized * 100 / holding.cost if holding.cost else 0.0,
        )


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
