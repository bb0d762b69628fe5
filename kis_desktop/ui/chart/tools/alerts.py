"""Alerts on the chart: made at a price, a line or an indicator, pulled to another price, taken
away.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import msgspec
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from kis_desktop.domain.alert import Condition, PriceCross
from kis_desktop.domain.drawing import Drawing
from kis_desktop.ui.chart.alert_painter import AlertTag, alert_tags, paint_alerts, paint_words
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.ui.dialogs.alert_editor import AlertEditor
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.alert_draft import AlertDraft
from kis_desktop.viewmodels.chart_alerts import AlertMark, ChartAlerts, mark_text
from kis_desktop.viewmodels.drawings import DrawingDesk
from kis_desktop.viewmodels.symbol_drawings import SymbolDrawings

TOOL_ORDER = 20
_GRASP = 3.0  # pixels from an alert's line within which it is taken hold of
_SLACK = 4.0  # pixels; less is a click
_SAID_FOR = 6000  # ms


def create(view: ChartView) -> AlertsTool:
    """The alerts of a chart."""
    return AlertsTool(view)


class AlertsTool(ChartTool):
    """Alerts give no order: a pull, an × or a key changes them at once."""

    hides_in_replay = True

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self.alerts = ChartAlerts(view.context, view.model, self)
        self._drawings: SymbolDrawings | None = None
        self._held: AlertTag | None = None
        self._closing: AlertTag | None = None  # whose × is pressed
        self._price: Decimal | None = None  # where the held one is pulled to
        self._start = QPointF()
        self._spot: Spot | None = None  # under the pointer
        self._over: AlertTag | None = None
        self._said = ""  # why something was refused
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_SAID_FOR)
        self._silence.timeout.connect(self._fall_silent)
        self._tagged: tuple[Sight, tuple[AlertMark, ...], tuple[AlertTag, ...]] | None = None
        self.alerts.changed.connect(self._refresh)
        self.alerts.failed.connect(self._say)
        view.model.state_changed.connect(self._follow_symbol)
        view.model.bars_replaced.connect(self._let_go)
        self._follow_symbol()

    def add_line_alert(self, drawing: Drawing) -> None:
        """Make an alert for prices that cross this line."""
        self.alerts.add_line(drawing)

    def open_editor(self, draft: AlertDraft) -> AlertEditor:
        """Write an alert."""
        editor = AlertEditor(draft, self._view.words, self._view.window())
        editor.open()
        return editor

    def tag_at(self, at: QPointF) -> AlertTag | None:
        """The alert whose tag or line is there."""
        sight = self._view.canvas.sight
        if sight is None or not sight.panes.price.contains(at):
            return None
        tags = self._tags()
        boxed = next((tag for tag in reversed(tags) if tag.box.contains(at)), None)
        if boxed is not None:
            return boxed
        near = [
            (abs(sight.price.y(float(tag.mark.price)) - at.y()), place)
            for place, tag in enumerate(tags)
            if tag.mark.can_move
        ]
        distance, place = min(near, default=(_GRASP + 1, 0))
        return tags[place] if distance <= _GRASP else None

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        tag = self.tag_at(spot.at)
        self._start, self._price = spot.at, None
        self._closing = tag if tag is not None and tag.close.contains(spot.at) else None
        self._held = None if self._closing is not None else tag
        return tag is not None

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        self._spot = spot
        held = self._held
        if held is None:
            self._hover(spot)
        elif held.mark.can_move and spot.quoted is not None:
            far = (spot.at - self._start).manhattanLength() > _SLACK
            if far or self._price is not None:
                self._price = spot.quoted
                self.held_changed.emit()

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        held, closing, price = self._held, self._closing, self._price
        self._let_go()
        if closing is not None and closing.close.contains(spot.at):
            self.alerts.remove(closing.mark.alert)
        elif held is not None and price is not None:
            self.alerts.move(held.mark.alert, price)

    def double_click(self, event: QMouseEvent, spot: Spot) -> bool:
        tag = self.tag_at(spot.at)
        if tag is None or tag.close.contains(spot.at):
            return tag is not None
        self.open_editor(self.alerts.draft_of(tag.mark.alert))
        return True

    def key(self, event: QKeyEvent) -> bool:
        key, alt = event.key(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_Escape and (self._held is not None or self._closing is not None):
            self._let_go()
            return True
        if alt and key == Qt.Key.Key_A:
            self._add_here()
            return True
        if key in (Qt.Key.Key_X, Qt.Key.Key_Delete) and self._over is not None:
            self.alerts.remove(self._over.mark.alert)
            return True
        return False

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        tag = self.tag_at(spot.at)
        if tag is None:
            return None
        pulls = tag.mark.can_move and not tag.close.contains(spot.at)
        return Qt.CursorShape.SizeVerCursor if pulls else Qt.CursorShape.PointingHandCursor

    @property
    def hides_crosshair(self) -> bool:
        return self._price is not None

    def add_actions(self, menu: QMenu, spot: Spot | None) -> None:
        words = self._view.words
        tag = None if spot is None else self.tag_at(spot.at)
        mine = menu.addMenu(words("alerts_panel.menu"))
        if tag is not None:
            alert = tag.mark.alert
            edit = mine.addAction(words("alerts_panel.edit_here"))
            edit.triggered.connect(lambda: self._edit(self.alerts.draft_of(alert)))
            remove = mine.addAction(words("alerts_panel.remove_here"))
            remove.triggered.connect(lambda: self.alerts.remove(alert))
        if spot is not None and spot.quoted is not None:
            here = mine.addAction(words("alerts_panel.here", price=spot.quoted) + "\tAlt+A")
            here.triggered.connect(partial(self._make_at, spot.quoted))
        condition = None if spot is None or spot.quoted is None else PriceCross(spot.quoted)
        other = mine.addAction(words("alerts_panel.watch"))
        other.triggered.connect(lambda: self._edit(self.alerts.draft(condition)))
        for plot in self._view.model.plots:
            study = self.alerts.study_condition(plot)
            if study is not None:
                title = words("alerts_panel.of_study", study=plot.titled(words.language))
                mine.addAction(title).triggered.connect(partial(self._write, study))

    def paint(self, brush: Brush) -> None:
        held = self._held.mark if self._held is not None and self._price is not None else None
        paint_alerts(brush, [tag for tag in self._tags() if tag.mark != held])

    def paint_held(self, brush: Brush) -> None:
        if self._said:
            paint_words(brush, self._said)
        if self._held is not None and self._price is not None:
            alert, price = self._held.mark.alert, self._price
            mark = msgspec.structs.replace(
                self._held.mark, price=price, text=mark_text(alert.condition, price)
            )
            tags = alert_tags(brush.sight, (mark,), brush.fonts.plain)
            paint_alerts(brush, tags, tags[0] if tags else None)
        elif self._over is not None and self._over in self._tags():
            paint_alerts(brush, (self._over,), self._over)

    def _tags(self) -> tuple[AlertTag, ...]:
        canvas, marks = self._view.canvas, self.alerts.marks
        sight = canvas.sight
        if sight is None or canvas.content.notice is not None:
            return ()
        if self._tagged is None or self._tagged[0] is not sight or self._tagged[1] is not marks:
            font = Theme.current().font(FontKind.HINT)
            self._tagged = sight, marks, alert_tags(sight, marks, font)
        return self._tagged[2]

    def _add_here(self) -> None:
        """At the pointer, or at the last price where the pointer isn't over the prices."""
        canvas, spot = self._view.canvas, self._spot
        price = spot.quoted if spot is not None and canvas.underMouse() else None
        if price is None and len(canvas.content.pyramid):
            place = canvas.pointed
            close = canvas.content.pyramid.close
            price = canvas.content.on_tick(float(close[-1 if place is None else place]))
        if price is not None:
            self.alerts.add_price(price)

    def _make_at(self, price: Decimal) -> None:
        self.alerts.add_price(price)

    def _write(self, condition: Condition) -> None:
        self._edit(self.alerts.draft(condition))

    def _edit(self, draft: AlertDraft) -> None:
        self.open_editor(draft)

    def _follow_symbol(self) -> None:
        """Hear of the drawings of the chart's symbol, which alerts may follow."""
        symbol = self._view.model.symbol
        book = DrawingDesk.of(self._view.context).drawings(symbol) if symbol else None
        if book is self._drawings:
            return
        if self._drawings is not None:
            self._drawings.moved.disconnect(self.alerts.follow_drawing)
            self._drawings.removed.disconnect(self._drawing_gone)
        self._drawings = book
        if book is not None:
            book.moved.connect(self.alerts.follow_drawing)
            book.removed.connect(self._drawing_gone)

    def _drawing_gone(self, id_: str) -> None:
        self.alerts.follow_drawing(id_, None)

    def _hover(self, spot: Spot) -> None:
        over = self.tag_at(spot.at)
        if over != self._over:
            self._over = over
            self.held_changed.emit()

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self._silence.start()
        self.held_changed.emit()

    def _fall_silent(self) -> None:
        self._said = ""
        self.held_changed.emit()

    def _refresh(self) -> None:
        self._over = None
        self.changed.emit()

    def _let_go(self) -> None:
        self._held = self._closing = self._price = None
        self.changed.emit()
        self.held_changed.emit()
