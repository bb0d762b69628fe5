"""How large an order is, by amount and by share of the listed shares."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kis_desktop.domain.order_size import OrderSize, order_size

EOK = 100_000_000


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (None, OrderSize.NORMAL),
        (Decimal(20 * EOK - 1), OrderSize.NORMAL),
        (Decimal(20 * EOK), OrderSize.LARGE),
        (Decimal(50 * EOK), OrderSize.LARGE),
        (Decimal(50 * EOK + 1), OrderSize.VERY_LARGE),
        (Decimal(1000 * EOK), OrderSize.VERY_LARGE),
        (Decimal(1000 * EOK + 1), OrderSize.REFUSED),
    ],
)
def test_the_amount_decides_who_must_confirm(amount: Decimal | None, expected: OrderSize) -> None:
    assert order_size(amount, 1, None) is expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (999, OrderSize.NORMAL),
        (1_000, OrderSize.LARGE),
        (2_999, OrderSize.LARGE),
        (3_000, OrderSize.VERY_LARGE),
        (5_000, OrderSize.VERY_LARGE),
        (5_001, OrderSize.REFUSED),
    ],
)
def test_the_share_of_the_listed_shares_decides_too(quantity: int, expected: OrderSize) -> None:
    assert order_size(Decimal(1), quantity, 100_000) is expected


def test_the_larger_verdict_holds() -> None:
    assert order_size(Decimal(20 * EOK), 3_000, 100_000) is OrderSize.VERY_LARGE


def test_unknown_listed_shares_leave_the_amount_to_decide() -> None:
    assert order_size(Decimal(20 * EOK), 10**9, None) is OrderSize.LARGE
