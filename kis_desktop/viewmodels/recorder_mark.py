"""The mark of a recording under way, or where a replay stands."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.recording import PlayStatus, RecordingStatus
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

_MEBIBYTE = 1024 * 1024


class RecorderMark(QObject):
    """`text` is empty where nothing is recorded or replayed; `records` tells the two apart.

    `ended` holds at the end of a replay.
    """

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._monotonic = monotonic
        self._recording = RecordingStatus()
        self._play: PlayStatus | None = None
        self.text = ""
        self.hint = ""
        context.clock.frame.connect(self.take)

    @property
    def records(self) -> bool:
        """Whether something is being recorded now."""
        return self._recording.active

    def take(self, frame: Frame) -> None:
        """Follow one frame."""
        recording = frame.latest.get((Topic.RECORDING, ""), self._recording)
        play = frame.latest.get((Topic.PLAY, ""), self._play)
        if isinstance(recording, RecordingStatus):
            self._recording = recording
        if isinstance(play, PlayStatus):
            self._play = play
        told = self._told()
        if told != (self.text, self.hint):
            self.text, self.hint = told
            self.changed.emit()

    def _told(self) -> tuple[str, str]:
        if self._recording.active:
            return self._recorded(self._recording)
        return ("", "") if self._play is None else self._played(self._play)

    def _recorded(self, status: RecordingStatus) -> tuple[str, str]:
        parts = [
            f"● {self._words('recorder.mark')}",
            span_text(self._monotonic() - status.since),
            f"{status.size / _MEBIBYTE:.1f} MB",
        ]
        if status.lost:
            parts.append(self._words("recorder.mark_lost", count=status.lost))
        return " · ".join(parts), self._words("recorder.mark_hint", file=status.name)

    def _played(self, status: PlayStatus) -> tuple[str, str]:
        times = {"time": span_text(status.position), "span": span_text(status.span)}
        if status.ended:
            state = self._words("recorder.play_ended")
        elif status.paused:
            state = self._words("recorder.paused")
        else:
            state = self._words("recorder.speed", speed=f"{status.speed:g}")
        text = f"▶ {self._words('recorder.played', **times)} · {state}"
        if not status.damaged:
            return text, ""
        damage = self._words("recorder.mark_damaged", count=status.damaged)
        return f"{text} · ⚠ {damage}", self._words("recorder.damaged", count=status.damaged)


def span_text(seconds: float) -> str:
    """Hours, minutes and seconds as they passed; without hours below one."""
    whole = max(int(seconds), 0)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
