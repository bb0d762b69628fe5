"""Drawing on the chart: making, taking hold, moving and changing what is drawn."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from kis_desktop.domain.drawing import DrawingPoint
from kis_desktop.ui.chart.drawings.actions import DrawingActions, LineAlerts
from kis_desktop.ui.chart.drawings.board import Board, place_of
from kis_desktop.ui.chart.drawings.grip import Grip
from kis_desktop.ui.chart.drawings.keys import DrawingKeys
from kis_desktop.ui.chart.drawings.kind import Kind, kinds
from kis_desktop.ui.chart.drawings.layer import Shown, made
from kis_desktop.ui.chart.drawings.pen import Pen
from kis_desktop.ui.chart.drawings.shape_painter import (
    moment_place,
    paint_handles,
    paint_shape,
    paint_tags,
    price_place,
)
from kis_desktop.ui.chart.drawings.side_bar import SideBar
from kis_desktop.ui.chart.drawings.snapping import exact
from kis_desktop.ui.chart.drawings.style_bar import StyleBar
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tool import NO_TAGS, AxisTags, Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.drawings import DrawingDesk

TOOL_ORDER = 50
_ALERTS = "alerts"


def create(view: ChartView) -> DrawingsTool:
    """The drawings of a chart."""
    return DrawingsTool(view)


class DrawingsTool(ChartTool):
    """What is drawn under the hand; the drawings are those of the chart's symbol."""

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self.desk = DrawingDesk.of(view.context)
        self.board = Board(view.canvas, self.desk, view.words)
        self.actions = DrawingActions(self.board, self._alerts)
        self._pen, self._grip = Pen(self.board), Grip(self.board)
        self._keys = DrawingKeys(
            self.board, self.actions, self._set_here, self._cancel, self._yields
        )
        self._hovered = ""
        self.side_bar = SideBar(self.desk, self.actions, view.words)
        self.side_bar.keyed.connect(self.key)
        self.style_bar = StyleBar(self.actions, view.words, view.canvas)
        view.add_to_side(self.side_bar)
        self.desk.changed.connect(self._follow_desk)
        view.model.state_changed.connect(self._follow_symbol)
        view.model.bars_replaced.connect(self._let_go)
        view.canvas.sight_changed.connect(self.style_bar.keep_up)
        self._follow_symbol()

    def paint(self, brush: Brush) -> None:
        brush.painter.setClipRect(brush.sight.panes.price)
        shown = self._lying()
        for one in shown:
            paint_shape(brush, one.shape, one.drawing.style)
        brush.painter.setClipping(False)
        for one in shown:
            paint_tags(brush, one.shape, one.drawing.style)

    def axis_tags(self, sight: Sight) -> AxisTags:
        shown = [one.shape for one in self._lying() if one.shape.tags or one.shape.moments]
        if not shown:
            return NO_TAGS
        heights = [price_place(sight, y) for shape in shown for _, y in shape.tags]
        spans = [moment_place(sight, *moment) for shape in shown for moment in shape.moments]
        return AxisTags(
            tuple(place.center().y() for place in heights if not place.isEmpty()),
            tuple((place.left(), place.right()) for place in spans if not place.isEmpty()),
        )

    def paint_held(self, brush: Brush) -> None:
        placing = self.board.placing
        if placing is None:
            return
        brush.painter.setClipRect(brush.sight.panes.price)
        for drawing in (self._grip.held, self._pen.seen(placing)):
            if drawing is not None:
                one = made(drawing, placing)
                paint_shape(brush, one.shape, drawing.style)
                paint_handles(brush, one.handles, faint=False, locked=False)
                brush.painter.setClipping(False)
                paint_tags(brush, one.shape, drawing.style)
                brush.painter.setClipping(True)
        self._paint_chosen(brush)

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        placing, book = self.board.placing, self.board.book
        if placing is None or book is None or not self.board.is_inside(spot):
            return False
        making = bool(self.desk.tool) or self._pen.is_busy
        taken = not making and not self._is_others(spot) and self._grip.press(event, spot)
        if not taken:
            taken = self._pen.press(event, spot, placing)
        if not taken:
            book.select("")
        self.held_changed.emit()
        return taken

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        placing = self.board.placing
        if placing is None:
            return
        lifted = self._grip.lifted
        moved = self._pen.move(event, spot, placing) or self._grip.move(event, spot, placing)
        if self._grip.lifted != lifted:
            self.changed.emit()
        if moved:
            self.held_changed.emit()
        elif not self._grip.is_busy:
            self._hover(spot)

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        placing = self.board.placing
        if placing is None:
            self._let_go()
            return
        self._made(self._pen.release(event, spot, placing))
        self._grip.drop()
        self._refresh()

    def double_click(self, event: QMouseEvent, spot: Spot) -> bool:
        if self.desk.tool or self._pen.is_busy:
            return self.board.is_inside(spot)
        one, _ = self.board.at(place_of(spot))
        if one is None or self.board.book is None or self._is_armed:
            return False
        self.board.book.select(one.drawing.id)
        self.style_bar.edit()
        return True

    def key(self, event: QKeyEvent) -> bool:
        return self._keys.press(event)

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        if not self.board.is_inside(spot):
            return None
        if self.desk.tool or self._pen.is_busy:
            return Qt.CursorShape.CrossCursor
        if self._grip.is_busy:
            return Qt.CursorShape.ClosedHandCursor
        one, handle = self.board.at(place_of(spot))
        if one is None or self._is_others(spot):
            return None
        hand = Qt.CursorShape.PointingHandCursor
        return hand if handle is None else Qt.CursorShape.SizeAllCursor

    @property
    def hides_crosshair(self) -> bool:
        return self._grip.held is not None

    @property
    def spoken(self) -> str:
        shown, chosen = self.board.shown(), self.actions.chosen
        if not shown:
            return ""
        told = self._view.words("drawing.spoken", n=len(shown))
        kind = kinds().get(chosen.kind) if chosen is not None else None
        if kind is None:
            return told
        name = kind.name(self._view.words.language)
        return f"{told} {self._view.words('drawing.spoken_chosen', name=name)}"

    def add_actions(self, menu: QMenu, spot: Spot | None) -> None:
        one = self.board.at(place_of(spot))[0] if spot is not None else None
        if one is not None and self.board.book is not None:
            self.board.book.select(one.drawing.id)
        self.actions.add_to(menu, spot)

    def _made(self, kind: Kind | None) -> None:
        if kind is not None and kind.writes:
            self.style_bar.edit()

    def _set_here(self) -> None:
        """Set a point at the close of the bar that the keyboard points at, else of the last."""
        placing, bar = self.board.placing, self._view.canvas.pointed
        if placing is None or self.board.book is None:
            return
        last = len(placing.pyramid) - 1
        bar = last if bar is None else min(bar, last)
        price = exact(float(placing.pyramid.close[bar]))
        self._made(self._pen.set(DrawingPoint(placing.times.time_of(bar), price), placing))
        self.held_changed.emit()

    def _alerts(self) -> LineAlerts | None:
        there = self._view.tools.get(_ALERTS)
        return cast("LineAlerts", there) if hasattr(there, "add_line_alert") else None

    @property
    def _is_armed(self) -> bool:
        """Whether clicks give orders now."""
        return any(tool.is_armed for tool in self._view.tools.values())

    def _yields(self) -> bool:
        return self._is_armed or self._view.model.replaying

    def _is_others(self, spot: Spot) -> bool:
        """Whether an order or an alert lies there: it is taken hold of first, unless the drawing
        there is selected. While clicks give orders everything is theirs.
        """
        if self._is_armed:
            return True
        one, _ = self.board.at(place_of(spot))
        book = self.board.book
        if one is not None and book is not None and one.drawing.id == book.selected:
            return False
        others = (tool for tool in self._view.tools.values() if tool is not self)
        return any(tool.cursor(spot) is not None for tool in others)

    def _lying(self) -> list[Shown]:
        """The drawings that are not in the hand."""
        return [one for one in self.board.shown() if one.drawing.id != self._grip.lifted]

    def _paint_chosen(self, brush: Brush) -> None:
        selected = self.board.book.selected if self.board.book is not None else ""
        for one in self.board.shown() if self._grip.held is None else ():
            if one.drawing.id in {selected, self._hovered}:
                faint = one.drawing.id != selected
                paint_handles(brush, one.handles, faint=faint, locked=one.drawing.locked)

    def _hover(self, spot: Spot) -> None:
        idle = not self.desk.tool and not self._pen.is_busy and self.board.is_inside(spot)
        one = self.board.at(place_of(spot))[0] if idle else None
        hovered = one.drawing.id if one is not None else ""
        if hovered != self._hovered:
            self._hovered = hovered
            self.held_changed.emit()

    def _cancel(self) -> bool:
        """Let go, else put the tool away, else select nothing; whether there was something."""
        book = self.board.book
        if self._pen.cancel() or self._grip.cancel():
            self._refresh()
        elif self.desk.tool:
            self.desk.take("")
        elif book is not None and book.selected:
            book.select("")
        else:
            return False
        return True

    def _let_go(self) -> None:
        self._pen.cancel()
        self._grip.cancel()
        self._hovered = ""
        self._refresh()

    def _follow_symbol(self) -> None:
        symbol = self._view.model.symbol
        book = self.desk.drawings(symbol) if symbol else None
        if book is self.board.book:
            return
        if self.board.book is not None:
            self.board.book.changed.disconnect(self._refresh)
        self.board.book = book
        if book is not None:
            book.changed.connect(self._refresh)
        self._let_go()

    def _follow_desk(self) -> None:
        self._pen.follow_tool()
        self._refresh()

    def _refresh(self) -> None:
        self.style_bar.follow()
        self.side_bar.follow()
        self.changed.emit()
