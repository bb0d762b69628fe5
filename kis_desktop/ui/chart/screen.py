"""Puts a frame on the screen: kept layers first, then what moves with the pointer.

The bars are kept; so is the whole, with fills, tools, axes and levels, while it stands still.
Crosshair, legends and what a tool holds are painted each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QPainter, QRegion

from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.crosshair import Crosshair, paint_crosshair
from kis_desktop.ui.chart.frame import Frame
from kis_desktop.ui.chart.layers import BarsLayer, Still
from kis_desktop.ui.chart.legend_painter import paint_legends
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TagFonts
from kis_desktop.ui.chart.scene import Scene
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.study_look import furthest_back, inks
from kis_desktop.ui.chart.time_axis import Indices
from kis_desktop.ui.chart.tool import Brush, ChartTool
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind


class Screen:
    """What one canvas shows, and how much of it is still true."""

    def __init__(self) -> None:
        self._bars, self._still = BarsLayer(), Still()
        theme = Theme.current()
        self.fonts = TagFonts(theme.font(FontKind.HINT), _strong(theme))
        self.colors = ChartColors.of(theme)
        self._lettering = Lettering.of(self.fonts)
        self._changed = False  # bars have, since they were painted
        self._told: list[QRectF] = []  # where words tell values of the last bar

    def dress(self) -> None:
        """Take the theme's colours."""
        self.colors = ChartColors.of(Theme.current())
        self.forget()

    def forget(self) -> None:
        """Everything is to be painted anew."""
        self._bars.forget()
        self._still.forget()

    def forget_over(self) -> None:
        """What lies over the bars is another: fills, levels, or what tools lay there."""
        self._still.forget()

    def change(self, content: Content, bar: int) -> None:
        """Bars and their studies have changed from a bar on."""
        self._bars.change(max(bar - furthest_back(content.plots), 0))
        self._changed = True

    def dirty(self, frame: Frame, content: Content) -> QRegion | None:
        """Where the screen differs from a frame while only bars have changed; None for all."""
        spans = self._bars.spans(frame)
        if spans is None or not self._still.shows(frame) or content.notice is not None:
            return None
        ratio, height = frame.ratio, frame.size.height()
        found = QRegion()
        for left, right in spans:
            place = QRect(int(left / ratio), 0, int((right - left) / ratio) + 2, height)
            found = found.united(QRegion(place))
        for box in self._told:
            found = found.united(QRegion(box.toAlignedRect()))
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
        scene = Scene(content, self.colors, self.fonts, self._lettering, found, days, tools)
        painter.save()
        painter.scale(1 / frame.ratio, 1 / frame.ratio)
        if self._changed:
            self._still.forget()
            self._changed = False
        self._still.put(painter, frame, partial(self._paint_layers, scene))
        painter.restore()
        if frame.sight is not None and scene.has_bars:
            for tool in tools:
                painter.save()
                tool.paint_held(Brush(painter, frame.sight, self.colors, self.fonts))
                painter.restore()
            self._paint_pointed(painter, frame.sight, scene, crosshair)

    def _paint_layers(self, scene: Scene, painter: QPainter, frame: Frame) -> None:
        """Bars, and what lies over them."""
        self._bars.put(painter, frame, scene.paint_bars)
        painter.save()
        painter.scale(frame.ratio, frame.ratio)
        scene.paint_over(painter, frame)
        painter.restore()

    def _paint_pointed(
        self, painter: QPainter, sight: Sight, scene: Scene, crosshair: Crosshair | None
    ) -> None:
        content, colors = scene.content, self.colors
        last = len(content.pyramid) - 1
        if any(tool.hides_crosshair for tool in scene.tools):
            crosshair = None
        pointed = crosshair is not None and crosshair.bar <= last
        if crosshair is not None and pointed:
            paint_crosshair(painter, sight, content, crosshair, colors, self._lettering)
        bar = crosshair.bar if crosshair is not None and pointed else last
        told = paint_legends(
            painter, sight, content, bar, colors, self._lettering, scene.inks, pointed=pointed
        )
        self._told = told if bar == last else []


def _strong(theme: Theme) -> QFont:
    font = theme.font(FontKind.HINT)
    font.setWeight(QFont.Weight.DemiBold)
    return font
