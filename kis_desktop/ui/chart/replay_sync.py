"""Charts of a grid that play past days together: one moves, the others stand at its moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.grid_sync import Sharing
from kis_desktop.viewmodels.chart_replay import ReplayModel, ReplayState

if TYPE_CHECKING:  # a chart's tools are loaded with the chart that lays them
    from kis_desktop.ui.chart.tools.replay import ReplayTool


class ReplaySync(QObject):
    """Moves the replays that run while the grid shares its stretch of time; each keeps its own
    paper account.
    """

    def __init__(self, grid: Sharing, parent: QObject) -> None:
        super().__init__(parent)
        self._grid = grid
        self._replays: list[ReplayModel] = []
        self._moving = False

    def watch(self, cell: ChartCell) -> None:
        """Let a chart take part."""
        replay = _replay(cell)
        self._replays.append(replay)
        replay.changed.connect(lambda: self._share(replay))

    def forget(self, cell: ChartCell) -> None:
        """A chart is taken away."""
        self._replays.remove(_replay(cell))

    def _share(self, source: ReplayModel) -> None:
        if self._moving or not self._grid.sync.range or source.state is not ReplayState.ON:
            return
        self._moving = True
        for replay in self._replays:
            if replay is not source:
                replay.follow(source.moment)
        self._moving = False


def _replay(cell: ChartCell) -> ReplayModel:
    return cast("ReplayTool", cell.tools["replay"]).model
