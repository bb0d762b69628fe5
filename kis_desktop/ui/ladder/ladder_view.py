"""The ladder under mouse and keyboard: click to order, drag to amend, × to take back."""

from __future__ import annotations

import time
from decimal import Decimal

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QMenu, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.click_menu import click_menu
from kis_desktop.ui.grid.states import paint_words
from kis_desktop.ui.ladder.ladder_painter import Drag, Hand, LadderPainter
from kis_desktop.ui.ladder.ladder_places import Places, Spot, Zone
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind, Token
from kis_desktop.viewmodels.click_modes import ClickMode
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.ladder import Ladder
from kis_desktop.viewmodels.ladder_orders import LadderOrders
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_USUAL_PRICE = "000,000"
_FLASH = 0.3  # seconds
_NOTCH = 120  # eighths of a degree that one notch of a wheel reports
_ROWS_A_NOTCH = 3
_EDGE = 0.2  # of the height: nearer to an edge the last price is brought back to the middle
_SIDES = {Zone.BID: Side.BUY, Zone.ASK: Side.SELL}
_OWN = {Zone.OWN_BUY: Side.BUY, Zone.OWN_SELL: Side.SELL}
_CANCELS = {Zone.CANCEL_BUY: Side.BUY, Zone.CANCEL_SELL: Side.SELL}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LadderView(QAbstractScrollArea):
    """Paints the rows in view and nothing else. `auto` keeps the last price in sight, but never
    moves a price under the pointer.
    """

    auto_changed = Signal()

    def __init__(
        self,
        ladder: Ladder,
        orders: LadderOrders,
        context: ViewContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ladder = ladder
        self._orders = orders
        self._context = context
        self._words = Words(context.language)
        self._auto = True
        self._hovered: Spot | None = None
        self._pressed: Spot | None = None
        self._pressed_at = QPoint()
        self._first: tuple[Decimal, Zone] | None = None
        self._stop = False
        self._drag: Drag | None = None
        self._cursor: int | None = None
        self._digits = len(_USUAL_PRICE)
        self._centred = False
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(round(_FLASH * 1000))
        self._fading.timeout.connect(self.viewport().update)
        self._build()
        ladder.rebuilt.connect(self._take_prices)
        ladder.repriced.connect(self._follow)
        ladder.state_changed.connect(self._show_state)
        Theme.current().changed.connect(self._take_theme)
        self._take_prices()

    @property
    def auto(self) -> bool:
        """Whether the last price is kept in sight."""
        return self._auto

    def set_auto(self, wanted: bool) -> None:  # noqa: FBT001
        """Keep the last price in sight, or leave the rows where they are."""
        if wanted is not self._auto:
            self._auto = wanted
            self.auto_changed.emit()
        if wanted:
            self.centre()

    def centre(self) -> None:
        """Bring the last price to the middle."""
        place = self._ladder.last_place
        if place is not None:
            self.verticalScrollBar().setValue(place - self.places().visible // 2)
            self._centred = True

    def places(self) -> Places:
        """Where things stand now."""
        view, theme = self.viewport(), Theme.current()
        width = QFontMetrics(theme.font(FontKind.STRONG)).horizontalAdvance("0" * self._digits)
        top, count = self.verticalScrollBar().value(), len(self._ladder.column)
        return Places(view.width(), view.height(), theme.row_height, width, top, count)

    def cursor_place(self) -> int | None:
        """The row that the keyboard stands on."""
        return self._cursor

    def sizeHint(self) -> QSize:
        return QSize(326, 24 * Theme.current().row_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 6 * Theme.current().row_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        middle = event.oldSize().height() // Theme.current().row_height // 2
        kept = self.verticalScrollBar().value() + middle
        self._range()
        if event.oldSize().isValid() and self._centred:
            self.verticalScrollBar().setValue(kept - self.places().visible // 2)
        else:
            self.centre()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), Theme.current().color(Token.PANEL))
        state = self._ladder.state
        rows = LadderPainter(painter, self._ladder, self.places(), self._words)
        if state in {PanelState.EMPTY, PanelState.FAILED}:
            failed = state is PanelState.FAILED
            text = self._ladder.state_text
            paint_words(painter, self.viewport().rect(), text, failed=failed)
        elif state is PanelState.LOADING:
            rows.paint_loading()
        else:
            rows.paint(self._hand())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = self.places().spot(event.position().toPoint())
        self._pressed_at = event.position().toPoint()
        self._stop = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._first = self._at(self._pressed)
        if self._pressed is not None:
            self._move_cursor(self._pressed.place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        spot = self.places().spot(point)
        if self._drag is not None:
            if spot is not None:
                self._drag = Drag(self._drag.side, self._drag.before, spot.place, self._drag.level)
        elif self._pressed is not None and self._pressed.zone in _OWN:
            moved = (point - self._pressed_at).manhattanLength()
            if moved >= QApplication.startDragDistance():
                self._drag = self._picked_up(self._pressed)
        self._hovered = spot
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, drag = self._pressed, self._drag
        self._pressed = self._drag = None
        if event.button() is not Qt.MouseButton.LeftButton or pressed is None:
            return
        spot = self.places().spot(event.position().toPoint())
        if drag is not None:
            if spot is not None:
                after = self._ladder.column.prices[spot.place]
                self._orders.move(drag.side, drag.before, after)
        elif spot == pressed and spot is not None:
            self._clicked(spot, ClickMode.SINGLE)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = self.places().spot(event.position().toPoint())
        self._pressed = None  # the release that follows is no second click
        self._stop = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if spot is not None and self._at(spot) == self._first:
            self._clicked(spot, ClickMode.DOUBLE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        bar = self.verticalScrollBar()
        self.set_auto(False)
        bar.setValue(bar.value() - round(notches * _ROWS_A_NOTCH))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _STEPS and not control:
            self._move_cursor(self._from() + _STEPS[key])
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            rows = self.places().visible * (1 if key == Qt.Key.Key_PageDown else -1)
            self._move_cursor(self._from() + rows)
        elif key == Qt.Key.Key_Home:
            self._to_last()
        elif key == Qt.Key.Key_Escape:
            self._abort(event)
            return
        elif event.isAutoRepeat():
            return  # what acts on the market is never repeated by a key that is held
        elif key == Qt.Key.Key_Delete:
            self._cancel_here()
        elif control and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            side = Side.BUY if key == Qt.Key.Key_Left else Side.SELL
            self._place_here(side, stop=shift)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._cursor is None:
            self._move_cursor(self._ladder.last_place)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._drag = None
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.click_menu().popup(event.globalPos())

    def click_menu(self) -> QMenu:
        """Which click orders, and whether it is asked about first: two settings."""
        words = self._words
        names = {mode: words(f"ladder.click_{mode.value}") for mode in ClickMode}
        settings, asks = self._orders.settings, words("book.confirm")
        return click_menu(self, settings, words("ladder.click"), names, asks)

    def _clicked(self, spot: Spot, click: ClickMode) -> None:
        price = self._ladder.column.prices[spot.place]
        if spot.zone in _CANCELS:
            if click is ClickMode.SINGLE:
                self._orders.cancel_at(_CANCELS[spot.zone], price)
        elif spot.zone in _SIDES:
            if click is self._orders.settings.mode:
                self._orders.place(_SIDES[spot.zone], price, stop=self._stop)
        elif spot.zone is Zone.PRICE and click is ClickMode.DOUBLE:
            self._context.link.pick_price(price)

    def _at(self, spot: Spot | None) -> tuple[Decimal, Zone] | None:
        """The price and cell of a spot: both clicks of a double one must have meant the same."""
        return None if spot is None else (self._ladder.column.prices[spot.place], spot.zone)

    def _picked_up(self, spot: Spot) -> Drag | None:
        """Our orders at a spot; None where there are none."""
        row, side = self._ladder.row(spot.place), _OWN[spot.zone]
        level = row.buy if side is Side.BUY else row.sell
        return None if level is None else Drag(side, row.price, spot.place, level)

    def _place_here(self, side: Side, *, stop: bool) -> None:
        if self._cursor is not None:
            self._orders.place(side, self._ladder.column.prices[self._cursor], stop=stop)

    def _cancel_here(self) -> None:
        if self._cursor is not None:
            self._orders.cancel_at(None, self._ladder.column.prices[self._cursor])

    def _abort(self, event: QKeyEvent) -> None:
        """Let go of what is dragged; else put the question away, else turn the switch off."""
        if self._drag is not None or self._pressed is not None:
            self._drag = self._pressed = None
            self.viewport().update()
        elif self._orders.question is not None:
            self._orders.dismiss()
        elif self._ladder.armed:
            self._ladder.arm(False)
        else:
            event.ignore()
            return
        event.accept()

    def _from(self) -> int:
        """Where the keyboard stands; in the middle before it stood anywhere."""
        if self._cursor is not None:
            return self._cursor
        return self._ladder.last_place or self.verticalScrollBar().value()

    def _move_cursor(self, place: int | None) -> None:
        count = len(self._ladder.column)
        if place is None or not count:
            return
        self._cursor = min(max(place, 0), count - 1)
        places, bar = self.places(), self.verticalScrollBar()
        if self._cursor < places.top:
            bar.setValue(self._cursor)
        elif self._cursor >= places.top + places.visible:
            bar.setValue(self._cursor - places.visible + 1)
        self.setAccessibleDescription(self._ladder.spoken(self._cursor))
        self.viewport().update()

    def _to_last(self) -> None:
        self.centre()
        self._move_cursor(self._ladder.last_place)

    def _hand(self) -> Hand:
        at, tone = self._ladder.last_moved()
        fresh = time.monotonic() - at < _FLASH and Theme.current().flashes
        flash = tone if fresh and tone in {Tone.UP, Tone.DOWN} else None
        return Hand(self._hovered, self._cursor, self.hasFocus(), self._drag, flash)

    def _take_prices(self) -> None:
        """Another column of prices: nothing stays where it was."""
        prices = self._ladder.column.prices
        longest = max((len(f"{price:,}") for price in prices[:1]), default=0)
        self._digits = max(longest, len(_USUAL_PRICE))
        self._cursor = self._drag = self._pressed = None
        self._centred = False
        self._range()
        self.centre()
        self.viewport().update()

    def _follow(self) -> None:
        """The last price moved: the rows follow where that is wanted and safe."""
        if not self._centred:
            self.centre()
        elif self._auto and not self.underMouse() and self._drag is None:
            place, places = self._ladder.last_place, self.places()
            margin = round(places.visible * _EDGE)
            inner = range(places.top + margin, places.top + places.visible - margin)
            if place is not None and place not in inner:
                self.centre()
        at, _ = self._ladder.last_moved()
        if time.monotonic() - at < _FLASH:
            self._fading.start()
        self.viewport().update()

    def _show_state(self) -> None:
        if not self._ladder.armed and self._drag is not None:
            self._drag = self._pressed = None
        self.viewport().update()

    def _range(self) -> None:
        bar, places = self.verticalScrollBar(), self.places()
        bar.setRange(0, max(len(self._ladder.column) - places.visible, 0))
        bar.setPageStep(places.visible)
        bar.setSingleStep(1)

    def _take_theme(self) -> None:
        self._range()
        self.viewport().update()

    def _build(self) -> None:
        self.setObjectName("ladderRows")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self._words("ladder.table"))
        self.setToolTip(self._words("ladder.tip"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
