"""A worker's loop: for a contestant's name on stdin, the time of each frame on stdout.

Every batch is of frames that the contestant has not seen, the same for all of them: what it keeps
of earlier ones helps it as far as it does in a day's trading. The first quarter of a batch is not
timed: while others had the processor, theirs was what its caches held. All contestants share one
core, where the system allows to choose it: cores of one machine are not equally fast at a time.

The garbage collector stands still while a batch is timed and runs between batches; what a parser
returns is dropped at once. Standard library only: peers run this in their own environment.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Parser = Callable[[str], object]


def serve(parsers: Mapping[str, Parser], frames: Path, batch: int) -> None:
    """Greet with the names, then answer each with nanoseconds a frame until stdin ends."""
    texts = frames.read_text(encoding="utf-8").splitlines()
    places = dict.fromkeys(parsers, 0)
    _share_a_core()
    _say(list(parsers))
    for line in sys.stdin:
        name = line.strip()
        start = places[name]
        places[name] = start + batch
        _say(_timed(parsers[name], texts[start : start + batch]))


def _share_a_core() -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _timed(parse: Parser, texts: Sequence[str]) -> list[int]:
    now = time.perf_counter_ns
    taken: list[int] = []
    gc.collect()
    gc.disable()
    lead = len(texts) // 4
    for text in texts[:lead]:
        parse(text)
    for text in texts[lead:]:
        begun = now()
        parse(text)
        taken.append(now() - begun)
    gc.enable()
    return taken


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
