"""What the command line asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """One run of the program. `seconds` None: until the window is closed."""

    started: float  # `time.perf_counter()` at the first line of the program
    demo: bool = False
    simulator: Path | None = None
    profile: str = ""
    replay: Path | None = None
    speed: float = 1.0  # of a replay
    record: Path | None = None
    seconds: float | None = None
    screenshot: Path | None = None
    size: tuple[int, int] | None = None
    locale: str = "ko"
    theme: str = ""
    status_every: float | None = None
