"""The broker's desk: numbers orders, checks them, passes them on, keeps the ledgers."""

from collections.abc import Callable
from datetime import date

from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.ledger import Ledger
from kis_desktop.simulator.order_rules import (
    check_condition,
    check_kind,
    check_order_type,
    check_price,
    check_quantity,
    check_session,
)
from kis_desktop.simulator.orders import STOP_LIMIT, Order
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.venue import Venue
from kis_desktop.simulator.views import (
    FillRecord,
    OrderEvent,
    OrderEventKind,
    OrderKind,
    OrderRecord,
    OrderState,
    Phase,
    Refusal,
    Refused,
    Side,
    moment,
)

_FIRST_NUMBER = 116_000
_NUMBER_STEPS = (7, 23, 11, 38, 5, 17, 29)
"""other customers' orders take numbers too"""


class Desk:
    """Takes requests for a day at a moment of it, microseconds since midnight."""

    def __init__(self, day: date, tell: Callable[[OrderEvent], None]) -> None:
        self._day = day
        self._tell = tell
        self._ledgers: dict[str, Ledger] = {}
        self._requests = 0
        self._number = _FIRST_NUMBER
        self._fills = 0

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """All accounts."""
        return tuple(self._ledgers.values())

    def open_account(self, ledger: Ledger) -> None:
        """Takes up an account."""
        self._ledgers[ledger.number] = ledger

    def find(self, number: str) -> Ledger | None:
        """The account of a number."""
        return self._ledgers.get(number)

    def ledger(self, number: str) -> Ledger:
        """The account of a number. Raises `Refused`."""
        ledger = self._ledgers.get(number)
        if ledger is None:
            raise Refused(Refusal.ACCOUNT_UNKNOWN, number)
        return ledger

    def begin_day(self, day: date) -> None:
        """Order numbers begin anew; ledgers settle what is due."""
        self._day = day
        self._number = _FIRST_NUMBER
        for ledger in self._ledgers.values():
            ledger.begin_day(day)

    def place(
        self,
        account: str,
        venue: Venue,
        side: Side,
        order_type: str,
        quantity: int,
        price: int,
        exchange: str,
        at: int,
        *,
        trading_day: bool,
        condition_price: int = 0,
        credit: Credit | None = None,
    ) -> OrderRecord:
        """A new order. Raises `Refused`."""
        ledger = self.ledger(account)
        self._check(venue, order_type, exchange, at, trading_day=trading_day)
        check_quantity(quantity)
        check_price(order_type, price, venue.grid)
        check_condition(order_type, condition_price, venue.grid)
        symbol = venue.path.listing.symbol
        order = Order(
            account=account,
            number=f"{self._number + self._step():010d}",
            original=None,
            kind=OrderKind.NEW,
            symbol=symbol,
            side=side,
            order_type=order_type,
            exchange=exchange,
            quantity=quantity,
            price=price,
            day=self._day,
            at=at,
            condition_price=condition_price,
            routed=venue.board,
            credit=credit,
        )
        self._check_shares(ledger, venue.path.listing, order)
        if order.binds_cash:
            self._check_cash(ledger, order)
        return self._enter(ledger, venue, order, OrderEventKind.ACCEPTED)

    def amend(
        self,
        account: str,
        venue: Venue,
        original: Order,
        *,
        quantity: int | None,
        price: int,
        order_type: str,
        at: int,
        trading_day: bool,
        condition_price: int | None = None,
    ) -> OrderRecord:
        """Moves all or part of an order to another price or type (정정). Raises `Refused`."""
        ledger = self.ledger(account)
        self._check(venue, order_type, original.exchange, at, trading_day=trading_day)
        moved = self._part(original, quantity)
        check_price(order_type, price, venue.grid)
        waits_for = condition_price
        if waits_for is None:
            waits_for = original.condition_price if order_type == STOP_LIMIT else 0
        check_condition(order_type, waits_for, venue.grid)
        order = self._successor(original, OrderKind.AMEND, order_type, moved, price, at)
        order.condition_price = waits_for
        if order.binds_cash:
            self._check_cash(ledger, order, ledger.margin(original, moved))
        venue.withdraw(original, moved)
        original.remaining -= moved
        original.amended += moved
        ledger.settle_state(original)
        return self._enter(ledger, venue, order, OrderEventKind.AMENDED)

    def cancel(
        self, account: str, venue: Venue, original: Order, *, quantity: int | None, at: int
    ) -> OrderRecord:
        """Takes back all or part of an order (취소). Raises `Refused`."""
        ledger = self.ledger(account)
        gone = self._part(original, quantity)
        order = self._successor(
            original, OrderKind.CANCEL, original.order_type, gone, original.price, at
        )
        venue.withdraw(original, gone)
        original.cancel(gone)
        ledger.settle_state(original)
        order.cancel(gone)
        self._take_number(order)
        ledger.add(order)
        self._say(OrderEventKind.CANCELLED, order, gone, order.price, at)
        return order.record()

    def filled(self, order: Order, price: int, quantity: int, at: int) -> None:
        """Books a fill of an account's order."""
        self._fills += 1
        fill = self._ledgers[order.account].book_fill(order, price, quantity, at, self._fills)
        self._say(OrderEventKind.FILLED, order, quantity, price, at, fill)

    def remainder_cancelled(self, order: Order, quantity: int, at: int) -> None:
        """The rest of an IOC or FOK order is gone."""
        order.cancel(quantity)
        self._end(order, OrderEventKind.REMAINDER_CANCELLED, quantity, at)

    def rejected(self, order: Order, at: int) -> None:
        """The exchange has no quote that the order refers to."""
        quantity = order.remaining
        order.rejected, order.remaining = quantity, 0
        self._end(order, OrderEventKind.REFUSED, quantity, at)

    def expired(self, order: Order, at: int) -> None:
        """The day ended before the order did."""
        quantity = order.remaining
        order.expired, order.remaining = quantity, 0
        self._end(order, OrderEventKind.EXPIRED, quantity, at)

    def state(self) -> dict[str, object]:
        """Orders, fills and accounts as JSON-able values."""
        return {
            "orders": [_plain_order(order) for ledger in self.ledgers for order in ledger.orders()],
            "fills": [_plain_fill(fill) for ledger in self.ledgers for fill in ledger.fills()],
            "accounts": {ledger.number: _plain_account(ledger) for ledger in self.ledgers},
        }

    def _check(
        self, venue: Venue, order_type: str, exchange: str, at: int, *, trading_day: bool
    ) -> None:
        listing = venue.path.listing
        now = venue.hours.phase(at, venue.board)
        check_session(exchange, now, trading_day=trading_day)
        if listing.halted:
            raise Refused(Refusal.HALTED, listing.symbol)
        check_kind(listing, venue.board, order_type)
        phase = Phase.VI_AUCTION if venue.vi is not None else now
        check_order_type(order_type, exchange, phase, evening=now is Phase.AFTER_MARKET)

    def _part(self, original: Order, quantity: int | None) -> int:
        if not original.remaining:
            raise Refused(Refusal.NOTHING_TO_AMEND, original.number)
        part = original.remaining if quantity is None else quantity
        check_quantity(part)
        if part > original.remaining:
            raise Refused(Refusal.QUANTITY_EXCEEDED, f"{part} of {original.remaining}")
        return part

    def _check_shares(self, ledger: Ledger, listing: Listing, order: Order) -> None:
        credit = order.credit
        if credit is not None and not credit.repays:
            if not listing.credit:
                raise Refused(Refusal.NOT_ON_CREDIT, order.symbol)
            return
        if credit is None and order.buying:
            return
        if credit is None:
            there = ledger.sellable(order.symbol)
        elif ledger.owes(order.symbol, credit):
            there = ledger.repayable(order.symbol, credit)
        else:
            loan = f"{credit.kind.value} {credit.loan_date} {order.symbol}"
            raise Refused(Refusal.NO_SUCH_LOAN, loan)
        if order.quantity > there:
            raise Refused(Refusal.NOT_ENOUGH_SHARES, f"{order.quantity} of {there} {order.symbol}")

    def _check_cash(self, ledger: Ledger, order: Order, released: int = 0) -> None:
        missing = ledger.missing_cash(order, released)
        if missing > 0:
            raise Refused(Refusal.NOT_ENOUGH_CASH, f"{missing} won are missing")

    def _successor(
        self, original: Order, kind: OrderKind, order_type: str, quantity: int, price: int, at: int
    ) -> Order:
        return Order(
            account=original.account,
            number=f"{self._number + self._step():010d}",
            original=original.number,
            kind=kind,
            symbol=original.symbol,
            side=original.side,
            order_type=order_type,
            exchange=original.exchange,
            quantity=quantity,
            price=price,
            day=self._day,
            at=at,
            condition_price=original.condition_price if order_type == STOP_LIMIT else 0,
            routed=original.routed,
            credit=original.credit,
        )

    def _step(self) -> int:
        return _NUMBER_STEPS[self._requests % len(_NUMBER_STEPS)]

    def _take_number(self, order: Order) -> None:
        self._number = int(order.number)
        self._requests += 1

    def _enter(
        self, ledger: Ledger, venue: Venue, order: Order, kind: OrderEventKind
    ) -> OrderRecord:
        self._take_number(order)
        ledger.add(order)
        self._say(kind, order, order.quantity, order.price, order.at)
        venue.enter(order, order.at)
        return order.record()

    def _end(self, order: Order, kind: OrderEventKind, quantity: int, at: int) -> None:
        self._ledgers[order.account].settle_state(order)
        self._say(kind, order, quantity, order.price, at)

    def _say(
        self,
        kind: OrderEventKind,
        order: Order,
        quantity: int,
        price: int,
        at: int,
        fill: FillRecord | None = None,
    ) -> None:
        self._tell(OrderEvent(kind, order.record(), moment(order.day, at), quantity, price, fill))


def _plain_order(order: OrderRecord) -> dict[str, object]:
    return {
        "account": order.account,
        "number": order.number,
        "original_number": order.original_number,
        "kind": order.kind.value,
        "symbol": order.symbol,
        "side": order.side.value,
        "order_type": order.order_type,
        "exchange": order.exchange,
        "routed": order.routed.value,
        "quantity": order.quantity,
        "price": order.price,
        "condition_price": order.condition_price,
        "state": order.state.value,
        "open": order.state is OrderState.WORKING,
        "trade_date": order.trade_date.isoformat(),
        "time": order.time.isoformat(),
        "filled_quantity": order.filled_quantity,
        "filled_amount": order.filled_amount,
        "remaining": order.remaining,
        "cancelled_quantity": order.cancelled_quantity,
        "amended_quantity": order.amended_quantity,
        "expired_quantity": order.expired_quantity,
        "rejected_quantity": order.rejected_quantity,
        "credit": order.credit.kind.value if order.credit else None,
        "loan_date": _plain_loan_date(order.credit),
    }


def _plain_fill(fill: FillRecord) -> dict[str, object]:
    return {
        "account": fill.account,
        "order_number": fill.order_number,
        "symbol": fill.symbol,
        "side": fill.side.value,
        "price": fill.price,
        "quantity": fill.quantity,
        "time": fill.time.isoformat(),
        "fee": fill.fee,
        "tax": fill.tax,
        "realized": fill.realized,
        "sequence": fill.sequence,
        "loan_date": _plain_loan_date(fill.credit),
        "loan": fill.loan,
        "interest": fill.interest,
        "released": fill.released,
    }


def _plain_loan_date(credit: Credit | None) -> str | None:
    return credit.loan_date.isoformat() if credit else None


def _plain_account(ledger: Ledger) -> dict[str, object]:
    cash = ledger.cash()
    return {
        "cash": {
            "deposit": cash.deposit,
            "next_day": cash.next_day,
            "day_after": cash.day_after,
            "orderable": cash.orderable,
            "reserved": cash.reserved,
        },
        "positions": [
            {
                "symbol": position.symbol,
                "quantity": position.quantity,
                "sellable": position.sellable,
                "cost": position.cost,
                "last": position.last,
            }
            for position in ledger.positions()
        ],
        "loans": [
            {
                "symbol": loan.symbol,
                "kind": loan.kind.value,
                "loan_date": loan.loan_date.isoformat(),
                "quantity": loan.quantity,
                "sellable": loan.sellable,
                "cost": loan.cost,
                "loan": loan.loan,
            }
            for loan in ledger.loans()
        ],
    }
