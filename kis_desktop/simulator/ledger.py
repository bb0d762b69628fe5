"""The money and shares of one account: cash by settlement day, holdings, orders, fills."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.simulator.books import Books, Holding
from kis_desktop.simulator.charges import PER, FeePlan
from kis_desktop.simulator.credit import GUARANTEE_PERCENT, Credit, Lot
from kis_desktop.simulator.orders import PRICED, Order
from kis_desktop.simulator.past import Past
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import (
    BuyingPower,
    Cash,
    FillRecord,
    Loan,
    OrderRecord,
    Position,
    Side,
    moment,
)


class Quotes(Protocol):
    """What the ledger asks the market for."""

    def listing(self, symbol: str) -> Listing: ...
    def last_price(self, symbol: str) -> int: ...
    def limit_up(self, symbol: str) -> int: ...


@dataclass(slots=True)
class DayMoney:
    """What one trading day has moved, won."""

    buys: int = 0
    sells: int = 0
    fees: int = 0
    taxes: int = 0
    realized: int = 0

    def add(self, fill: FillRecord) -> None:
        """Counts a fill."""
        if fill.side is Side.BUY:
            self.buys += fill.amount
        else:
            self.sells += fill.amount
        self.fees += fill.fee
        self.taxes += fill.tax
        self.realized += fill.realized


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
        fees: FeePlan,
        past: Past,
    ) -> None:
        self.number = number
        self.hts_id = hts_id
        self._quotes = quotes
        self._day = day
        self._past = past
        self._settled = deposit
        self._pending = past.pending(day)
        self._books = Books(fees, past.holdings, past.lots)
        self._orders: list[Order] = []
        self._today: dict[int, Order] = {}
        self._open: dict[str, Order] = {}
        self._fills: list[FillRecord] = []
        self._money = DayMoney()
        self._previous = DayMoney()
        for fill in past.fills_of(previous_trading_day(day)):
            self._previous.add(fill)

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
            previous_costs=self._previous.fees + self._previous.taxes,
            today_buys=money.buys,
            today_sells=money.sells,
            today_fees=money.fees,
            today_taxes=money.taxes,
            today_realized=money.realized,
            withdrawable=max(min(self._settled, self._settled + due, self._total()) - reserved, 0),
            unpaid=max(-self._total(), 0),
            unpaid_due=self._unpaid_due(),
        )

    def positions(self) -> tuple[Position, ...]:
        """All that is held, and what was held this morning, in the order of first purchase."""
        return tuple(
            self._position(symbol, holding)
            for symbol, holding in self._books.holdings.items()
            if holding.quantity or holding.previous_quantity or holding.sold_today
        )

    def loans(self) -> tuple[Loan, ...]:
        """What is held on credit, lot by lot, in the order of borrowing."""
        return tuple(self._loan(lot) for lot in self._books.lots)

    def buying_power(self, symbol: str, price: int | None, order_type: str) -> BuyingPower:
        """What can still be bought; orders without a price reckon with the upper limit."""
        listing = self._quotes.listing(symbol)
        used = price if price and order_type in PRICED else self._quotes.limit_up(symbol)
        rate = self._books.fees.rate(listing)
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

    def credit_power(self, symbol: str, price: int | None, order_type: str) -> BuyingPower:
        """What can be bought on a loan, or sold short: the guarantee has to be free."""
        listing = self._quotes.listing(symbol)
        used = price if price and order_type in PRICED else self._quotes.limit_up(symbol)
        orderable = max(self._total() - self._reserved(), 0)
        rate = self._books.fees.rate(listing)
        amount = orderable * PER * 100 // (PER * GUARANTEE_PERCENT + rate * 100)
        return BuyingPower(
            symbol=symbol,
            price=used,
            orderable_cash=orderable,
            margin_rate=GUARANTEE_PERCENT,
            cash_amount=amount,
            cash_quantity=amount // used,
            max_amount=amount,
            max_quantity=amount // used,
        )

    def sellable(self, symbol: str) -> int:
        """Shares held in cash less open sells."""
        holding = self._books.holdings.get(symbol)
        if holding is None:
            return 0
        bound = sum(
            order.remaining
            for order in self._open.values()
            if order.symbol == symbol and not order.buying and order.credit is None
        )
        return holding.quantity - bound

    def owes(self, symbol: str, credit: Credit) -> bool:
        """Whether there is such a lot."""
        return self._books.find_lot(symbol, credit) is not None

    def repayable(self, symbol: str, credit: Credit) -> int:
        """Shares of a lot less what open orders repay of it; 0 without such a lot."""
        lot = self._books.find_lot(symbol, credit)
        if lot is None:
            return 0
        bound = sum(
            order.remaining
            for order in self._open.values()
            if order.symbol == symbol and order.credit == credit
        )
        return lot.quantity - bound

    def orders(self, start: date | None = None, end: date | None = None) -> tuple[OrderRecord, ...]:
        """Numbered requests since the market began of trade dates in [start, end], oldest first."""
        return tuple(order.record() for order in self._orders if _within(order.day, start, end))

    def order_history(self, start: date, end: date) -> tuple[OrderRecord, ...]:
        """As `orders`, with those from before the market began."""
        return (*self._past.orders_between(start, end), *self.orders(start, end))

    def earlier_orders(self, start: date, end: date) -> tuple[OrderRecord, ...]:
        """As `order_history`, without those since the market began."""
        return self._past.orders_between(start, end)

    def open_orders(self) -> tuple[OrderRecord, ...]:
        """What still works, oldest first."""
        return tuple(order.record() for order in self._open.values())

    def find_order(self, number: str) -> OrderRecord | None:
        """An order of the current day; numbers are compared as integers."""
        order = self.working_copy(number)
        return order.record() if order else None

    def fills(self, start: date | None = None, end: date | None = None) -> tuple[FillRecord, ...]:
        """Fills since the market began of trade dates in [start, end], oldest first."""
        return tuple(fill for fill in self._fills if _within(fill.time.date(), start, end))

    def fill_history(self, start: date, end: date) -> tuple[FillRecord, ...]:
        """As `fills`, with those from before the market began."""
        return (*self._past.fills_between(start, end), *self.fills(start, end))

    def working_copy(self, number: str) -> Order | None:
        """The order itself, for the desk."""
        text = number.strip()
        return self._today.get(int(text)) if text.isdecimal() else None

    def missing_cash(self, order: Order, released: int = 0) -> int:
        """How many won an order lacks, at most 0 when it can be paid.

        `released` is the margin that an amended order gives back.
        """
        return self.margin(order, order.remaining) - released - (self._total() - self._reserved())

    def margin(self, order: Order, quantity: int) -> int:
        """Cash bound by `quantity` shares of an order: its margin or guarantee, and its fee."""
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
        booking = self._books.book(listing, order.side, price, quantity, order.day, order.credit)
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
            fee=booking.fee,
            tax=booking.tax,
            realized=booking.realized,
            sequence=sequence,
            credit=order.credit,
            loan=booking.loan,
            interest=booking.interest,
            released=booking.released,
        )
        due = next_trading_day(next_trading_day(order.day))
        self._pending[due] = self._pending.get(due, 0) + fill.cash
        self._money.add(fill)
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
        self._books.begin_day()

    def _total(self) -> int:
        return self._settled + sum(self._pending.values())

    def _unpaid_due(self) -> date | None:
        """The day on which the account's money turns negative (미수), None without one."""
        money = self._settled
        for day in sorted(self._pending):
            money += self._pending[day]
            if money < 0:
                return day
        return self._day if money < 0 else None

    def _reserved(self, *, full: bool = False) -> int:
        return sum(
            self._bound(order, order.remaining, 100)
            if full
            else self.margin(order, order.remaining)
            for order in self._binding()
        )

    def _binding(self) -> Iterable[Order]:
        """Open orders that need cash: purchases, and sales of borrowed shares."""
        return (order for order in self._open.values() if order.binds_cash)

    def _bound(self, order: Order, quantity: int, percent: int) -> int:
        listing = self._quotes.listing(order.symbol)
        price = order.price if order.order_type in PRICED else self._quotes.limit_up(order.symbol)
        amount = price * quantity
        fee = self._books.fees.fee(listing, amount)
        if order.credit is None:
            return -(-amount * percent // 100) + fee
        if not order.credit.repays:
            return -(-amount * GUARANTEE_PERCENT // 100) + fee
        lot = self._books.find_lot(order.symbol, order.credit)
        sold_for = lot.cost * quantity // lot.quantity if lot else 0
        return max(amount - sold_for, 0) + fee

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

    def _loan(self, lot: Lot) -> Loan:
        last = self._quotes.last_price(lot.symbol)
        value = last * lot.quantity
        unrealized = lot.cost - value if lot.kind.short else value - lot.cost
        return Loan(
            symbol=lot.symbol,
            kind=lot.kind,
            loan_date=lot.loan_date,
            expiry=lot.expiry,
            quantity=lot.quantity,
            sellable=self.repayable(lot.symbol, Credit(lot.kind, lot.loan_date, repays=True)),
            cost=lot.cost,
            loan=lot.loan,
            last=last,
            value=value,
            unrealized=unrealized,
        )


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
