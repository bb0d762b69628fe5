"""The screen's beat with nothing to draw: what the machine itself makes late."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.timed_clock import TimedClock
from kis_desktop.bridge.mailbox import Mailbox


def main(seconds: float) -> None:
    """Beat for so long and tell the gaps."""
    app = QApplication(sys.argv[:1])
    clock = TimedClock(Mailbox())
    clock.start()
    QTimer.singleShot(round(seconds * 1000), app.quit)
    app.exec()
    sys.stdout.write(json.dumps({"gaps": clock.gaps(), "frames": clock.frames}) + "\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
