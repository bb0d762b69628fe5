"""The simulator in a process of its own, started and ended with the demo."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from kis_desktop.catalogue.calendar import is_trading_day, previous_trading_day
from kis_desktop.domain.errors import Unreachable
from kis_desktop.domain.message import message

_KOREA = ZoneInfo("Asia/Seoul")
DEMO_SEED = 265  # a morning on which the market rises and falls
_OPENING = time(10, 12)  # a market that has been open for a while
_READY_WITHIN = 30.0  # seconds
_END_WITHIN = 5.0  # seconds
_LOOK_EVERY = 1.0  # seconds between looks whether it still runs

ReadyLine = dict[str, object]


class SimulatorProcess:
    """One simulator; it ends with us, because it ends when its standard input does."""

    def __init__(self, arguments: tuple[str, ...] = ()) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program, with our own arguments
            [*_program(), "--rest-port", "0", "--ws-port", "0", "--die-with-stdin", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    async def ready(self) -> ReadyLine:
        """What it printed when it began to serve. Raises `Unreachable` when it doesn't."""
        assert self._process.stdout is not None
        read = asyncio.to_thread(self._process.stdout.readline)
        try:
            line = await asyncio.wait_for(read, _READY_WITHIN)
            told = json.loads(line)
        except (TimeoutError, ValueError) as error:
            raise Unreachable(message("program.no_simulator")) from error
        assert isinstance(told, dict)
        return told

    async def died(self) -> None:
        """Returns when it has ended, whoever ended it."""
        while self._process.poll() is None:  # noqa: ASYNC110 - no event of it on every system
            await asyncio.sleep(_LOOK_EVERY)

    def end(self) -> None:
        """Ask it to end, and make it when it doesn't."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_END_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_END_WITHIN)
        if self._process.stdout is not None:
            self._process.stdout.close()


def demo_moment(now: datetime) -> datetime:
    """When the demo begins: in the middle of the newest trading morning."""
    day = now.astimezone(_KOREA).date()
    if not is_trading_day(day) or now.astimezone(_KOREA).time() < _OPENING:
        day = previous_trading_day(day)
    return datetime.combine(day, _OPENING, _KOREA)


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(Path(sys.executable).with_name(f"kis-simulator{suffix}"))]
    return [sys.executable, "-m", "kis_desktop.simulator.cli"]
