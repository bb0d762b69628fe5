"""What a run measured: the last line that `--seconds` prints, and the status line in between."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.quote import Quote
from kis_desktop.services.topics import Topic

_MILLISECONDS = 1000.0
_MOST_ERRORS = 50


@dataclass(slots=True)
class Figures:
    """Counts and times of one run; times in ms since the program's first line, None: not yet."""

    ticks: int = 0
    first_window: float | None = None
    first_quote: float | None = None
    state: LinkState = LinkState.OFFLINE
    was_live: bool = False
    errors: list[str] = field(default_factory=list)


class RunReport(QObject):
    """Listens to the beat; ends with the promised figures. `clean` takes secrets out of text."""

    def __init__(
        self, clock: FrameClock, started: float, language: str, clean: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._clock = clock
        self._started = started
        self._language = language
        self._clean = clean
        self._quote_waits = False
        self.figures = Figures()
        clock.frame.connect(self._count)

    def first_window_painted(self) -> None:
        """Every panel has been painted once."""
        if self.figures.first_window is None:
            self.figures.first_window = self._since_start()
            self._clock.forget_gaps()

    def fail(self, told: str) -> None:
        """Something went wrong that the run must not hide."""
        if len(self.figures.errors) < _MOST_ERRORS and told not in self.figures.errors:
            self.figures.errors.append(told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first paint after the first price has arrived."""
        if self._quote_waits and event.type() is QEvent.Type.Paint:
            self._quote_waits = False
            self.figures.first_quote = self._since_start()
        return super().eventFilter(watched, event)

    def line(self) -> dict[str, object]:
        """The promised keys and values."""
        gap = self._clock.gap_percentile(0.99)
        return {
            "connected": self.figures.state is LinkState.LIVE,
            "ticks": self.figures.ticks,
            "frames": self._clock.frames,
            "first_window_ms": _rounded(self.figures.first_window),
            "first_quote_ms": _rounded(self.figures.first_quote),
            "frame_gap_p99_ms": _rounded(gap),
            "errors": [self._clean(told) for told in self.figures.errors],
        }

    def status(self) -> str:
        """One line for a person at a terminal."""
        line = self.line()
        gap = line["frame_gap_p99_ms"]
        return (
            f"{self.figures.state.value} · {self.figures.ticks} ticks · {line['frames']} frames"
            f" · frame gap p99 {'—' if gap is None else f'{gap} ms'}"
            f" · {len(self.figures.errors)} errors"
        )

    def _since_start(self) -> float:
        return (time.perf_counter() - self._started) * _MILLISECONDS

    def _count(self, frame: Frame) -> None:
        self.figures.ticks += sum(len(batch.trades) + batch.lost for batch in frame.prints.values())
        for lost in (batch.lost for batch in frame.prints.values() if batch.lost):
            self.fail(f"prints lane lost {lost} trades")
        for (topic, _), value in frame.latest.items():
            if topic is Topic.CONNECTION and isinstance(value, ConnectionStatus):
                self.figures.state = value.state
                self.figures.was_live |= value.state is LinkState.LIVE
            elif topic is Topic.QUOTE and isinstance(value, Quote) and value.last is not None:
                self._quote_waits |= self.figures.first_quote is None
        for event in frame.events:
            if isinstance(event, Logged) and event.severity is Severity.FAILURE:
                self.fail(render(event.message, self._language))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
