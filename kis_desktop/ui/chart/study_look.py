"""How a study's outputs are drawn: which ones, in which colours, and how far to the side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor

from kis_desktop.indicators.study import Output, Shape
from kis_desktop.viewmodels.chart_plot import Plot

_FILLED = (Shape.EDGE, Shape.CLOUD)


def drawn_outputs(plot: Plot) -> list[tuple[int, Output]]:
    """The outputs that are seen, with their places among all."""
    outputs = plot.study.indicator.outputs
    return [(place, one) for place, one in enumerate(outputs) if one.shape is not Shape.HIDDEN]


def furthest_back(plots: Sequence[Plot]) -> int:
    """How many bars before a bar its values may be drawn."""
    shifts = (plot.shift(output) for plot in plots for _, output in drawn_outputs(plot))
    return max((-shift for shift in shifts), default=0)


def inks(plots: Sequence[Plot], palette: Sequence[QColor]) -> dict[str, tuple[QColor, ...]]:
    """The colours of each plot's drawn outputs by its key: the trader's, else the palette's, which
    goes on from plot to plot of one pane. The edges of one area share a colour.
    """
    found: dict[str, tuple[QColor, ...]] = {}
    used: dict[str, int] = {}
    for plot in plots:
        colours, edge = [], -1
        for number, (_, output) in enumerate(drawn_outputs(plot)):
            place = used.get(plot.pane, 0)
            if output.shape in _FILLED and edge >= 0:
                place = edge
            else:
                used[plot.pane] = place + 1
            if output.shape is Shape.EDGE:
                edge = place
            own = plot.setup.colours[number : number + 1]
            colours.append(QColor(own[0]) if own and own[0] else palette[place % len(palette)])
        found[plot.key] = tuple(colours)
    return found
