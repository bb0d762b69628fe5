"""The drawings of one chart as hand, keys and paint find them now."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kis_desktop.ui.chart.bar_times import BarTimes
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.drawings.geometry import Place
from kis_desktop.ui.chart.drawings.layer import DrawingLayer, Shown, found
from kis_desktop.ui.chart.drawings.placed import Placing
from kis_desktop.ui.chart.drawings.snapping import Snapping
from kis_desktop.ui.chart.tool import Spot
from kis_desktop.viewmodels.drawings import DrawingDesk, Magnet
from kis_desktop.viewmodels.symbol_drawings import SymbolDrawings
from kis_desktop.viewmodels.words import Words

_CTRL = Qt.KeyboardModifier.ControlModifier
_MOST = 10_000  # moments whose places are remembered
PULLED = 5.0  # pixels; less is a click


class Board:
    """What the parts of the drawing tool share."""

    def __init__(self, canvas: ChartCanvas, desk: DrawingDesk, words: Words) -> None:
        self.canvas = canvas
        self.desk = desk
        self.words = words
        self.book: SymbolDrawings | None = None
        """the drawings of the chart's symbol; None before there is one"""
        self._layer = DrawingLayer()
        self._indexes: tuple[BarTimes | None, dict[int, float]] = (None, {})

    @property
    def placing(self) -> Placing | None:
        """Where points are now; None without bars."""
        canvas = self.canvas
        if canvas.sight is None or canvas.content.notice is not None:
            return None
        times, indexes = self._indexes
        if times is not canvas.bar_times or len(indexes) > _MOST:
            self._indexes = canvas.bar_times, {}
        content, indexes = canvas.content, self._indexes[1]
        times, pyramid = canvas.bar_times, content.pyramid
        return Placing(canvas.sight, times, pyramid, self.words, indexes, content.dated)

    @property
    def step(self) -> float:
        """The price step near the last price, in KRW."""
        return self.canvas.content.tick or 1.0

    def snapping(self, placing: Placing, modifiers: Qt.KeyboardModifier) -> Snapping:
        """How points are found now; Ctrl turns the magnet about."""
        magnet = self.desk.magnet
        if modifiers & _CTRL:
            magnet = Magnet.STRONG if magnet is Magnet.OFF else Magnet.OFF
        return Snapping(placing, self.canvas.content.on_tick, magnet)

    def shown(self) -> tuple[Shown, ...]:
        """The drawings that can be seen, lowest first."""
        placing = self.placing
        if placing is None or self.book is None or self.desk.all_hidden:
            return ()
        return self._layer.shown(self.book.drawings, placing)

    def at(self, place: Place) -> tuple[Shown | None, int | None]:
        """The drawing at a place, and the handle if it is one: those of the selected drawing lie
        above all others.
        """
        shown = self.shown()
        selected = self.book.selected if self.book is not None else ""
        for one in shown:
            if one.drawing.id == selected and one.handle_at(place) is not None:
                return one, one.handle_at(place)
        one_there = found(shown, place)
        return one_there, one_there.handle_at(place) if one_there is not None else None

    def is_inside(self, spot: Spot) -> bool:
        """Whether a spot is where prices are."""
        placing = self.placing
        return placing is not None and placing.pane.contains(spot.at)


def place_of(spot: Spot) -> Place:
    """A spot in pixels."""
    return spot.at.x(), spot.at.y()
