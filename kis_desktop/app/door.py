"""The way into a world: the client, its clock, and what has to be let go of at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kis_desktop.kis.client import KisClient
from kis_desktop.kis.drill import DrillBoard
from kis_desktop.services.ports import InstrumentSource
from kis_desktop.services.replay import Replay
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.storage.journal_chain import Head
from kis_desktop.storage.recording_shelf import Identify


@dataclass(frozen=True, slots=True, eq=False)
class Door:
    """`journal` is where orders are written down and `remembered` what its end was last time;
    `remember` and `close` are given what it is now. `identify` tells what a recording hides first.
    `replay` is there in a replay alone, `drill` where outages can be rehearsed.
    """

    client: KisClient
    clock: SessionClock
    masters: InstrumentSource
    journal: Path
    identify: Identify
    close: Callable[[Head], None]
    remember: Callable[[Head], None] = lambda _: None
    remembered: Head | None = None
    replay: Replay | None = None
    drill: DrillBoard | None = None
