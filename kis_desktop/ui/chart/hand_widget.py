"""A widget that is moved by hand and keys: what Qt tells it is passed on to `Gestures`."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from kis_desktop.ui.chart.gestures import Gestures

_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class HandWidget(QWidget):
    """Has to be given its gestures before it is shown; `rings` says that the focus came by key."""

    gestures: Gestures

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rings = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            return self._on_native(event)
        if isinstance(event, QGestureEvent):
            return self._on_pinch(event)
        return super().event(event)

    def _on_native(self, event: QNativeGestureEvent) -> bool:
        """Two fingers on a touchpad."""
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.gestures.wheel.zoom(1 + event.value(), event.position())
        return True

    def _on_pinch(self, event: QGestureEvent) -> bool:
        """Two fingers on the screen: they zoom and pull."""
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        place = QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
        self.gestures.wheel.pull((pinch.centerPoint() - pinch.lastCenterPoint()).x())
        self.gestures.wheel.zoom(pinch.scaleFactor(), place)
        event.accept(pinch)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.gestures.wheel.turn(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.gestures.double_click(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.rings = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.rings = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.gestures.key(event):
            super().keyPressEvent(event)
