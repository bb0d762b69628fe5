"""The days whose orders are followed: today's, and earlier ones that are not settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.event import Event, OrderChanged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState
from kis_desktop.services.order_day import OrderDay
from kis_desktop.services.order_settling import Settling
from kis_desktop.services.ports import Publisher
from kis_desktop.services.session_clock import SessionClock

_S = OrderState


class OrderDays:
    """Every order that is known. `cost` adds the estimated costs to a fill, `on_change` is told
    whenever the exchange changed what the account holds or has bound.
    """

    def __init__(
        self,
        clock: SessionClock,
        rules: MarketRules,
        publisher: Publisher,
        cost: Callable[[Fill], Fill],
        on_change: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._settling = Settling(rules)
        self._publisher = publisher
        self._cost = cost
        self._on_change = on_change
        self._days: dict[date, OrderDay] = {}

    def __iter__(self) -> Iterator[OrderDay]:
        return iter(tuple(self._days.values()))

    @property
    def today(self) -> OrderDay:
        """The day of the session that is on, or was on last."""
        return self.of(self._clock.trade_date())

    def of(self, trade_date: date) -> OrderDay:
        """A day; earlier ones that are settled are let go when a new one begins, but the last:
        the server may have told a wrong date.
        """
        if trade_date not in self._days:
            for past in sorted(day for day in self._days if day < trade_date)[:-1]:
                if self._days[past].is_settled:
                    del self._days[past]
            self._days[trade_date] = OrderDay(trade_date, self._cost, self._settling)
        return self._days[trade_date]

    def is_over(self, day: OrderDay) -> bool:
        """Whether nothing of a day can be traded any more: the next one has begun."""
        return day.trade_date <= self._clock.trade_date() - timedelta(days=1)

    def find(self, local_id: str) -> tuple[OrderDay, Order] | None:
        """An order by its local id, and its day."""
        for day in self._days.values():
            order = day.find(local_id)
            if order is not None:
                return day, order
        return None

    def unfinished(self) -> tuple[Order, ...]:
        """Orders in no final state, those that are being written down among them."""
        return tuple(order for day in self._days.values() for order in day.unfinished())

    def open_orders(self) -> tuple[Order, ...]:
        """Orders of which shares may still rest or whose fate is unknown."""
        return tuple(order for order in self.unfinished() if order.state.may_rest)

    def tell(self, day: OrderDay) -> None:
        """Send the screen what has changed."""
        events = day.changes()
        for event in events:
            self._publisher.event(event)
        if any(not _is_ours_alone(event) for event in events):
            self._on_change()


def _is_ours_alone(event: Event) -> bool:
    """Whether nobody but this program knows of a change yet."""
    return isinstance(event, OrderChanged) and event.order.state in {_S.INTENT, _S.SENDING}
