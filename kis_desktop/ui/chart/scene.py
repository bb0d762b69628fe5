"""Everything of a chart that is painted into kept layers, bottom to top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QRegion

from kis_desktop.domain.chart_setup import PRICE_PANE, ChartStyle
from kis_desktop.ui.chart.area_painter import paint_area
from kis_desktop.ui.chart.axes_painter import guides_of, paint_lower_axes, paint_times
from kis_desktop.ui.chart.backdrop_painter import (
    paint_day_breaks,
    paint_empty_grid,
    paint_frame,
    paint_grid,
    paint_guides,
)
from kis_desktop.ui.chart.bars_painter import paint_bars
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.compared_painter import compared_tags, paint_compared
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.ex_dates_painter import paint_ex_dates
from kis_desktop.ui.chart.frame import Frame
from kis_desktop.ui.chart.legend_painter import paint_titles
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TagFonts, paint_levels, shown_levels
from kis_desktop.ui.chart.lines_painter import paint_trace, trace
from kis_desktop.ui.chart.marks_painter import paint_marks
from kis_desktop.ui.chart.profile_painter import paint_profiles
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.study_painter import paint_studies
from kis_desktop.ui.chart.time_axis import TimeAxis
from kis_desktop.ui.chart.tool import Brush, ChartTool
from kis_desktop.ui.chart.volume_painter import paint_volume
from kis_desktop.ui.theme.theme import thinned

_AREA_TOP, _AREA_FOOT = 0.28, 0.02  # opacity of an area below its line
_LINED = (ChartStyle.LINE, ChartStyle.AREA)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is painted, and with what."""

    content: Content
    colors: ChartColors
    fonts: TagFonts
    lettering: Lettering
    inks: Mapping[str, tuple[QColor, ...]]
    times: TimeAxis
    tools: Sequence[ChartTool]
    region: QRegion
    """what of the screen is to be painted"""

    @property
    def has_bars(self) -> bool:
        """Whether bars are shown, and no notice in their place."""
        return self.content.notice is None and len(self.content.pyramid) > 0

    def is_asked(self, box: QRectF) -> bool:
        """Whether something in a box is to be painted."""
        return self.region.intersects(box.toAlignedRect())

    def paint_empty(self, painter: QPainter, frame: Frame) -> None:
        """The canvas without bars; the painter counts device pixels."""
        content, colors = self.content, self.colors
        painter.fillRect(0, 0, frame.size.width(), frame.size.height(), colors.panel)
        paint_frame(painter, frame.panes, frame.ratio, colors)
        if content.notice is not None and content.notice.panes:
            paint_empty_grid(painter, frame.panes, frame.ratio, colors)

    def paint_bars(self, painter: QPainter, frame: Frame) -> None:
        """Bars with everything that moves with them, in the columns of the sight's span; the
        painter counts device pixels.
        """
        content, colors, sight = self.content, self.colors, frame.sight
        assert sight is not None
        left, right = sight.span
        painter.fillRect(left, 0, right - left, frame.size.height(), colors.panel)
        paint_frame(painter, frame.panes, frame.ratio, colors)
        paint_grid(painter, sight, colors, [one.bar for one in frame.labels], frame.prices)
        if frame.breaks:
            paint_day_breaks(painter, sight, self.times.days, colors)
        self._paint_price_pane(painter, sight)
        for pane in sight.panes.lower:
            paint_guides(painter, sight, pane.name, guides_of(content, pane.name), colors)
            self._paint_studies(painter, sight, pane.name)

    def paint_beside(self, painter: QPainter, frame: Frame) -> None:
        """The ground of the price axis; the painter counts device pixels."""
        left, size = round(frame.panes.plot_width * frame.ratio), frame.size
        painter.save()
        painter.setClipRect(left, 0, size.width() - left, size.height())
        painter.fillRect(left, 0, size.width() - left, size.height(), self.colors.panel)
        paint_frame(painter, frame.panes, frame.ratio, self.colors)
        painter.restore()

    def paint_over(self, painter: QPainter, frame: Frame) -> None:
        """Everything that lies over the bars; the painter counts device-independent pixels."""
        self._paint_drawn(painter, frame)
        self._paint_words(painter, frame)

    def _paint_drawn(self, painter: QPainter, frame: Frame) -> None:
        """Fills and what tools lay over the bars."""
        sight = frame.sight
        if sight is None or not self.has_bars:
            return
        painter.save()
        painter.scale(1 / frame.ratio, 1 / frame.ratio)
        content = self.content
        paint_profiles(painter, sight, content.pyramid, content.plots, self.colors)
        sight.clip(painter, sight.panes.price)
        paint_marks(
            painter,
            sight,
            content.pyramid,
            content.marks,
            self.colors,
            dated=content.dated,
            font=self.fonts.plain,
        )
        painter.restore()
        for tool in self.tools:
            painter.save()
            tool.paint(Brush(painter, sight, self.colors, self.fonts))
            painter.restore()

    def _paint_words(self, painter: QPainter, frame: Frame) -> None:
        """Axes and levels with their tags."""
        content, colors, fonts, sight = self.content, self.colors, self.fonts, frame.sight
        if content.notice is not None and not content.notice.panes:
            return
        if sight is None or not self.has_bars:
            paint_titles(painter, frame.panes, content, colors, self.lettering)
            return
        letters, tags = self.lettering, [tool.axis_tags(sight) for tool in self.tools]
        if self.is_asked(sight.panes.time_axis):
            spans = [span for one in tags for span in one.spans]
            paint_times(painter, sight, frame.labels, colors, letters, spans)
        paint_ex_dates(painter, sight, content, colors, fonts)
        beside = self.is_asked(sight.panes.price_axis)
        if beside:
            paint_lower_axes(painter, sight, content, colors, letters)
        if not sight.panes.price.isEmpty():
            levels = shown_levels(sight, content.levels)
            others = compared_tags(sight, content.compared, colors)
            prices = frame.prices if beside else ()
            heights = [height for one in tags for height in one.heights]
            paint_levels(painter, sight, levels, prices, colors, fonts, others, heights)

    def _paint_price_pane(self, painter: QPainter, sight: Sight) -> None:
        content, colors = self.content, self.colors
        paint_volume(painter, sight, content.pyramid, colors, content.setup.volume_colours)
        crowded = sight.level > 0  # studies over the bars would hide them all
        if crowded:
            self._paint_studies(painter, sight, PRICE_PANE)
        if content.style in _LINED:
            self._paint_closes(painter, sight)
        else:
            paint_bars(painter, sight, content.drawn, colors, content.style)
        if not crowded:
            self._paint_studies(painter, sight, PRICE_PANE)
        paint_compared(painter, sight, content.compared, colors)

    def _paint_studies(self, painter: QPainter, sight: Sight, pane: str) -> None:
        paint_studies(painter, sight, self.content, pane, self.inks, self.colors, self.times.days)

    def _paint_closes(self, painter: QPainter, sight: Sight) -> None:
        """Closes joined, with an area below where one is wanted."""
        pane, ink = sight.panes.price, self.colors.text
        found = trace(sight, self.content.pyramid.close, None)
        if self.content.style is ChartStyle.AREA:
            ink = self.colors.studies[3]
            top, foot = sight.device(pane.top()), sight.device(pane.bottom())
            fade = QLinearGradient(QPointF(0, top), QPointF(0, foot))
            fade.setColorAt(0.0, thinned(ink, _AREA_TOP))
            fade.setColorAt(1.0, thinned(ink, _AREA_FOOT))
            curve = found.curve(sight, sight.price)
            edge = top if sight.price.inverted else foot
            paint_area(painter, sight, pane, curve, edge, QBrush(fade))
        paint_trace(painter, sight, found, sight.price, pane, ink)
