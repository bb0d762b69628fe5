"""`python -m tests.soak.sweep`: asks every endpoint everything, at many moments; some 40 minutes.

With names (`elw overseas_stock/order …`) those endpoints or families alone. Every complaint is a
line; the exit code is 1 when there was one. Seconds are those of the processor.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from kis_desktop.simulator.server.call import Endpoint
from kis_desktop.simulator.server.endpoints import all_endpoints
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.server.sweeping import Asked, Sweep

MOMENTS = {
    "night": "2026-11-20T02:30:00",
    "before the open": "2026-11-20T08:55:00",
    "closing auction": "2026-11-20T15:25:00",
    "evening": "2026-11-20T19:00:00",
    "Sunday": "2026-11-22T12:00:00",
    "Christmas": "2026-12-25T11:00:00",
    "CSAT day": "2026-11-19T09:40:00",
}


def main(names: list[str]) -> int:
    chosen = [
        one
        for one in all_endpoints()
        if not names or one.name in names or one.name.partition("/")[0] in names
    ]
    found = 0
    for title, sweep, kinds in _sweeps():
        started, asked = time.process_time(), 0
        for endpoint in chosen:
            for one in _requests(sweep, endpoint, kinds):
                asked += 1
                for complaint in sweep.complaints(one):
                    found += 1
                    sys.stdout.write(f"{title}: {complaint}\n")
        sys.stdout.write(f"{title}: {asked} requests, {time.process_time() - started:.0f} s\n")
    return 1 if found else 0


def _sweeps() -> Iterator[tuple[str, Sweep, tuple[str, ...]]]:
    yield "day", Sweep(), ("sound", "periods", "unsound")
    yield "open house", Sweep(open_house=True), ("sound",)
    yield "paper", Sweep(world=World.PAPER), ("sound", "periods")
    yield "few instruments", Sweep(instruments=20), ("sound", "periods")
    for title, at in MOMENTS.items():
        yield title, Sweep(at), ("sound",)


def _requests(sweep: Sweep, endpoint: Endpoint, kinds: tuple[str, ...]) -> Iterator[Asked]:
    if not endpoint.tr_ids(sweep.world):
        return
    if "sound" in kinds:
        yield from sweep.sound(endpoint)
    if "periods" in kinds:
        yield from sweep.periods(endpoint)
    if "unsound" in kinds:
        yield from sweep.unsound(endpoint)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
