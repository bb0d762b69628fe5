"""The screen's beat: drains the mailbox some thirty times a second and hands out the frame."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame, LatestKey, Mailbox
from kis_desktop.domain.event import Event, OrderChanged, OrderWithdrawn

_MILLISECONDS = 1000.0
_KEPT_GAPS = 20_000


class FrameClock(QObject):
    """Emits `frame` with a `bridge.mailbox.Frame` at a steady rate, on the UI thread.

    Empty frames are emitted too: ages and countdowns on the screen move with them.
    """

    frame = Signal(object)

    def __init__(self, mailbox: Mailbox, hertz: int = 30, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = mailbox
        self._period = 1.0 / hertz
        self._due = 0.0
        self._gaps: deque[float] = deque(maxlen=_KEPT_GAPS)
        self._frames = 0
        self._so_far: dict[LatestKey, object] = {}
        self._orders: dict[str, OrderChanged] = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(_MILLISECONDS / hertz))
        self._timer.timeout.connect(self.drain)

    @property
    def frames(self) -> int:
        """How many frames were handed out."""
        return self._frames

    @property
    def so_far(self) -> Frame:
        """The newest value of each topic and key that was handed out, and the newest state of each
        order, for whoever comes later.
        """
        return Frame(dict(self._so_far), {}, tuple(self._orders.values()))

    def start(self) -> None:
        """Begin to beat."""
        self._due = time.perf_counter() + self._period
        self._timer.start()

    def stop(self) -> None:
        """Stop beating; what is still in the mailbox stays there."""
        self._timer.stop()

    def drain(self) -> None:
        """Hand out what has arrived, now."""
        now = time.perf_counter()
        self._gaps.append(max(now - self._due, 0.0) * _MILLISECONDS)
        self._due = now + self._period
        self._frames += 1
        frame = self._mailbox.drain()
        self._so_far |= frame.latest
        self._keep_orders(frame.events)
        self.frame.emit(frame)

    def _keep_orders(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, OrderChanged):
                self._orders[event.order.local_id] = event
            elif isinstance(event, OrderWithdrawn):
                self._orders.pop(event.local_id, None)

    def forget_gaps(self) -> None:
        """Start measuring anew, once the window is up."""
        self._gaps.clear()

    def gap_percentile(self, share: float) -> float | None:
        """The lateness in ms that this share (0–1) of drains stayed within; None before the
        first.
        """
        if not self._gaps:
            return None
        ordered = sorted(self._gaps)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
