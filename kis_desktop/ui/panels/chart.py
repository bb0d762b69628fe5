"""The chart panel: a chart, and the intervals in its head."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kis_desktop.domain.kept_charts import FIRST_FAVOURITES
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.interval_chips import IntervalChips
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.context import ViewContext

PANEL_ID = "chart"
PANEL_TITLE = "차트"
PANEL_TITLE_EN = "Chart"
PANEL_PLACE = "center"
PANEL_ORDER = 10


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """The panel for the linked symbol."""
    return ChartPanel(context, ChartModel(context), parent)


class ChartPanel(QWidget):
    """One chart."""

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.setObjectName(PANEL_ID)
        self.setAccessibleName(model.words("chart.title"))
        self.view = ChartCell(context, model)
        self.headline, self.canvas = self.view.headline, self.view.canvas
        self._chips = IntervalChips(FIRST_FAVOURITES, model.words)
        self._chips.choose(model.interval)
        self._chips.chosen.connect(model.show_interval)
        model.setup_changed.connect(lambda: self._chips.choose(model.interval))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.canvas)
        model.start()

    def head_widgets(self) -> Sequence[QWidget]:
        """The intervals, for the panel's head."""
        return (self._chips,)
