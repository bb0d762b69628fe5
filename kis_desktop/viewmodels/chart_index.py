"""The index beside a chart's bars: the KOSPI's own, read and followed while a study asks for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.chart_setup import ChartSetup
from kis_desktop.domain.index_key import KOSPI
from kis_desktop.indicators.series import Floats, Times
from kis_desktop.viewmodels.chart_bars import ChartBars
from kis_desktop.viewmodels.chart_compare import aligned
from kis_desktop.viewmodels.context import ViewContext

INDEX = "index"  # the column's name in `Inputs.beside`


class ChartIndex(QObject):
    """`changed` when more is known, or a bar of the index is over: the last one moves with the
    chart's own.
    """

    changed = Signal()

    def __init__(
        self, context: ViewContext, owner: str, parent: QObject, monotonic: Callable[[], float]
    ) -> None:
        super().__init__(parent)
        self._bars = ChartBars(context, f"{owner}/{INDEX}", self, monotonic)
        self._count = 0
        self._bars.replaced.connect(self._on_others)
        self._bars.reread.connect(self._on_others)
        self._bars.moved.connect(self._on_moved)

    def show(self, setup: ChartSetup, *, wanted: bool) -> None:
        """Follow the index in bars as the chart's own, or no more."""
        key = BarKey(KOSPI, setup.interval, setup.adjusted)
        if not wanted:
            self.leave()
        elif self._bars.key != key:
            self._bars.show(key)

    def on_frame(self, frame: Frame) -> None:
        """Take what moved."""
        self._bars.on_frame(frame)

    def missed(self) -> None:
        """Bars may have passed unheard."""
        self._bars.reload()

    def columns(self, bars: Times) -> dict[str, Floats]:
        """The index's last close at each of a chart's bars; nothing while none is known."""
        pyramid = self._bars.pyramid
        return {INDEX: aligned(bars, pyramid.time, pyramid.close)} if len(pyramid) else {}

    def leave(self) -> None:
        """Nothing is followed any more."""
        if self._bars.key is not None:
            self._bars.leave()

    def _on_others(self) -> None:
        """Other bars than before; none before none says nothing."""
        before, self._count = self._count, len(self._bars.pyramid)
        if before or self._count:
            self.changed.emit()

    def _on_moved(self, _start: int) -> None:
        if len(self._bars.pyramid) != self._count:
            self._on_others()
