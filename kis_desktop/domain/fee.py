"""Commission and sale tax: estimates until the broker's statement says otherwise."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal

import msgspec

from kis_desktop.domain.order import Side

_UNTAXED = ("etf", "etn")
HIGHEST_RATE = Decimal("0.01")
"""a commission above one percent is taken for a slip of the decimal point"""


class TaxRate(msgspec.Struct, frozen=True):
    """A sale tax that holds from `since` on, as a fraction of the amount sold."""

    since: date
    market: str
    rate: Decimal


class CommissionRate(msgspec.Struct, frozen=True):
    """The commission of the trader's own contract, as a fraction of the amount.

    `kind` is an instrument kind, "" for all; it holds from `since` to `until`, both included, None:
    without an end.
    """

    rate: Decimal
    kind: str = ""
    since: date | None = None
    until: date | None = None

    def holds(self, kind: str, on: date) -> bool:
        """Whether it is the commission of a kind on a day."""
        begun = self.since is None or self.since <= on
        over = self.until is not None and self.until < on
        return self.kind in {"", kind} and begun and not over

    @property
    def is_sound(self) -> bool:
        """Whether the rate is one, and the days are in order."""
        if not self.rate.is_finite() or not 0 <= self.rate <= HIGHEST_RATE:
            return False
        return self.since is None or self.until is None or self.since <= self.until


class FeeProfile(msgspec.Struct, frozen=True):
    """What an account's contract says; empty: the market's usual commission holds."""

    commissions: tuple[CommissionRate, ...] = ()

    @property
    def faulty(self) -> int | None:
        """The place of the first commission that cannot be, from 0; None where all can."""
        for place, each in enumerate(self.commissions):
            if not each.is_sound:
                return place
        return None


class FeeSchedule(msgspec.Struct, frozen=True):
    """What a fill costs in KRW. `commission` is the usual one, a fraction by instrument kind (""
    for all others); `own` are those of the account, which come first.
    """

    commission: dict[str, Decimal]
    taxes: tuple[TaxRate, ...]
    own: tuple[CommissionRate, ...] = ()

    def commission_rate(self, kind: str, on: date) -> Decimal:
        """The commission of a kind on a day, as a fraction.

        Of the account's own that hold, one for the kind goes before one for all, then the newest.
        """
        held = [each for each in self.own if each.holds(kind, on)]
        if held:
            return max(held, key=lambda each: (each.kind != "", each.since or date.min)).rate
        return self.commission.get(kind, self.commission[""])

    def tax_rate(self, side: Side, market: str, kind: str, on: date) -> Decimal:
        """The sale tax on a day, as a fraction; buying, ETF and ETN pay none."""
        if side is Side.BUY or kind in _UNTAXED:
            return Decimal(0)
        held = [tax for tax in self.taxes if tax.market == market and tax.since <= on]
        return max(held, key=lambda tax: tax.since).rate if held else Decimal(0)

    def fee(self, amount: Decimal, kind: str, on: date) -> Decimal:
        """The commission on a fill of `amount`, truncated to the won."""
        return _won(amount * self.commission_rate(kind, on))

    def tax(self, amount: Decimal, side: Side, market: str, kind: str, on: date) -> Decimal:
        """The sale tax on a fill of `amount`, truncated to the won; buying, ETF and ETN
        pay none.
        """
        return _won(amount * self.tax_rate(side, market, kind, on))

    def breakeven(self, cost: Decimal, quantity: int, market: str, kind: str, on: date) -> Decimal:
        """The exact price at which selling `quantity` brings back `cost` after fee and tax."""
        taken = self.commission_rate(kind, on) + self.tax_rate(Side.SELL, market, kind, on)
        return cost / quantity / (1 - taken)


def _won(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), rounding=ROUND_DOWN)
