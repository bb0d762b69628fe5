"""Puts a frame on the screen: kept layers first, then what moves with the pointer.

Three layers are kept: the bars, what lies over them (fills and tools), and words (axes, levels).
Crosshair, legends and what a tool holds are painted each time.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QPainter, QRegion

from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.crosshair import Crosshair, paint_crosshair
from kis_desktop.ui.chart.frame import Frame
from kis_desktop.ui.chart.layers import BarsLayer, Overlay
from kis_desktop.ui.chart.legend_painter import paint_legends
from kis_desktop.ui.chart.levels_painter import TagFonts
from kis_desktop.ui.chart.scene import Scene
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.study_look import furthest_back, inks
from kis_desktop.ui.chart.time_axis import Indices
from kis_desktop.ui.chart.tool import Brush, ChartTool
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind

_LEGEND = 44  # pixels of a pane's height whose words tell the last bar


class Screen:
    """What one canvas shows, and how much of it is still true."""

    def __init__(self) -> None:
        self._bars, self._drawn, self._words = BarsLayer(), Overlay(), Overlay()
        theme = Theme.current()
        self.fonts = TagFonts(theme.font(FontKind.HINT), _strong(theme))
        self.colors = ChartColors.of(theme)
        self._shown: Frame | None = None  # what was painted last

    def dress(self) -> None:
        """Take the theme's colours."""
        self.colors = ChartColors.of(Theme.current())
        self.forget()

    def forget(self) -> None:
        """Everything is to be painted anew."""
        self._bars.forget()
        self.forget_drawn()
        self.forget_words()

    def forget_drawn(self) -> None:
        """Fills, or what tools lay over the bars, are others."""
        self._drawn.forget()
        self._shown = None

    def forget_words(self) -> None:
        """Levels or titles are others."""
        self._words.forget()
        self._shown = None

    def change(self, content: Content, bar: int) -> None:
        """Bars and their studies have changed from a bar on."""
        self._bars.change(max(bar - furthest_back(content.plots), 0))

    def dirty(self, frame: Frame, content: Content) -> QRegion | None:
        """Where the screen differs from a frame while only bars have changed; None for all."""
        spans = self._bars.spans(frame)
        if spans is None or frame != self._shown or content.notice is not None:
            return None
        ratio, height = frame.ratio, frame.size.height()
        found = QRegion()
        for left, right in spans:
            place = QRect(int(left / ratio), 0, int((right - left) / ratio) + 2, height)
            found = found.united(QRegion(place))
        width = int(frame.panes.plot_width)
        for pane in (frame.panes.price, *(pane.box for pane in frame.panes.lower)):
            legend = QRect(0, int(pane.top()), width, min(_LEGEND, int(pane.height())))
            found = found.united(QRegion(legend))
        return found

    def paint(
        self,
        painter: QPainter,
        frame: Frame,
        content: Content,
        days: Indices,
        tools: Sequence[ChartTool],
        crosshair: Crosshair | None,
    ) -> None:
        """Paint a frame; the painter counts device-independent pixels."""
        found = inks(content.plots, self.colors.studies)
        scene = Scene(content, self.colors, self.fonts, found, days, tools)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawPixmap(0, 0, self._bars.painted(frame, scene.paint_bars))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.drawPixmap(0, 0, self._drawn.painted(frame, scene.paint_drawn))
        painter.drawPixmap(0, 0, self._words.painted(frame, scene.paint_words))
        self._shown = frame
        if frame.sight is not None and scene.has_bars:
            for tool in tools:
                painter.save()
                tool.paint_held(Brush(painter, frame.sight, self.colors, self.fonts))
                painter.restore()
            self._paint_pointed(painter, frame.sight, scene, crosshair)

    def _paint_pointed(
        self, painter: QPainter, sight: Sight, scene: Scene, crosshair: Crosshair | None
    ) -> None:
        content, colors, fonts = scene.content, self.colors, self.fonts
        last = len(content.pyramid) - 1
        if any(tool.hides_crosshair for tool in scene.tools):
            crosshair = None
        pointed = crosshair is not None and crosshair.bar <= last
        if crosshair is not None and pointed:
            paint_crosshair(painter, sight, content, crosshair, colors, fonts)
        bar = crosshair.bar if crosshair is not None and pointed else last
        paint_legends(painter, sight, content, bar, colors, fonts, scene.inks, pointed=pointed)


def _strong(theme: Theme) -> QFont:
    font = theme.font(FontKind.HINT)
    font.setWeight(QFont.Weight.DemiBold)
    return font
