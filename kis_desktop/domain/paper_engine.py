"""A paper account for past days (과거 재생): orders are held against bars, and nothing leaves here.

All is pure: every step gives a new `PaperAccount`, so a moment is restored by keeping its account.

- An order meets bars (or prints, as bars of one price) that come after it, in the order of placing;
  `paper_order.meet` says at which price. A bar that began before meets none (`passed`).
- All orders together get no more than `PaperRules.share` of a bar's volume, whole shares; the rest
  of an order waits for the next bar, at that one's open if it is filled at any price. Without
  volume nothing is filled.
- Shares that are not held are not sold, nor those that other orders offer; nothing is bought
  beyond the cash: what is short of cash when its price is known is withdrawn (`short_of_cash`).
- Orders rest until they are filled or cancelled. Prices are on tick and inside of the day's limits
  where those are known.
- Commission and sale tax as in `fee`. The average price is that of purchases, without costs; the
  part of the cost that a sale takes out is rounded to a hundredth of a won, so that
  cash + cost of the shares held = start + realized - costs, exactly and always.
"""

from __future__ import annotations

import enum
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import msgspec
from msgspec.structs import replace

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_order import PaperOrder, PaperTicket, meet
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.tick_size import TickTable, is_on_tick

_CENT = Decimal("0.01")


class Refusal(enum.StrEnum):
    """Why an order is not taken."""

    QUANTITY = "quantity"
    PRICE = "price"  # a price lacks, is one too many, or is none
    OFF_TICK = "off_tick"
    LIMITS = "limits"
    NO_STOCK = "no_stock"
    NO_CASH = "no_cash"
    NO_MARKET = "no_market"  # no price was seen yet
    GONE = "gone"


class PaperRules(msgspec.Struct, frozen=True):
    """`share` is the part of a bar's volume that orders may take, above 0 and at most 1; `market`
    and `kind` are the instrument's, for the costs.
    """

    fees: FeeSchedule
    market: str
    kind: str
    share: Decimal


class PaperDay(msgspec.Struct, frozen=True):
    """A trading day and which prices may be quoted on it; None where that isn't known."""

    date: date
    ticks: TickTable | None = None
    limits: PriceLimits | None = None


class PaperFill(msgspec.Struct, frozen=True):
    """A fill at `time` (start of its bar, UTC epoch seconds). Money in KRW; `gain` is what a sale
    brought above the purchase price, before costs; None for a purchase.
    """

    order: int
    time: int
    side: Side
    price: Decimal
    quantity: int
    fee: Decimal
    tax: Decimal
    gain: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """Price times quantity."""
        return self.price * self.quantity


class PaperAccount(msgspec.Struct, frozen=True):
    """Everything of a paper account at one moment. Money in KRW; `cost` is what the shares held
    were bought for, `realized` before `costs`, `peak` the highest equity after a bar and
    `drawdown` the deepest fall below it. `orders` are those that work, oldest first.
    """

    rules: PaperRules
    start: Decimal
    cash: Decimal
    quantity: int = 0
    cost: Decimal = Decimal(0)
    realized: Decimal = Decimal(0)
    costs: Decimal = Decimal(0)
    orders: tuple[PaperOrder, ...] = ()
    fills: tuple[PaperFill, ...] = ()
    short_of_cash: tuple[int, ...] = ()
    placed: int = 0
    last: Decimal | None = None
    peak: Decimal = Decimal(0)
    drawdown: Decimal = Decimal(0)

    @property
    def average(self) -> Decimal | None:
        """The average purchase price; None without shares."""
        return self.cost / self.quantity if self.quantity else None

    @property
    def unrealized(self) -> Decimal:
        """What the shares held are worth above their cost, before the costs of selling them."""
        return self.quantity * self.last - self.cost if self.last is not None else Decimal(0)

    @property
    def equity(self) -> Decimal:
        """Cash and shares at the last price."""
        return self.cash + self.cost + self.unrealized

    @property
    def is_idle(self) -> bool:
        """Whether it holds no shares and no order works."""
        return not self.quantity and not self.orders

    @property
    def free_cash(self) -> Decimal:
        """Cash that no working purchase needs."""
        return self.cash - sum((_needed(self, each) for each in self.orders), Decimal(0))

    @property
    def free_shares(self) -> int:
        """Shares that no working sale offers."""
        return self.quantity - sum(
            each.rest for each in self.orders if each.ticket.side is Side.SELL
        )

    def find(self, number: int) -> PaperOrder | None:
        """A working order by its number."""
        return next((each for each in self.orders if each.number == number), None)


def opened(rules: PaperRules, cash: Decimal) -> PaperAccount:
    """An account with nothing but cash."""
    return PaperAccount(rules, cash, cash, peak=cash)


def check_new(account: PaperAccount, ticket: PaperTicket, day: PaperDay) -> Refusal | None:
    """Why an order is not taken; None where it is."""
    if ticket.quantity < 1:
        return Refusal.QUANTITY
    if account.last is None:
        return Refusal.NO_MARKET
    wrong = _check_prices(ticket, day)
    if wrong is not None:
        return wrong
    if ticket.side is Side.SELL:
        return Refusal.NO_STOCK if ticket.quantity > account.free_shares else None
    needed = _needed(account, PaperOrder(0, ticket, 0))
    return Refusal.NO_CASH if needed > account.free_cash else None


def place(account: PaperAccount, ticket: PaperTicket, day: PaperDay, at: int) -> PaperAccount:
    """The account with one more working order. Raises `ValueError` for one that is refused."""
    refusal = check_new(account, ticket, day)
    if refusal is not None:
        raise ValueError(f"{ticket}: {refusal}")
    number = account.placed + 1
    order = PaperOrder(number, ticket, at)
    return replace(account, orders=(*account.orders, order), placed=number)


def moved(order: PaperOrder, price: Decimal) -> PaperTicket:
    """An order's ticket with another price at the place where it waits now. A stop limit order's
    limit keeps its distance from the stop.
    """
    ticket = order.ticket
    if not order.waits:
        return replace(ticket, price=price)
    assert ticket.stop is not None
    limit = ticket.price + price - ticket.stop if ticket.price is not None else None
    return replace(ticket, stop=price, price=limit)


def check_amend(
    account: PaperAccount, number: int, ticket: PaperTicket, day: PaperDay
) -> Refusal | None:
    """Why a working order does not become this ticket; None where it does. Kind and side stay."""
    order = account.find(number)
    if order is None or (order.ticket.kind, order.ticket.side) != (ticket.kind, ticket.side):
        return Refusal.GONE
    if ticket.quantity <= order.filled:
        return Refusal.QUANTITY
    rest = replace(ticket, quantity=ticket.quantity - order.filled)
    return check_new(cancel(account, number), rest, day)


def amend(account: PaperAccount, number: int, ticket: PaperTicket, day: PaperDay) -> PaperAccount:
    """The account with an order that has other prices or another quantity; its place in the queue
    stays. Raises `ValueError` where that is refused.
    """
    refusal = check_amend(account, number, ticket, day)
    if refusal is not None:
        raise ValueError(f"order {number} to {ticket}: {refusal}")
    orders = tuple(
        replace(each, ticket=ticket) if each.number == number else each for each in account.orders
    )
    return replace(account, orders=orders)


def cancel(account: PaperAccount, number: int) -> PaperAccount:
    """The account without a working order; the same one where it is gone already."""
    kept = tuple(each for each in account.orders if each.number != number)
    return replace(account, orders=kept)


def cancel_all(account: PaperAccount) -> PaperAccount:
    """The account without working orders."""
    return replace(account, orders=())


def after(account: PaperAccount, bar: Bar, day: PaperDay) -> PaperAccount:
    """The account once a bar (or print) is over."""
    room = int(bar.volume * account.rules.share)
    for order in account.orders:
        account, taken = _after_meeting(account, order, bar, day, room)
        room -= taken
    return _valued(account, bar.close)


def passed(account: PaperAccount, bar: Bar) -> PaperAccount:
    """The account once a bar is over of which a part had been seen: which of its prices came behind
    that isn't known, so that no order meets it.
    """
    return _valued(account, bar.close)


def _after_meeting(
    account: PaperAccount, order: PaperOrder, bar: Bar, day: PaperDay, room: int
) -> tuple[PaperAccount, int]:
    """The account behind one order's meeting with a bar, and the shares that it took."""
    met = meet(order, bar)
    order = replace(order, stopped=met.stopped)
    if met.price is None or room == 0:
        return _with_order(account, order), 0
    wanted = min(order.rest, room)
    taken = min(wanted, _affordable(account, order.ticket.side, met.price, day))
    if taken:
        account = _booked(account, order, bar.time, met.price, taken, day)
        order = replace(order, filled=order.filled + taken)
    if taken < wanted:
        short = (*account.short_of_cash, order.number)
        return replace(cancel(account, order.number), short_of_cash=short), taken
    return _with_order(account, order), taken


def _with_order(account: PaperAccount, order: PaperOrder) -> PaperAccount:
    """The account with an order as it is now; a filled one works no more."""
    if order.rest == 0:
        return cancel(account, order.number)
    orders = tuple(order if each.number == order.number else each for each in account.orders)
    return replace(account, orders=orders)


def _booked(
    account: PaperAccount, order: PaperOrder, time: int, price: Decimal, taken: int, day: PaperDay
) -> PaperAccount:
    """The account behind a fill."""
    rules, side, amount = account.rules, order.ticket.side, price * taken
    fee = rules.fees.fee(amount, rules.kind, day.date)
    tax = rules.fees.tax(amount, side, rules.market, rules.kind, day.date)
    part = _cost_of(account, taken) if side is Side.SELL else -amount
    gain = amount - part if side is Side.SELL else None
    way = 1 if side is Side.BUY else -1
    fill = PaperFill(order.number, time, side, price, taken, fee, tax, gain)
    return replace(
        account,
        cash=account.cash - way * amount - fee - tax,
        quantity=account.quantity + way * taken,
        cost=account.cost - part,
        realized=account.realized + (gain or 0),
        costs=account.costs + fee + tax,
        fills=(*account.fills, fill),
    )


def _cost_of(account: PaperAccount, shares: int) -> Decimal:
    """What so many of the shares held were bought for; all of them take the whole cost."""
    if shares == account.quantity:
        return account.cost
    return (account.cost * shares / account.quantity).quantize(_CENT, ROUND_HALF_EVEN)


def _affordable(account: PaperAccount, side: Side, price: Decimal, day: PaperDay) -> int:
    """How many shares can be dealt at a price: as many as the cash pays with their commission."""
    if side is Side.SELL:
        return account.quantity
    rate = account.rules.fees.commission_rate(account.rules.kind, day.date)
    return int(account.cash // (price * (1 + rate)))


def _needed(account: PaperAccount, order: PaperOrder) -> Decimal:
    """Cash that the rest of a purchase needs, before commission: at its limit, its stop, else the
    last price.
    """
    if order.ticket.side is Side.SELL:
        return Decimal(0)
    price = order.ticket.price or order.ticket.stop or account.last or Decimal(0)
    return price * order.rest


def _check_prices(ticket: PaperTicket, day: PaperDay) -> Refusal | None:
    for price, wanted in (
        (ticket.price, ticket.kind.has_price),
        (ticket.stop, ticket.kind.has_stop),
    ):
        if (price is not None) is not wanted or (price is not None and price <= 0):
            return Refusal.PRICE
        if price is not None and day.ticks is not None and not is_on_tick(price, day.ticks):
            return Refusal.OFF_TICK
        if price is not None and day.limits is not None and not day.limits.holds(price):
            return Refusal.LIMITS
    return None


def _valued(account: PaperAccount, last: Decimal) -> PaperAccount:
    """The account at another price."""
    account = replace(account, last=last)
    peak = max(account.peak, account.equity)
    drawdown = max(account.drawdown, peak - account.equity)
    return replace(account, peak=peak, drawdown=drawdown)
