"""Figures of which no market is simulated: waves of weeks and of days around a level."""

import numpy as np

from kis_desktop.simulator import noise


def wave(key: int, number: int, length: int, lane: int = 0) -> float:
    """A smooth standard wave at a day's ordinal: it turns about every `length` days."""
    place, rest = divmod(number, length)
    part = rest / length
    left, right = noise.normals(key, np.array([place, place + 1]), lane)
    smooth = part * part * (3.0 - 2.0 * part)
    return float(left + (right - left) * smooth)
