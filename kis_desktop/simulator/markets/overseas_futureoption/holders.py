"""Who holds the open interest of a product, week by week; the shares are made up."""

import math
from dataclasses import dataclass
from datetime import date

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.overseas_futureoption.products import Product

_WEEKS_A_SWING = 26


@dataclass(frozen=True, slots=True)
class Report:
    """One week, in contracts; both sides add up to the open interest."""

    open_interest: int
    long_speculators: int
    short_speculators: int
    spreads: int
    """held on both sides"""
    long_hedgers: int
    short_hedgers: int
    traders: tuple[int, int, int, int, int]
    """how many of each, in this order"""

    @property
    def long_small(self) -> int:
        """Bought by those too small to report."""
        return self.open_interest - self.long_speculators - self.spreads - self.long_hedgers

    @property
    def short_small(self) -> int:
        """Sold by them."""
        return self.open_interest - self.short_speculators - self.spreads - self.short_hedgers


def report_of(seed: int, product: Product, day: date) -> Report:
    """The report of a Tuesday."""
    habits = noise.stream(seed, product.code, "holders")
    phase, depth = habits.uniform(0, 2 * math.pi), habits.uniform(1.2, 2.6)
    week = day.toordinal() // 7
    draw = noise.stream(seed, product.code, "holders", week)
    swing = math.sin(2 * math.pi * week / _WEEKS_A_SWING + phase)
    total = round(product.volume * depth * (1 + 0.12 * swing) * math.exp(draw.gauss(0, 0.02)))
    held = round(total * draw.uniform(0.14, 0.18))
    long_, short = 0.22 + 0.06 * swing, 0.2 - 0.06 * swing
    parts = [
        round(total * part * math.exp(draw.gauss(0, 0.03)))
        for part in (long_, short, 0.47 - long_ * 0.3, 0.49 - short * 0.3)
    ]
    size = max(total / 900, 1)
    counts = [max(round(part / size * draw.uniform(0.3, 0.5)), 3) for part in (*parts, held)]
    return Report(
        open_interest=total,
        long_speculators=parts[0],
        short_speculators=parts[1],
        spreads=held,
        long_hedgers=parts[2],
        short_hedgers=parts[3],
        traders=(counts[0], counts[1], counts[4], counts[2], counts[3]),
    )
