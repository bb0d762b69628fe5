"""The program itself, opened in this process, with a beat that is timed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from benchmarks.timed_clock import TimedClock
from kis_desktop.app.options import Options
from kis_desktop.app.profile import open_profile
from kis_desktop.app.window import Terminal
from kis_desktop.storage.log_file import Redactor
from kis_desktop.viewmodels.context import ViewContext

SIZE = (1680, 1050)


@dataclass(frozen=True, slots=True)
class RealWindow:
    """A running program; `context` is what its view models were given."""

    terminal: Terminal
    context: ViewContext

    @property
    def clock(self) -> TimedClock:
        """The beat of this window."""
        return cast("TimedClock", self.context.clock)


@contextlib.contextmanager
def open_window(file: Path, prepare: Callable[[Path], None] | None = None) -> Iterator[RealWindow]:
    """As `kis-desktop --simulator FILE` opens it; `prepare` gets the profile's folder before.

    Raises `KisDesktopError` when it does not open.
    """
    redactor = Redactor()
    options = Options(time.perf_counter(), simulator=file, size=SIZE)
    profile = open_profile(options, redactor)
    made: list[ViewContext] = []

    def kept(**parts: Any) -> ViewContext:
        made.append(ViewContext(**parts))
        return made[-1]

    try:
        if prepare is not None:
            prepare(profile.folder.watchlists)
        with (
            patch("kis_desktop.app.window.FrameClock", TimedClock),
            patch("kis_desktop.app.window.ViewContext", kept),
            Terminal(options, profile, redactor) as terminal,
        ):
            yield RealWindow(terminal, made[0])
    finally:
        profile.close()
