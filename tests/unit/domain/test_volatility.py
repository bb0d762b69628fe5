"""Where a static VI is triggered."""

from decimal import Decimal

import pytest

from kis_desktop.domain.tick_size import TickBand
from kis_desktop.domain.volatility import static_triggers

TABLE = (
    TickBand(Decimal(50_000), Decimal(50)),
    TickBand(Decimal(200_000), Decimal(100)),
    TickBand(None, Decimal(500)),
)


@pytest.mark.parametrize(
    ("reference", "lower", "upper"),
    [
        (97_100, 87_300, 106_900),  # 87,390 and 106,810
        (50_000, 45_000, 55_000),
        (45_050, 40_500, 49_600),  # 40,545 and 49,555
        (190_000, 171_000, 209_000),
    ],
)
def test_a_trigger_is_the_first_price_that_is_far_enough_away(
    reference: int, lower: int, upper: int
) -> None:
    triggers = static_triggers(Decimal(reference), TABLE)
    assert (triggers.lower, triggers.upper) == (Decimal(lower), Decimal(upper))
