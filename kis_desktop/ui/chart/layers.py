"""What is painted once and kept: the bars, and the whole of a frame that stands still.

The bars are opaque, and their plot is a ring of columns: a pull turns it, and only the columns that
came into sight, or whose bars have changed, are painted, some ahead of the pull; see `ring.py`. All
is counted in device pixels, so that nothing is scaled on its way to the screen.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from kis_desktop.ui.chart.frame import Frame
from kis_desktop.ui.chart.ring import (
    SIDE,
    Ring,
    Span,
    ahead,
    labels_of,
    picture_width,
    plot,
    shifted,
)
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeAxis

Paint = Callable[[QPainter, Frame], None]
_MOVING = 2  # frames on end that differ in more than the place of their window


class BarsLayer:
    """An opaque picture of the bars with grid and studies."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._ring: Ring | None = None
        self._changed: int | None = None
        self._seen: Frame | None = None  # painted last, into the picture or not
        self._whole = 0  # how many frames on end had nothing of the one before them

    def forget(self) -> None:
        """All of it is to be painted anew."""
        self._ring = self._seen = self._changed = None

    def release(self) -> None:
        """Nobody sees it: no picture is held."""
        self.forget()
        self._pixmap = QPixmap()

    def change(self, bar: int) -> None:
        """What is drawn from this bar on has changed."""
        self._changed = bar if self._changed is None else min(bar, self._changed)

    def spans(self, frame: Frame) -> list[Span] | None:
        """The columns of the plot that are to be painted for a frame; None for all."""
        missing = None if self._ring is None else self._ring.missing(frame, self._changed)
        if missing is None or frame.sight is None:
            return None
        origin = frame.sight.origin
        return [(begin - origin, end - origin) for begin, end in missing]

    def put(self, painter: QPainter, frame: Frame, paint: Paint, times: TimeAxis) -> None:
        """Put a frame's plot on the screen; `paint` fills the columns of its sight's span. While
        prices move from frame to frame nothing of a picture could be used again, and none is made.
        """
        sight = frame.sight
        if sight is None:
            return
        missing = None if self._ring is None else self._ring.missing(frame, self._changed)
        if missing is None and self._is_new(frame):
            painter.save()
            painter.translate(-SIDE, 0)
            paint(painter, shifted(frame, sight, _wider(plot(sight)), frame.labels))
            painter.restore()
            self._ring, self._seen, self._changed = None, frame, None
            return
        self._pixmap = _sized(
            self._pixmap, QSize(picture_width(sight) + 2 * SIDE, frame.size.height())
        )
        moved = self._moved(sight)
        if self._ring is None or missing is None:
            self._ring, missing, moved = Ring.of(frame, sight), [plot(sight)], 0
        else:
            self._whole = 0
        for span in missing:
            self._paint(frame, sight, paint, ahead(sight, span, moved), times)
        self._seen, self._changed = frame, None
        self._copy(painter, sight)

    def _is_new(self, frame: Frame) -> bool:
        """Whether this frame and the ones before, none of which the picture showed, had nothing in
        common. Where a pixel of ours is not a whole number of the device's, the widget may lie
        between two of them.
        """
        before = self._seen
        shared = before is None or _is_shared(before, frame, self._changed)
        self._whole = 0 if shared else self._whole + 1
        return self._whole >= _MOVING and frame.ratio.is_integer()

    def _moved(self, sight: Sight) -> int:
        """By how many columns the bars were pulled since the frame before."""
        before = self._seen.sight if self._seen is not None else None
        return 0 if before is None else sight.origin - before.origin

    def _paint(self, frame: Frame, sight: Sight, paint: Paint, span: Span, times: TimeAxis) -> None:
        """Paint columns where they are in the ring."""
        ring = self._ring
        assert ring is not None
        labels = labels_of(frame, sight, span, times)
        self._ring = ring.grown(frame, span, self._changed, (label.bar for label in labels))
        for part, place in ring.places(sight, span):
            self._paint_part(shifted(frame, sight, _wider(part), labels), paint, place)

    def _paint_part(self, frame: Frame, paint: Paint, place: int) -> None:
        """A clip cuts slanted lines short by parts of a pixel: what stood in the columns beside is
        painted over, and put back.
        """
        assert frame.sight is not None
        width, height = frame.sight.span[1] - 2 * SIDE, frame.size.height()
        sides = [QRect(place, 0, SIDE, height), QRect(place + SIDE + width, 0, SIDE, height)]
        before = [self._pixmap.copy(side) for side in sides]
        with QPainter(self._pixmap) as painter:
            painter.save()
            painter.translate(place, 0)
            painter.setClipRect(QRect(0, 0, width + 2 * SIDE, height))
            paint(painter, frame)
            painter.restore()
            for side, picture in zip(sides, before, strict=True):
                painter.drawPixmap(side.topLeft(), picture)

    def _copy(self, painter: QPainter, sight: Sight) -> None:
        """Copy the plot, in two parts where the ring ends between."""
        assert self._ring is not None
        for (begin, end), place in self._ring.places(sight, plot(sight)):
            width, height = end - begin, self._pixmap.height()
            at = begin - sight.origin
            painter.drawPixmap(at, 0, self._pixmap, place + SIDE, 0, width, height)


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
            self._pixmap = _sized(self._pixmap, frame.size)
            with QPainter(self._pixmap) as own:
                paint(own, frame)
            self._frame = frame
        if frame == self._frame:
            painter.drawPixmap(0, 0, self._pixmap)
        else:
            paint(painter, frame)
        self._seen = frame


def _sized(pixmap: QPixmap, size: QSize) -> QPixmap:
    """A pixmap of a size; the one that was used last while it fits."""
    return pixmap if pixmap.size() == size else QPixmap(size)


def _wider(span: Span) -> Span:
    """With what lies beside it, so that nothing in it is cut short by a clip."""
    return span[0] - SIDE, span[1] + SIDE


def _is_shared(before: Frame, frame: Frame, changed: int | None) -> bool:
    """Whether a picture of the frame before would be of any use."""
    sight = before.sight
    return sight is not None and Ring.of(before, sight).missing(frame, changed) is not None
