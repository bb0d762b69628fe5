"""Charts as a maintainer wants to see them: several, every style, drawings, replay, indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.chart_setup import ChartSetup, ChartStyle, StudySetup
from kis_desktop.domain.drawing import Drawing, DrawingPoint, DrawingStyle, Ink
from kis_desktop.domain.kept_charts import KeptCell, KeptCharts, KeptGrid
from kis_desktop.ui import gallery_scene as scene
from kis_desktop.ui.chart.tools.replay import ReplayTool
from kis_desktop.ui.panels.chart import ChartPanel
from kis_desktop.viewmodels.grid_layout import grid_layout

_AT = int(scene.NOW.timestamp())
_HOUR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class ChartScene:
    """One picture: what was kept, what is drawn, and what a trader does."""

    name: str
    kept: KeptCharts
    drawings: tuple[Drawing, ...] = ()
    act: Callable[[ChartPanel], object] | None = None

    def begin(self, panel: QWidget) -> None:
        """Do what the trader does."""
        if self.act is not None and isinstance(panel, ChartPanel):
            self.act(panel)


def scenes() -> tuple[ChartScene, ...]:
    """All of them; one world is made anew for each."""
    styles = (ChartScene(f"style-{one}", _one(ChartSetup(style=one))) for one in ChartStyle)
    return (
        ChartScene("grid-6", _grid("6")),
        ChartScene("grid-16", _grid("16")),
        *styles,
        ChartScene("drawings", _one(ChartSetup(studies=())), _drawings()),
        ChartScene("studies", _one(ChartSetup(studies=_STUDIES))),
        ChartScene("indicators", _one(ChartSetup()), act=lambda panel: panel.edit_studies(1)),
        ChartScene("replay", _one(ChartSetup(interval=Interval.MINUTE_5)), act=_replay),
    )


_STUDIES = (
    StudySetup("bollinger"),
    StudySetup("vwap"),
    StudySetup("supertrend"),
    StudySetup("volume_average"),
    StudySetup("macd"),
)


def _one(setup: ChartSetup) -> KeptCharts:
    return KeptCharts(grid=KeptGrid("1", (KeptCell(scene.SYMBOL, setup),)))


def _grid(layout: str) -> KeptCharts:
    symbols = scene.SYMBOLS[: grid_layout(layout).cells]
    return KeptCharts(grid=KeptGrid(layout, tuple(KeptCell(symbol) for symbol in symbols)))


def _drawings() -> tuple[Drawing, ...]:
    return (
        _drawing("a", "trend_line", (-50, 98_500), (-20, 99_500)),
        _drawing("b", "parallel_channel", (-45, 98_300), (-5, 98_600), (-45, 99_300), ink=Ink.TEAL),
        _drawing("c", "horizontal_line", (-30, 98_900), ink=Ink.AMBER),
        _drawing("d", "rectangle", (-38, 99_400), (-25, 99_000), ink=Ink.VIOLET),
        _drawing("e", "fib_retracement", (-55, 98_300), (-30, 99_600), ink=Ink.GREY),
    )


def _drawing(id_: str, kind: str, *points: tuple[int, int], ink: Ink = Ink.BLUE) -> Drawing:
    """`points` are minutes from the scene's moment, and won."""
    placed = tuple(
        DrawingPoint((_AT + 60 * minutes) // 60 * 60, Decimal(price)) for minutes, price in points
    )
    return Drawing(id_, kind, placed, DrawingStyle(ink.value))


def _replay(panel: ChartPanel) -> None:
    """The last hour is played again."""
    panel.toggle_replay()
    tool = panel.view.tools["replay"]
    assert isinstance(tool, ReplayTool)
    tool.model.start_at(_AT - _HOUR)
