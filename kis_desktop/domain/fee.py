"""Commission and sale tax: estimates until the broker's statement says otherwise."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal

import msgspec

from kis_desktop.domain.order import Side


class TaxRate(msgspec.Struct, frozen=True):
    """A sale tax that holds from `since` on, as a fraction of the amount sold."""

    since: date
    market: str
    rate: Decimal


class FeeSchedule(msgspec.Struct, frozen=True):
    """What a fill costs in KRW. `commission` is a fraction by instrument kind ("" for all
    others).
    """

    commission: dict[str, Decimal]
    taxes: tuple[TaxRate, ...]

    def fee(self, amount: Decimal, kind: str) -> Decimal:
        """The commission on a fill of `amount`, truncated to the won."""
        rate = self.commission.get(kind, self.commission[""])
        return _won(amount * rate)

    def tax(self, amount: Decimal, side: Side, market: str, kind: str, on: date) -> Decimal:
        """The sale tax on a fill of `amount`, truncated to the won; buying, ETF and ETN
        pay none.
        """
        if side is Side.BUY or kind in ("etf", "etn"):
            return Decimal(0)
        held = [tax for tax in self.taxes if tax.market == market and tax.since <= on]
        if not held:
            return Decimal(0)
        return _won(amount * max(held, key=lambda tax: tax.since).rate)


def _won(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), rounding=ROUND_DOWN)
