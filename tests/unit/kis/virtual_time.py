"""A loop whose time jumps to whatever is due next, so that a day passes in a moment."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from dataclasses import dataclass


@dataclass
class Hours:
    """The monotonic second."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class JumpingSelector(selectors.SelectSelector):
    """Waits for nothing: where nothing is ready, time has passed."""

    def __init__(self, hours: Hours) -> None:
        super().__init__()
        self.hours = hours

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0.0)
        if not ready and timeout is not None and timeout > 0:
            self.hours.now += timeout
        return ready


class JumpingLoop(asyncio.SelectorEventLoop):
    """Runs on `hours`."""

    def __init__(self, hours: Hours) -> None:
        super().__init__(JumpingSelector(hours))
        self.hours = hours

    def time(self) -> float:
        return self.hours.now


def run_in(hours: Hours, work: Coroutine[object, object, None]) -> None:
    """Run something in virtual time."""
    with asyncio.Runner(loop_factory=lambda: JumpingLoop(hours)) as runner:
        runner.run(work)
