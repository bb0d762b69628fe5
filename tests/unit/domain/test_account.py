"""What an account holds: owned, owed, and what of it can be sold."""

from __future__ import annotations

from datetime import date

import pytest

from kis_desktop.domain.account import Lot, Position

NOTHING = (None,) * 6
DAY = date(2026, 11, 5)


def lot(dealing: str, quantity: int, sellable: int | None) -> Lot:
    day = None if dealing == "현금" else DAY
    short = dealing == "자기대주"
    return Lot(dealing, day, None, quantity, sellable, *NOTHING, None, is_short=short)


def held(*lots: Lot) -> Position:
    return Position("005930", "삼성전자", 100, 90, *NOTHING, lots=lots)


def test_borrowed_shares_are_owed() -> None:
    position = held(lot("현금", 50, 45), lot("자기융자", 20, 20), lot("자기대주", 30, 30))
    assert (position.owed, position.owned, position.exposed) == (30, 70, 40)
    assert (held().owed, held().owned, held().exposed) == (0, 100, 100)


@pytest.mark.parametrize(
    ("lots", "sellable"),
    [
        ((), 90),
        ((lot("현금", 50, 45), lot("자기융자", 20, 20), lot("자기대주", 30, 30)), 45),
        ((lot("현금", 50, None), lot("자기융자", 20, 20)), None),
        ((lot("자기융자", 20, 20),), 0),
    ],
)
def test_shares_on_loan_are_not_sold_with_cash(lots: tuple[Lot, ...], sellable: int | None) -> None:
    assert held(*lots).sellable_with_cash == sellable
