"""What every contestant's chart is asked to do, and how it is timed: CPU of the painting thread.

A step is done when the chart's own surface has been painted after it; a chart that queues no paint
is told to paint.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from benchmarks.chart_walk import Columns, walk

SIZE = (1680, 900)
_PAN_VIEW, _PANS = 300, 80
_WIDE_VIEW, _WIDE_PANS = 3_000, 40
_ZOOM_FROM, _ZOOM, _ZOOMS = 200, 1.18, 20
_LIVE_VIEW, _LIVES = 300, 100
_PARTS = 20  # of a view, the length of a step to the side


class Chart(Protocol):
    """One contestant's window."""

    @property
    def surface(self) -> Any:
        """The widget that is painted."""

    def show(self, first: float, last: float) -> None:
        """Bring these bars into sight, the prices fitted."""

    def move_last(self, close: float, volume: float) -> None:
        """The last bar moved."""

    def close(self) -> None:
        """Take it away."""


class Contest:
    """Answers what a row of the table asks, one line each."""

    def __init__(self, app: Any, object_class: Any, make: Callable[[Columns], Chart]) -> None:
        self._app = app
        self._make = make
        self._counts = _filter(object_class)
        self._chart: Chart | None = None
        self._bars: Columns = walk(2)

    def serve(self, name: str) -> None:
        """Greet, then answer questions until there are no more."""
        print(json.dumps(name), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            print(json.dumps(self._answer(**asked)), flush=True)

    def _answer(self, step: str, bars: int = 0) -> list[float]:
        if step == "load":
            return [self._load(bars)]
        steps: dict[str, Callable[[], list[float]]] = {
            "pan": lambda: self._pan(_PAN_VIEW, _PANS),
            "pan_wide": lambda: self._pan(_WIDE_VIEW, _WIDE_PANS),
            "zoom": self._zoom,
            "live": self._live,
        }
        return steps[step]()

    def _load(self, count: int) -> float:
        if self._chart is not None:
            self._chart.close()
            self._chart = None
            self._app.processEvents()
        self._bars = walk(count)
        begun = time.thread_time()
        chart = self._make(self._bars)
        chart.surface.installEventFilter(self._counts)
        self._painted(lambda: chart.show(count - _PAN_VIEW, count))
        taken = time.thread_time() - begun
        self._chart = chart
        return taken * 1_000

    def _pan(self, view: int, steps: int) -> list[float]:
        chart, last = self._shown(view)
        times = []
        for _ in range(steps):
            last = last - view / _PARTS if last - view > view / _PARTS else float(view)
            times.append(self._painted(partial(chart.show, last - view, last)))
        return times

    def _zoom(self) -> list[float]:
        chart, last = self._shown(_ZOOM_FROM)
        times, view = [], float(_ZOOM_FROM)
        for _ in range(_ZOOMS):
            view = min(view * _ZOOM, last)
            times.append(self._painted(partial(chart.show, last - view, last)))
        return times

    def _live(self) -> list[float]:
        chart, _ = self._shown(_LIVE_VIEW)
        close, volume = float(self._bars[4, -1]), float(self._bars[5, -1])
        times = []
        for number in range(_LIVES):
            moved, more = close + 100 * (number % 2), volume + number
            times.append(self._painted(partial(chart.move_last, moved, more)))
        return times

    def _shown(self, view: int) -> tuple[Chart, float]:
        assert self._chart is not None, "nothing is loaded"
        last = float(self._bars.shape[1])
        shown = self._chart
        self._painted(lambda: shown.show(last - view, last))
        return shown, last

    def _painted(self, act: Callable[[], None]) -> float:
        """CPU milliseconds until what was done is on the surface."""
        before = self._counts.paints
        begun = time.thread_time()
        act()
        self._app.processEvents()
        if self._counts.paints == before and self._chart is not None:
            self._chart.surface.repaint()
        return (time.thread_time() - begun) * 1_000


def _filter(object_class: Any) -> Any:
    """Counts paints of what it is installed on; made for whichever Qt the contestant uses."""

    class Counting(object_class):  # type: ignore[misc]
        paints = 0

        def eventFilter(self, watched: Any, event: Any) -> bool:
            if int(getattr(event.type(), "value", event.type())) == _PAINT:
                self.paints += 1
            return False

    return Counting()


_PAINT = 12  # QEvent.Type.Paint
