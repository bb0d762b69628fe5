"""What one frame shows: the window over the bars and the scale of each pane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from kis_desktop.domain.chart_setup import PRICE_PANE
from kis_desktop.indicators.series import Floats
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.viewport import Viewport

_NO_SCALE = Scale(0.0, 1.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Sight:
    """`level` is the pyramid's, `ratio` device pixels for one of ours.

    The window lies on whole device pixels: bar 0 begins `origin` device pixels left of the plot,
    so that a pull shifts the picture by whole ones. `base` is the price (KRW) that percent are
    counted from, None for a scale of prices. Painters paint the device columns of `span` alone.
    """

    panes: Panes
    viewport: Viewport
    level: int
    price: Scale
    lower: Mapping[str, Scale]
    ratio: float
    origin: int
    span: tuple[int, int]
    base: float | None = None

    @property
    def slot(self) -> float:
        """The width of a bar in device pixels."""
        return self.viewport.bar_width * self.ratio

    @property
    def hairline(self) -> int:
        """The thinnest line that is seen on every screen, in device pixels."""
        return max(int(self.ratio), 1)

    def scale_of(self, pane: str) -> Scale:
        """The scale of a pane; one from 0 to 1 where there is no such pane."""
        return self.price if pane == PRICE_PANE else self.lower.get(pane, _NO_SCALE)

    @property
    def scales(self) -> dict[str, Scale]:
        """The scales of all panes."""
        return {PRICE_PANE: self.price, **self.lower}

    def device(self, length: float) -> int:
        """A length in whole device pixels."""
        return round(length * self.ratio)

    def snapped(self, length: float) -> float:
        """A length moved to the nearest device pixel."""
        return round(length * self.ratio) / self.ratio

    def columns(self, places: Floats) -> Floats:
        """Places on the axis of bars in device pixels; bar `i` fills `i` to `i + 1`."""
        found: Floats = places * self.slot - self.origin
        return found

    def entries(self, count: int, shift: int = 0) -> tuple[int, int]:
        """The entries of the level that the span shows of `count` bars drawn `shift` bars to the
        right, one more at each side, and the one behind them.
        """
        size = 1 << self.level
        begin = (self.span[0] + self.origin) / self.slot - shift
        end = (self.span[1] + self.origin) / self.slot - shift
        first = max(int(np.floor(begin / size)) - 1, 0)
        last = min(int(np.ceil(end / size)) + 1, -(-count // size))
        return min(first, last), last

    def middles(self, first: int, last: int, shift: int = 0) -> Floats:
        """The middle of each entry in device pixels."""
        size = 1 << self.level
        return self.columns(np.arange(first, last, dtype=np.float64) * size + (size / 2 + shift))

    def clip(self, painter: QPainter, box: QRectF) -> None:
        """Let the painter, which counts device pixels, paint in a pane and the span alone."""
        ratio = self.ratio
        left = max(self.span[0], round(box.left() * ratio))
        right = min(self.span[1], round(box.right() * ratio))
        top, bottom = round(box.top() * ratio), round(box.bottom() * ratio)
        painter.setClipRect(QRect(left, top, max(right - left, 0), max(bottom - top, 0)))
