"""What a piece of the program costs, counted in its calls: the same on any machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

PROGRAM = str(Path(__file__).parents[1] / "kis_desktop")


class Work:
    """Calls that functions of the program got or made on this thread, built-in ones among them."""

    def __init__(self) -> None:
        self.calls = 0
        self._of_program: dict[CodeType, bool] = {}

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """Hears of every call and every return."""
        if event not in {"call", "c_call"}:
            return
        code = frame.f_code
        known = self._of_program.get(code)
        if known is None:
            known = self._of_program[code] = code.co_filename.startswith(PROGRAM)
        self.calls += known


@contextmanager
def counted() -> Iterator[Work]:
    """The work of what is done within; what waits for a clock or a thread counts nothing."""
    work, before = Work(), sys.getprofile()
    sys.setprofile(work.note)
    try:
        yield work
    finally:
        sys.setprofile(before)
