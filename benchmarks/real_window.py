"""The program itself, opened in this process, with a beat that is timed."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast
from unittest.mock import patch

from benchmarks.timed_clock import TimedClock
from kis_desktop.app.options import Options
from kis_desktop.app.profile import open_profile
from kis_desktop.app.window import Terminal
from kis_desktop.domain.connection import LinkState
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.profile_folder import ProfileFolder
from kis_desktop.viewmodels.context import ViewContext

T = TypeVar("T")

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

    def run(self, script: Coroutine[Any, Any, T]) -> T:
        """Run a script in the window's loop; what it returns."""
        told: T = self.terminal.loop.run_until_complete(script)
        return told

    async def until(self, condition: Callable[[], object], patience: float = 30.0) -> None:
        """Wait, frame by frame, until the condition holds. Raises `TimeoutError`."""
        held: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def look(_frame: object) -> None:
            if not held.done() and condition():
                held.set_result(None)

        self.clock.frame.connect(look)
        try:
            async with asyncio.timeout(patience):
                await held
        finally:
            self.clock.frame.disconnect(look)

    async def until_live(self) -> None:
        """Wait for the realtime line."""
        figures = self.terminal.report.figures
        await self.until(lambda: figures.state is LinkState.LIVE)


@contextlib.contextmanager
def open_window(
    file: Path, prepare: Callable[[ProfileFolder], None] | None = None
) -> Iterator[RealWindow]:
    """As `kis-desktop --simulator FILE` opens it; `prepare` sees to the profile's folder before.

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
            prepare(profile.folder)
        with (
            patch("kis_desktop.app.window.FrameClock", TimedClock),
            patch("kis_desktop.app.window.ViewContext", kept),
            Terminal(options, profile, redactor) as terminal,
        ):
            yield RealWindow(terminal, made[0])
    finally:
        profile.close()
