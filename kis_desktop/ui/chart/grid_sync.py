"""What charts of a grid show together: one moment under the pointer, one stretch of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject

from kis_desktop.domain.kept_charts import GridSync as Shared
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.tools.moment import MomentTool
from kis_desktop.viewmodels.chart import ChartState


class Sharing(Protocol):
    """Says what is shared: the grid."""

    @property
    def sync(self) -> Shared:
        """What the charts have in common."""


class GridSync(QObject):
    """Listens to every chart and moves the others."""

    def __init__(self, grid: Sharing, parent: QObject) -> None:
        super().__init__(parent)
        self._grid = grid
        self._cells: list[ChartCell] = []
        self._moving = False

    def watch(self, cell: ChartCell) -> None:
        """Let a chart take part."""
        self._cells.append(cell)
        cell.canvas.sight_changed.connect(lambda: self._share_range(cell))
        cell.canvas.installEventFilter(self)
        _moment(cell).pointed.connect(lambda moment: self._share_moment(cell, moment))

    def forget(self, cell: ChartCell) -> None:
        """A chart is taken away."""
        self._cells.remove(cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            for cell in self._cells:
                _moment(cell).show_moment(None)
        return super().eventFilter(watched, event)

    def _share_moment(self, source: ChartCell, moment: int) -> None:
        if source not in self._cells:
            return
        shared = moment if self._grid.sync.crosshair else None
        for cell in self._others(source):
            _moment(cell).show_moment(shared)

    def _share_range(self, source: ChartCell) -> None:
        """The others show the same stretch of time, as far as they have bars in it."""
        if self._moving or not self._grid.sync.range or source not in self._cells:
            return
        if source.model.state is not ChartState.READY or not source.isVisible():
            return
        viewport, times = source.canvas.viewport, source.canvas.bar_times
        begin, end = times.time_of(viewport.left), times.time_of(viewport.right)
        self._moving = True
        for cell in self._others(source):
            if cell.model.state is ChartState.READY:
                _show_range(cell, begin, end)
        self._moving = False

    def _others(self, source: ChartCell) -> Sequence[ChartCell]:
        return [cell for cell in self._cells if cell is not source]


def _moment(cell: ChartCell) -> MomentTool:
    tool = cell.tools["moment"]
    assert isinstance(tool, MomentTool)
    return tool


def _show_range(cell: ChartCell, begin: int, end: int) -> None:
    canvas, times = cell.canvas, cell.canvas.bar_times
    left, right = times.index_of(begin), times.index_of(end)
    viewport = canvas.viewport
    if right - left < 1:
        return
    wanted = viewport.width / (right - left)
    zoomed = viewport.zoomed(wanted / viewport.bar_width, viewport.width)
    canvas.move_to(zoomed.panned((zoomed.right - right) * zoomed.bar_width))
