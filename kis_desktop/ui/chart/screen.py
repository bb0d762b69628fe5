"""Puts a frame on the screen: kept layers first, then what moves with the pointer.

The bars are kept; so is the whole, with fills, tools, axes and levels, while it stands still.
Crosshair, legends and what a tool holds are painted each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QPainter, QRegion

from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.crosshair import Crosshair, paint_crosshair
from kis_desktop.ui.chart.frame import Frame
from kis_desktop.ui.chart.layers import BarsLayer, Still
from kis_desktop.ui.chart.legend_painter import Legend, paint_legends
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TagFonts
from kis_desktop.ui.chart.scene import Scene
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.study_look import furthest_back, inks
from kis_desktop.ui.chart.time_axis import TimeAxis
from kis_desktop.ui.chart.tool import Brush, ChartTool
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind

_LINE = 4  # pixels above and below a price that its line may take


class Screen:
    """What one canvas shows, and how much of it is still true."""

    def __init__(self) -> None:
        self._bars, self._still = BarsLayer(), Still()
        theme = Theme.current()
        self.fonts = TagFonts(theme.font(FontKind.HINT), _strong(theme))
        self.colors = ChartColors.of(theme)
        self._lettering = Lettering.of(self.fonts)
        self._changed = False  # bars have, since they were painted
        self._shown: Frame | None = None  # painted last
        self.legend = Legend()  # where its words stand
        self._bar = -1  # that they tell of

    def dress(self) -> None:
        """Take the theme's colours."""
        self.colors = ChartColors.of(Theme.current())
        self.forget()

    def forget(self) -> None:
        """Everything is to be painted anew."""
        self._bars.forget()
        self._still.forget()

    def release(self) -> None:
        """Nobody sees it: no pictures are held."""
        self._bars.release()
        self._still.release()

    def forget_over(self) -> None:
        """What lies over the bars is another: fills, levels, or what tools lay there."""
        self._still.forget()

    def price_width(self, text: str) -> float:
        """What a price on the axis takes at most, in device-independent pixels."""
        return self._lettering.width(text, strong=True)

    def change(self, content: Content, bar: int) -> None:
        """Bars and their studies have changed from a bar on."""
        self._bars.change(max(bar - furthest_back(content.plots), 0))
        self._changed = True

    def dirty(self, frame: Frame, content: Content) -> QRegion | None:
        """Where the screen differs from a frame while only bars have changed; None for all."""
        spans = self._bars.spans(frame)
        if spans is None or frame != self._shown or content.notice is not None:
            return None
        ratio, height = frame.ratio, int(frame.panes.bottom)
        found = QRegion()
        for left, right in spans:
            begin = int(left / ratio)
            end = min(ceil(right / ratio) + 1, int(frame.panes.plot_width))
            place = QRect(begin, 0, end - begin, height)
            found = found.united(QRegion(place))
        if self._bar == len(content.pyramid) - 1:
            for box in self.legend.boxes:
                found = found.united(QRegion(box.toAlignedRect()))
        return found

    def dirty_rows(self, frame: Frame, prices: Sequence[float]) -> QRegion | None:
        """Where lines at prices (KRW) with their tags stand, while the frame is the one that is
        shown; None for all.
        """
        sight, axis = frame.sight, frame.panes.price_axis
        if sight is None or frame != self._shown:
            return None
        found = QRegion(axis.toAlignedRect())
        for price in prices:
            y = int(min(max(sight.price.y(price), -_LINE), frame.panes.bottom + _LINE))
            found = found.united(QRegion(0, y - _LINE, int(frame.panes.plot_width), 2 * _LINE))
        return found

    def paint(
        self,
        painter: QPainter,
        region: QRegion,
        frame: Frame,
        content: Content,
        times: TimeAxis,
        tools: Sequence[ChartTool],
        crosshair: Crosshair | None,
    ) -> None:
        """Paint what of a frame lies in a region; the painter counts device-independent pixels."""
        found = inks(content.plots, self.colors.studies)
        scene = Scene(
            content, self.colors, self.fonts, self._lettering, found, times, tools, region
        )
        painter.save()
        painter.scale(1 / frame.ratio, 1 / frame.ratio)
        if self._changed:
            self._still.forget()
            self._changed = False
        self._still.put(painter, frame, partial(self._paint_layers, scene))
        painter.restore()
        self._shown = frame
        if frame.sight is not None and scene.has_bars:
            self._paint_pointed(painter, frame.sight, scene, crosshair)
            for tool in tools:
                painter.save()
                tool.paint_held(Brush(painter, frame.sight, self.colors, self.fonts))
                painter.restore()

    def _paint_layers(self, scene: Scene, painter: QPainter, frame: Frame) -> None:
        """Bars, and what lies over them."""
        if scene.has_bars:
            self._bars.put(painter, frame, scene.paint_bars, scene.times)
            scene.paint_beside(painter, frame)
        else:
            scene.paint_empty(painter, frame)
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
        boxes = self.legend.boxes
        untouched = boxes and not any(scene.is_asked(box) for box in boxes)
        if untouched and bar == self._bar:
            return
        self.legend = paint_legends(
            painter, sight, content, bar, colors, self._lettering, scene.inks, pointed=pointed
        )
        self._bar = bar


def _strong(theme: Theme) -> QFont:
    font = theme.font(FontKind.HINT)
    font.setWeight(QFont.Weight.DemiBold)
    return font
