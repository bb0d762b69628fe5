"""What is painted once and kept: the bars, and the whole of a frame that stands still.

The bars are opaque, and their plot is a ring of columns: a pull turns it, and only the columns that
came into sight, or whose bars have changed, are painted; see `spans_to_paint`. All is counted in
device pixels, so that nothing is scaled on its way to the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from kis_desktop.ui.chart.frame import Frame
from kis_desktop.ui.chart.sight import Sight

Span = tuple[int, int]
Paint = Callable[[QPainter, Frame], None]
_MOVING = 2  # frames on end that differ in more than the place of their window
_OVERLAP = 3  # device pixels by which a line or a body may reach into the slot beside its own


class BarsLayer:
    """An opaque picture of the bars with grid and studies."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._frame: Frame | None = None
        self._changed: int | None = None
        self._turn = 0  # the column of the picture that stands at the left edge of the plot
        self._seen: Frame | None = None  # painted last, into the picture or not
        self._whole = 0  # how many frames on end had nothing of the one before them

    def forget(self) -> None:
        """All of it is to be painted anew."""
        self._frame = self._seen = self._changed = None

    def release(self) -> None:
        """Nobody sees it: no picture is held."""
        self.forget()
        self._pixmap = QPixmap()

    def change(self, bar: int) -> None:
        """What is drawn from this bar on has changed."""
        self._changed = bar if self._changed is None else min(bar, self._changed)

    def spans(self, frame: Frame) -> list[Span] | None:
        """The columns that are to be painted for a frame; None for all."""
        return None if self._frame is None else spans_to_paint(self._frame, frame, self._changed)

    def put(self, painter: QPainter, frame: Frame, paint: Paint) -> None:
        """Put a frame on the screen; `paint` fills the columns of its sight's span. While prices
        move from frame to frame nothing of a picture could be used again, and none is made.
        """
        if self._is_new(frame):
            painter.save()
            paint(painter, frame)
            painter.restore()
            self._frame, self._seen, self._changed = None, frame, None
            return
        spans, before = self.spans(frame), self._frame
        self._pixmap = sized(self._pixmap, frame)
        if spans is None or before is None or before.sight is None or frame.sight is None:
            self._turn = 0
            self._paint(frame, paint, 0, None)
        else:
            width = _width(frame.sight)
            self._turn = (self._turn + frame.sight.origin - before.sight.origin) % width
            for span in spans:
                self._paint_span(frame, frame.sight, paint, span)
        self._frame = self._seen = frame
        self._changed = None
        self._copy(painter, frame)

    def _is_new(self, frame: Frame) -> bool:
        """Whether this frame and the ones before had nothing in common. Where a pixel of ours is
        not a whole number of the device's, the widget may lie between two of them.
        """
        before = self._seen
        shared = before is not None and spans_to_paint(before, frame, self._changed) is not None
        self._whole = 0 if shared or before is None else self._whole + 1
        return self._whole >= _MOVING and frame.ratio.is_integer()

    def _paint_span(self, frame: Frame, sight: Sight, paint: Paint, span: Span) -> None:
        """Paint columns of the screen where they are in the ring."""
        width = _width(sight)
        seam = width - self._turn
        for left, right, offset in (
            (span[0], min(span[1], seam), self._turn),
            (max(span[0], seam), span[1], self._turn - width),
        ):
            if left < right:
                part = replace(frame, sight=replace(sight, span=(left, right)))
                self._paint(part, paint, offset, QRect(left, 0, right - left, frame.size.height()))

    def _paint(self, frame: Frame, paint: Paint, offset: int, columns: QRect | None) -> None:
        with QPainter(self._pixmap) as painter:
            painter.translate(offset, 0)
            if columns is not None:
                painter.setClipRect(columns)
            paint(painter, frame)

    def _copy(self, painter: QPainter, frame: Frame) -> None:
        """Copy the ring's two parts, then what lies right of the plot."""
        height = frame.size.height()
        width = frame.size.width() if frame.sight is None else _width(frame.sight)
        seam = width - self._turn
        painter.drawPixmap(0, 0, self._pixmap, self._turn, 0, seam, height)
        if self._turn:
            painter.drawPixmap(seam, 0, self._pixmap, 0, 0, self._turn, height)
        rest = frame.size.width() - width
        if rest > 0:
            painter.drawPixmap(width, 0, self._pixmap, width, 0, rest, height)


class Still:
    """The picture of a frame that stands still, so that only the pointer moves over it.

    While frames change it is not worth its making: then all is painted where it is seen.
    """

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._frame: Frame | None = None  # of the picture
        self._seen: Frame | None = None  # painted last

    def forget(self) -> None:
        """Something in it is another now."""
        self._frame = self._seen = None

    def release(self) -> None:
        """Nobody sees it: no picture is held."""
        self.forget()
        self._pixmap = QPixmap()

    def shows(self, frame: Frame) -> bool:
        """Whether a frame is the one that was painted last, and nothing has changed in it since."""
        return self._seen == frame

    def put(self, painter: QPainter, frame: Frame, paint: Paint) -> None:
        """Put a frame on the screen; `paint` paints all of it, in device pixels."""
        if frame == self._seen and frame != self._frame:
            self._pixmap = sized(self._pixmap, frame)
            with QPainter(self._pixmap) as own:
                paint(own, frame)
            self._frame = frame
        if frame == self._frame:
            painter.drawPixmap(0, 0, self._pixmap)
        else:
            paint(painter, frame)
        self._seen = frame


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
    width = _width(new)
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
    kept = [(max(left, 0), right) for left, right in spans if left < right]
    return _merged(kept) if _same_labels(before, after, kept, width) else None


def _width(sight: Sight) -> int:
    """The columns of the plot."""
    return sight.device(sight.panes.plot_width)


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
