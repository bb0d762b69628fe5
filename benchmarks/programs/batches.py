"""A worker's loop: for a contestant's name on stdin, the time of each frame on stdout.

The garbage collector stands still while a batch is timed and runs between batches; what a parser
returns is dropped at once. Standard library only: peers run this in their own environment.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Parser = Callable[[str], object]


def serve(parsers: Mapping[str, Parser], frames: Path) -> None:
    """Greet with the names, then answer each with nanoseconds a frame until stdin ends."""
    texts = frames.read_text(encoding="utf-8").splitlines()
    _say(list(parsers))
    for line in sys.stdin:
        _say(_timed(parsers[line.strip()], texts))


def _timed(parse: Parser, texts: Sequence[str]) -> list[int]:
    now = time.perf_counter_ns
    taken: list[int] = []
    gc.collect()
    gc.disable()
    for text in texts:
        begun = now()
        parse(text)
        taken.append(now() - begun)
    gc.enable()
    return taken


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
