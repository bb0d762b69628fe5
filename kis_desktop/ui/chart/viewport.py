"""Which bars are on the screen, and where: the chart's x axis counts bars, so gaps take no room.

Bar `i` fills the slot from index `i` to `i + 1` and stands at its middle. All lengths are
device-independent pixels of the plot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor

MOST_BAR_WIDTH = 80.0
START_BAR_WIDTH = 8.0
_LEAST_BAR_WIDTH = 1.0
_MARGIN = 60.0  # room behind the newest bar at the start
_KEPT = 40.0  # of the bars this much stays in sight however far they are pulled


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window of `width` pixels over `count` bars whose right edge is at index `right`."""

    width: float
    count: int = 0
    bar_width: float = START_BAR_WIDTH
    right: float = 0.0

    @property
    def left(self) -> float:
        """The index at the left edge."""
        return self.right - self.width / self.bar_width

    @property
    def least_bar_width(self) -> float:
        """The width at which all bars are in sight."""
        return min(_LEAST_BAR_WIDTH, (self.width - self._margin_at(1.0)) / max(self.count, 1))

    def x(self, index: float) -> float:
        """Where the middle of a bar is."""
        return (index + 0.5 - self.left) * self.bar_width

    def index_at(self, x: float) -> float:
        """The place on the axis of bars at `x`; its floor is the bar whose slot holds `x`."""
        return self.left + x / self.bar_width

    def bar_at(self, x: float) -> int | None:
        """The bar whose slot holds `x`, beside the bars the nearest one; None without bars."""
        if self.count == 0:
            return None
        return min(max(floor(self.index_at(x)), 0), self.count - 1)

    def visible(self) -> tuple[int, int]:
        """The first bar in sight and the one behind the last; equal when none is."""
        first = min(max(floor(self.left), 0), self.count)
        last = min(max(ceil(self.right), first), self.count)
        return first, last

    def snapped(self, origin: int, ratio: float) -> Viewport:
        """The same window moved so that bar 0 begins `origin` device pixels left of it."""
        left = origin / (self.bar_width * ratio)
        return replace(self, right=left + self.width / self.bar_width)

    def at_newest(self) -> Viewport:
        """The newest bar in sight, with a margin behind it."""
        return replace(self, right=self.count + self._margin_at(self.bar_width))

    def at_oldest(self) -> Viewport:
        """The oldest bar at the left edge."""
        return _held(replace(self, right=self.width / self.bar_width))

    def reset(self) -> Viewport:
        """The newest bars at their usual width."""
        return replace(self, bar_width=START_BAR_WIDTH).at_newest()

    def resized(self, width: float) -> Viewport:
        """Another width; the right edge stays."""
        return _held(replace(self, width=max(width, 1.0)))

    def counted(self, count: int) -> Viewport:
        """Another number of bars; a window that shows the newest one goes on showing it."""
        follows = self.right >= self.count
        right = self.right + (count - self.count if follows else 0)
        return _held(replace(self, count=count, right=right))

    def panned(self, pixels: float) -> Viewport:
        """The bars pulled to the right by this many pixels."""
        return _held(replace(self, right=self.right - pixels / self.bar_width))

    def zoomed(self, factor: float, x: float) -> Viewport:
        """Bars `factor` times as wide; what is under `x` stays under it."""
        wanted = max(self.bar_width * factor, self.least_bar_width)
        bar_width = min(wanted, MOST_BAR_WIDTH)
        index = self.index_at(x)
        right = index + (self.width - x) / bar_width
        return _held(replace(self, bar_width=bar_width, right=right))

    def showing(self, bar: int) -> Viewport:
        """A bar brought into sight, no further than needed."""
        first, last = ceil(self.left), floor(self.right) - 1
        if bar < first:
            return _held(replace(self, right=bar + self.width / self.bar_width))
        if bar > last:
            return _held(replace(self, right=float(bar + 1)))
        return self

    def _margin_at(self, bar_width: float) -> float:
        return min(_MARGIN, self.width / 8) / bar_width


def _held(viewport: Viewport) -> Viewport:
    """The same window, drawn back where all bars would be out of sight."""
    slots = viewport.width / viewport.bar_width
    kept = min(_KEPT, viewport.width / 2) / viewport.bar_width
    least, most = min(kept, viewport.count), viewport.count + slots - kept
    return replace(viewport, right=min(max(viewport.right, least), most))
