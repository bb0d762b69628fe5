"""The bars of a pyramid as indicators take them."""

from __future__ import annotations

from collections.abc import Mapping

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, VOLUME, BarPyramid
from kis_desktop.indicators.series import Floats


def inputs(
    pyramid: BarPyramid, beside: Mapping[str, Floats] | None = None, anchor: int | None = None
) -> Inputs:
    """Columns of a pyramid; views, nothing is copied."""
    rows = pyramid.level(0)
    return Inputs(
        pyramid.time, rows[OPEN], rows[HIGH], rows[LOW], rows[CLOSE], rows[VOLUME],
        beside or {}, anchor,
    )  # fmt: skip
