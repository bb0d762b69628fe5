"""The screen's beat that also tells how long each frame kept the UI thread."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox


class TimedClock(FrameClock):
    """A `FrameClock`; `work` holds ms a drain, listeners included, paints not."""

    def __init__(self, mailbox: Mailbox, hertz: int = 30, parent: QObject | None = None) -> None:
        super().__init__(mailbox, hertz, parent)
        self.hertz = hertz
        self.work: list[float] = []

    def drain(self) -> None:
        begun = time.perf_counter()
        super().drain()
        self.work.append((time.perf_counter() - begun) * 1000)

    def begin_anew(self) -> None:
        """Forget what was measured while warming up."""
        self.forget_gaps()
        self.work.clear()

    def gaps(self) -> dict[str, float]:
        """Lateness in ms: median, p99 and the worst; zeros before the first beat."""
        shares = {"median": 0.5, "p99": 0.99, "worst": 1.0}
        return {name: self.gap_percentile(share) or 0.0 for name, share in shares.items()}

    def work_times(self) -> dict[str, float]:
        """As `gaps`, of the work a frame."""
        ordered = sorted(self.work) or [0.0]
        last = len(ordered) - 1
        return {
            "median": ordered[last // 2],
            "p99": ordered[min(int(len(ordered) * 0.99), last)],
            "worst": ordered[last],
        }
