"""How large an order is against what a slip of the finger costs: who must confirm it, and how.

After the brokers' rule: from 2,000 million KRW or 1 % of the listed shares on an order is
confirmed, from 5,000 million or 3 % twice, and above 5 % or 100,000 million (the exchange's own
bound) refused.
"""

from __future__ import annotations

import enum
from decimal import Decimal

LARGE_FROM = Decimal(2_000_000_000)  # KRW
_VERY_LARGE = Decimal(5_000_000_000)
_REFUSED = Decimal(100_000_000_000)
_LARGE_SHARE, _VERY_LARGE_SHARE, _REFUSED_SHARE = 1, 3, 5  # percent of the listed shares
_HUNDRED = 100
assert LARGE_FROM < _VERY_LARGE < _REFUSED
assert _LARGE_SHARE < _VERY_LARGE_SHARE < _REFUSED_SHARE


class OrderSize(enum.IntEnum):
    """What an order's size asks of the trader."""

    NORMAL = 0
    LARGE = 1  # a mouse click, or the quantity typed again
    VERY_LARGE = 2  # the quantity typed again, and then the button
    REFUSED = 3


def order_size(amount: Decimal | None, quantity: int, listed_shares: int | None) -> OrderSize:
    """The larger verdict of amount (KRW) and share of the listed shares; unknown ones left out."""
    return max(_by_amount(amount), _by_share(quantity, listed_shares))


def _by_amount(amount: Decimal | None) -> OrderSize:
    if amount is None or amount < LARGE_FROM:
        return OrderSize.NORMAL
    if amount <= _VERY_LARGE:
        return OrderSize.LARGE
    return OrderSize.VERY_LARGE if amount <= _REFUSED else OrderSize.REFUSED


def _by_share(quantity: int, listed_shares: int | None) -> OrderSize:
    if not listed_shares or quantity * _HUNDRED < listed_shares * _LARGE_SHARE:
        return OrderSize.NORMAL
    if quantity * _HUNDRED < listed_shares * _VERY_LARGE_SHARE:
        return OrderSize.LARGE
    refused = quantity * _HUNDRED > listed_shares * _REFUSED_SHARE
    return OrderSize.REFUSED if refused else OrderSize.VERY_LARGE
