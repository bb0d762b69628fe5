"""The day's price limits (상한가, 하한가)."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.tick_size import Rounding, TickTable, round_to_tick


class PriceLimits(msgspec.Struct, frozen=True):
    """The highest and lowest price of the day, both quotable."""

    lower: Decimal
    upper: Decimal

    def holds(self, price: Decimal) -> bool:
        """Whether an order may carry this price today."""
        return self.lower <= price <= self.upper


def price_limits(base: Decimal, rate: Decimal, table: TickTable) -> PriceLimits:
    """Base price ± `rate` (a fraction, 0.30 on KRX), rounded inward to the tick of the limit's own
    band.
    """
    return PriceLimits(
        lower=round_to_tick(base * (1 - rate), table, Rounding.UP),
        upper=round_to_tick(base * (1 + rate), table, Rounding.DOWN),
    )
