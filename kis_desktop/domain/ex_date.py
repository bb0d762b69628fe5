"""Days from which a share trades without a right: dividends, rights, bonus issues, splits."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.message import Message, message


class ExKind(enum.StrEnum):
    """Which right is gone, or what was done with the shares."""

    DIVIDEND = "dividend"  # 배당락
    STOCK_DIVIDEND = "stock_dividend"  # 주식배당
    RIGHTS = "rights"  # 유상증자 권리락
    BONUS = "bonus"  # 무상증자 권리락
    SPLIT = "split"  # 액면분할
    CONSOLIDATION = "consolidation"  # 액면병합
    REDUCTION = "reduction"  # 감자
    MERGER = "merger"  # 합병
    DIVISION = "division"  # 회사분할


class ExDate(msgspec.Struct, frozen=True):
    """One such day, exchange time. `ratio` is new shares for each old one: of a dividend in shares,
    rights and a bonus issue those that come in addition, of a split or reduction what one becomes.
    `amount` is won a share: of a dividend what is paid, of rights what a new share costs. None
    where the source doesn't say.
    """

    date: date
    kind: ExKind
    ratio: Decimal | None = None
    amount: Decimal | None = None

    @property
    def words(self) -> Message:
        """What happened, to be told."""
        ratio = self.ratio if self.kind is not ExKind.DIVIDEND else None
        amount = self.amount if self.kind in _PAID else None
        told = {"ratio": ratio, "amount": amount}
        known = {name: _short(value) for name, value in told.items() if value is not None}
        return message("_".join((f"ex_date.{self.kind}", *known)), **known)


def _short(value: Decimal) -> str:
    """A number without the digits that nobody reads: a quotient may have 28 of them."""
    whole = value.to_integral_value()
    return f"{whole:f}" if value == whole else f"{round(value, 4).normalize():f}"


_PAID = frozenset({ExKind.DIVIDEND, ExKind.RIGHTS})
