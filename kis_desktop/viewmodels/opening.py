"""The time until a window has been painted once: what no first look needs waits for its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Opening(QObject):
    """Ends once."""

    over = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_over = False

    def end(self) -> None:
        """What has waited is done now."""
        if not self.is_over:
            self.is_over = True
            self.over.emit()
