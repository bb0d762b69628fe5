"""A sum says nothing where one of its parts is not known."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def known_sum(parts: Iterable[Decimal | int | None]) -> Decimal | None:
    """All parts together, 0 of none; None where one is not known."""
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total += part
    return total
