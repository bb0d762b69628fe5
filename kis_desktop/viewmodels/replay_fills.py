"""Fills of paper orders in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_engine import PaperFill
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.words import Words


def fills_text(fills: Sequence[PaperFill], words: Words) -> str:
    """What was bought and sold, each at its price or on average; empty without a fill."""
    return " ".join(
        _side_text([fill for fill in fills if fill.side is side], side, words)
        for side in Side
        if any(fill.side is side for fill in fills)
    )


def _side_text(fills: Sequence[PaperFill], side: Side, words: Words) -> str:
    quantity = sum(fill.quantity for fill in fills)
    amount = sum((fill.amount for fill in fills), Decimal(0))
    one_price = len({fill.price for fill in fills}) == 1
    id_ = f"chart_replay.filled_{side}" if one_price else f"chart_replay.filled_{side}_on_average"
    price = shown.price(amount / quantity)
    return words(id_, quantity=shown.quantity(quantity), price=price)
