"""The real window under prints: gaps of its beat, work a frame, and what the UI thread spends."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from benchmarks.real_window import RealWindow, open_window

_WARM_UP = 3.0  # seconds


async def measured(window: RealWindow, seconds: float) -> dict[str, object]:
    """What so many seconds look like, after a warm-up. Raises `TimeoutError` without a line."""
    figures = window.terminal.report.figures
    await window.until_live()
    await asyncio.sleep(_WARM_UP)
    window.clock.begin_anew()
    ticks, frames = figures.ticks, window.clock.frames
    begun, thread, process = time.perf_counter(), time.thread_time(), time.process_time()
    await asyncio.sleep(seconds)
    taken = time.perf_counter() - begun
    return {
        "gaps": window.clock.gaps(),
        "work": window.clock.work_times(),
        "frames": window.clock.frames - frames,
        "prints_per_second": (figures.ticks - ticks) / taken,
        "frames_per_second": (window.clock.frames - frames) / taken,
        "screen_thread_share": (time.thread_time() - thread) / taken,
        "process_share": (time.process_time() - process) / taken,
        "errors": figures.errors,
    }


def main(file: Path, seconds: float) -> None:
    """Open, measure, tell."""
    with open_window(file) as window:
        told = window.run(measured(window, seconds))
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    sys.setswitchinterval(0.0005)  # as `kis_desktop.app.window.run` sets it
    main(Path(sys.argv[1]), float(sys.argv[2]))
