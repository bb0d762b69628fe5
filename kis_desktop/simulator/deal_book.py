"""Money, positions, orders and fills of one account in one of the other markets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import takewhile

from kis_desktop.simulator.deal_terms import Address, DealRules, Dealt, Life
from kis_desktop.simulator.dealing import DealFill, DealOrder, DealPosition
from kis_desktop.simulator.views import OrderState, Side


@dataclass(slots=True)
class OpenOrder:
    """An order that still works."""

    order: DealOrder
    dealt: Dealt
    limit: int
    """the worst price that it may trade at"""
    life: Life
    since: datetime
    """up to when its prints have been looked at"""
    until: datetime
    """end of its session"""
    stop: int = 0
    """the price that it still waits for; 0 for none"""

    @property
    def buying(self) -> bool:
        """Whether it buys."""
        return self.order.side is Side.BUY

    def takes(self, price: int) -> bool:
        """Whether it would trade at a price."""
        return price <= self.limit if self.buying else price >= self.limit

    def is_due(self, price: int) -> bool:
        """Whether a price sets a stop order off."""
        return price >= self.stop if self.buying else price <= self.stop


@dataclass(slots=True)
class _Held:
    """Units of one instrument; below nought when sold short."""

    dealt: Dealt
    quantity: int = 0
    cost: int = 0
    day: date = date.min
    bought: int = 0
    sold: int = 0
    realized: Decimal = Decimal(0)

    def enter_day(self, day: date) -> None:
        """Begins the day's figures anew on another trading day."""
        if day != self.day:
            self.day, self.bought, self.sold, self.realized = day, 0, 0, Decimal(0)


class DealBook:
    """One account. Money is in units of the currency, never rounded but where costs are."""

    def __init__(self, number: str, rules: DealRules) -> None:
        self.number = number
        self.cash: dict[str, Decimal] = {}
        """after all that has been dealt: what is settled later counts at once"""
        self.orders: dict[str, DealOrder] = {}
        """those since the market began by number, oldest first"""
        self.fills: list[DealFill] = []
        self.open: dict[str, OpenOrder] = {}
        """by number, oldest first"""
        self._rules = rules
        self._held: dict[Address, _Held] = {}

    def positions(self, now: datetime) -> tuple[DealPosition, ...]:
        """What is held, and what was traded away today, in the order of first purchase."""
        return tuple(
            position
            for held in self._held.values()
            for position in (self._position(held, now),)
            if position.quantity or position.bought_today or position.sold_today
        )

    def position(self, dealt: Dealt, now: datetime) -> DealPosition:
        """What is held of one instrument, nothing as well."""
        return self._position(self._held.get(dealt.address) or _Held(dealt), now)

    def sellable(self, dealt: Dealt) -> int:
        """Units held less open sells; 0 when short."""
        return self.closable(dealt, Side.SELL)

    def closable(self, dealt: Dealt, side: Side) -> int:
        """Units that one more order of a side would close."""
        return self._left(dealt, side, self.open.values())

    def free(self, currency: str, now: datetime) -> Decimal:
        """Cash and open profit of futures, less margins and what open orders bind."""
        total = self.cash.get(currency, Decimal(0))
        for held in self._held.values():
            if held.dealt.currency == currency and held.quantity:
                total += self._open_profit(held, now) - self._position_margin(held, now)
        return total - self.bound(currency)

    def bound(self, currency: str) -> Decimal:
        """What open orders bind."""
        return sum(
            (self.bound_by(one) for one in self.open.values() if one.dealt.currency == currency),
            Decimal(0),
        )

    def bound_by(self, one: OpenOrder) -> Decimal:
        """What an open order binds; those that came before it close first."""
        side, left = one.order.side, one.order.remaining
        earlier = takewhile(lambda other: other is not one, self.open.values())
        return self._needed(one.dealt, side, left, one.limit, self._left(one.dealt, side, earlier))

    def margin(self, currency: str, now: datetime) -> Decimal:
        """What open positions bind."""
        return sum(
            (
                self._position_margin(held, now)
                for held in self._held.values()
                if held.dealt.currency == currency and held.quantity
            ),
            Decimal(0),
        )

    def needed(
        self,
        dealt: Dealt,
        side: Side,
        quantity: int,
        price: int,
        *,
        instead_of: OpenOrder | None = None,
    ) -> Decimal:
        """What one more order would bind: its value and costs, or the margin of what it opens.

        What open orders close already, but the one that it replaces, is not there to be closed.
        """
        others = (one for one in self.open.values() if one is not instead_of)
        return self._needed(dealt, side, quantity, price, self._left(dealt, side, others))

    def _needed(
        self, dealt: Dealt, side: Side, quantity: int, price: int, closable: int
    ) -> Decimal:
        value = dealt.money(price * quantity)
        costs = self._rules.costs(dealt, side, quantity, value)
        charges = costs.fee + costs.tax
        if dealt.paid and side is Side.BUY:
            return value + charges
        opened = max(quantity - closable, 0)
        if dealt.paid and not dealt.short:
            return Decimal(0)
        return self._rules.margin(dealt, price) * opened + (charges if opened else 0)

    def open_with(self, dealt: Dealt, quantity: int, cost: int) -> None:
        """Takes up a holding from before the market began; no money moves."""
        self._held[dealt.address] = _Held(dealt, quantity, cost)

    def enter(self, one: OpenOrder) -> None:
        """Takes up a numbered request."""
        self._keep(one.order)
        if one.order.remaining:
            self.open[one.order.number] = one

    def keep(self, one: OpenOrder, **changes: int | OrderState) -> DealOrder:
        """An order as it stands after a change; forgotten among the open ones when it is final."""
        one.order = replace(one.order, **changes)  # type: ignore[arg-type]
        self._keep(one.order)
        if not one.order.remaining:
            self.open.pop(one.order.number, None)
        return one.order

    def fill(self, one: OpenOrder, price: int, quantity: int, time: datetime) -> DealFill:
        """Moves units and money for one fill."""
        dealt, order = one.dealt, one.order
        costs = self._rules.costs(dealt, order.side, quantity, dealt.money(price * quantity))
        held = self._held.setdefault(dealt.address, _Held(dealt))
        held.enter_day(order.trade_date)
        realized = _move(held, order.side, price, quantity)
        moved = dealt.money(realized)
        held.realized += moved
        if dealt.paid:
            value = dealt.money(price * quantity)
            moved = -value if order.side is Side.BUY else value
        before = self.cash.get(dealt.currency, Decimal(0))
        self.cash[dealt.currency] = before + moved - costs.fee - costs.tax
        left = order.remaining - quantity
        self.keep(
            one,
            filled_quantity=order.filled_quantity + quantity,
            filled_value=order.filled_value + price * quantity,
            remaining=left,
            state=OrderState.WORKING if left else OrderState.FILLED,
        )
        fill = DealFill(
            account=self.number,
            order_number=order.number,
            exchange=order.exchange,
            code=order.code,
            side=order.side,
            price=price,
            quantity=quantity,
            time=time,
            trade_date=order.trade_date,
            fee=costs.fee,
            tax=costs.tax,
            realized=dealt.money(realized),
        )
        self.fills.append(fill)
        return fill

    def _keep(self, order: DealOrder) -> None:
        self.orders[order.number] = order

    def _left(self, dealt: Dealt, side: Side, orders: Iterable[OpenOrder]) -> int:
        """Units that an order of a side can close, less what some open orders close."""
        held = self._held.get(dealt.address)
        there = 0 if held is None else (held.quantity if side is Side.SELL else -held.quantity)
        bound = sum(
            one.order.remaining
            for one in orders
            if one.dealt.address == dealt.address and one.order.side is side
        )
        return max(there - bound, 0)

    def _position(self, held: _Held, now: datetime) -> DealPosition:
        dealt = held.dealt
        today = held.day >= dealt.course.session(now).trade_date
        return DealPosition(
            account=self.number,
            exchange=dealt.exchange,
            code=dealt.code,
            quantity=held.quantity,
            cost=held.cost,
            bought_today=held.bought if today else 0,
            sold_today=held.sold if today else 0,
            realized_today=held.realized if today else Decimal(0),
        )

    def _open_profit(self, held: _Held, now: datetime) -> Decimal:
        if held.dealt.paid:
            return Decimal(0)
        return open_profit(held.dealt, held.quantity, held.cost, held.dealt.course.quote(now).last)

    def _position_margin(self, held: _Held, now: datetime) -> Decimal:
        if held.dealt.paid and held.quantity >= 0:
            return Decimal(0)
        last = held.dealt.course.quote(now).last
        return self._rules.margin(held.dealt, last) * abs(held.quantity)


def open_profit(dealt: Dealt, quantity: int, cost: int, last: int) -> Decimal:
    """What a position would bring at a price, units of the currency, before costs."""
    value = last * abs(quantity)
    return dealt.money(value - cost if quantity >= 0 else cost - value)


def _move(held: _Held, side: Side, price: int, quantity: int) -> int:
    """Changes a position; the profit of what was closed, as price times quantity."""
    sign = 1 if side is Side.BUY else -1
    if side is Side.BUY:
        held.bought += quantity
    else:
        held.sold += quantity
    closed = min(quantity, max(-sign * held.quantity, 0))
    realized = 0
    if closed:
        released = held.cost * closed // abs(held.quantity)
        realized = sign * (released - price * closed)
        held.cost -= released
        held.quantity += sign * closed
    opened = quantity - closed
    held.cost += price * opened
    held.quantity += sign * opened
    return realized
