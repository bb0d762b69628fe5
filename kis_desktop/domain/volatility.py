"""When trading is interrupted because a price has moved too far (변동성완화장치, VI)."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.tick_size import Rounding, TickTable, round_to_tick

STATIC_RATE = Decimal("0.10")
"""of the reference price, which a static VI is triggered by"""
INTERRUPTED_SECONDS = 120
"""of a VI's single-price auction; it ends up to thirty seconds later at random"""


class StaticTriggers(msgspec.Struct, frozen=True):
    """The first prices at which a static VI is triggered, both quotable. In KRW."""

    lower: Decimal
    upper: Decimal


def static_triggers(reference: Decimal, table: TickTable) -> StaticTriggers:
    """Reference price ± 10 %, rounded to the first quotable price that is at least so far away."""
    return StaticTriggers(
        lower=round_to_tick(reference * (1 - STATIC_RATE), table, Rounding.DOWN),
        upper=round_to_tick(reference * (1 + STATIC_RATE), table, Rounding.UP),
    )
