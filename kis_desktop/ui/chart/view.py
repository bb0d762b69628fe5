"""One chart with everything around its canvas: headline above, tools at the side and the foot."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

import kis_desktop.ui.chart.tools as home
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.headline import HeadlineView
from kis_desktop.ui.chart.tool import ChartTool
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.context import ViewContext

_Create = Callable[["ChartView"], ChartTool]


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
        self.headline = HeadlineView()
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
        self.tools: dict[str, ChartTool] = {}
        """what is laid over the canvas by its module's name, those of lower order first"""
        for name, create in _scanned():
            self.tools[name] = create(self)
            self.canvas.add_tool(self.tools[name])

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


@lru_cache(maxsize=1)
def _scanned() -> tuple[tuple[str, _Create], ...]:
    """The tools there are by their modules' names, lowest first: those painted and asked last."""
    found: list[tuple[int, str, _Create]] = []
    for entry in pkgutil.iter_modules(home.__path__):
        module = vars(import_module(f"{home.__name__}.{entry.name}"))
        if "TOOL_ORDER" in module:
            order = cast("int", module["TOOL_ORDER"])
            found.append((order, entry.name, cast("_Create", module["create"])))
    return tuple((name, create) for _, name, create in sorted(found, key=lambda one: one[:2]))
