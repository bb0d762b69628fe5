"""Carries orders out in a market beside the KRX, against the courses of its instruments.

A market owns one `Dealer(around, rules, plans)`: `rules` (`deal_terms.DealRules`, mostly the market
itself) finds the instruments (`Dealt`) and says margins and costs; `plans` is a `DealPlan` by
account number ("12345678-01"): cash by currency, holdings, resting orders, what the past trades.
Accounts without a plan are empty. `now` is always the market's (KST). Prices are whole multiples
of 10**-decimals of the instrument, money is Decimal in units of the currency.

    place(account, exchange, code, side, quantity, price, now, order_type="00", life=Life.DAY,
          stop=0) -> DealOrder right after it met the book; price 0 is a market order
    amend(account, number, now, quantity=None, price=..., order_type=None) -> the new DealOrder
    cancel(account, number, now, quantity=None) -> the DealOrder of the cancellation
    advance(now) -> the events since it was last asked, fills and ends of orders lived through
    orders / fills(account, start, end) by trade date, those of the past included
    open_orders(account); find_order(account, number) of the orders since the market began
    book(account) -> DealBook: cash, positions(now), position(dealt, now), sellable(dealt),
        free(currency, now), bound(currency), margin(currency, now), needed(dealt, side, qty, price)
    held_over(account, day) -> the fills that the holdings at the end of a past day are made of
    affordable(account, dealt, side, price, now) -> how many units can be ordered

`place`, `amend` and `cancel` raise `views.Refused` and then leave no trace. An order that can
trade at once takes what the book shows (`Course.book`); the rest waits until a print is at its
price or through it, and then takes as much as was printed, at its own price. Orders end with the
session that they came in; between two spans of a session they are taken and wait.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from kis_desktop.simulator.deal_book import DealBook, OpenOrder
from kis_desktop.simulator.deal_matching import (
    BOOK_LEVELS,
    carry_over,
    check_request,
    new_order,
    prints_at,
    released_by,
    worst_price,
)
from kis_desktop.simulator.deal_past import DealPast
from kis_desktop.simulator.deal_seeds import Seeds
from kis_desktop.simulator.deal_terms import DealPlan, DealRules, Dealt, Life
from kis_desktop.simulator.dealing import DealEvent, DealFill, DealOrder
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.views import (
    OrderEventKind,
    OrderKind,
    OrderState,
    Refusal,
    Refused,
    Side,
)

_MOST = 10**9


class Dealer:
    """The orders of all accounts in one market family."""

    def __init__(
        self, around: Surroundings, rules: DealRules, plans: Mapping[str, DealPlan]
    ) -> None:
        self._around = around
        self._rules = rules
        self._plans = plans
        self._began = around.now
        self._books: dict[str, DealBook] = {}
        self._pasts: dict[str, DealPast] = {}
        self._events: list[DealEvent] = []
        self._looked = around.now - timedelta(days=1)
        self._seeds = Seeds(around, rules)

    def book(self, account: str) -> DealBook:
        """Money, positions and orders of an account, opened when first asked for."""
        if account not in self._books:
            self._open(account, self._around.now)
        return self._books[account]

    def place(
        self,
        account: str,
        exchange: str,
        code: str,
        side: Side,
        quantity: int,
        price: int,
        now: datetime,
        *,
        order_type: str = "00",
        life: Life = Life.DAY,
        stop: int = 0,
    ) -> DealOrder:
        """A new order; with a `stop` it waits for that price first. Raises `Refused`."""
        self._live(now)
        dealt = self._dealt(exchange, code)
        book = self.book(account)
        check_request(self._rules, dealt, quantity, price, now)
        one = new_order(account, dealt, side, quantity, price, now, order_type, life)
        one.stop, one.order = stop, replace(one.order, stop_price=stop)
        if dealt.paid and not dealt.short and side is Side.SELL:
            there = book.sellable(dealt)
            if quantity > there:
                raise Refused(Refusal.NOT_ENOUGH_SHARES, f"{quantity} of {there} {code}")
        self._check_money(book, one, now)
        one.order = replace(one.order, number=self._number())
        self._enter(book, one, OrderEventKind.ACCEPTED, now)
        return one.order

    def amend(
        self,
        account: str,
        number: str,
        now: datetime,
        *,
        price: int,
        quantity: int | None = None,
        order_type: str | None = None,
    ) -> DealOrder:
        """Moves all (None) or part of an order to another price. Raises `Refused`."""
        self._live(now)
        book, original = self._working(account, number)
        dealt, before = original.dealt, original.order
        moved = self._part(before, quantity)
        check_request(self._rules, dealt, moved, price, now)
        one = new_order(
            account, dealt, before.side, moved, price, now,
            order_type or before.order_type, original.life,
        )  # fmt: skip
        one.stop, one.order = original.stop, replace(one.order, stop_price=before.stop_price)
        released, needed = (
            book.needed(dealt, before.side, moved, limit, instead_of=original)
            for limit in (original.limit, one.limit)
        )
        missing = needed - released
        if missing > 0 and missing > book.free(dealt.currency, now):
            raise Refused(Refusal.NOT_ENOUGH_CASH, f"{missing} {dealt.currency}")
        left = before.remaining - moved
        book.keep(
            original,
            remaining=left,
            amended_quantity=before.amended_quantity + moved,
            state=OrderState.WORKING if left else OrderState.AMENDED,
        )
        one.order = replace(
            one.order,
            number=self._number(),
            original_number=before.number,
            kind=OrderKind.AMEND,
        )
        self._enter(book, one, OrderEventKind.AMENDED, now)
        return one.order

    def cancel(
        self, account: str, number: str, now: datetime, *, quantity: int | None = None
    ) -> DealOrder:
        """Takes back all (None) or part of an order. Raises `Refused`."""
        self._live(now)
        book, original = self._working(account, number)
        before = original.order
        gone = self._part(before, quantity)
        self._end(book, original, gone, OrderState.CANCELLED)
        request = replace(
            before,
            number=self._number(),
            original_number=before.number,
            kind=OrderKind.CANCEL,
            quantity=gone,
            state=OrderState.DONE,
            time=now,
            filled_quantity=0,
            filled_value=0,
            remaining=0,
            cancelled_quantity=gone,
            amended_quantity=0,
        )
        book.enter(replace(original, order=request))
        self._say(OrderEventKind.CANCELLED, request, now, gone, request.price)
        return request

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Lives through open orders; what happened since the last call, oldest first."""
        self._live(now)
        if not self._events:
            return ()
        found, self._events = self._events, []
        return tuple(found)

    def orders(self, account: str, start: date, end: date) -> tuple[DealOrder, ...]:
        """Numbered requests of trade dates in [start, end], oldest first, the past included."""
        book = self.book(account)
        past = self._pasts[account].deals(start, end).orders
        since = [one for one in book.orders.values() if start <= one.trade_date <= end]
        return (*past, *sorted(since, key=lambda one: one.time))

    def fills(self, account: str, start: date, end: date) -> tuple[DealFill, ...]:
        """Fills of trade dates in [start, end], oldest first, the past included."""
        book = self.book(account)
        past = self._pasts[account].deals(start, end).fills
        since = [one for one in book.fills if start <= one.trade_date <= end]
        return (*past, *sorted(since, key=lambda one: one.time))

    def held_over(self, account: str, day: date) -> tuple[DealFill, ...]:
        """The fills up to a trade date that the holdings of its end are made of."""
        book = self.book(account)
        past = self._pasts[account].held_over(day)
        return (*past, *(one for one in book.fills if one.trade_date <= day))

    def open_orders(self, account: str) -> tuple[DealOrder, ...]:
        """What still works, oldest first."""
        return tuple(one.order for one in self.book(account).open.values())

    def find_order(self, account: str, number: str) -> DealOrder | None:
        """The order of a number since the market began, compared as integers."""
        if not number.strip().isdecimal():
            return None
        return self.book(account).orders.get(f"{int(number):010d}")

    def find_dealt(self, exchange: str, code: str) -> Dealt | None:
        """An instrument as the market knows it."""
        return self._rules.find_dealt(exchange, code)

    def affordable(self, account: str, dealt: Dealt, side: Side, price: int, now: datetime) -> int:
        """The most units that an order at a price may have."""
        book = self.book(account)
        if dealt.paid and not dealt.short and side is Side.SELL:
            return book.sellable(dealt)
        free = book.free(dealt.currency, now)
        low, high = 0, 1
        while high < _MOST and book.needed(dealt, side, high, price) <= free:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if book.needed(dealt, side, middle, price) <= free:
                low = middle
            else:
                high = middle
        return low

    def _open(self, account: str, now: datetime) -> None:
        plan = self._plans.get(account, DealPlan())
        book = self._books[account] = DealBook(account, self._rules)
        book.cash.update(plan.cash)
        past = DealPast(self._around.seed, account, plan, self._rules, self._began)
        self._pasts[account] = past
        for opening in past.openings:
            book.open_with(opening.dealt, opening.quantity, opening.cost)
        self._seeds.carry_out(book, plan, now)
        self._seeds.rest(book, plan, now)

    def _dealt(self, exchange: str, code: str) -> Dealt:
        dealt = self._rules.find_dealt(exchange, code)
        if dealt is None:
            raise Refused(Refusal.UNKNOWN_SYMBOL, f"{exchange} {code}")
        return dealt

    def _number(self) -> str:
        return self._around.numbers.next()

    def _check_money(self, book: DealBook, one: OpenOrder, now: datetime) -> None:
        order, currency = one.order, one.dealt.currency
        needed = book.needed(one.dealt, order.side, order.quantity, one.limit)
        missing = needed - book.free(currency, now)
        if needed and missing > 0:
            raise Refused(Refusal.NOT_ENOUGH_CASH, f"{missing} {currency} are missing")

    def _working(self, account: str, number: str) -> tuple[DealBook, OpenOrder]:
        book = self.book(account)
        text = number.strip()
        found = book.open.get(f"{int(text):010d}") if text.isdecimal() else None
        if found is None:
            known = self.find_order(account, text)
            reason = Refusal.NO_SUCH_ORDER if known is None else Refusal.NOTHING_TO_AMEND
            raise Refused(reason, number)
        return book, found

    @staticmethod
    def _part(order: DealOrder, quantity: int | None) -> int:
        part = order.remaining if quantity is None else quantity
        if part <= 0:
            raise Refused(Refusal.QUANTITY_NOT_POSITIVE, str(part))
        if part > order.remaining:
            raise Refused(Refusal.QUANTITY_EXCEEDED, f"{part} of {order.remaining}")
        return part

    def _enter(self, book: DealBook, one: OpenOrder, kind: OrderEventKind, now: datetime) -> None:
        book.enter(one)
        self._say(kind, one.order, now, one.order.quantity, one.order.price)
        if one.stop and one.is_due(one.dealt.course.quote(now).last):
            one.stop = 0
        if one.dealt.course.session(now).is_open(now) and not one.stop:
            self._take(book, one, now)
        if one.life is not Life.DAY and one.order.remaining:
            rest = one.order.remaining
            order = self._end(book, one, rest, OrderState.CANCELLED)
            self._say(OrderEventKind.REMAINDER_CANCELLED, order, now, rest, order.price)

    def _take(self, book: DealBook, one: OpenOrder, now: datetime) -> None:
        """Trades with what the book shows."""
        shown = one.dealt.course.book(now, BOOK_LEVELS)
        levels = [
            level for level in (shown.asks if one.buying else shown.bids) if one.takes(level.price)
        ]
        if one.life is Life.FOK and sum(level.size for level in levels) < one.order.remaining:
            return
        for level in levels:
            quantity = min(level.size, one.order.remaining)
            if not quantity:
                break
            self._fill(book, one, level.price, quantity, now)
        if not one.order.price and levels:
            one.limit = levels[-1].price

    def _fill(
        self, book: DealBook, one: OpenOrder, price: int, quantity: int, time: datetime
    ) -> None:
        fill = book.fill(one, price, quantity, time)
        self._say(OrderEventKind.FILLED, one.order, time, quantity, price, fill)

    @staticmethod
    def _end(book: DealBook, one: OpenOrder, quantity: int, state: OrderState) -> DealOrder:
        left = one.order.remaining - quantity
        if state is OrderState.EXPIRED:
            return book.keep(one, remaining=left, expired_quantity=quantity, state=state)
        cancelled = one.order.cancelled_quantity + quantity
        return book.keep(
            one,
            remaining=left,
            cancelled_quantity=cancelled,
            state=OrderState.WORKING if left else state,
        )

    def _live(self, now: datetime) -> None:
        """Fills and ends open orders up to now; prints come by whole seconds."""
        second = now.replace(microsecond=0)
        if second == self._looked:
            return
        self._looked = second
        before = len(self._events)
        for account, book in self._books.items():
            for one in list(book.open.values()):
                self._live_through(book, one, now)
            plan = self._plans.get(account)
            if plan is not None:
                self._seeds.rest(book, plan, now)
        self._events[before:] = sorted(self._events[before:], key=lambda event: event.time)

    def _live_through(self, book: DealBook, one: OpenOrder, now: datetime) -> None:
        until = min(now, one.until)
        if until > one.since and one.stop:
            self._release(book, one, until)
        if until > one.since and not one.stop:
            for made in prints_at(one, until, one.limit):
                quantity = min(made.size, one.order.remaining)
                if not quantity:
                    break
                self._fill(book, one, one.limit, quantity, made.time)
            one.since = until
        if one.order.remaining and now >= one.until and one.dealt.then is not None:
            carry_over(one, one.dealt.then)
            self._live_through(book, one, now)
        elif one.order.remaining and now >= one.until:
            rest = one.order.remaining
            order = self._end(book, one, rest, OrderState.EXPIRED)
            self._say(OrderEventKind.EXPIRED, order, one.until, rest, order.price)

    def _release(self, book: DealBook, one: OpenOrder, until: datetime) -> None:
        """Sends a stop order in once a print has reached its price."""
        reached = released_by(one, until)
        if reached is None:
            one.since = until
            return
        one.stop, one.since = 0, reached.time
        if not one.order.price:
            one.limit = worst_price(one.dealt, one.order.side, reached.time)
        self._take(book, one, reached.time)

    def _say(
        self,
        kind: OrderEventKind,
        order: DealOrder,
        time: datetime,
        quantity: int,
        price: int,
        fill: DealFill | None = None,
    ) -> None:
        self._events.append(DealEvent(self._rules.family, kind, order, time, quantity, price, fill))
