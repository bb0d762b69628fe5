"""What is painted once and kept: the bars, and what is laid over them.

The bars are opaque. A pull shifts them, and only the columns that came into sight, or whose bars
have changed, are painted; see `spans_to_paint`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from kis_desktop.ui.chart.frame import Frame
from kis_desktop.ui.chart.sight import Sight

Span = tuple[int, int]
PaintBars = Callable[[QPainter, Frame], None]
_OVERLAP = 3  # device pixels by which a line or a body may reach into the slot beside its own


class BarsLayer:
    """An opaque picture of the bars with grid and studies."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._frame: Frame | None = None
        self._changed: int | None = None

    def forget(self) -> None:
        """All of it is to be painted anew."""
        self._frame = self._changed = None

    def change(self, bar: int) -> None:
        """What is drawn from this bar on has changed."""
        self._changed = bar if self._changed is None else min(bar, self._changed)

    def spans(self, frame: Frame) -> list[Span] | None:
        """The columns that `painted` would paint; None for all."""
        return None if self._frame is None else spans_to_paint(self._frame, frame, self._changed)

    def painted(self, frame: Frame, paint: PaintBars) -> QPixmap:
        """The picture of a frame; `paint` fills the columns of its sight's span."""
        spans, before = self.spans(frame), self._frame
        self._pixmap = sized(self._pixmap, frame)
        self._pixmap.setDevicePixelRatio(1.0)
        if spans is None or before is None or before.sight is None or frame.sight is None:
            self._paint(frame, paint)
        else:
            self._shift(frame.sight, frame.sight.origin - before.sight.origin)
            for span in spans:
                self._paint(replace(frame, sight=replace(frame.sight, span=span)), paint)
        self._pixmap.setDevicePixelRatio(frame.ratio)
        self._frame, self._changed = frame, None
        return self._pixmap

    def _shift(self, sight: Sight, pixels: int) -> None:
        """Move the plot to the left."""
        if pixels:
            plot = QRect(0, 0, sight.device(sight.panes.plot_width), self._pixmap.height())
            self._pixmap.scroll(-pixels, 0, plot)

    def _paint(self, frame: Frame, paint: PaintBars) -> None:
        painter = QPainter(self._pixmap)
        paint(painter, frame)
        painter.end()


class Overlay:
    """A picture with nothing behind it, painted anew when the frame or what it shows changes."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._frame: Frame | None = None

    def forget(self) -> None:
        """It is to be painted anew."""
        self._frame = None

    def painted(self, frame: Frame, paint: Callable[[QPainter, Frame], None]) -> QPixmap:
        """The picture of a frame; the painter counts device-independent pixels."""
        if self._frame != frame:
            self._pixmap = sized(self._pixmap, frame)
            self._pixmap.setDevicePixelRatio(frame.ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._pixmap)
            paint(painter, frame)
            painter.end()
            self._frame = frame
        return self._pixmap


def sized(pixmap: QPixmap, frame: Frame) -> QPixmap:
    """A pixmap of the frame's size; the one that was used last while it fits."""
    return pixmap if pixmap.size() == frame.size else QPixmap(frame.size)


def spans_to_paint(before: Frame, after: Frame, changed: int | None) -> list[Span] | None:
    """The columns of `after` that the picture of `before`, shifted, does not show already; None
    where all have to be painted. From the bar `changed` on bars are others.
    """
    old, new = before.sight, after.sight
    if old is None or new is None or not _is_shifted(before, after, old, new):
        return None
    width = new.device(new.panes.plot_width)
    moved = new.origin - old.origin
    if abs(moved) >= width:
        return None
    spans = [(width - moved - _OVERLAP, width)] if moved > 0 else []
    if moved < 0:
        spans = [(0, -moved + _OVERLAP)]
    if changed is not None:
        entry = max((changed >> new.level) - 1, 0) << new.level
        left = int(entry * new.slot) - new.origin - _OVERLAP
        spans.append((max(left, 0), width))
    kept = [span for span in spans if span[0] < span[1]]
    return _merged(kept) if _same_labels(before, after, kept, width) else None


def _is_shifted(before: Frame, after: Frame, old: Sight, new: Sight) -> bool:
    """Whether the two differ in nothing but the place of their window."""
    return (
        (before.size, before.ratio, before.panes, before.prices, before.breaks)
        == (after.size, after.ratio, after.panes, after.prices, after.breaks)
        and (old.price, old.lower, old.level, old.base)
        == (new.price, new.lower, new.level, new.base)
        and old.viewport.bar_width == new.viewport.bar_width
    )


def _same_labels(before: Frame, after: Frame, painted: list[Span], width: int) -> bool:
    """Whether the labels' lines stand the same in the columns that are not painted anew."""
    sight = after.sight
    assert sight is not None

    def kept(frame: Frame) -> set[int]:
        found = set()
        for label in frame.labels:
            x = (label.bar + 0.5) * sight.slot - sight.origin
            if 0 <= x < width and not any(left <= x < right for left, right in painted):
                found.add(label.bar)
        return found

    return kept(before) == kept(after)


def _merged(spans: list[Span]) -> list[Span]:
    """Spans that meet as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span[0] <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], span[1])
        else:
            found.append(span)
    return found
