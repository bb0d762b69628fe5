"""Sounds, through whatever player the system has; a computer without one stays silent.

Not measured where no speaker is: what is played is a file of `resources/sounds`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QProcess

from kis_desktop.ui.theme.resources import resources_folder
from kis_desktop.viewmodels.announcements import Notable

if sys.platform == "win32":
    import winsound

_FILES = {
    Notable.FILL: "fill",
    Notable.WITHDRAWN: "warning",
    Notable.REJECTED: "warning",
    Notable.UNKNOWN: "alarm",
    Notable.SETTLED: "notice",
    Notable.LINE_LOST: "alarm",
    Notable.LINE_BACK: "notice",
    Notable.STOPPED: "alarm",
    Notable.ALERT: "notice",
}
_PLAYERS = (  # the first that is there, with what stands before the file
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
)


class SoundPort(Protocol):
    """What makes a sound."""

    @property
    def can_play(self) -> bool:
        """Whether there is a way to be heard."""

    def play(self, file: Path) -> None:
        """Play a file, without waiting for its end; never raises."""


class SystemPlayer(QObject):
    """The system's own player in a process of its own; on Windows the system's own call."""

    def __init__(
        self,
        parent: QObject | None = None,
        find: Callable[[str], str | None] = shutil.which,
    ) -> None:
        super().__init__(parent)
        self._command = next(
            ([path, *rest] for name, *rest in _PLAYERS if (path := find(name)) is not None), None
        )

    @property
    def can_play(self) -> bool:
        """Whether there is a way to be heard."""
        return sys.platform == "win32" or self._command is not None

    def play(self, file: Path) -> None:
        """Play a file, without waiting for its end; never raises."""
        if not file.is_file():
            return
        if sys.platform == "win32":
            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC)
        elif self._command is not None:
            program, *arguments = self._command
            QProcess.startDetached(program, [*arguments, str(file)])


def sound_file(kind: Notable) -> Path:
    """The file that is played for an event."""
    return resources_folder() / "sounds" / f"{_FILES[kind]}.wav"
