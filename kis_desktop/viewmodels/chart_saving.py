"""A chart's bars written to a file away from the screen, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_csv import Origin, chart_csv
from kis_desktop.viewmodels.context import ViewContext


class ChartSaving(QObject):
    """Twin of `ui/chart/tools/export.py`."""

    told = Signal(str)  # that it has begun, is done, or failed and why

    def __init__(
        self, context: ViewContext, chart: ChartModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._chart = chart
        self._asking = Asking(self)

    def save_csv(self, path: Path) -> None:
        """Write all bars as they are now and what the indicators say of them."""
        chart, words = self._chart, self._chart.words
        prices = "adjusted" if chart.key.adjusted else "unadjusted"
        origin = Origin(
            chart.symbol,
            chart.key.interval.value,
            words(f"chart_table.{prices}"),
            self._context.world,
        )
        rows = chart_csv(chart.pyramid, chart.plots, origin, words)
        bars = shown.quantity(len(rows.times))
        self.told.emit(words("chart_export.saving", file=path.name, bars=bars))
        self._asking.write(self._write(path, rows.content))

    async def _write(self, path: Path, content: Callable[[], bytes]) -> None:
        words, exports = self._chart.words, self._context.services.exports
        try:
            await self._context.commands.run(exports.save, str(path), content)
        except KisDesktopError as error:
            why = words.sentence(error.message)
            self.told.emit(words("chart_export.not_saved", file=path.name, why=why))
        else:
            self.told.emit(words("chart_export.saved", file=path.name))
