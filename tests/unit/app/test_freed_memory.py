"""What was freed between pieces that live on goes back to the system."""

from __future__ import annotations

import ctypes
import resource
import sys
from pathlib import Path

import numpy as np
import pytest

from kis_desktop.app import freed_memory
from kis_desktop.app.freed_memory import give_back

MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="needs glibc"
)


def resident() -> int:
    """Bytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def test_freed_columns_leave_the_process() -> None:
    np.ones(3 * MEGABYTE)  # freed at once: such pieces are no longer mapped from here on
    columns, between = [], []
    for _ in range(128):
        columns.append(np.ones(MEGABYTE // 8 - 64))
        between.append(np.ones(MEGABYTE // 128))  # no hole elsewhere is as large
    full = resident()
    del columns
    kept = resident()
    assert full - kept < 32 * MEGABYTE, "else there is nothing to do any more"
    assert give_back()
    assert kept - resident() > 96 * MEGABYTE
    assert len(between) == 128


def test_a_little_is_left_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freed_memory, "_MUCH", 1 << 60)
    assert not give_back()
