"""What a paper account came to: round trips, how many of them won, costs and drawdown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_engine import PaperAccount, PaperFill


class PaperResult(msgspec.Struct, frozen=True):
    """`trades` counts ways from no shares to no shares; `won` those that earned something after
    their costs. Money in KRW: `profit` after costs, shares still held at the last price.
    """

    trades: int
    won: int
    fills: int
    profit: Decimal
    costs: Decimal
    drawdown: Decimal

    @property
    def win_rate(self) -> Decimal | None:
        """Percent of the trades that won; None without trades."""
        return Decimal(100 * self.won) / self.trades if self.trades else None


def result(account: PaperAccount) -> PaperResult:
    """The account as figures."""
    gains = _round_trips(account.fills)
    return PaperResult(
        trades=len(gains),
        won=sum(gain > 0 for gain in gains),
        fills=len(account.fills),
        profit=account.equity - account.start,
        costs=account.costs,
        drawdown=account.drawdown,
    )


def _round_trips(fills: Sequence[PaperFill]) -> list[Decimal]:
    """What each way from no shares to no shares earned after costs."""
    found: list[Decimal] = []
    held, earned = 0, Decimal(0)
    for fill in fills:
        held += fill.quantity if fill.side is Side.BUY else -fill.quantity
        earned += (fill.gain or 0) - fill.fee - fill.tax
        if held == 0:
            found.append(earned)
            earned = Decimal(0)
    return found
