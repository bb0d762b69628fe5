"""One chart with everything around its canvas: headline above, tools at the side and the foot."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.headline import HeadlineView
from kis_desktop.ui.chart.tool import ChartTool
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_levels import Level, LevelKind
from kis_desktop.viewmodels.chart_summary import summary
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.interval_words import interval_text

_IN_LITTLE_ROOM = {LevelKind.LAST, LevelKind.PREVIOUS_CLOSE}


class ChartView(QWidget):
    """What tools are created for. `side` stands left of the canvas, `foot` below it; both take
    no room while they hold nothing.
    """

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.model = model
        self.words = model.words
        self._small = False
        self.headline = HeadlineView()
        self.headline.close_button.setToolTip(model.words("chart_panel.close"))
        self.headline.close_button.setAccessibleName(model.words("chart_panel.close"))
        self.canvas = ChartCanvas(model.words)
        self._bars = (QWidget(), QWidget())
        self._side, self._foot = (QVBoxLayout(bar) for bar in self._bars)
        middle = QHBoxLayout()
        middle.addWidget(self._bars[0])
        middle.addWidget(self.canvas, 1)
        layout = QVBoxLayout(self)
        for box in (layout, middle, self._side, self._foot):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        layout.addWidget(self.headline)
        layout.addLayout(middle, 1)
        layout.addWidget(self._bars[1])
        self._column = layout
        self.setFocusProxy(self.canvas)
        self._tools: dict[str, ChartTool] = {}

    @property
    def tools(self) -> dict[str, ChartTool]:
        """What is laid over the canvas by its module's name, those of lower order first."""
        return self._tools

    def lay(self, name: str, tool: ChartTool) -> None:
        """Lay a tool over the chart, above those before it."""
        self._tools[name] = tool
        self.canvas.add_tool(tool)

    @property
    def shown_levels(self) -> tuple[Level, ...]:
        """What the market marks; in little room only what is nearest to the price."""
        levels = self.model.levels
        if not self._small:
            return levels
        return tuple(level for level in levels if level.kind in _IN_LITTLE_ROOM)

    def summary(self) -> str:
        """What is in sight, as sentences for those who hear it."""
        model, canvas = self.model, self.canvas
        return summary(
            (model.name, interval_text(model.interval, self.words)),
            model.pyramid,
            model.plots,
            canvas.viewport.visible(),
            self.words,
            dated=canvas.content.dated,
        )

    def spoken(self) -> str:
        """The summary, and what tools add to it."""
        told = (self.summary(), *(tool.spoken for tool in self.canvas.tools))
        return " ".join(one for one in told if one)

    def set_small(self, *, small: bool) -> None:
        """Leave out what would cover the bars: one chart of several."""
        self.headline.set_small(small=small)
        if small is not self._small:
            self._small = small
            self.model.levels_changed.emit()

    def show_bars(self, *, shown: bool) -> None:
        """Show or hide what stands beside and below the canvas."""
        for bar in self._bars:
            bar.setVisible(shown)

    def add_below(self, widget: QWidget) -> None:
        """Put a line below everything that stays when the bars are hidden."""
        self._column.addWidget(widget)

    def add_to_side(self, widget: QWidget) -> None:
        """Put a narrow bar left of the canvas."""
        self._side.addWidget(widget)

    def add_to_foot(self, widget: QWidget) -> None:
        """Put a low bar below the canvas."""
        self._foot.addWidget(widget)
