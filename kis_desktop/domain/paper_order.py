"""An order that only the paper engine knows (가상 주문), and at which price a bar would fill it."""

from __future__ import annotations

import enum
from decimal import Decimal

import msgspec

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.order import Side


class PaperKind(enum.StrEnum):
    """How an order is priced."""

    MARKET = "market"  # 시장가
    LIMIT = "limit"  # 지정가
    STOP = "stop"  # 스톱 시장가
    STOP_LIMIT = "stop_limit"  # 스톱 지정가

    @property
    def has_price(self) -> bool:
        """Whether it carries a limit price."""
        return self in (PaperKind.LIMIT, PaperKind.STOP_LIMIT)

    @property
    def has_stop(self) -> bool:
        """Whether it waits for a stop price."""
        return self in (PaperKind.STOP, PaperKind.STOP_LIMIT)


class PaperTicket(msgspec.Struct, frozen=True):
    """What is wished for. Prices in KRW, None where the kind has none."""

    side: Side
    kind: PaperKind
    quantity: int
    price: Decimal | None = None
    stop: Decimal | None = None


class PaperOrder(msgspec.Struct, frozen=True):
    """A working order. `placed` is the replay's moment in UTC epoch seconds; `stopped` says that
    its stop was reached; it waits for nothing but its price then.
    """

    number: int
    ticket: PaperTicket
    placed: int
    filled: int = 0
    stopped: bool = False

    @property
    def rest(self) -> int:
        """Shares that are still to be filled."""
        return self.ticket.quantity - self.filled

    @property
    def waits(self) -> bool:
        """Whether its stop price was not reached yet."""
        return self.ticket.kind.has_stop and not self.stopped

    @property
    def shown_price(self) -> Decimal | None:
        """The price at which it waits now; None for one that is filled at any price."""
        return self.ticket.stop if self.waits else self.ticket.price


class Meeting(msgspec.Struct, frozen=True):
    """What a bar did to an order: whether its stop is reached by now, and the price of a fill."""

    stopped: bool
    price: Decimal | None = None


def meet(order: PaperOrder, bar: Bar) -> Meeting:
    """Hold an order against a bar or a print (a bar of one price).

    A market order is filled at the open; a limit order at its price once the bar reaches it, or at
    the open where that is better; a stop order where its stop is reached, or at the open where the
    bar begins beyond it. Inside of a bar the way of the price is not known: a stop limit order
    whose stop is reached beyond its limit waits for the next bar. Every price lies between low and
    high.
    """
    ticket = order.ticket
    if not order.waits:
        return Meeting(order.stopped, _dealt(ticket, bar.open, bar))
    assert ticket.stop is not None
    if not _reaches(ticket.side, bar, ticket.stop):
        return Meeting(stopped=False)
    start = _worse(ticket.side, bar.open, ticket.stop)
    meets = ticket.price is None or not _is_worse(ticket.side, start, ticket.price)
    return Meeting(stopped=True, price=start if meets else None)


def _dealt(ticket: PaperTicket, start: Decimal, bar: Bar) -> Decimal | None:
    """The price at which an order without a stop is filled."""
    if ticket.price is None or not _is_worse(ticket.side, start, ticket.price):
        return start
    best = bar.low if ticket.side is Side.BUY else bar.high
    return None if _is_worse(ticket.side, best, ticket.price) else ticket.price


def _reaches(side: Side, bar: Bar, stop: Decimal) -> bool:
    return bar.high >= stop if side is Side.BUY else bar.low <= stop


def _is_worse(side: Side, price: Decimal, limit: Decimal) -> bool:
    """Whether a price lies on the wrong side of a limit."""
    return price > limit if side is Side.BUY else price < limit


def _worse(side: Side, one: Decimal, other: Decimal) -> Decimal:
    return max(one, other) if side is Side.BUY else min(one, other)
