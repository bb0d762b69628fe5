"""When every panel that can be seen has been painted once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Watches panels; `done` once each of those that are seen, or a part of it, has painted."""

    done = Signal()

    def __init__(self, panels: Sequence[QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[QWidget, list[QWidget]] = {}
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.timeout.connect(self._look)
        for panel in panels:
            parts = [panel, *panel.findChildren(QWidget)]
            self._waiting[panel] = parts
            for part in parts:
                part.installEventFilter(self)
        self._check.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            for panel in list(self._waiting):
                if panel is watched or panel.isAncestorOf(watched):
                    self._forget(panel)
            self._check.start(0)
        return False

    def _forget(self, panel: QWidget) -> None:
        for part in self._waiting.pop(panel):
            part.removeEventFilter(self)

    def _look(self) -> None:
        """Panels behind a tab are not seen and need not paint."""
        for panel in list(self._waiting):
            if panel.visibleRegion().isEmpty():
                self._forget(panel)
        if not self._waiting:
            self.done.emit()
