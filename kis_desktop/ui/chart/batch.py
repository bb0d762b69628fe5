"""Many shapes in one call: numpy arrays handed to the painter without a Python object each.

The arrays are contiguous, of the painter's own number type, and live until the call returns.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRect
from PySide6.QtGui import QPainter
from shiboken6 import Shiboken

from kis_desktop.indicators.series import Floats

Boxes = NDArray[np.int32]


def draw_boxes(painter: QPainter, boxes: Boxes) -> None:
    """Fill boxes with the painter's brush; rows of left, top, right, bottom, all inside the box."""
    if len(boxes) == 0:
        return
    memory = np.ascontiguousarray(boxes, dtype=np.int32)
    first = cast("QRect", Shiboken.wrapInstance(memory.ctypes.data, QRect))
    painter.drawRects(first, len(memory))


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw lines with the painter's pen; rows of x, y, x, y."""
    if len(lines) == 0:
        return
    memory = np.ascontiguousarray(lines, dtype=np.float64)
    first = cast("QLineF", Shiboken.wrapInstance(memory.ctypes.data, QLineF))
    painter.drawLines(first, len(memory))


def joined(xs: Floats, ys: Floats) -> Floats:
    """The lines from each point to the next; none to or from a point without a value."""
    lines = (
        np.stack([xs[:-1], ys[:-1], xs[1:], ys[1:]], axis=1) if len(xs) > 1 else np.empty((0, 4))
    )
    found: Floats = lines[np.isfinite(lines).all(axis=1)]
    return found
