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
Edges = NDArray[np.int32] | NDArray[np.int64] | Floats | int


def boxes_of(left: Edges, top: Edges, right: Edges, bottom: Edges) -> Boxes:
    """Boxes from their edges, all inside the box; an edge may be the same for all."""
    length = max(_length(left), _length(top))
    found = np.empty((length, 4), np.int32)
    found[:, 0], found[:, 1], found[:, 2], found[:, 3] = left, top, right, bottom
    return found


def draw_boxes(painter: QPainter, boxes: Boxes) -> None:
    """Fill boxes with the painter's brush; rows of left, top, right, bottom, all inside the box."""
    if len(boxes) == 0:
        return
    memory = np.ascontiguousarray(boxes, dtype=np.int32)
    first = cast("QRect", Shiboken.wrapInstance(_address(memory), QRect))
    painter.drawRects(first, len(memory))


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw lines with the painter's pen; rows of x, y, x, y."""
    if len(lines) == 0:
        return
    memory = np.ascontiguousarray(lines, dtype=np.float64)
    first = cast("QLineF", Shiboken.wrapInstance(_address(memory), QLineF))
    painter.drawLines(first, len(memory))


def lines_of(x: Floats, y: Floats, to_x: Floats, to_y: Floats) -> Floats:
    """Lines from their ends."""
    found = np.empty((len(x), 4))
    found[:, 0], found[:, 1], found[:, 2], found[:, 3] = x, y, to_x, to_y
    return found


def joined(xs: Floats, ys: Floats, breaks: NDArray[np.bool_] | None = None) -> Floats:
    """The lines from each point to the next; none to or from a point without a value, nor to one
    that is marked in `breaks`.
    """
    lines = lines_of(xs[:-1], ys[:-1], xs[1:], ys[1:])
    known = np.isfinite(ys)
    if breaks is None and known.all():
        return lines
    kept = known[:-1] & known[1:]
    if breaks is not None:
        kept &= ~breaks[1:]
    found: Floats = lines[kept]
    return found


def _length(edges: Edges) -> int:
    return len(edges) if isinstance(edges, np.ndarray) and edges.ndim else 1


def _address(memory: NDArray[np.int32] | Floats) -> int:
    """Where an array lies; `ctypes.data` imports and builds an object each time."""
    address: int = memory.__array_interface__["data"][0]
    return address
