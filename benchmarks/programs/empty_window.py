"""The least window that Qt can show: the time from the first line to the end of its first paint."""

from __future__ import annotations

import time

_BEGUN = time.perf_counter()

import json  # noqa: E402 - the clock runs before anything is imported
import sys  # noqa: E402

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtGui import QPaintEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402


class EmptyWindow(QMainWindow):
    """Ends the program once it has been painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        taken = (time.perf_counter() - _BEGUN) * 1000
        sys.stdout.write(json.dumps({"first_window_ms": taken}) + "\n")
        QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = EmptyWindow()
    window.resize(1680, 1050)
    window.show()
    app.exec()
