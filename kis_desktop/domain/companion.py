"""What is told of a share's trading days beside its bars."""

from __future__ import annotations

from datetime import date

import msgspec


class InvestorDay(msgspec.Struct, frozen=True):
    """Net buying (순매수) of a trading day in shares, below 0 where more was sold.

    None: not told.
    """

    day: date
    individual: int | None
    foreign: int | None
    institution: int | None


class SidesDay(msgspec.Struct, frozen=True):
    """Shares of a trading day that were bought at the ask and sold at the bid; None: not told."""

    day: date
    bought: int | None
    sold: int | None
