"""Which of a feed's alerts a price can move: those whose targets lie on its way, found by
bisection, and those whose targets move.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kis_desktop.domain.alert import Alert
from kis_desktop.domain.alert_gap import price_targets


@dataclass(slots=True)
class _Plan:
    """Targets that stand still, in their order, with their alerts' ids; `others` are looked at with
    every price. It holds for one day and one previous close.
    """

    targets: list[Decimal]
    ids: list[str]
    others: frozenset[str]
    on: date
    close: Decimal | None
    price: Decimal


class AlertTargets:
    """The plans by feed."""

    def __init__(self) -> None:
        self._plans: dict[str, _Plan] = {}
        self._next: dict[str, tuple[date, Decimal | None, Decimal]] = {}

    def forget(self, key: str) -> None:
        """A feed's alerts have changed."""
        self._plans.pop(key, None)

    def forget_all(self) -> None:
        """All have changed."""
        self._plans.clear()

    def touched(
        self, key: str, price: Decimal, on: date, close: Decimal | None
    ) -> frozenset[str] | None:
        """The ids of the alerts that a feed's next price can move; None for all of them, where no
        plan holds. Then `settle` is to be called.
        """
        self._next[key] = on, close, price
        plan = self._plans.get(key)
        if plan is None or (plan.on, plan.close) != (on, close):
            self._plans.pop(key, None)
            return None
        low, high = min(plan.price, price), max(plan.price, price)
        plan.price = price
        first, last = bisect_left(plan.targets, low), bisect_right(plan.targets, high)
        return plan.others.union(plan.ids[first:last]) if last > first else plan.others

    def settle(self, key: str, alerts: Iterable[Alert], waiting: AbstractSet[str]) -> None:
        """Plan anew, once the alerts were held against the newest price."""
        on, close, price = self._next[key]
        found: list[tuple[Decimal, str]] = []
        others: set[str] = set()
        for alert in alerts:
            targets = price_targets(alert.condition, close)
            if not targets or _moves(alert) or alert.id in waiting:
                others.add(alert.id)
            else:
                found += [(target, alert.id) for target in targets]
        found.sort()
        self._plans[key] = _Plan(
            [target for target, _ in found],
            [id_ for _, id_ in found],
            frozenset(others),
            on,
            close,
            price,
        )


def _moves(alert: Alert) -> bool:
    """Whether more than its targets decides when it is told."""
    frequency = alert.frequency
    return alert.seen.side == 0 or frequency.pause > 0 or frequency.rearm > 0
